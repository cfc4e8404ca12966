"""Who runs the most trials, and when trials start: two sums over the trials that patients see.

They read every trial's row: ask for them by once().
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count
from pyroaring import BitMap

from trials.models import Sponsor, Trial
from trials.models.status import Standing
from trials.search.facts import bitmap

MOST_SPONSORS = 15
MOST_YEARS = 12


@dataclass(frozen=True)
class Sponsored:
    """How many trials somebody leads."""

    name: str
    total: int


@dataclass(frozen=True)
class Started:
    """The trials that start in a year, by whether they take people now, each standing with its count.

    No year: the record does not say. `or_before`: earlier years are in it, too.
    """

    year: int | None
    total: int
    standings: list[tuple[Standing, int]]
    or_before: bool = False


def sponsors(status: str = "") -> list[Sponsored]:
    """Who leads the most trials, by name where several lead as many; `status` leaves only the trials that have it."""
    shown = Trial.objects.shown().filter(sponsor__isnull=False, **({"status": status} if status else {}))
    counted = shown.values_list("sponsor").annotate(total=Count("pk")).order_by("-total", "sponsor")
    totals = dict(counted[:MOST_SPONSORS])
    found = [Sponsored(one.name, totals[one.pk]) for one in Sponsor.objects.filter(pk__in=totals)]
    return sorted(found, key=lambda one: (-one.total, one.name))


def starts(within: BitMap, standings: Mapping[Standing, BitMap]) -> list[Started]:
    """The starts of the trials of `within`, the last MOST_YEARS years each, then the silent ones.

    The trials come with their years in one query, and are counted against the bitmaps that the results use.
    """
    by_year = {
        year: bitmap(pks) & within
        for year, pks in Trial.objects.shown().values_list("start__year").annotate(pks=ArrayAgg("pk")).order_by()
    }
    silent = by_year.pop(None, BitMap())
    years = sorted(year for year, trials in by_year.items() if trials)
    first = max(years[0], years[-1] - MOST_YEARS + 1) if years else 0
    early = BitMap.union(BitMap(), *(by_year[year] for year in years if year <= first))
    found = [_started(first, early, standings, or_before=years[0] < first)] if years else []
    last = years[-1] if years else first
    found += [_started(year, by_year.get(year, BitMap()), standings) for year in range(first + 1, last + 1)]
    return found + ([_started(None, silent, standings)] if silent else [])


def _started(
    year: int | None, trials: BitMap, standings: Mapping[Standing, BitMap], *, or_before: bool = False
) -> Started:
    counted = [(one, trials.intersection_cardinality(held)) for one, held in standings.items()]
    return Started(year, len(trials), counted, or_before)
