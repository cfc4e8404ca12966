"""Up to four trials side by side. Which ones is told by the address alone."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trials.chosen import choose
from trials.comparison import held, only_differing, sections
from trials.filters import TrialFilter
from trials.models import Trial
from trials.search.lines import lines
from trials.views.shared import search_for, without_empty
from trials.whereabouts import SiteShown, whereabouts

MOST_SIDE_BY_SIDE = 4
MOST_SUGGESTED = 5
LETTERS = "ABCD"


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The trials of `?trial=…&trial=…`; `near` tells how far each is, `differs=yes` leaves out what is alike."""
    if any("" in values for _name, values in request.GET.lists()):
        return redirect(f"{request.path}?{without_empty(request.GET).urlencode()}")
    chosen = choose(request.GET.getlist("trial"))
    trials = held(chosen.pks[:MOST_SIDE_BY_SIDE])
    search = search_for(near=request.GET.get("near", ""))
    wrong_place = search.form.errors.get("near", [])
    place = search.place if search.form.is_valid() else None
    found = sections(trials, _nearest(trials, request.GET) if place else None) if trials else []
    only = request.GET.get("differs") == "yes" and len(trials) > 1
    differing = only_differing(found)
    return render(
        request,
        "trials/compare.html",
        {
            "columns": [
                {
                    "letter": letter,
                    "trial": trial,
                    "name": trial.nct_id or trial.acronym or _("Programme %(letter)s") % {"letter": letter},
                    "without": _address(request, chosen.slugs, without=trial.slug),
                }
                for letter, trial in zip(LETTERS, trials, strict=False)
            ],
            "sections": differing if only else found,
            "only": only,
            "alike": sum(not fact.differs for one in found for fact in one.facts),
            "other_view": _address(request, chosen.slugs, differs="" if only else "yes"),
            "unknown": chosen.unknown,
            "known": _address(request, chosen.slugs),
            "too_many": chosen.slugs[MOST_SIDE_BY_SIDE:],
            "most": MOST_SIDE_BY_SIDE,
            "kept": [*chosen.slugs, *chosen.unknown],
            "has_room": len(chosen.slugs) < MOST_SIDE_BY_SIDE,
            "place": place,
            "near": request.GET.get("near", ""),
            "wrong_place": wrong_place,
            "similar": _similar(request, trials, chosen.slugs) if 0 < len(trials) < MOST_SIDE_BY_SIDE else [],
        },
    )


def _address(request: HttpRequest, slugs: Sequence[str], without: str = "", **changed: str) -> str:
    """The address of this page with these trials; all else as it is, or as `changed` says."""
    data = QueryDict(mutable=True)
    data.setlist("trial", [slug for slug in slugs if slug != without])
    for name in ("near", "differs"):
        if value := changed.get(name, request.GET.get(name, "")):
            data[name] = value
    return "?" + data.urlencode()


def _nearest(trials: Sequence[Trial], asked: QueryDict) -> dict[int, SiteShown | None]:
    return {one.pk: whereabouts(one, asked).nearest for one in trials}


def _similar(request: HttpRequest, trials: Sequence[Trial], slugs: Sequence[str]) -> list[tuple[Trial, str]]:
    """Trials that recruit for a disease of the first one, each with the address that adds it here.

    Those that aim at one of its targets, too, come first.
    """
    diseases = [label.condition.slug for label in trials[0].condition_labels.all()]
    targets = [label.target.slug for label in trials[0].target_labels.all()]
    found: list[int] = []
    for named in ([targets, []] if targets else [[]]) if diseases else []:
        data = QueryDict(mutable=True)
        data.setlist("condition", diseases)
        data.setlist("target", named)
        data["status"] = "recruiting"
        found += TrialFilter(data).results()[: MOST_SUGGESTED + MOST_SIDE_BY_SIDE]
    others = [one for one in lines(dict.fromkeys(found)) if one.slug not in slugs]
    return [(one, _address(request, [*slugs, one.slug])) for one in others[:MOST_SUGGESTED]]
