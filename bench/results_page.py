"""How fast the results page is, beside the bare SQL of the same searches.

    .venv/bin/python -m bench.results_page [--rounds 30]

Server time of the whole page (filters, counts, template), warm, over a fixed list of searches on what the database
holds. The floor is the search column alone: a count and the newest twenty, no page around them.
"""

import os
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable

import django

SEARCHES = (
    "",
    "q=lupus",
    "q=CAR-T+for+lupus+nephritis",
    "condition=systemic-lupus-erythematosus&target=cd19&status=recruiting",
    "target=bcma-cd19&stage=phase-1",
    "country=china&modality=car-t",
    "q=no+such+words+anywhere",
)


def milliseconds(run: Callable[[], object], rounds: int) -> list[float]:
    """The time of each of `rounds` runs after one that warms up."""
    run()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        run()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def floor(words: str) -> Callable[[], object]:
    """The bare SQL that any such page needs."""
    from django.db import connection

    where = "search_vector @@ websearch_to_tsquery('english', %s)" if words else "true"
    given = [words] if words else []

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM trials_trial WHERE {where}", given)
            cursor.fetchone()
            cursor.execute(
                f"SELECT id, title FROM trials_trial WHERE {where} ORDER BY registry_updated DESC NULLS LAST LIMIT 20",
                given,
            )
            cursor.fetchall()

    return ask


def main() -> None:
    options = ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=30)
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
    print(f"{Trial.objects.shown().count()} trials shown, {rounds} rounds, times in ms")
    print(f"{'p50':>7} {'p95':>7} {'floor':>7} {'SQL':>4} {'KB gz':>6}  search")
    medians = []
    for search in SEARCHES:
        times = milliseconds(lambda path=f"/trials/?{search}": client.get(path), rounds)
        bare = milliseconds(floor(QueryDict(search).get("q", "")), rounds)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(f"/trials/?{search}")
        medians.append(statistics.median(times))
        print(
            f"{medians[-1]:7.1f} {statistics.quantiles(times, n=20)[18]:7.1f} {statistics.median(bare):7.1f}"
            f" {len(queries):4} {len(page.content) / 1000:6.1f}  {search or '(all)'}"
        )
    print(f"{statistics.median(medians):7.1f} median of the searches")


if __name__ == "__main__":
    main()
