"""One at a time: PostgreSQL holds the lock, and drops it should the process that has it die."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, connection

from trials.models.sync import SYNC_LOCK


class AlreadyRunning(Exception):
    """A second sync was asked for while one runs."""


@contextmanager
def alone() -> Iterator[None]:
    """Hold the sync's lock while the block runs. Raises AlreadyRunning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [SYNC_LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning("another sync is under way; wait until it has ended")
    try:
        yield
    finally:
        _let_go()


def _let_go() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SYNC_LOCK])
    except (DatabaseError, InterfaceError):
        connection.close()  # the lock went with the connection
