"""What all tests share: no other host is reached, static files are served as they lie, the fixtures once a session."""

import os

import pytest
from pytest_socket import disable_socket

# Playwright runs an event loop in the test's thread; the ORM is not used from within it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_runtest_setup() -> None:
    """Loopback and PostgreSQL's own socket only: a test that needs another host must fail."""
    disable_socket(allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True
