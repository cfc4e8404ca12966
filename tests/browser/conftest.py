"""A real Chromium before the finder as a newcomer serves it."""

import shutil
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.pages import LANGUAGES, NOT_THERE, PAGES, address
from tests.conftest import CHROMIUM
from tests.served import Served, copy_project, registry

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """A served finder that holds the registry's small records."""
    with registry() as registry_url:
        served = Served(copy_project(tmp_path_factory.mktemp("served")), registry_url)
        served.wait_for("set aside")
        yield served
        served.stop()


@pytest.fixture(scope="session")
def finder(served):
    """Its address."""
    return served.url


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, finder):
    """Opens a path of the finder in a new window; every request to another host is noted in `page.foreign`."""
    windows = []

    def open_path(path="/", width=1280, **options):
        window = chromium.new_context(viewport={"width": width, "height": 800}, base_url=finder, **options)
        windows.append(window)
        page = window.new_page()
        page.foreign = []
        page.on("request", lambda request: _note_foreign(page.foreign, request.url, finder))
        page.goto(path)
        return page

    yield open_path
    for window in windows:
        window.close()


def _note_foreign(foreign, url, finder):
    if not url.startswith((finder, "data:", "blob:", "about:")):
        foreign.append(url)


@dataclass
class Visit:
    """A kind of page in a language, opened once for all that is asked of it, and what came with it."""

    name: str
    language: str
    page: Page
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)
    cookies: list[dict] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def expected_status(self) -> int:
        return 404 if self.name == NOT_THERE else 200

    def seen(self, width: int = 320, scheme: str = "light", forced: str = "none") -> Page:
        """The page as somebody sees it: at a width, in a scheme, with all that folds open. Nothing moves."""
        self.page.set_viewport_size({"width": width, "height": 400 if width == ZOOMED else 800})
        self.page.emulate_media(color_scheme=scheme, forced_colors=forced, reduced_motion="reduce")
        return self.page


ZOOMED = 640  # what 1280 px are at 200 %
OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true })"
MAP_IS_DRAWN = """() => [...document.querySelectorAll("[data-map]")].every(map =>
  map.matches(".leaflet-container") || map.parentElement.querySelector(".map-told").textContent)"""
# English first: what no language changes is asked of these alone.
VISITS = [(name, language) for language in LANGUAGES for name in PAGES]


@pytest.fixture(scope="session", params=VISITS, ids="-".join)
def visit(request, chromium, finder):
    """Every kind of page in every language, one after the other: the tests of all modules run on an open one."""
    name, language = request.param
    # Two pixels a point, as at 200 %; axe is put into the page, which its own policy would refuse.
    window = chromium.new_context(base_url=finder, device_scale_factor=2, bypass_csp=True, reduced_motion="reduce")
    visit = Visit(name, language, window.new_page())
    visit.page.on("request", lambda request: _note_foreign(visit.foreign, request.url, finder))
    visit.page.on("console", lambda said: visit.complaints.append(said.text) if said.type == "error" else None)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    answer = visit.page.goto(address(name, language))
    visit.status, visit.headers = answer.status, answer.headers
    visit.page.evaluate(OPEN_ALL)
    visit.page.wait_for_function(MAP_IS_DRAWN)
    visit.cookies = window.cookies()
    yield visit
    window.close()
