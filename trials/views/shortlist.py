"""A list of trials that a visitor saved, or was sent. The finder keeps none: the list is in the address alone."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from trials.chosen import MOST_LISTED, choose
from trials.models import Trial
from trials.search.lines import lines

TICKED = 4  # as many as /compare/ shows side by side


@require_safe
@cache_control(private=True, no_store=True)
def shortlist(request: HttpRequest) -> HttpResponse:
    """The trials of `?trial=…&trial=…` as a list of results; without any, how to save some."""
    chosen = choose(request.GET.getlist("trial"))
    slugs, pks = chosen.slugs[:MOST_LISTED], chosen.pks[:MOST_LISTED]
    outside = {*pks} - {*Trial.objects.ever_shown().filter(pk__in=pks).values_list("pk", flat=True)}
    gone = dict(Trial.objects.filter(pk__in=pks, vanished__isnull=False).values_list("pk", "vanished"))
    return render(
        request,
        "trials/shortlist.html",
        {
            "entries": [
                {
                    "trial": trial,
                    "gone": gone.get(trial.pk),
                    "outside": trial.pk in outside,
                    "without": _address([slug for slug in slugs if slug != trial.slug]),
                    "ticked": number < TICKED,
                }
                for number, trial in enumerate(lines(pks))
            ],
            "slugs": " ".join(slugs),
            "unknown": chosen.unknown,
            "left_out": chosen.slugs[MOST_LISTED:],
            "most": MOST_LISTED,
            "known": _address(chosen.slugs),
            "share": request.build_absolute_uri(request.path) + _address(slugs),
        },
    )


def _address(slugs: Sequence[str]) -> str:
    """The address of a list, from this page; of an empty one, the page's own."""
    return "?" + urlencode({"trial": slugs}, doseq=True)
