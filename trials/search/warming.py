"""What a process needs for its first search, read when it starts, so that no visitor waits for it."""

import logging
from threading import Thread

from django.db import DatabaseError, connection

from trials.search.index import current_index
from trials.search.names import names_of
from trials.search.places import load_places

logger = logging.getLogger(__name__)


def warm_up() -> Thread:
    """Read it all beside the requests that may come already; what fails is read by the first search instead."""
    thread = Thread(target=_read, name="warm-up", daemon=True)
    thread.start()
    return thread


def _read() -> None:
    try:
        index = current_index()
        _ = index.members, index.standing, index.towns, index.choices.lexicon.speller
        names_of(index)
    except DatabaseError as error:
        logger.warning("Not read at the start: %s", error)
    finally:
        connection.close()
    load_places()
