"""The tree of conditions, to browse. A condition's own page, which shows trials, is in trials/."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conditions.models import Condition


@require_safe
def condition_tree(request: HttpRequest) -> HttpResponse:
    """Every condition of the field under its parent."""
    conditions = Condition.objects.of_the_field().with_tree_fields().prefetch_related("autoantibodies")
    return render(request, "conditions/tree.html", {"conditions": conditions})
