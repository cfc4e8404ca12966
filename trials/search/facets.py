"""What can be narrowed further, taken out, or lifted: each choice with its count under all the other choices."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trials.models import Stage
from trials.models.status import STATUSES, status_slug, status_words
from trials.search.index import NOT_STATED

if TYPE_CHECKING:
    from trials.filters import TrialFilter

SHOWN_AT_ONCE = 8


@dataclass(frozen=True)
class FacetChoice:
    """One line of a facet: what it is called, and how many trials it would leave under all other choices."""

    slug: str
    name: str
    count: int
    chosen: bool
    depth: int


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[FacetChoice]

    @property
    def first(self) -> list[FacetChoice]:
        """The choices that are always seen: the leading ones, and every chosen one."""
        return [c for n, c in enumerate(self.choices) if n < SHOWN_AT_ONCE or c.chosen]

    @property
    def rest(self) -> list[FacetChoice]:
        return [c for n, c in enumerate(self.choices) if n >= SHOWN_AT_ONCE and not c.chosen]


@dataclass(frozen=True)
class Chip:
    """A part of the search as it was understood, with the address of the search without it."""

    label: str
    name: str
    url: str


def facets(search: "TrialFilter") -> list[Facet]:
    """Every facet of a search, without the choices that would find nothing and are not chosen."""
    return [Facet(name, search.filters[name].label, list(_choices(search, name))) for name in search.FACETS]


def chips(search: "TrialFilter") -> list[Chip]:
    """Everything that narrows the search, in the form's order."""
    found = []
    if words := search.chosen("q"):
        found.append(Chip("Words", f"“{words}”", _address(search, "q", [])))
    for name in search.SLUGS:
        chosen = search.chosen(name)
        for slug in chosen:
            rest = [one for one in chosen if one != slug]
            found.append(Chip(search.filters[name].label, _title(search, name, slug), _address(search, name, rest)))
    return found


def lifts(search: "TrialFilter") -> list[tuple[str, int, str]]:
    """For a search that finds nothing: each filter that stands in the way alone, as (its label, what the search would
    find without it, that search's address), the one that finds most first. A value that is not known stands in the
    way of all others."""
    wrong = list(search.form.errors)
    if len(wrong) > 1:
        return []
    active = wrong or [name for name in ("q", *search.SLUGS) if search.chosen(name)]
    counts = {name: len(search.found(without=name)) for name in active}
    found = [(search.filters[name].label, count, _address(search, name, [])) for name, count in counts.items() if count]
    return sorted(found, key=lambda one: -one[1])


def _choices(search: "TrialFilter", name: str) -> Iterator[FacetChoice]:
    rows, chosen = search.found(without=name), search.chosen(name)
    counts = Counter({slug: len(trials & rows) for slug, trials in search.index.members[name].items()})
    for slug in chosen:
        counts[slug] = len(search.standing_for(name, slug) & rows)
    for slug, depth in _ordered(search, name, counts, chosen):
        yield FacetChoice(slug, _title(search, name, slug), counts[slug], slug in chosen, depth)


def _ordered(search: "TrialFilter", name: str, counts: Counter[str], chosen: list[str]) -> list[tuple[str, int]]:
    """Slug and depth of each choice that finds something or is chosen, in the order that helps most."""
    shown = {slug for slug, count in counts.items() if count}
    empty = [(slug, 0) for slug in chosen if slug not in shown]
    if name == "condition":
        tops = _by_count(search.choices.children.get("", []), counts)
        return [line for top in tops for line in _branch(search, top, counts, 0)] + empty
    if name == "stage":
        return [(slug, 0) for slug in (*Stage.values, NOT_STATED) if slug in shown] + empty
    if name == "status":
        return [(slug, 0) for slug in map(status_slug, STATUSES) if slug in shown] + empty
    return [(slug, 0) for slug in _by_count(shown, counts)] + empty


def _branch(search: "TrialFilter", slug: str, counts: Counter[str], depth: int) -> Iterator[tuple[str, int]]:
    yield slug, depth
    for child in _by_count(search.choices.children.get(slug, []), counts):
        yield from _branch(search, child, counts, depth + 1)


def _by_count(slugs: Iterable[str], counts: Counter[str]) -> list[str]:
    found = [slug for slug in slugs if counts[slug]]
    return sorted(found, key=lambda slug: (slug == NOT_STATED, -counts[slug], slug))


def _title(search: "TrialFilter", name: str, slug: str) -> str:
    choices = search.choices
    if name == "status":
        return status_words(slug.upper().replace("-", "_")).capitalize()
    if slug == NOT_STATED:
        return "Not stated"
    if name == "stage":
        return Stage(slug).label
    if name == "target":
        antigens = [choices.target[antigen].name for antigen in choices.antigens(slug)]
        return " + ".join(antigens) or choices.modality[slug].name
    if name in ("therapy", "autoantibody"):
        return getattr(choices, name)[slug]
    return getattr(choices, name)[slug].name


def _address(search: "TrialFilter", name: str, slugs: list[str]) -> str:
    changed = search.data.copy()
    changed.setlist(name, slugs)
    changed.pop("page", None)
    return "?" + changed.urlencode()
