"""What a search has to know of every trial, read from the database into compressed bitmaps of primary keys.

`read_facts()` reads all trials; `Facts.renewed()` reads only those that were touched. The sums are the same.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from pyroaring import BitMap

# Each query gives what is said, of what, and the trials of which it is said. {which}: all, or only the touched ones.
GROUPED = """
    SELECT CASE WHEN grouping(stage) = 0 THEN 'stage' WHEN grouping(status) = 0 THEN 'status'
                WHEN grouping(sex) = 0 THEN 'sex' WHEN grouping(cell_source) = 0 THEN 'cells' ELSE 'sponsor' END,
           CASE WHEN grouping(stage) = 0 THEN stage WHEN grouping(status) = 0 THEN status
                WHEN grouping(sex) = 0 THEN sex WHEN grouping(cell_source) = 0 THEN cell_source
                ELSE coalesce(kind, '') END,
           array_agg(trial.id)
      FROM trials_trial AS trial LEFT JOIN trials_sponsor ON trials_sponsor.id = sponsor_id
     WHERE {shown} {trial}
     GROUP BY GROUPING SETS ((stage), (status), (sex), (cell_source), (kind))
"""
LABELS = """
    SELECT 'condition', condition_id::text, array_agg(trial_id) FROM trials_trialcondition
     WHERE NOT vetoed {labelled} GROUP BY condition_id
    UNION ALL SELECT 'target', target_id::text, array_agg(trial_id) FROM trials_trialtarget
     WHERE NOT vetoed {labelled} GROUP BY target_id
    UNION ALL SELECT 'modality', modality_id::text, array_agg(trial_id) FROM trials_trialmodality
     WHERE NOT vetoed {labelled} GROUP BY modality_id
    UNION ALL SELECT 'therapy', therapy_id::text, array_agg(trial_id) FROM trials_trialtherapy
     WHERE NOT vetoed {labelled} GROUP BY therapy_id
    UNION ALL SELECT 'autoantibody', autoantibody_id::text, array_agg(trial_id) FROM trials_trialautoantibody
     WHERE NOT vetoed AND role <> 'excluded' {labelled} GROUP BY autoantibody_id
    UNION ALL SELECT 'keeps out', autoantibody_id::text, array_agg(trial_id) FROM trials_trialautoantibody
     WHERE NOT vetoed AND role = 'excluded' {labelled} GROUP BY autoantibody_id
    UNION ALL SELECT 'cells by product', cell_source, array_agg(id) FROM trials_trial AS trial
     WHERE cell_source_evidence LIKE 'product named%%' {trial} GROUP BY cell_source
    UNION ALL SELECT 'takes', kind || coalesce('-' || (value->>'said'), ''), array_agg(trial_id) FROM trials_trialburden
     WHERE NOT vetoed {labelled} GROUP BY 2
"""
PLACES = """
    SELECT country_id, latitude, longitude, trials, recruiting
      FROM (SELECT site_id, array_agg(trial_id) AS trials,
                   array_agg(trial_id) FILTER (WHERE status = ANY(%(open)s)) AS recruiting
              FROM trials_trialsite WHERE true {labelled} GROUP BY site_id) AS at
      JOIN trials_site ON trials_site.id = site_id
"""
# Days since 1970; years; a number of the registry. Null becomes what the columns below say.
COLUMNS = """
    SELECT array_agg(id), array_agg(registry_updated - DATE '1970-01-01'),
           array_agg(coalesce(verified, registry_updated) - DATE '1970-01-01'),
           array_agg(substr(nct_id, 4)::int), array_agg(minimum_age_years), array_agg(maximum_age_years)
      FROM trials_trial AS trial WHERE {shown} {trial}
"""
# So that millions of rows are gathered in memory; until the end of the transaction.
ROOM = "SET LOCAL work_mem = '256MB'"
# A site's own statuses under which it takes people, if its trial does; "" where the registry gives none.
OPEN_AT_A_SITE = ["", "RECRUITING", "AVAILABLE"]
Town = tuple[float, float]  # latitude and longitude: the registry gives towns, not doors


Key = TypeVar("Key")


@dataclass(frozen=True)
class Columns:
    """A value for each primary key; what is not known lies at the far end."""

    updated: np.ndarray  # days since 1970, 0 where not known
    confirmed: np.ndarray  # the same; the registry's last word on its status
    number: np.ndarray  # of the registry, 0 for none
    youngest: np.ndarray  # years, 0 where there is no limit
    oldest: np.ndarray  # years, infinite where there is no limit

    @classmethod
    def empty(cls, size: int) -> "Columns":
        days = (np.zeros(size, np.int64) for _ in range(3))
        return cls(*days, np.zeros(size), np.full(size, np.inf))

    def with_rows(self, pks: list[int], *values: Iterable[Any]) -> "Columns":
        """The same with other values for some keys."""
        size = max(len(self.updated), max(pks, default=0) + 1)
        found = Columns.empty(size)
        for name, given in zip(self.__dataclass_fields__, values, strict=True):
            column, held, unknown = getattr(found, name), getattr(self, name), getattr(Columns.empty(1), name)[0]
            column[: len(held)] = held
            column[pks] = [unknown if one is None else one for one in given]
        return found


@dataclass(frozen=True)
class Facts:
    """Bitmaps by what is said and of what; nothing in them is ever changed in place, so any thread may read them."""

    shown: BitMap
    said: Mapping[tuple[str, str], BitMap]  # ("stage", "phase-1"), ("condition", primary key)
    sites: Mapping[Town, BitMap]
    open_sites: Mapping[Town, BitMap]  # as far as the site's own status tells
    columns: Columns

    def renewed(self, touched: Collection[int]) -> "Facts":
        """The same with what the database says of `touched` now, whether new, changed or gone."""
        fresh, gone = read_facts(touched), BitMap(touched)
        pks = list(fresh.shown)
        values = (getattr(fresh.columns, name)[pks] for name in fresh.columns.__dataclass_fields__)
        return Facts(
            shown=(self.shown - gone) | fresh.shown,
            said=_replaced(self.said, gone, fresh.said),
            sites=_replaced(self.sites, gone, fresh.sites),
            open_sites=_replaced(self.open_sites, gone, fresh.open_sites),
            columns=self.columns.with_rows(pks, *values),
        )


def read_facts(touched: Collection[int] | None = None) -> Facts:
    """The facts of every trial that patients see, or of those among `touched`."""
    shown = "vanished IS NULL" + ("" if settings.REGISTRY_SCOPE == "all" else " AND in_field")
    which = {"shown": shown, "trial": "", "labelled": ""}
    if touched is not None:
        which |= {"trial": "AND trial.id = ANY(%(touched)s)", "labelled": "AND trial_id = ANY(%(touched)s)"}
    given = {"touched": list(touched or ()), "open": OPEN_AT_A_SITE}
    said: dict[tuple[str, str], BitMap] = defaultdict(BitMap)
    sites: dict[Town, BitMap] = defaultdict(BitMap)
    open_sites: dict[Town, BitMap] = defaultdict(BitMap)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROOM)
        cursor.execute(COLUMNS.format(**which), given)
        pks, *values = (one or [] for one in cursor.fetchone())
        found = bitmap(pks)
        cursor.execute(GROUPED.format(**which), given)
        for name, about, trials in cursor:
            said[name, about] |= bitmap(trials)
        cursor.execute(LABELS.format(**which), given)
        for name, about, trials in cursor:
            said[name, about] = bitmap(trials) & found
        cursor.execute(PLACES.format(**which), given)
        for country, latitude, longitude, trials, recruiting in cursor:
            here = bitmap(trials) & found
            if country is not None:
                said["country", str(country)] |= here
            if latitude is not None:
                sites[latitude, longitude] |= here
                open_sites[latitude, longitude] |= bitmap(recruiting or ()) & found
    return Facts(found, _filled(said), _filled(sites), _filled(open_sites), Columns.empty(0).with_rows(pks, *values))


def bitmap(pks: Iterable[int]) -> BitMap:
    """A set of primary keys; from an array many times as fast as from a list."""
    return BitMap(array("I", pks))


def _filled(found: Mapping[Key, BitMap]) -> dict[Key, BitMap]:
    return {key: trials for key, trials in found.items() if trials}


def _replaced(held: Mapping[Key, BitMap], gone: BitMap, fresh: Mapping[Key, BitMap]) -> dict[Key, BitMap]:
    """Without the trials that are gone and with the fresh ones; what neither concerns is shared."""
    found = {key: trials - gone if trials.intersect(gone) else trials for key, trials in held.items()}
    for key, trials in fresh.items():
        found[key] = found[key] | trials if key in found else trials
    return _filled(found)
