"""What a browser makes of a page: bytes over the wire, when it is painted, what moves, what is at fault."""

import os
import shutil
import statistics
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlsplit

import requests
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.axe import OF_COLOUR, axe_faults

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
ENOUGH_FOR_ALL_WORKERS = 8
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
SLOWER_CPU = 4
SLOW_4G = {  # 150 ms before each answer, 1.6 Mbit/s down, 0.75 up
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
KINDS = {"Document": "HTML", "Stylesheet": "CSS", "Script": "JS", "Image": "images"}
WATCH = """
  window.measured = {painted: 0, moved: 0};
  window.seen = new Promise(done => {
    const look = () => measured.painted ? done(measured) : setTimeout(look, 50);
    look();
  });
  const watch = (type, note) =>
    new PerformanceObserver(list => list.getEntries().forEach(note)).observe({type, buffered: true});
  watch("largest-contentful-paint", entry => { measured.painted = entry.startTime });
  watch("layout-shift", entry => { if (!entry.hadRecentInput) measured.moved += entry.value });
"""


@dataclass
class Weight:
    """What a page asks for with nothing cached: compressed bytes by kind, headers included; `opened`: with its map."""

    status: int
    kinds: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    foreign: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    opened: int | None = None

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that CHROMIUM names."""
    if not shutil.which(CHROMIUM):
        raise SystemExit(f"No {CHROMIUM}: install Chromium, or name one in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@contextmanager
def new_page(browser: Browser, **options: object) -> Iterator[Page]:
    """A page of a window that has seen nothing yet."""
    window = browser.new_context(**{"viewport": PHONE, **options})
    yield window.new_page()
    window.close()


def weigh(browser: Browser, url: str, opens_map: bool = False) -> Weight:
    """Open a page with an empty cache and count what comes; then, if it can, open its map and count again."""
    with new_page(browser) as page:
        weight, kind_of = Weight(0), {}
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", lambda told: kind_of.__setitem__(told["requestId"], told["type"]))

        def arrived(told: dict) -> None:
            weight.kinds[KINDS.get(kind_of.get(told["requestId"]), "other")] += int(told["encodedDataLength"])
            weight.requests += 1

        wire.on("Network.loadingFinished", arrived)
        home = urlsplit(url).netloc
        page.on("request", lambda request: _note_foreign(weight, request.url, home))
        weight.status = page.goto(url, wait_until="networkidle").status
        weight.cookies = [cookie["name"] for cookie in page.context.cookies()]
        summary = page.locator("#map-fold > summary")
        if opens_map and summary.count():
            before = Counter(weight.kinds), weight.requests
            summary.click()
            page.locator(".leaflet-pane, .map[hidden]").first.wait_for(state="attached")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(500)
            weight.opened = weight.total
            weight.kinds, weight.requests = before
        return weight


def _note_foreign(weight: Weight, address: str, home: str) -> None:
    if urlsplit(address).netloc not in (home, ""):
        weight.foreign.append(address)


def warm(url: str) -> None:
    """Let every worker answer once, so that none of them is measured at its first page."""
    for _ in range(ENOUGH_FOR_ALL_WORKERS):
        requests.get(url, timeout=60)


def painted(browser: Browser, url: str, runs: int = 5) -> tuple[float, float]:
    """The median of seconds until the largest piece is painted, and of how much moves, on a slow phone and network."""
    times, moves = [], []
    for _ in range(runs):
        with new_page(browser) as page:
            wire = page.context.new_cdp_session(page)
            wire.send("Network.enable")
            wire.send("Network.emulateNetworkConditions", SLOW_4G)
            wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
            page.add_init_script(WATCH)
            page.goto(url, wait_until="networkidle")
            seen = page.evaluate("seen")
            times.append(seen["painted"] / 1000)
            moves.append(seen["moved"])
    return statistics.median(times), statistics.median(moves)


def faults(browser: Browser, url: str) -> list[str]:
    """Accessibility faults at 320 px in light and dark, each rule with how often; and whether it scrolls sideways."""
    # Without motion: a colour that is still fading from one scheme to the other is no fault.
    still = {"color_scheme": "light", "reduced_motion": "reduce"}
    with new_page(browser, viewport=NARROW, bypass_csp=True, **still) as page:
        page.goto(url, wait_until="networkidle")
        sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
        found = Counter(rule for rule, _ in axe_faults(page))
        page.emulate_media(color_scheme="dark")
        found.update(f"{rule} in the dark" for rule, _ in axe_faults(page, OF_COLOUR))
    return [f"{rule} ×{times}" for rule, times in found.items()] + ["scrolls sideways"] * sideways


def server_time(url: str, runs: int = 5) -> float:
    """The median of milliseconds until a whole page is there, over a connection and a worker that are warm."""
    with requests.Session() as session:
        session.get(url, timeout=60)
        return statistics.median(_milliseconds(session, url) for _ in range(runs))


def _milliseconds(session: requests.Session, url: str) -> float:
    begun = perf_counter()
    session.get(url, timeout=60)
    return (perf_counter() - begun) * 1000
