"""Results in their order, without sorting all of them: groups that follow each other, each sorted when a page reaches
it."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from pyroaring import BitMap

from trials.models.status import OPEN
from trials.search.asked import towns_by_distance
from trials.search.index import NOBODY, Index
from trials.search.places import Place


class Results(Sequence[int]):
    """Primary keys, the best first. `groups` gives bitmaps that share no trial; in each the smallest `key` leads."""

    def __init__(self, count: int, groups: Callable[[], Iterator[BitMap]], key: np.ndarray) -> None:
        self._count, self._groups, self._key = count, groups, key

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, wanted: int | slice) -> int | list[int]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1 or None][0]
        start, stop, step = wanted.indices(self._count)
        found: list[int] = []
        begin = 0
        for group in self._groups():
            end = begin + len(group)
            if end > start:
                found += self._leading(group, max(0, start - begin), stop - begin)
            begin = end
            if begin >= stop:
                break
        return found[::step]

    def _leading(self, group: BitMap, start: int, stop: int) -> list[int]:
        """The group's trials from `start` to `stop` of its own order."""
        pks = np.frombuffer(group.to_array(), np.uint32)
        keys = self._key[pks]
        if stop < len(keys):  # the rest need not be in order
            pks = pks[np.argpartition(keys, stop)[:stop]]
            keys = self._key[pks]
        return pks[np.argsort(keys)][start:stop].tolist()


Split = Callable[[BitMap], Iterator[BitMap]]


def split_by(parts: Iterable[BitMap]) -> Split:
    """Divides a group: what is in the first part, in the second ..., and at last what is in none."""
    parts = list(parts)

    def split(group: BitMap) -> Iterator[BitMap]:
        for part in parts:
            inside = group & part
            if inside:
                yield inside
                group = group - inside
        if group:
            yield group

    return split


def nearest_first(index: Index, place: Place) -> Split:
    """Divides a group by the nearest site that takes people; then by the nearest other one; those without come last."""
    towns, _ = towns_by_distance(index, place)

    def split(group: BitMap) -> Iterator[BitMap]:
        for sites, takes in ((index.facts.open_sites, index.standing[OPEN]), (index.facts.sites, index.shown)):
            waiting = group & takes
            for town in towns:
                if not waiting:
                    break
                here = waiting & sites.get(town, NOBODY)
                if here:
                    yield here
                    waiting, group = waiting - here, group - here
        if group:
            yield group

    return split


def in_order(tiers: Iterable[BitMap], splits: Sequence[Split]) -> Iterator[BitMap]:
    """The tiers one after another, each divided by the first split, its parts by the second ..."""
    if not splits:
        yield from tiers
        return
    for tier in tiers:
        yield from in_order(splits[0](tier), splits[1:])
