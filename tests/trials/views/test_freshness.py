"""What the pages say when the registry has not been asked for some days, and how each run of the sync went."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.builders import make_run, make_trial
from tests.trials.syncing import another_sync
from tests.trials.views.reading import read
from trials.models import SyncRun
from trials.templatetags.wording import how_long

PAGES = ["/", "/trials/", "/changes/"]
LATE = "The registry was last asked on"


def make_run_of(ago: timedelta, **columns) -> SyncRun:
    run = make_run(**columns)
    SyncRun.objects.filter(pk=run.pk).update(started=timezone.now() - ago, finished=timezone.now() - ago)
    return run


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("hours", "late"), [(47, False), (49, True)])
def test_after_two_days_without_a_good_look_the_pages_say_so(client, db, address, hours, late):
    make_run_of(timedelta(hours=hours))
    assert (LATE in read(client, address).words) is late


@pytest.mark.parametrize("other", [{"outcome": "failed"}, {"outcome": "running"}, {"origin": "/a/file.zip"}])
@pytest.mark.parametrize("address", PAGES)
def test_a_run_that_failed_or_read_a_file_is_no_look_at_the_registry(client, db, address, other):
    make_run_of(timedelta(days=5))
    make_run_of(timedelta(0), **other)
    assert LATE in read(client, address).words


@pytest.mark.parametrize("address", PAGES)
def test_a_finder_that_was_never_filled_does_not_claim_to_be_late(client, db, address):
    assert LATE not in read(client, address).words


def test_the_data_page_says_since_when_it_is_unchecked_and_what_that_means(client, db):
    run = make_run_of(timedelta(days=3))
    run.refresh_from_db()
    words = read(client, "/data/").words
    assert f"Not checked since {run.finished:%-d %B %Y}." in words
    assert "A trial may have opened, closed or changed since then" in words
    make_run_of(timedelta(hours=1))
    assert "Not checked since" not in read(client, "/data/").words


def test_the_data_page_tells_of_each_run_what_it_did_how_long_it_took_and_how_it_ended(client, db):
    run = make_run(new=1, changed=2, unchanged=3, vanished=4, set_aside=5, outcome="set-aside")
    SyncRun.objects.filter(pk=run.pk).update(
        finished=run.started + timedelta(minutes=3, seconds=20), registry_time=datetime(2026, 8, 22, 9, tzinfo=UTC)
    )
    words = read(client, "/data/").words
    for said in ("1 new", "2 changed", "3 as before", "4 gone", "5 could not be read", "took 3 minutes"):
        assert said in words
    assert "Done; some records could not be read" in words
    assert "The registry’s own data were of 22 August 2026." in words


def test_the_word_after_a_number_is_asked_for_by_that_number(client, db, monkeypatch):
    run = make_run(new=1, changed=2, unchanged=1, vanished=1, set_aside=1)
    asked = []
    monkeypatch.setattr(
        "django.templatetags.i18n.translation.npgettext", lambda _context, one, many, n: asked.append((one, n)) or one
    )
    read(client, "/data/")
    assert ("new", run.new) in asked
    assert ("changed", run.changed) in asked


def test_nothing_comes_from_another_server_unless_the_map_has_tiles_and_then_it_is_named(client, db, settings):
    settings.MAP_TILES = ""
    assert "Nothing on these pages comes from another company’s server." in read(client, "/data/").words
    settings.MAP_TILES = "https://{s}.tiles.example/{z}/{x}/{y}.png"
    words = read(client, "/data/").words
    assert "Nothing on these pages" not in words
    assert "Only the pictures of the map come from another company’s server: tiles.example." in words


def test_a_run_that_has_not_ended_says_so(client, db):
    make_run(outcome="running", new=120, expected=315)
    with another_sync():
        assert "Running: 120 studies of 315 so far" in read(client, "/data/").words


def test_a_run_that_was_killed_is_not_said_to_run(client, db):
    make_run(outcome="running")
    assert "Ended without a word" in read(client, "/data/").words


def test_the_data_page_counts_what_is_gone_and_leads_to_it(client, db):
    make_trial()
    assert "/changes/?kind=vanished" not in read(client, "/data/").links
    make_trial(vanished="2026-05-01")
    make_trial(vanished="2026-05-01", in_field=False)
    page = read(client, "/data/")
    assert "/changes/?kind=vanished" in page.links
    assert "Trials shown 1" in page.words
    assert "Gone from the registry 1" in page.words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 second"),
        (48, "48 seconds"),
        (60, "1 minute"),
        (200, "3 minutes"),
        (3600, "1 hour"),
        (7500, "2 hours 5 minutes"),
    ],
)
def test_how_long_a_run_took_in_words(seconds, words):
    assert how_long(timedelta(seconds=seconds)) == words


def test_how_long_is_not_stated_where_nobody_saw_the_end():
    assert how_long(None) == "not stated"
