"""The places of a search: every site where a found trial runs, with who takes people there, read in four queries."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import connection

from trials.models import Site, Trial
from trials.models.status import DOUBT, OPEN, SHUT, SOON, STATUSES, Standing, last_day_too_old
from trials.search.index import EPOCH, Index
from trials.search.miles import MILES

if TYPE_CHECKING:
    from trials.filters import TrialFilter

MOST_PLACES = 1200  # more is no list that a person reads, nor a map: those with the most trials, or the nearest
MOST_TRIALS = 4  # of a place in a list; its own page has all
BY_RANK = (OPEN, SOON, DOUBT, SHUT)

# Each found trial at each of its sites, with its standing there. A site takes people only if its trial does, and where
# the registry gives no status for it, the trial's holds: the same rule as `site_standing`. What the registry has not
# said before is in doubt.
AT_SITES = """
    WITH found AS (SELECT * FROM unnest(%(trials)s::int[], %(ranks)s::int[], %(open_ranks)s::int[])
                                 AS found(trial_id, rank, open_rank)),
         said AS (SELECT * FROM unnest(%(statuses)s::text[], %(means)s::int[]) AS said(status, rank)),
         at_sites AS (SELECT site_id, trial_id,
                             greatest(found.rank, CASE WHEN status = '' THEN found.rank
                                                       WHEN said.rank = 0 THEN found.open_rank
                                                       ELSE coalesce(said.rank, %(doubt)s) END) AS rank
                        FROM trials_trialsite JOIN found USING (trial_id) LEFT JOIN said USING (status))
"""
# A site has the best standing of its trials.
PLACES = """{at_sites},
         held AS (SELECT site_id, count(*) AS trials, min(rank) AS rank FROM at_sites GROUP BY site_id),
         measured AS (SELECT held.*, country_id, latitude, {miles} AS miles
                        FROM held JOIN trials_site ON trials_site.id = site_id),
         placed AS (SELECT *, coalesce(CASE WHEN %(latitude)s::float8 IS NULL THEN country_id = ANY(%(countries)s)
                                            ELSE miles <= %(within)s END, false) AS wanted FROM measured),
         counted AS (SELECT count(*) AS places, count(*) FILTER (WHERE rank = 0) AS taking,
                            count(DISTINCT country_id) AS countries,
                            count(*) FILTER (WHERE latitude IS NULL) AS unplaced,
                            count(*) FILTER (WHERE wanted) AS wanted,
                            count(*) FILTER (WHERE wanted AND rank = 0) AS wanted_taking
                       FROM placed)
    SELECT site_id, rank, trials, miles, placed.wanted, places, taking, countries, unplaced,
           counted.wanted, wanted_taking
      FROM placed, counted
     ORDER BY miles, placed.wanted DESC, trials DESC, rank, site_id
     LIMIT %(most)s
"""
# The first of the found trials at each of some sites: those that take people there lead.
TRIALS = """{at_sites}
    SELECT site_id, array_agg(trial_id ORDER BY place)
      FROM (SELECT site_id, trial_id, row_number() OVER (PARTITION BY site_id ORDER BY rank, trial_id) AS place
              FROM at_sites WHERE site_id = ANY(%(sites)s)) AS held
     WHERE place <= %(most_trials)s
     GROUP BY site_id
"""


@dataclass(frozen=True)
class MappedSite:
    """A site with what the search found there."""

    site: Site
    standing: Standing  # the best of its trials at this site
    total: int  # how many of the found trials run there
    trials: list[Trial]  # the first of them: those that take people there lead
    miles: float | None  # from the place that was asked for
    wanted: bool  # within the distance from it; or in a country that was asked for

    @property
    def country(self) -> str:
        return self.site.country.name_i18n if self.site.country else ""


@dataclass(frozen=True)
class Places:
    """The sites to show, and how many there are in all."""

    sites: list[MappedSite] = field(default_factory=list)
    total: int = 0
    taking: int = 0  # take people now, in at least one of the trials
    countries: int = 0
    unplaced: int = 0  # the registry gives no position for them
    wanted: int = 0  # lie where the search asks for; its trials can run elsewhere too
    wanted_taking: int = 0


def places_of(search: "TrialFilter", titles: bool = True) -> Places:
    """Every place of the search's trials: the nearest first where a place was asked for; else those in a country that
    was asked for, then those with the most trials.

    At most MOST_PLACES of them. Without `titles` the trials are left out.
    """
    given = _given(search)
    rows = _read(PLACES, given) if given["trials"] else []
    if not rows:
        return Places()
    sites = Site.objects.select_related("country").in_bulk([row[0] for row in rows])
    at = _trials_at(list(sites), given) if titles else {}
    return Places(
        [
            MappedSite(sites[site], BY_RANK[rank], total, at.get(site, []), miles, wanted)
            for site, rank, total, miles, wanted, *_ in rows
            if site in sites
        ],
        *rows[0][5:],
    )


def _given(search: "TrialFilter") -> dict[str, Any]:
    """What the queries need to know of a search."""
    pks = np.array(search.found() if search.form.is_valid() else (), dtype=np.int64)
    ranks, open_ranks = _ranks(search.index, pks)
    known = search.choices.country
    return {
        "trials": pks.tolist(),
        "ranks": ranks.tolist(),
        "open_ranks": open_ranks.tolist(),
        "statuses": list(STATUSES),
        "means": [standing.rank for standing, _ in STATUSES.values()],
        "doubt": DOUBT.rank,
        "latitude": search.place and search.place.latitude,
        "longitude": search.place and search.place.longitude,
        "within": search.distance.miles,
        "countries": [known[slug].pk for slug in (*search.chosen("country"), *search.said("country")) if slug in known],
        "most": MOST_PLACES,
        "most_trials": MOST_TRIALS,
    }


def _read(query: str, given: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query.format(at_sites=AT_SITES, miles=MILES), given)
        return cursor.fetchall()


def _trials_at(sites: list[int], given: dict[str, Any]) -> dict[int, list[Trial]]:
    """The first trials of each site."""
    held = _read(TRIALS, given | {"sites": sites})
    trials = Trial.objects.only("slug", "nct_id", "title").in_bulk({pk for _, pks in held for pk in pks})
    return {site: [trials[pk] for pk in pks if pk in trials] for site, pks in held}


def _ranks(index: Index, pks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each trial: the rank of its standing, and what "recruiting" at a site of it means: what nobody confirmed for
    too long is in doubt there too."""
    size = int(pks.max(initial=0)) + 1
    ranks = np.full(size, DOUBT.rank)
    for standing, trials in index.standing.items():
        held = np.array(trials, dtype=np.int64)
        ranks[held[held < size]] = standing.rank
    confirmed = index.facts.columns.confirmed[pks]
    too_old = (last_day_too_old(index.day) - EPOCH).days
    return ranks[pks], np.where((confirmed > 0) & (confirmed <= too_old), DOUBT.rank, OPEN.rank)
