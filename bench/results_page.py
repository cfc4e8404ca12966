"""How fast the results page is, beside the bare SQL of the same searches.

    [DATABASE_URL=… REGISTRY_SCOPE=all] .venv/bin/python -m bench.results_page [--rounds 20]

Server time of the whole page (filters, counts, lines, template), warm, over a fixed list of narrow, broad and hopeless
searches, with and without a place, on what the database holds; then two hundred hostile ones, each asked once. The
floor is the full-text search alone: a count and the newest twenty, no page around them. And what a process pays once:
reading all facts, its memory, a word that it has not been asked for, the first page after a trial has changed.
"""

import os
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import django

from tests.hostile import HOSTILE

SEARCHES = (
    "",
    "q=lupus",
    "q=cancer",
    "q=diabetes",
    "q=CAR-T+for+lupus+nephritis",
    "q=recruiting+car-t+for+lupus+nephritis+near+boston",
    "q=myasthnia+gravis",
    "q=patients+with+active+disease",
    "q=university+hospital",
    "q=cancer+near+chicago",
    "q=placebo+phase+2+recruiting",
    "near=60637&within=50+miles",
    "near=Berlin&sort=nearest",
    "condition=systemic-lupus-erythematosus&target=cd19&status=recruiting",
    "target=bcma-cd19&stage=phase-1",
    "country=china&modality=car-t",
    "age=14&sex=female&q=asthma",
    "q=cancer&page=50",
    "q=no+such+words+anywhere",
    "condition=lupus&country=fiji&q=zebrafish",
)


def milliseconds(run: Callable[[], object], rounds: int) -> list[float]:
    """The time of each of `rounds` runs after one that warms up."""
    run()
    return [_timed(run) for _ in range(rounds)]


def _timed(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000


def floor(words: str) -> Callable[[], object]:
    """The bare SQL that any such page needs."""
    from django.db import connection

    where = "said @@ websearch_to_tsquery('english', %s)" if words else "true"
    given = [words] if words else []
    tables = "trials_trialwords JOIN trials_trial ON trials_trial.id = trial_id"

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM trials_trialwords WHERE {where}", given)
            cursor.fetchone()
            cursor.execute(
                f"SELECT id, trials_trial.title FROM {tables} WHERE {where}"
                " ORDER BY registry_updated DESC NULLS LAST LIMIT 20",
                given,
            )
            cursor.fetchall()

    return ask


def quantiles(times: list[float]) -> tuple[float, float]:
    """The median and what nineteen of twenty stay under."""
    return statistics.median(times), statistics.quantiles(times, n=20)[18]


def memory() -> float:
    """This process's memory now, in MB."""
    return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]) / 1000


def once() -> None:
    """What a process pays once, and after a change."""
    from django.http import QueryDict

    from trials.filters import TrialFilter
    from trials.models import Trial
    from trials.search.index import current_index

    before = memory()
    reading = _timed(current_index)
    print(f"reading all facts: {reading / 1000:.1f} s, once a process; {memory() - before:.0f} MB of memory")
    TrialFilter(QueryDict("q=lupus near boston")).results()  # the vocabulary and the gazetteer
    word = _timed(lambda: TrialFilter(QueryDict("q=cancer")).results())
    print(f"a broad word that nobody has asked for: {word:.0f} ms")
    trial = Trial.objects.shown().first()
    Trial.objects.filter(pk=trial.pk).update(stage=trial.stage)
    print(f"after a change of one trial: {_timed(current_index):.0f} ms, once a process")


def main() -> None:
    options = ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=20)
    rounds = options.parse_args().rounds
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import connection
    from django.http import QueryDict
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from config.preparing import prepare
    from trials.models import Trial

    prepare()
    client = Client(headers={"host": "127.0.0.1", "accept-encoding": "gzip"})
    print(f"{Trial.objects.shown().count():,} trials shown, {rounds} rounds, times in ms")
    once()
    print(f"{'p50':>7} {'p95':>7} {'floor':>7} {'SQL':>4} {'KB gz':>6}  search")
    ours, bare = [], []
    for search in SEARCHES:
        times = milliseconds(lambda path=f"/trials/?{search}": client.get(path), rounds)
        least = milliseconds(floor(QueryDict(search).get("q", "")), 5)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/trials/?{search}")
        median, slow = quantiles(times)
        size = len(page.content) / 1000
        least_median = statistics.median(least)
        print(f"{median:7.1f} {slow:7.1f} {least_median:7.1f} {len(queries):4} {size:6.1f}  {search or '(all)'}")
        ours.append(times)
        bare.append(least)
    for name, times in (("whole pages", ours), ("bare SQL", bare)):
        median, slow = quantiles(list(chain(*times)))
        print(f"{median:7.1f} {slow:7.1f}  all searches: {name}")
    worst = [(_timed(lambda path=f"/trials/?{query}": client.get(path, follow=True)), query) for query in HOSTILE]
    print(f"{max(worst)[0]:7.1f}          the slowest of {len(worst)} hostile searches: {max(worst)[1][:60]}")


if __name__ == "__main__":
    main()
