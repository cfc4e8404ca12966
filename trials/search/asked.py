"""What each part of a search asks for: the trials that hold it, those that may take the patient all the same, and those
that only use the words."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from trials.models import OldNumber
from trials.search.index import NOBODY, NOT_STATED, Index
from trials.search.places import Place, miles_between
from trials.search.understand import Part


@dataclass(frozen=True)
class Asked:
    """The trials of one part. No trial is in two of the three."""

    trials: BitMap
    wider: BitMap = NOBODY  # of what a disease is a kind of, or of several diseases
    mentions: BitMap = NOBODY  # texts that hold the words

    def __or__(self, other: "Asked") -> "Asked":
        return _apart(self.trials | other.trials, self.wider | other.wider, self.mentions | other.mentions)

    def __and__(self, other: "Asked") -> "Asked":
        wider = self.with_wider & other.with_wider
        return _apart(self.trials & other.trials, wider, self.all & other.all)

    @property
    def with_wider(self) -> BitMap:
        return self.trials | self.wider

    @property
    def all(self) -> BitMap:
        return self.trials | self.wider | self.mentions


def _apart(trials: BitMap, wider: BitMap, mentions: BitMap) -> Asked:
    return Asked(trials, wider - trials, mentions - wider - trials)


def standing_for(index: Index, name: str, slug: str) -> BitMap:
    """The trials that one value of a filter stands for."""
    members = index.members[name]
    if name == "autoantibody":
        return _concerning(index, slug)
    if name == "target" and slug not in members and slug != NOT_STATED:
        antigens = index.choices.antigens(slug)
        return index.binding(antigens) if antigens else index.members["modality"].get(slug, NOBODY)
    return members.get(slug, NOBODY)


def understood(index: Index, part: Part) -> Asked:
    """What words that were understood as values of a filter ask for; several values are any of them."""
    name = FILTER_OF.get(part.name, part.name)
    if name == "number":
        return Asked(with_numbers(index, part.values))
    if name == "age":
        return Asked(index.of_age(float(part.values[0])))
    if name == "sex":
        return Asked(index.of_sex(part.values[0]))
    trials = BitMap.union(NOBODY, *(standing_for(index, name, slug) for slug in part.values))
    if name == "condition":
        wider = BitMap.union(NOBODY, *(index.wider(slug) for slug in part.values))
    elif name == "autoantibody":
        wider = BitMap.union(NOBODY, *(_marked(index, slug) for slug in part.values))
    elif name == "modality":
        offered = (one for slug in part.values for one in index.choices.leads.get(("modality", slug), ()))
        return _apart(trials, BitMap.union(NOBODY, *(standing_for(index, name, one) for one in offered)), NOBODY)
    elif name == "cells":  # what a record says itself leads; what is only known of its product follows
        products = (index.members["cells by product"].get(slug, NOBODY) for slug in part.values)
        by_product = BitMap.union(NOBODY, *products) & trials
        return Asked(trials - by_product, by_product)
    else:
        return Asked(trials)
    hits = index.texts.holding([(part.corrected or part.text, True)])
    return _apart(trials, wider, (hits.said if hits else NOBODY) & index.shown)


FILTER_OF = {"cell_source": "cells"}  # where a part of a query and its filter have different names


def near(index: Index, place: Place, miles: float) -> BitMap:
    """The trials with a site within the distance, whatever its status."""
    towns, distances = towns_by_distance(index, place)
    within = (index.facts.sites[town] for town, far in zip(towns, distances, strict=True) if far <= miles)
    return BitMap.union(NOBODY, *within)


def towns_by_distance(index: Index, place: Place) -> tuple[list[tuple[float, float]], np.ndarray]:
    """The towns with sites, the nearest first, and how many miles they are away."""
    towns, latitudes, longitudes = index.towns
    distances = miles_between(place.latitude, place.longitude, latitudes, longitudes)
    order = np.argsort(distances, kind="stable")
    return [towns[one] for one in order], distances[order]


def with_numbers(index: Index, numbers: Iterable[str]) -> BitMap:
    """The trials that have, or had, one of the registry numbers."""
    held = {number: index.with_number(int(number[3:])) for number in numbers}
    old = [number for number, trials in held.items() if not trials]
    found = BitMap.union(NOBODY, *held.values())
    if old:
        found |= BitMap(OldNumber.objects.filter(nct_id__in=old).values_list("trial", flat=True)) & index.shown
    return found


def _concerning(index: Index, antibody: str) -> BitMap:
    """The trials that ask for an autoantibody, or test a product that displays what it binds."""
    asked = index.members["autoantibody"].get(antibody, NOBODY)
    aimed = (index.members["therapy"].get(one, NOBODY) for one in index.choices.leads.get(("therapy", antibody), ()))
    return BitMap.union(asked, *aimed)


def _marked(index: Index, antibody: str) -> BitMap:
    """The trials of the conditions that an autoantibody marks, and wider ones, but for those that it keeps out of."""
    conditions = index.choices.leads.get(("condition", antibody), ())
    found = (index.members["condition"].get(one, NOBODY) | index.wider(one) for one in conditions)
    return BitMap.union(NOBODY, *found) - index.members["keeps out"].get(antibody, NOBODY)
