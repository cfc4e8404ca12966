"""Every piece that pages are made of, on one page for developers; served with DEBUG alone."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sources.models import Source
from trials.models.status import DOUBT, OPEN, SHUT, SOON
from trials.search.lines import lines
from trials.views.shared import search_for

INKS = ("ink", "soft", "accent", "open", "soon", "shut", "doubt")
GROUNDS = ("paper", "sheet", "wash", "accent-wash", "open-wash", "soon-wash", "shut-wash", "doubt-wash")
STEPS = ("step--1", "step-0", "step-1", "step-2", "step-3")
SPACES = ("s1", "s2", "s3", "s4", "s5", "s6", "s7")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The tokens, and each component with a trial of the database where it needs one."""
    context = {
        "inks": INKS,
        "grounds": GROUNDS,
        "steps": STEPS,
        "spaces": SPACES,
        "standings": (OPEN, SOON, SHUT, DOUBT),
        "trials": lines(search_for(status="recruiting").results()[:1]),
        "source": Source.objects.first(),
        "page": Paginator(range(60), 20).page(2),
    }
    return render(request, "styleguide.html", context)
