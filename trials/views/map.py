"""The places of a search: on a map, and in a list that says the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from operator import attrgetter

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from trials.filters import TrialFilter
from trials.models import Site
from trials.search.chips import chips
from trials.search.mapped import BY_RANK, MappedSite, Places, places_of
from trials.search.once import once
from trials.search.places import parse_distance, told
from trials.templatetags.wording import unescaped
from trials.views.results import DISTANCES, TYPED
from trials.views.shared import last_look

FOLDED_FROM = 16  # places: a longer list is folded by country
IN_THE_FORM = ("q", "near", "within", "page")


@require_safe
def trial_map(request: HttpRequest) -> HttpResponse:
    """The places of a search's trials, by country and town, or by distance where a place was asked for."""
    search = TrialFilter(request.GET)
    distance = str(search.distance)
    places = places_of(search) if request.GET else _all_places(search)
    wanted = [one for one in places.sites if one.wanted]
    further = [one for one in places.sites if not one.wanted]
    nearest = [(one, told(one.miles, search.distance.unit)) for one in wanted] if search.place else []
    return render(
        request,
        "trials/map.html",
        {
            "search": search,
            "chips": chips(search),
            "typed": TYPED,
            "kept": [(name, one) for name, given in request.GET.lists() if name not in IN_THE_FORM for one in given],
            "distances": [(one, parse_distance(one).words) for one in dict.fromkeys((*DISTANCES, distance))],
            "distance": distance,
            "within": search.distance.words,
            "places": places,
            "nearest": nearest,
            "listed": "" if request.GET else _all_listed(search, places),
            "in_countries": [] if search.place else by_country(wanted),
            "further": by_country(further) if request.GET else [],
            "folded": _are_folded(places),
            "address": _address(search),
            **last_look(),
        },
    )


@require_safe
@cache_control(private=True, no_store=True)
def map_points(request: HttpRequest) -> JsonResponse:
    """What the map draws, in the language of the address: towns with their sites, and the words that it says.

    It is not kept by the browser: the address of a search can tell a disease.
    """
    search = TrialFilter(request.GET)
    sites = (places_of(search, titles=False) if request.GET else _all_places(search)).sites
    countries = list(dict.fromkeys(one.country for one in sites))
    place = search.place if search.form.is_valid() else None
    in_countries = [one.site for one in sites if one.wanted and one.site.latitude is not None and not place]
    return JsonResponse(
        {
            "spots": _spots(sites, countries),
            "countries": countries,
            "standings": [(standing.slug, str(standing.words)) for standing in BY_RANK],
            "near": place and (place.latitude, place.longitude, search.distance.miles),
            "among": [(one.latitude, one.longitude) for one in _corners(in_countries)],
            "site": reverse("site_by_number", args=[0]),
            "results": reverse("trials") + search.address(near=None, within=None),
            "tiles": settings.MAP_TILES,
            "credit": settings.MAP_TILES_ATTRIBUTION,
            "words": _words(),
        },
        json_dumps_params={"separators": (",", ":"), "ensure_ascii": False},
    )


def by_country(sites: Iterable[MappedSite]) -> list[tuple[str, list[MappedSite], int]]:
    """Countries by name, each with its sites by town and how many take people; what names no country comes last."""
    found: dict[str, list[MappedSite]] = defaultdict(list)
    for one in sorted(sites, key=lambda one: (one.site.city.casefold(), one.standing.rank, one.site.facility)):
        found[one.country].append(one)
    return [
        (country, held, sum(one.standing.slug == "open" for one in held))
        for country, held in sorted(found.items(), key=lambda item: (not item[0], item[0].casefold()))
    ]


def _all_places(search: TrialFilter) -> Places:
    """Every place, read once: they are the same for all visitors who ask for nothing."""
    return once(search.index, "places", lambda: places_of(search))


def _all_listed(search: TrialFilter, places: Places) -> str:
    """The list of them, rendered once in each language."""

    def make() -> str:
        shown = {"countries": by_country(places.sites), "folded": _are_folded(places), "open": False}
        return render_to_string("trials/_mapped_countries.html", shown)

    return once(search.index, f"places in {get_language()}", make)


def _are_folded(places: Places) -> bool:
    return len(places.sites) >= FOLDED_FROM


def _address(search: TrialFilter) -> str:
    """The search as the rest of an address: "?q=lupus", or nothing."""
    address = search.address()
    return "" if address == "?" else address


def _corners(sites: list[Site]) -> list[Site]:
    """The sites farthest to each side, of which a map must show all: four at most."""
    sides = (min, max) if sites else ()
    return [side(sites, key=attrgetter(name)) for name in ("latitude", "longitude") for side in sides]


def _spots(sites: Iterable[MappedSite], countries: list[str]) -> list[list]:
    """Towns, as exact as the registry tells: position, name, country's number, and its sites, the best standing first.

    A site is its number, the rank of its standing, how many of the trials run there, and its name.
    """
    towns: dict[tuple[float, float], list[MappedSite]] = defaultdict(list)
    for one in sites:
        if one.site.latitude is not None:
            towns[one.site.latitude, one.site.longitude].append(one)
    return [
        [
            *(round(degrees, 3) for degrees in position),
            Counter(_town(one.site) for one in held).most_common(1)[0][0],
            countries.index(held[0].country),
            [
                (one.site.pk, one.standing.rank, one.total, unescaped(one.site.facility))
                for one in sorted(held, key=lambda one: (one.standing.rank, -one.total, one.site.facility))
            ],
        ]
        for position, held in towns.items()
    ]


def _town(site: Site) -> str:
    """`Boston, Massachusetts`; a state that has the town's name is not said twice."""
    return ", ".join(dict.fromkeys(unescaped(part) for part in (site.city, site.state) if part))


def _words() -> dict[str, str]:
    """What the map says; it fills in the names and numbers."""
    return {
        # Translators: what a marker of the map is called. %(…)s are filled in by the page.
        "site": _("%(name)s, %(town)s. %(standing)s. Trials: %(trials)s"),
        "town": _("%(town)s. Places: %(places)s. Taking people now: %(taking)s"),
        "group": _("Around %(town)s. Places: %(places)s. Taking people now: %(taking)s. Zoom in"),
        "trials": _("Trials: %(trials)s"),
        "view": _("Places in this part of the map: %(places)s. Taking people now: %(taking)s."),
        "results": _("Trials near here"),
        "nameless": _("Site without a name"),
        "nowhere": _("There is no place to show on the map."),
        "close": _("Close"),
        "closer": _("Zoom in"),
        "farther": _("Zoom out"),
    }
