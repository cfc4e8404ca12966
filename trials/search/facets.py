"""What can be narrowed further: each choice with its count under all the other choices."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from trials.models import CellSource, Stage
from trials.models.status import STATUSES, status_slug, status_words
from trials.search.choices import AGE_GROUPS, NOT_STATED, SPONSOR_KINDS, TAKES

if TYPE_CHECKING:
    from trials.filters import TrialFilter

SHOWN_AT_ONCE = 8
# The order of the filters whose values have one of their own; the others lead with what finds most.
OWN_ORDER = {
    "stage": (*Stage.values, NOT_STATED),
    "status": tuple(map(status_slug, STATUSES)),
    "cells": tuple(CellSource.values),
    "age_group": tuple(AGE_GROUPS),
    "takes": tuple(TAKES),
}


@dataclass(frozen=True)
class FacetChoice:
    """One line of a facet: what it is called, and how many trials it would leave under all other choices. `said`: it
    is chosen because the words of the search say so, and goes when they do."""

    slug: str
    name: str
    count: int
    chosen: bool
    depth: int
    said: str = ""  # the address of the search without those words


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

    @property
    def chosen(self) -> bool:
        return any(choice.chosen for choice in self.choices)


def facets(search: "TrialFilter") -> list[Facet]:
    """Every facet of a search, without the choices that would find nothing and are not chosen; no facet of which any
    choice would find all that is found anyway, unless its value is wrong."""
    found = (facet(search, name) for name in search.FACETS)
    total = len(search.found())
    wrong = search.form.errors
    return [one for one in found if one.chosen or one.name in wrong or any(c.count != total for c in one.choices)]


def facet(search: "TrialFilter", name: str) -> Facet:
    """One facet of a search."""
    return Facet(name, str(search.filters[name].label), list(_choices(search, name)))


def _choices(search: "TrialFilter", name: str) -> Iterator[FacetChoice]:
    rows, chosen, said = search.found(without=name), search.chosen(name), search.said(name)
    members = search.index.members[name]
    counts = Counter({slug: trials.intersection_cardinality(rows) for slug, trials in members.items()})
    for slug in dict.fromkeys((*chosen, *said)):
        counts[slug] = search.standing_for(name, slug).intersection_cardinality(rows)
    taken = {*chosen, *said}
    for slug, depth in _ordered(search, name, counts, taken):
        yield FacetChoice(slug, title(search, name, slug), counts[slug], slug in taken, depth, said.get(slug, ""))


def _ordered(search: "TrialFilter", name: str, counts: Counter[str], taken: set[str]) -> list[tuple[str, int]]:
    """Slug and depth of each choice that finds something or is chosen, in the order that helps most."""
    shown = {slug for slug, count in counts.items() if count}
    empty = [(slug, 0) for slug in sorted(taken - shown)]
    if name == "condition":
        tops = _by_count(search, name, search.choices.children.get("", []), counts)
        return [line for top in tops for line in _branch(search, top, counts, 0)] + empty
    if name in OWN_ORDER:
        return [(slug, 0) for slug in OWN_ORDER[name] if slug in shown] + empty
    return [(slug, 0) for slug in _by_count(search, name, shown, counts)] + empty


def _branch(search: "TrialFilter", slug: str, counts: Counter[str], depth: int) -> Iterator[tuple[str, int]]:
    yield slug, depth
    for child in _by_count(search, "condition", search.choices.children.get(slug, []), counts):
        yield from _branch(search, child, counts, depth + 1)


def _by_count(search: "TrialFilter", name: str, slugs: Iterable[str], counts: Counter[str]) -> list[str]:
    """What finds something, the most first; of equals by the name that is shown."""
    found = [slug for slug in slugs if counts[slug]]
    return sorted(found, key=lambda slug: (slug == NOT_STATED, -counts[slug], title(search, name, slug).casefold()))


FIXED_TITLES = {
    "stage": dict(Stage.choices),
    "cells": dict(CellSource.choices),
    "age_group": AGE_GROUPS,
    "sponsor": SPONSOR_KINDS,
    "takes": TAKES,
}


def title(search: "TrialFilter", name: str, slug: str) -> str:
    """What a value of a filter is called."""
    choices = search.choices
    if name == "status":
        words = status_words(slug.upper().replace("-", "_"))
        return words[:1].upper() + words[1:]
    if name in FIXED_TITLES and slug in FIXED_TITLES[name]:
        return str(FIXED_TITLES[name][slug])
    if slug == NOT_STATED:
        return _("Not stated")
    if name == "target":
        antigens = [choices.target[antigen].name for antigen in choices.antigens(slug)]
        return " + ".join(antigens) or choices.modality[slug].name_in(search.language)
    return getattr(choices, name)[slug].name_in(search.language)
