"""An editor changes the vocabulary: all trials are read again in the background, and what moved is told."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from conditions.models import Term
from tests.builders import make_condition, make_target
from tests.forms import post
from tests.records import study
from tests.trials.syncing import bring_in, make_words, slugs, the_trial
from trials.models import Rereading, TargetName
from trials.sync import relabel
from trials.tasks import keep_up


@pytest.fixture(autouse=True)
def _words(db):
    make_words()


@pytest.fixture
def queued(django_capture_on_commit_callbacks):
    """What is queued by a block, once its transaction is in."""

    def after(action):
        with django_capture_on_commit_callbacks(execute=True):
            response = action()
        return response, ProcrastinateJob.objects.filter(task_name="relabel_trials").count()

    return after


def test_a_changed_word_has_all_trials_read_again_and_the_editor_is_told(admin_client, queued):
    lupus = make_condition("Sarcoidosis")
    page = f"/admin/conditions/condition/{lupus.pk}/change/"
    _, jobs = queued(lambda: post(admin_client, page, name="Sarcoid disease"))
    assert jobs == 1
    assert "All trials are read again" in admin_client.get("/admin/").text


def test_a_word_that_is_saved_as_it_was_moves_nothing(admin_client, queued):
    lupus = make_condition("Sarcoidosis")
    _, jobs = queued(lambda: post(admin_client, f"/admin/conditions/condition/{lupus.pk}/change/"))
    assert jobs == 0


def test_words_that_are_added_or_deleted_count_too(admin_client, queued):
    condition = make_condition("Sarcoidosis")
    word = {"condition": condition.pk, "text": "Boeck's disease", "use": "name"}
    _, jobs = queued(lambda: admin_client.post("/admin/conditions/term/add/", word))
    assert (jobs, Term.objects.filter(text="Boeck's disease").exists()) == (1, True)
    ProcrastinateJob.objects.all()._raw_delete("default")
    chosen = {"action": "delete_selected", "_selected_action": [Term.objects.latest("pk").pk], "post": "yes"}
    _, jobs = queued(lambda: admin_client.post("/admin/conditions/term/", chosen))
    assert (jobs, Term.objects.filter(text="Boeck's disease").exists()) == (1, False)


def test_what_moved_is_told_trial_by_trial(admin_client, tmp_path):
    bring_in(tmp_path, study(), study("NCT10000002", armsInterventionsModule={"interventions": []}))
    TargetName.objects.create(target=make_target("CD70"), text="LND-19")
    told = relabel()
    assert (told.expected, told.read, told.moved) == (2, 2, 1)
    assert told.what_moved == "NCT10000001: + target cd70\n"
    assert slugs(the_trial().target_labels, "target") == {"cd19", "cd70"}
    TargetName.objects.all().delete()
    assert relabel().what_moved == "NCT10000001: − target cd70\n"
    page = admin_client.get(f"/admin/trials/rereading/{told.pk}/change/").text
    assert "NCT10000001: + target cd70" in page


def test_with_the_words_as_they_were_nothing_is_read_and_no_row_is_made(tmp_path):
    bring_in(tmp_path, study())
    assert relabel().expected == 0
    assert Rereading.objects.count() == 0


def test_words_that_changed_without_the_admin_are_noticed(tmp_path):
    bring_in(tmp_path, study())
    assert not keep_up()
    make_target("CD70")
    assert keep_up()
    assert not keep_up()


def test_a_record_that_can_no_longer_be_read_is_not_tried_for_ever(tmp_path, monkeypatch):
    bring_in(tmp_path, study())
    make_target("CD70")
    monkeypatch.setattr("trials.sync.relabelling._version", lambda snapshot: None)
    assert relabel().read == 0
    assert not keep_up()
