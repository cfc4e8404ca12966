"""What the search box offers while somebody types, as JSON."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trials.search.suggest import suggest


@never_cache  # what somebody types is kept by no cache, neither a shared one nor that of a library's computer
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """`suggestions`: up to eight, each with `text` (all of the box if it is taken), `name`, `kind` and `note`; and
    `told`, what a screen reader says of them."""
    found = [asdict(one) for one in suggest(request.GET.get("q", ""))]
    return JsonResponse({"suggestions": found, "told": _told(len(found))})


def _told(number: int) -> str:
    if not number:
        return _("No suggestions.")
    several = ngettext(
        "%(number)s suggestion. Down arrow to choose.", "%(number)s suggestions. Down arrow to choose.", number
    )
    return several % {"number": number}
