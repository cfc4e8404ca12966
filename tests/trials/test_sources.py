"""Which value is shown: an editor's over the registry's over the article's; and every word is kept."""

import pytest

from tests.builders import make_editor, make_statement, make_trial
from tests.records import study
from tests.trials.syncing import bring_in, every_row, make_words, the_trial
from trials.models import Sponsor, Statement
from trials.sources import correct, settled, sponsor_named, voices

LATER = {"lastUpdatePostDateStruct": {"date": "2025-03-01"}}


@pytest.fixture
def trial(db, tmp_path):
    make_words()
    bring_in(tmp_path, study())
    return the_trial()


def said(field):
    """Each source's word on a field of the one trial."""
    return {s.source.kind: s.means for s in Statement.objects.select_related("source").filter(field=field)}


def make_correction(trial, field, value, **more):
    setattr(trial, field, value)
    correct(trial, field, value, make_editor(), **more)
    trial.save()


def test_an_editors_correction_is_kept_with_its_reason_beside_the_registrys_word(trial):
    make_correction(trial, "status", "SUSPENDED", reason="The sponsor said so")
    assert the_trial().status == "SUSPENDED"
    assert said("status") == {"registry": "RECRUITING", "editor": "SUSPENDED"}
    word = Statement.objects.get(source__kind="editor")
    assert word.reason == "The sponsor said so"
    assert word.made_by is not None


def test_a_correction_outlives_a_sync_and_the_registrys_new_word_stands_beside_it(trial, tmp_path):
    make_correction(trial, "status", "SUSPENDED")
    bring_in(tmp_path, study(statusModule={**LATER, "overallStatus": "COMPLETED"}))
    assert the_trial().status == "SUSPENDED"
    assert said("status") == {"registry": "COMPLETED", "editor": "SUSPENDED"}


@pytest.mark.parametrize(
    ("field", "value", "registrys"),
    [
        ("title", "A clearer title", "CD19 CAR-T Cells in Lupus"),
        ("stage", "phase-2", "phase-1-2"),
        ("enrolment", 7, "24"),
        ("sex", "FEMALE", "ALL"),
        ("cell_source", "allogeneic", "autologous"),
    ],
)
def test_every_field_that_an_editor_can_set_outlives_a_sync(trial, tmp_path, field, value, registrys):
    make_correction(trial, field, value)
    bring_in(tmp_path, study(statusModule={**LATER, "overallStatus": "COMPLETED"}))
    held = the_trial()
    assert (getattr(held, field), held.status) == (value, "COMPLETED")
    assert said(field) == {"registry": registrys, "editor": str(value)}


def test_an_editors_sponsor_outlives_a_sync(trial, tmp_path):
    make_correction(trial, "sponsor", sponsor_named("Linden Biotech"))
    bring_in(tmp_path, study(statusModule=LATER))
    assert the_trial().sponsor.name == "Linden Biotech"
    assert said("sponsor") == {"registry": "Linden Therapeutics", "editor": "Linden Biotech"}


def test_a_sync_of_a_corrected_trial_changes_nothing_the_second_time(trial, tmp_path):
    make_correction(trial, "status", "SUSPENDED")
    before = every_row()
    bring_in(tmp_path, study())
    assert every_row() == before


def test_a_second_correction_replaces_the_first_and_leaves_the_registrys_word(trial):
    make_correction(trial, "status", "SUSPENDED")
    make_correction(trial, "status", "COMPLETED")
    assert said("status") == {"registry": "RECRUITING", "editor": "COMPLETED"}


def test_a_correction_of_a_programme_without_a_number_has_no_registry_word_beside_it(db):
    make_words()
    make_correction(make_trial(nct_id=None), "title", "A clearer title")
    assert said("title") == {"editor": "A clearer title"}


def test_the_articles_sponsor_stands_beside_the_registrys_which_is_shown(db, tmp_path):
    make_words()
    silent = {"registry_updated": None, "verified": None, "verified_precision": ""}
    article = make_trial(nct_id="NCT10000001", sponsor=sponsor_named("lenzax"), **silent)
    make_statement("article", "sponsor", "lenzax", trial=article)
    bring_in(tmp_path, study())
    assert the_trial().sponsor.name == "Linden Therapeutics"
    assert said("sponsor") == {"registry": "Linden Therapeutics", "article": "lenzax"}


def test_the_articles_word_is_shown_where_the_registry_is_silent(db, tmp_path):
    make_words()
    article = make_trial(nct_id="NCT10000001", last_checked=None)
    make_statement("article", "stage", "phase-1", trial=article)
    bring_in(tmp_path, study(designModule=None))
    assert the_trial().stage == "phase-1"
    assert said("stage") == {"registry": "", "article": "phase-1"}


def test_the_source_that_is_shown_comes_first_among_the_voices(trial):
    make_statement("article", "status", "TERMINATED", trial=trial)
    make_correction(trial, "status", "SUSPENDED")
    heard = voices(Statement.objects.select_related("source"))
    assert [one.source.kind for one in heard["status"]] == ["editor", "registry", "article"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("registry", "words", "shown"),
    [
        ("phase-2", {}, "phase-2"),
        ("phase-2", {"article": "phase-1"}, "phase-2"),
        ("", {"article": "phase-1"}, "phase-1"),
        ("phase-2", {"article": "phase-1", "editor": "phase-3"}, "phase-3"),
        ("", {"article": "phase-1", "editor": "phase-3"}, "phase-3"),
        ("phase-2", {"editor": ""}, "phase-2"),
    ],
)
def test_the_value_that_is_shown_follows_from_who_speaks(registry, words, shown):
    trial = make_trial()
    statements = [make_statement(kind, "stage", means, trial=trial) for kind, means in words.items()]
    assert settled({"stage": registry}, statements) == {"stage": shown}


def test_a_sponsor_by_name_is_made_once_and_an_empty_name_is_none(db):
    assert sponsor_named("Linden Biotech") == sponsor_named("Linden Biotech")
    assert Sponsor.objects.count() == 1
    assert sponsor_named("") is None
