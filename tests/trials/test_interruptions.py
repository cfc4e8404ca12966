"""A sync is killed, the database goes away, two run at once: the next run finishes the work and nothing is lost.

The sync runs in a process of its own, on the test's database, against a registry on loopback.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from tests.living_registry import living_registry
from tests.records import study
from tests.trials.syncing import database_url, make_words
from trials.models import Change, RegistryQuery, SetAside, Snapshot, SyncRun, Trial, TrialTarget
from trials.models.sync import SYNC_LOCK
from trials.sources import correct

KILLS = int(os.environ.get("KILLS", "6"))
SECONDS = 60
NUMBERS = [f"NCT1{number:07}" for number in range(40)]
WAIT_FOR_THE_TEST = 4711  # an advisory lock: whoever writes a snapshot waits for it


@pytest.fixture(autouse=True)
def _words(transactional_db):
    make_words()
    RegistryQuery.objects.create(name="Lupus", condition="lupus")


def version(number: str, changed: str = "2025-02-20", status: str = "RECRUITING"):
    return study(number, statusModule={"lastUpdatePostDateStruct": {"date": changed}, "overallStatus": status})


@pytest.fixture
def registry():
    with living_registry("2025-03-03", *map(version, NUMBERS), page_size=4) as server:
        yield server


@pytest.fixture
def start(registry):
    """Start a sync as a user would, in a process group of its own."""
    running = []

    def begin(*options: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "sync_trials", "--api", registry.url, *options],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": database_url(), "REGISTRY_DELAY": "0"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        kill(process)
        process.communicate()


def kill(process: subprocess.Popen) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def finish(process: subprocess.Popen) -> tuple[int, str, str]:
    said, complained = process.communicate(timeout=SECONDS)
    return process.returncode, said, complained


def killed_again_and_again(start, registry, rng: random.Random, kills: int) -> None:
    """Kill `kills` runs, each at a random moment after it has asked the registry for something; then let one end."""
    for _ in range(kills):
        asked = threading.Event()
        registry.before_answer = asked.set
        process = start()
        assert asked.wait(SECONDS), process.communicate()
        try:
            process.wait(rng.uniform(0, 0.4))
        except subprocess.TimeoutExpired:
            kill(process)
        process.wait(SECONDS)
        wait_until_nobody_syncs()
    assert finish(start())[0] == 0


def wait_until_nobody_syncs() -> None:
    """PostgreSQL notices at its next word to a killed client that it is gone, and then drops its lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SYNC_LOCK])
        cursor.execute("SELECT pg_advisory_unlock(%s)", [SYNC_LOCK])


def test_a_sync_that_is_killed_again_and_again_ends_as_one_that_was_not(start, registry):
    rng = random.Random(20250303)
    killed_again_and_again(start, registry, rng, KILLS // 2)
    assert Trial.objects.count() == Snapshot.objects.count() == len(NUMBERS)
    assert Change.objects.count() == 0
    corrected, vetoed, ruled = Trial.objects.order_by("nct_id")[:3]
    corrected.title = "A clearer title"
    correct(corrected, "title", corrected.title, get_user_model().objects.create_user("editor"), "Hard to read.")
    corrected.save()
    TrialTarget.objects.filter(trial=vetoed).update(vetoed=True, origin="curator")
    Trial.objects.filter(pk=ruled.pk).update(field_ruling=False, field_ruling_reason="Not of the field.")

    registry.day = "2025-03-04"
    changed = NUMBERS[:25]
    registry.hold(*(version(number, "2025-03-04", "COMPLETED") for number in changed))
    registry.hold(version("NCT20000001", "2025-03-04"))
    killed_again_and_again(start, registry, rng, KILLS - KILLS // 2)

    told = Change.objects.order_by("trial__nct_id").values_list("trial__nct_id", "kind")
    assert list(told) == [*((number, "status") for number in changed), ("NCT20000001", "new")]
    assert Trial.objects.count() == len(NUMBERS) + 1
    assert Snapshot.objects.count() == len(NUMBERS) + 1 + len(changed)
    assert set(Trial.objects.filter(status="COMPLETED").values_list("nct_id", flat=True)) == set(changed)
    corrected.refresh_from_db()
    assert (corrected.title, corrected.status) == ("A clearer title", "COMPLETED")
    assert TrialTarget.objects.get(trial=vetoed).vetoed
    assert not Trial.objects.get(pk=ruled.pk).in_field
    code, said, _ = finish(start("--full"))
    assert (code, said) == (0, f"{registry.url}: 0 new, 0 changed, 41 unchanged, 0 set aside.\n")
    assert SetAside.objects.count() == 0
    assert not SyncRun.objects.filter(outcome=SyncRun.Outcome.RUNNING).exists()


@contextmanager
def held_in_the_middle_of_a_page() -> Iterator[None]:
    """Whoever writes versions waits, in the middle of its transaction, until the block ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"""
            CREATE FUNCTION hold_on() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_advisory_xact_lock_shared({WAIT_FOR_THE_TEST}); RETURN NULL; END $$;
            CREATE TRIGGER hold_on BEFORE INSERT ON trials_snapshot FOR EACH STATEMENT EXECUTE FUNCTION hold_on();
            SELECT pg_advisory_lock({WAIT_FOR_THE_TEST});
        """)
        try:
            yield
        finally:
            cursor.execute(f"""
                SELECT pg_advisory_unlock({WAIT_FOR_THE_TEST});
                DROP TRIGGER hold_on ON trials_snapshot;
                DROP FUNCTION hold_on();
            """)


def backend_that_waits() -> int:
    """The PostgreSQL process of the sync that is held in the middle of a page."""
    end = time.monotonic() + SECONDS
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(
                "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                [WAIT_FOR_THE_TEST],
            )
            if found := cursor.fetchone():
                return found[0]
    raise AssertionError("no sync came to the middle of a page")


def test_killed_in_the_middle_of_a_page_nothing_of_that_page_is_there(start, registry):
    with held_in_the_middle_of_a_page():
        process = start()
        backend_that_waits()
        kill(process)
        process.wait(SECONDS)
        assert Trial.objects.count() == 0
    wait_until_nobody_syncs()
    assert Trial.objects.count() == 0
    assert finish(start())[0] == 0
    assert Trial.objects.count() == len(NUMBERS)
    first, second = SyncRun.objects.order_by("pk")
    assert (first.outcome, first.message) == ("failed", "ended without a word")
    assert second.outcome == "well"


def test_a_database_that_goes_away_is_said_and_the_next_run_is_whole(start, registry):
    with held_in_the_middle_of_a_page():
        process = start()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [backend_that_waits()])
        code, said, complained = finish(process)
    assert (code, said) == (1, "")
    assert complained.splitlines()[-1].startswith("CommandError: Stopped: the database failed: ")
    assert "Traceback" not in complained
    assert Trial.objects.count() == 0
    run = SyncRun.objects.get()
    assert (run.outcome, run.finished is not None) == ("failed", True)
    assert run.message.startswith("the database failed: terminating connection")
    assert finish(start())[0] == 0
    assert Trial.objects.count() == len(NUMBERS)


def test_of_two_syncs_at_once_the_second_says_so_and_the_first_goes_on(start, registry):
    with held_in_the_middle_of_a_page():
        first = start()
        backend_that_waits()
        code, said, complained = finish(start())
    assert (code, said) == (3, "")
    assert "Nothing was done: another sync is under way; wait until it has ended." in complained
    assert finish(first)[0] == 0
    assert SyncRun.objects.count() == 1
