"""How good the pages are: their weight, how soon a slow phone shows them, their faults, and how hard they are to read.

    [DATABASE_URL=…] .venv/bin/python -m bench.pages [--quick] [--only NAME …] [--records FOLDER] [--port PORT]

Serves the finder as `make serve` does (granian, collected and compressed static files) with what the database holds,
or with FOLDER's records in a scratch database, and opens each kind of page in Chromium, in every language:

- KB over the wire with nothing cached, compressed, headers included; where a page has a map to open, also with it;
- LCP and CLS, median of five, with a CPU four times slower, 150 ms before each answer and 1.6 Mbit/s down; beside it
  the floor: one static page, served and throttled the same, of as many bytes as come before ours can be painted
  (HTML and CSS);
- the server's time for a whole page, median of five, warm and without throttle;
- accessibility faults (axe, size of targets included) and sideways scrolling at 320 px in light and dark, requests to
  other hosts, cookies.

Ends with 1 if a budget is broken, and names each. Nothing else should run meanwhile: browser and server share the
machine. `--quick` leaves the throttled runs out.
"""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from functools import cache
from math import ceil
from pathlib import Path

import django
from playwright.sync_api import Browser

from bench.browsing import Weight, chromium, faults, painted, server_time, warm, weigh
from bench.page_types import KB, MAP_BUDGET, PageType, page_types
from bench.serving import scratch_database, serving

SECONDS_TO_PAINT = 1.0
MOST_MOVED = 0.005  # what rounds to 0.00
FLOOR_STEP = 2 * KB
ROOT = Path(__file__).resolve().parent.parent
HEADINGS = ("page", "", "KB", "HTML + CSS + JS + other", "requests", "KB, map open", "LCP s (floor)", "CLS",
            "server ms", "faults")  # fmt: skip


def row(cells: Iterable[object]) -> str:
    """A line of a table, as Markdown has it."""
    return f"| {' | '.join(map(str, cells))} |"


def weight_faults(weight: Weight, budget: int) -> list[str]:
    """What of a page's weight, hosts and cookies breaks a budget."""
    found = []
    if weight.total > budget:
        found.append(f"{weight.total / KB:.1f} KB, over {budget / KB:.0f}")
    if (weight.opened or 0) > MAP_BUDGET:
        found.append(f"{weight.opened / KB:.1f} KB with the map open, over {MAP_BUDGET / KB:.0f}")
    found += [f"asks another host: {address}" for address in weight.foreign]
    return found + [f"sets a cookie: {name}" for name in weight.cookies]


def paint_faults(seconds: float, moved: float) -> list[str]:
    """What of a page's painting breaks a budget."""
    slow = [f"LCP {seconds:.2f} s, over {SECONDS_TO_PAINT:.1f}"] if seconds > SECONDS_TO_PAINT else []
    return slow + ([f"CLS {moved:.3f}, over 0"] if moved > MOST_MOVED else [])


def measure(browser: Browser, url: str, kind: PageType, floor: Callable[[int], float] | None) -> tuple[list, list[str]]:
    """A page's cells of the table and its broken budgets; without a `floor` nothing is throttled."""
    warm(url)
    weight = weigh(browser, url, kind.opens_map)
    if weight.status != 200:
        return [f"missing ({weight.status})"], [f"is missing ({weight.status})"]
    html, css, js = (weight.kinds[kind] for kind in ("HTML", "CSS", "JS"))
    parts = (html, css, js, weight.total - html - css - js)
    broken, look = weight_faults(weight, kind.budget), ["", ""]
    if floor:
        seconds, moved = painted(browser, url)
        broken += paint_faults(seconds, moved)
        look = [f"{seconds:.2f} ({floor(html + css):.2f})", f"{moved:.2f}"]
    seen = faults(browser, url)
    cells = [
        f"{weight.total / KB:.1f} of {kind.budget / KB:.0f}",
        " + ".join(f"{part / KB:.1f}" for part in parts),
        weight.requests,
        "" if weight.opened is None else f"{weight.opened / KB:.1f} of {MAP_BUDGET / KB:.0f}",
        *look,
        f"{server_time(url):.0f}",
        "; ".join(seen) or "none",
    ]
    return cells, broken + seen


def measure_pages(options: Namespace) -> list[str]:
    """Print a line for each kind of page and language; the broken budgets."""
    from django.conf import settings

    broken = []
    asked = [kind for kind in page_types() if not options.only or any(name in kind.name for name in options.only)]
    if not asked:
        raise SystemExit(f"No page is called that. There are: {', '.join(kind.name for kind in page_types())}")
    print(row(HEADINGS), row("---" for _ in HEADINGS), sep="\n")
    with (
        serving("config.wsgi:application", options.port) as finder,
        serving("bench.floor:application") as static,
        chromium() as browser,
    ):

        @cache
        def floor_of(steps: int) -> float:
            return painted(browser, f"{static}/?bytes={steps * FLOOR_STEP}")[0]

        floor = None if options.quick else lambda size: floor_of(ceil(size / FLOOR_STEP))
        for kind in asked:
            for language, _ in settings.LANGUAGES:
                cells, found = measure(browser, finder + kind.path_in(language), kind, floor)
                print(row([kind.name, language, *cells]), flush=True)
                broken += [f"{kind.name} ({language}): {fault}" for fault in found]
    return broken


def main() -> int:
    """Measure, print, and say by the exit status whether every budget holds."""
    options = ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="without the throttled runs")
    options.add_argument("--only", nargs="+", metavar="NAME", help="only pages with this in their name")
    options.add_argument("--records", type=Path, metavar="FOLDER", help="registry records, in a scratch database")
    options.add_argument("--port", type=int, default=0, help="of the finder; a free one if none is given")
    given = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if given.records:
        again = _without_records(sys.argv[1:])
        with scratch_database(given.records) as environment:
            return subprocess.run([sys.executable, "-m", "bench.pages", *again], env=environment).returncode
    from bench.reading import report
    from config.preparing import prepare
    from trials.models import Trial

    prepare()
    print(f"{Trial.objects.shown().count():,} trials shown\n")
    broken = measure_pages(given)
    lines, hard = report(ROOT)
    print("", row(["texts", "", "number", "median", "the hardest"]), row(["---"] * 5), *lines, sep="\n")
    broken += hard
    print(f"\nBudgets broken: {len(broken) or 'none'}", *(f"- {one}" for one in broken), sep="\n")
    return 1 if broken else 0


def _without_records(arguments: list[str]) -> list[str]:
    """The same arguments for a run whose database holds the records."""
    kept = iter(arguments)
    return [one for one in kept if not (one == "--records" and next(kept)) and not one.startswith("--records=")]


if __name__ == "__main__":
    sys.exit(main())
