"""The trials of a search and what each is about, held in memory by every process.

`current_index()` asks PostgreSQL which trials were touched since it last looked, reads those anew, and answers from
compressed bitmaps. One definition serves the filters, the counts beside the choices and the order of the results, so
that a count is always what choosing it finds.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations
from threading import Lock

import numpy as np
from django.conf import settings
from django.db import connection
from django.utils import timezone
from pyroaring import BitMap

from trials.ages import is_past
from trials.models.status import DOUBT, OPEN, SHUT, SOON, STATUSES, Standing, last_day_too_old, status_slug
from trials.search.choices import NOT_STATED, Choices
from trials.search.facts import Facts, Town, read_facts
from trials.search.words import Texts

EPOCH = date(1970, 1, 1)
NOBODY = BitMap()
Members = Mapping[str, BitMap]  # the trials that each value of a filter stands for, by its slug


@dataclass(frozen=True)
class Index:
    """The trials that patients see on one day, and which of them each value of each filter stands for."""

    facts: Facts
    choices: Choices
    day: date
    texts: Texts = field(default_factory=Texts)

    @property
    def shown(self) -> BitMap:
        return self.facts.shown

    @cached_property
    def members(self) -> dict[str, Members]:
        """By filter. A condition stands for its kinds too; joined antigens for the cells that bind them all."""
        said: dict[str, dict[str, BitMap]] = defaultdict(dict)
        for (name, about), trials in self.facts.said.items():
            slug = self.choices.slug_of(name, about)
            if slug:  # an entry that was made this moment is known the next time
                said[name][slug] = said[name].get(slug, NOBODY) | trials  # several classes can be one choice
        said["condition"] = self._with_kinds(said["condition"])
        said["status"] = {status_slug(one): trials for one, trials in said["status"].items() if one in STATUSES}
        silent = self.shown - BitMap.union(*said["target"].values()) if said["target"] else self.shown
        said["target"] |= {NOT_STATED: silent} if silent else {}
        said["target"] |= self._pairs(said["target"])
        said["age_group"] = {name: trials for name, trials in self._age_groups().items() if trials}
        return said

    @cached_property
    def direct(self) -> Members:
        """The trials that name a condition itself, not only one of its kinds."""
        said = {about: trials for (name, about), trials in self.facts.said.items() if name == "condition"}
        own = ((self.choices.slug_of("condition", about), trials) for about, trials in said.items())
        return {slug: trials for slug, trials in own if slug}

    @cached_property
    def standing(self) -> dict[Standing, BitMap]:
        """Who takes people on this day: every trial once; the same rule as `status.standing`."""
        status = self.facts.said
        by_word = defaultdict(BitMap)
        for word, (where, _) in STATUSES.items():
            by_word[where] |= status.get(("status", word), NOBODY)
        preclinical = status.get(("stage", "preclinical"), NOBODY)
        confirmed = self.facts.columns.confirmed
        too_old = (last_day_too_old(self.day) - EPOCH).days
        stale = by_word[OPEN] & self._where((confirmed > 0) & (confirmed <= too_old))
        found = {OPEN: by_word[OPEN] - stale - preclinical, SOON: by_word[SOON] - preclinical}
        found[SHUT] = by_word[SHUT] | preclinical
        found[DOUBT] = self.shown - found[OPEN] - found[SOON] - found[SHUT]
        return {one: found[one] for one in (OPEN, SOON, DOUBT, SHUT)}

    @cached_property
    def towns(self) -> tuple[list[Town], np.ndarray, np.ndarray]:
        """The towns with sites, and their latitudes and longitudes side by side."""
        towns = list(self.facts.sites)
        return towns, np.array([one[0] for one in towns]), np.array([one[1] for one in towns])

    def binding(self, antigens: Iterable[str]) -> BitMap:
        """The trials whose cells bind every one of the antigens."""
        return BitMap.intersection(*(self.members["target"].get(slug, NOBODY) for slug in antigens))

    def of_age(self, years: float) -> BitMap:
        """The trials that take people of this age; one that gives no limit does."""
        columns = self.facts.columns
        return self._where((columns.youngest <= years) & ~is_past(columns.oldest, years))

    def of_sex(self, sex: str) -> BitMap:
        """The trials that take `female` or `male` people: all but those that name only the other."""
        other = "MALE" if sex == "female" else "FEMALE"
        return self.shown - self.facts.said.get(("sex", other), NOBODY)

    def wider(self, slug: str) -> BitMap:
        """The trials of what a disease is a kind of, and those of several diseases, that do not name it themselves."""
        above = self.choices.lineage(slug)[1:]
        several = self.choices.baskets if self.choices.is_autoimmune(slug) else ()
        found = BitMap.union(NOBODY, *(self.direct.get(one, NOBODY) for one in {*above, *several}))
        return found - self.members["condition"].get(slug, NOBODY)

    def with_number(self, number: int) -> BitMap:
        """The trial of a registry number."""
        if not number:  # stands for none
            return NOBODY
        return self._where(self.facts.columns.number == number)

    @cached_property
    def last_changed_first(self) -> np.ndarray:
        """A key for each trial: the smaller, the later the registry changed it; no two are alike."""
        return (self._numbers.max(initial=0) + 1) * -self.facts.columns.updated + self._numbers

    @cached_property
    def newest_first(self) -> np.ndarray:
        """A key for each trial: the smaller, the later it was registered, since numbers are given one after another."""
        return -self._numbers

    @property
    def _numbers(self) -> np.ndarray:
        """The registry's number of each trial; for one without, a number of its own below zero."""
        number = self.facts.columns.number
        return np.where(number > 0, number, -np.arange(len(number)))

    def _with_kinds(self, direct: Members) -> dict[str, BitMap]:
        gathered: dict[str, list[BitMap]] = defaultdict(list)
        for slug, trials in direct.items():
            for one in self.choices.lineage(slug):
                gathered[one].append(trials)
        return {slug: BitMap.union(*parts) for slug, parts in gathered.items()}

    def _pairs(self, bound: Members) -> dict[str, BitMap]:
        """The trials whose cells bind two antigens, by both slugs."""
        pairs = combinations(sorted(bound.keys() - {NOT_STATED}), 2)
        return {
            f"{one}-{other}": bound[one] & bound[other] for one, other in pairs if bound[one].intersect(bound[other])
        }

    def _age_groups(self) -> dict[str, BitMap]:
        columns = self.facts.columns
        return {
            "child": self._where(columns.youngest < 18),
            "adult": self._where((columns.youngest < 65) & (columns.oldest >= 18)),
            "older": self._where(columns.oldest >= 65),
        }

    def _where(self, holds: np.ndarray) -> BitMap:
        return BitMap(array("I", np.flatnonzero(holds).astype(np.uint32).tobytes())) & self.shown


@dataclass(frozen=True)
class Held:
    """An index, and PostgreSQL's snapshot from before it was read: what was committed since then is not in it."""

    index: Index
    snapshot: str


_held: dict[str, Held] = {}  # by scope
_unfinished: dict[tuple, Index] = {}  # at most one, with what a transaction that has not ended wrote
_lock = Lock()

# A stamp that seems to come from the future was restored from another server's dump, and was there before us.
TOUCHED = """
    SELECT pg_current_snapshot()::text, stamp.id, trials,
           coalesce(transaction = pg_current_xact_id_if_assigned()::text::bigint, false)
      FROM (VALUES (1)) AS one
      LEFT JOIN trials_stamp AS stamp ON NOT pg_visible_in_snapshot(transaction::text::xid8, %s::pg_snapshot)
       AND (transaction < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
            OR transaction = pg_current_xact_id_if_assigned()::text::bigint)
"""
BEFORE_ALL = "1:1:"  # a snapshot in which nothing is visible


def current_index() -> Index:
    """The index of what patients see, as it is at this moment in the database.

    Every process reads the same stamps, so all of them answer alike.
    """
    scope, today = settings.REGISTRY_SCOPE, timezone.localdate()
    with _lock:
        held = _held.get(scope)
        with connection.cursor() as cursor:
            cursor.execute(TOUCHED, [held.snapshot if held else BEFORE_ALL])
            (snapshot, *_), *_ = rows = cursor.fetchall()
        stamps = [(number, trials, ours) for _, number, trials, ours in rows if number is not None]
        if any(ours for *_, ours in stamps):
            return _index_of_this_transaction((scope, today, *(number for number, *_ in stamps)))
        index = _renewed(held.index, [trials for _, trials, _ in stamps], today) if held else None
        index = index or Index(read_facts(), Choices.load(), today)
        if held is None or index is not held.index:
            _held[scope] = Held(index, snapshot)
        return index


def _renewed(index: Index, stamps: list[list[int] | None], today: date) -> Index | None:
    """The index after what the stamps tell of; None where everything must be read."""
    if None in stamps:
        return None
    if not stamps and index.day == today:
        return index
    touched = set().union(*stamps)
    return Index(
        index.facts.renewed(touched) if touched else index.facts,
        Choices.load() if [] in stamps else index.choices,
        today,
        Texts() if touched else index.texts,
    )


def _index_of_this_transaction(state: tuple) -> Index:
    """What a transaction wrote may yet be undone: an index with it serves nobody else."""
    if state not in _unfinished:
        _unfinished.clear()
        _unfinished[state] = Index(read_facts(), Choices.load(), state[1])
    return _unfinished[state]
