"""What was understood of a search: its parts, each with the address of the search without it; and, where nothing is
found, which part stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from trials.search.asked import FILTER_OF
from trials.search.facets import title
from trials.search.places import find_place, parse_distance
from trials.search.understand import Part, Words
from trials.templatetags.sentences import all_of, one_of

if TYPE_CHECKING:
    from trials.filters import TrialFilter

MOST_LIFTED = 8  # parts of a search that finds nothing: each is a search of its own
FARTHER = ("250 miles", "500 miles", "1000 miles")
FARTHER_IN_KM = ("400 km", "800 km", "1600 km")


@dataclass(frozen=True)
class Chip:
    """A part of the search as it was understood, with the address of the search without it."""

    label: str  # of the filter
    name: str
    url: str
    filter: str = ""
    read_as: str = ""  # for misspelled words: those words
    exactly: str = ""  # and the address of the search for them as typed


@dataclass(frozen=True)
class Lift:
    """A search near one that finds nothing: what is changed, and how many trials it finds."""

    what: str
    count: int
    url: str


def chips(search: "TrialFilter") -> list[Chip]:
    """Everything that narrows the search: what the words say, in their order, then the form's choices in its order."""
    said = sorted((*search.understanding.parts, *search.words), key=lambda one: one.start)
    return [*(_said(search, one) for one in said), *_chosen(search)]


def _said(search: "TrialFilter", one: Part | Words) -> Chip:
    url = search.address(q=search.understanding.without(one), **_without_nearest(search, one))
    if isinstance(one, Words):
        name = _quoted(one.text) if one.phrase or not one.excluded else one.text
        return Chip(_("Words"), _("without %(words)s") % {"words": name} if one.excluded else name, url, "q")
    name = FILTER_OF.get(one.name, one.name)
    exactly = search.address(q=search.understanding.exactly(one)) if one.corrected else ""
    return Chip(_label(search, name), _name(search, one), url, name, one.text if one.corrected else "", exactly)


def _quoted(words: str) -> str:
    """In the quotation marks of the language."""
    return _("“%(words)s”") % {"words": words}


def _without_nearest(search: "TrialFilter", one: Part | Words) -> dict[str, str]:
    """Without its place, a search can no longer be in the order of distance."""
    nearest = isinstance(one, Part) and one.name == "near" and search.values.get("sort") == "nearest"
    return {"sort": ""} if nearest and not search.values.get("near") else {}


def _name(search: "TrialFilter", part: Part) -> str:
    name = FILTER_OF.get(part.name, part.name)
    if name == "near":
        return _within(search, find_place(part.values[0]).name)
    if name == "number":
        return ", ".join(part.values)
    if name == "age":
        return _of_age(part.values[0])
    if name == "sex":
        return _of_sex(part.values[0])
    if name == "stage" and len(part.values) > 1:
        first, *others = (title(search, name, slug) for slug in part.values)
        return _("%(stage)s (also %(others)s)") % {"stage": first, "others": all_of(others)}
    return one_of([title(search, name, slug) for slug in part.values])


def _within(search: "TrialFilter", place: str) -> str:
    return _("within %(distance)s of %(place)s") % {"distance": search.distance.words, "place": place}


def _of_age(years: str) -> str:
    return _("age %(years)s") % {"years": years}


def _of_sex(sex: str) -> str:
    return _("female") if sex == "female" else _("male")


def _label(search: "TrialFilter", name: str) -> str:
    return str(search.filters[name].label) if name in search.filters else _("Registry number")


def _chosen(search: "TrialFilter") -> Iterator[Chip]:
    for name in search.SLUGS:
        chosen = search.chosen(name)
        for slug in chosen:
            rest = [one for one in chosen if one != slug]
            yield Chip(_label(search, name), title(search, name, slug), search.address(**{name: rest}), name)
    values = search.values
    if values.get("near"):
        url = search.address(near="", within="", sort="" if values.get("sort") == "nearest" else values.get("sort"))
        yield Chip(_label(search, "near"), _within(search, values["near"].name), url, "near")
    if values.get("age") is not None:
        yield Chip(_label(search, "age"), _of_age(f"{values['age']:g}"), search.address(age=""), "age")
    if values.get("sex"):
        yield Chip(_label(search, "sex"), _of_sex(values["sex"]), search.address(sex=""), "sex")


def blame(search: "TrialFilter") -> list[str]:
    """The parts of a search of which each alone finds nothing."""
    words = [
        word.text for word, hits in search.words.items() if not (word.excluded or hits.anywhere & search.index.shown)
    ]
    parts = [_name(search, part) for part, asked in search.asked_in_words.items() if not asked.all]
    chosen = [
        title(search, name, slug)
        for name in search.SLUGS
        for slug in search.chosen(name)
        if not search.standing_for(name, slug)
    ]
    return [*words, *parts, *chosen]


def lifts(search: "TrialFilter") -> list[Lift]:
    """For a search that finds nothing: the nearest searches that find something: farther away, then without one
    part, the one that finds most first.

    A value that is not known stands in the way of all others. Where no single part is to blame, parts are taken out
    from the last to the first until something is found.
    """
    wrong = list(search.form.errors)
    if len(wrong) > 1:
        return []
    farther = [one for one in _farther(search) if one.count]
    found = [
        *(_lift(search, _without([_plain(chip)]), chip.url) for chip in chips(search)[:MOST_LIFTED]),
        *(_lift(search, _without([_label(search, name)]), search.address(**{name: ""})) for name in wrong),
    ]
    helpful = sorted((one for one in found if one.count), key=lambda one: -one.count)
    return [*farther, *helpful] or _fewer_parts(search)


def _without(parts: list[str]) -> str:
    named = all_of([_("‘%(words)s’") % {"words": part} for part in parts])
    return _("Without %(parts)s") % {"parts": named}


def _plain(chip: Chip) -> str:
    return chip.name.strip("“”«»„")


def _farther(search: "TrialFilter") -> Iterator[Lift]:
    if search.place:
        for distance in FARTHER_IN_KM if search.distance.unit == "km" else FARTHER:
            farther = parse_distance(distance)
            if farther.miles > search.distance.miles:
                what = _("Within %(distance)s") % {"distance": farther.words}
                found = _lift(search, what, search.address(within=distance))
                yield found
                if found.count:
                    return


def _fewer_parts(search: "TrialFilter") -> list[Lift]:
    taken = []
    for __ in range(min(len(chips(search)), MOST_LIFTED) - 1):
        last = chips(search)[-1]
        taken.append(_plain(last))
        search = search.at(last.url)
        if found := len(search.results()):
            return [Lift(_without(taken), found, search.address())]
    return []


def _lift(search: "TrialFilter", what: str, url: str) -> Lift:
    return Lift(what, len(search.at(url).results()), url)
