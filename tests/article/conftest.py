"""The fixtures as a new finder has them: seeded once for each file of tests, and nothing of it stays."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from config.seeding import seed_all
from tests.builders import make_editor


@pytest.fixture(scope="module")
def all_fixtures(django_db_setup, django_db_blocker) -> Iterator[None]:
    """All fixtures, in a transaction around every test of the file."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        seed_all()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def seeded(all_fixtures, db) -> None:
    """The database holds what the fixtures say, and no more."""


@pytest.fixture
def patient(seeded) -> Client:
    return Client()


@pytest.fixture
def editor(seeded) -> Client:
    """An editor who is logged in."""
    client = Client()
    client.force_login(make_editor())
    return client
