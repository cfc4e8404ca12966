"""What all tests share: no other host is reached, static files are served as they lie, the fixtures once a session."""

import os
import shutil

import pytest
from django.conf import settings as house
from django.utils.translation import activate
from pytest_socket import socket_allow_hosts

from config.languages import compile_catalogues

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Playwright runs an event loop in the test's thread; the ORM is not used from within it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_runtest_setup() -> None:
    """Loopback and PostgreSQL's own socket only: a test that needs another host must fail."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


def left_out() -> dict[str, str]:
    """The kinds of tests that this machine cannot run, each with the line that says so and how to mend it."""
    lines = {}
    if not os.environ.get("REAL_RECORDS"):
        lines["real"] = "Left out: the tests on real registry records. REAL_RECORDS names their folder."
    if not shutil.which(CHROMIUM):
        lines["browser"] = f"Left out: the browser tests. No {CHROMIUM}: install Chromium, or name one in CHROMIUM."
    return lines


def pytest_configure(config: pytest.Config) -> None:
    for folder in house.LOCALE_PATHS:
        compile_catalogues(folder)
    if os.environ.get("CI") == "true" and "browser" in left_out():
        raise pytest.UsageError(f"CI needs a browser: there is no {CHROMIUM}.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    missing = left_out()
    kept = [item for item in items if not any(item.get_closest_marker(kind) for kind in missing)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in left_out().values():
        terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def _english_again():
    """A Spanish page leaves its language to the thread; the next test starts in English."""
    yield
    activate(house.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True
