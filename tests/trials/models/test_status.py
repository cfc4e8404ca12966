"""What a registry status means to somebody who wants to join, told of one trial and of all at once alike."""

from datetime import date, timedelta

import pytest

from tests.builders import make_trial
from trials.models import Stage, Trial
from trials.models.status import (
    CONFIRMATION_HOLDS,
    DOUBT,
    OPEN,
    SHUT,
    SOON,
    STATUSES,
    standing,
    status_slug,
    status_words,
)
from trials.search.choices import Choices
from trials.search.facts import read_facts
from trials.search.index import Index

TODAY = date(2026, 11, 23)
FRESH = TODAY - timedelta(days=30)
LAST_GOOD_DAY = TODAY - CONFIRMATION_HOLDS + timedelta(days=1)
TOO_OLD = TODAY - CONFIRMATION_HOLDS


@pytest.mark.parametrize(
    ("status", "fresh", "stale"),
    [
        ("RECRUITING", OPEN, DOUBT),
        ("AVAILABLE", OPEN, DOUBT),
        ("NOT_YET_RECRUITING", SOON, SOON),
        ("UNKNOWN", DOUBT, DOUBT),
        ("WITHHELD", DOUBT, DOUBT),
        ("TEMPORARILY_NOT_AVAILABLE", SHUT, SHUT),
        ("ENROLLING_BY_INVITATION", SHUT, SHUT),
        ("ACTIVE_NOT_RECRUITING", SHUT, SHUT),
        ("SUSPENDED", SHUT, SHUT),
        ("COMPLETED", SHUT, SHUT),
        ("TERMINATED", SHUT, SHUT),
        ("WITHDRAWN", SHUT, SHUT),
        ("NO_LONGER_AVAILABLE", SHUT, SHUT),
        ("APPROVED_FOR_MARKETING", SHUT, SHUT),
        ("", DOUBT, DOUBT),
        ("A_WORD_NEVER_SEEN", DOUBT, DOUBT),
    ],
)
def test_a_status_stands_for(status, fresh, stale):
    assert standing(status, "phase-1", FRESH, TODAY) is fresh
    assert standing(status, "phase-1", LAST_GOOD_DAY, TODAY) is fresh
    assert standing(status, "phase-1", None, TODAY) is fresh
    assert standing(status, "phase-1", TOO_OLD, TODAY) is stale
    assert standing(status, "preclinical", FRESH, TODAY) is SHUT


def test_every_registry_status_has_its_place():
    assert len(STATUSES) == 14
    assert {status for status, (where, _) in STATUSES.items() if where is OPEN} == {"RECRUITING", "AVAILABLE"}
    assert [one.rank for one in (OPEN, SOON, DOUBT, SHUT)] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("verified", "updated"),
    [
        (FRESH, FRESH),
        (LAST_GOOD_DAY, None),
        (TOO_OLD, None),
        (TOO_OLD, FRESH),
        (FRESH, TOO_OLD),
        (None, LAST_GOOD_DAY),
        (None, TOO_OLD),
        (None, None),
    ],
)
def test_the_search_tells_it_of_all_trials_by_the_rule_that_each_follows(db, monkeypatch, verified, updated):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    for status in [*STATUSES, "", "A_WORD_NEVER_SEEN"]:
        for stage in ("", Stage.PRECLINICAL, Stage.PHASE_2):
            make_trial(status=status, stage=stage, verified=verified, registry_updated=updated)
    found = Index(read_facts(), Choices.load(), TODAY).standing
    assert sum(map(len, found.values())) == Trial.objects.count() == 48
    for trial in Trial.objects.all():
        assert [one for one, trials in found.items() if trial.pk in trials] == [trial.standing]


def test_a_status_in_an_address_and_in_words():
    assert status_slug("NOT_YET_RECRUITING") == "not-yet-recruiting"
    assert len({status_slug(status) for status in STATUSES}) == len(STATUSES)
    assert status_words("COMPLETED") == "finished"
    assert status_words("A_WORD_NEVER_SEEN") == "a word never seen"
    assert status_words("") == "not stated"
