"""The results of a search."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trials.filters import TrialFilter
from trials.search.chips import blame, chips, lifts
from trials.search.facets import facets
from trials.search.lines import lines
from trials.search.places import parse_distance
from trials.templatetags.sentences import all_of
from trials.views.shared import last_look, without_empty

TRIALS_PER_PAGE = 20
DISTANCES = ("25 miles", "50 miles", "100 miles", "250 miles", "500 miles", "50 km", "150 km", "500 km")
# What the form has no box for and an address may hold: a change of a filter does not lose it.
NOT_IN_THE_FORM = ("therapy", "autoantibody", "sort", "wider", "mentions")
TYPED = ("q", "near", "within", "age", "sex")


@require_safe
def trial_list(request: HttpRequest) -> HttpResponse:
    """The results of a search, with what can be narrowed or lifted. A form sends its empty fields too: the address is
    that of the search without them."""
    if any("" in values for __, values in request.GET.lists()):
        return redirect(f"{request.path}?{without_empty(request.GET).urlencode()}")
    search = TrialFilter(request.GET)
    results = search.results()
    page = Paginator(results, TRIALS_PER_PAGE).get_page(request.GET.get("page"))
    exact, wider, mentions = map(len, search.tiers) if results else (0, 0, 0)
    trials, choices, said = lines(page.object_list, search), facets(search), chips(search)
    return render(
        request,
        "trials/list.html",
        {
            "search": search,
            "page": page,
            "trials": trials,
            "total": len(results),
            "exact": exact,
            "wider": wider,
            "mentions": mentions,
            "further": _further(search) if results else [],
            "facets": choices,
            "facets_of_all": () if request.GET else (choices, get_language()),  # of no search: may be held rendered
            "chips": said,
            "what": " · ".join(chip.name for chip in said),
            "antibodies": _antibodies(search),
            "blame": "" if results else all_of([_("‘%(words)s’") % {"words": one} for one in blame(search)]),
            "lifts": [] if results else lifts(search),
            "sorts": _sorts(search),
            "distances": _distances(search),
            "sexes": search.form.fields["sex"].choices,
            "kept": [(name, value) for name in NOT_IN_THE_FORM for value in request.GET.getlist(name)],
            "typed": TYPED,
            "canonical": _canonical(search),
            "address": search.address(),
            **last_look(),
        },
    )


def _canonical(search: TrialFilter) -> str:
    """One address for all that mean the same: filters in their order, values in theirs, nothing that is unknown."""
    data = QueryDict(mutable=True)
    for name in search.filters:
        data.setlist(name, sorted(search.chosen(name) if name in search.SLUGS else search.data.getlist(name)[-1:]))
    return "?" + data.urlencode() if any(values for __, values in data.lists()) else ""


def _further(search: TrialFilter) -> list[tuple[str, int, str]]:
    """What can be shown beside what was found, or hidden: in words, how many trials, and the address."""
    found = []
    if search.tiers[1]:
        found.append(("hide wider", len(search.tiers[1]), search.address(wider="no" if search.wider_by_words else "")))
    elif offered := search.wider_left_out:
        found.append(("wider", offered, search.address(wider="" if search.wider_by_words else "yes")))
    if search.mentioned:
        found.append(("mentions", search.mentioned, search.address(mentions="yes")))
    return found


def _antibodies(search: TrialFilter) -> list[dict]:
    """The autoantibodies that were asked for, with what each leads to."""
    choices = search.choices
    slugs = [slug for part in search.understanding.parts if part.name == "autoantibody" for slug in part.values]
    return [
        {
            "antibody": choices.autoantibody[slug],
            "marks": [choices.condition[one] for one in choices.leads.get(("condition", slug), ())],
            "aimed": [choices.therapy[one] for one in choices.leads.get(("therapy", slug), ())],
        }
        for slug in dict.fromkeys((*slugs, *search.chosen("autoantibody")))
    ]


def _sorts(search: TrialFilter) -> list[tuple[str, str, bool]]:
    """The orders that this search can be shown in, each with its address, and whether it is the one."""
    chosen = search.values.get("sort") or ""
    orders = [
        ("", _("Best match first")),
        *((slug, name) for slug, name in search.SORTS if slug != "nearest" or search.place),
    ]
    return [(name, search.address(sort=slug), slug == chosen) for slug, name in orders]


def _distances(search: TrialFilter) -> list[tuple[str, str, bool]]:
    """The distances that can be chosen: as an address writes each, in words, and whether it is the one in force."""
    chosen = str(search.distance)
    return [(one, parse_distance(one).words, one == chosen) for one in dict.fromkeys((*DISTANCES, chosen))]
