"""A real Chromium before the finder as a newcomer serves it."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

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
def finder(tmp_path_factory):
    """The address of a served finder that holds the registry's small records."""
    with registry() as address:
        served = Served(copy_project(tmp_path_factory.mktemp("served")), address)
        served.wait_for("set aside")
        yield served.url
        served.stop()


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
        page.on("request", lambda request: _note(page, request.url, finder))
        page.goto(path)
        return page

    yield open_path
    for window in windows:
        window.close()


def _note(page, url, finder):
    if not url.startswith((finder, "data:", "blob:", "about:")):
        page.foreign.append(url)
