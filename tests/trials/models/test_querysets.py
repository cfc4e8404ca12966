"""What can be asked of trials, and in how many queries."""

import pytest

from tests.builders import make_condition, make_modality, make_programme, make_sponsor, make_target, make_trial
from trials.models import Origin, Trial


@pytest.mark.parametrize(("scope", "titles"), [("field", {"shown"}), ("all", {"shown", "outside"})])
def test_patients_see_the_trials_of_the_field_that_the_registry_still_holds(db, settings, scope, titles):
    settings.REGISTRY_SCOPE = scope
    make_trial(title="shown")
    make_trial(title="outside", in_field=False)
    make_trial(title="vanished", vanished="2026-01-01")
    assert set(Trial.objects.shown().values_list("title", flat=True)) == titles
    assert set(Trial.objects.ever_shown().values_list("title", flat=True)) == titles | {"vanished"}


def test_a_list_reads_no_long_texts_and_asks_for_nothing_else(db, django_assert_num_queries):
    make_trial(sponsor=make_sponsor("Maker"), summary="a long text")
    make_programme(sponsor=make_sponsor("Maker"))
    with django_assert_num_queries(1):
        trials = list(Trial.objects.for_lines().order_by("pk"))
        assert [trial.sponsor.name for trial in trials] == ["Maker", "Maker"]
        assert [bool(trial.last_checked) for trial in trials] == [True, False]
    with django_assert_num_queries(1):
        assert trials[0].summary == "a long text"


def test_labels_are_read_as_often_for_one_trial_as_for_twenty(db, django_assert_num_queries):
    def read():
        for trial in Trial.objects.with_labels():
            assert trial.sponsor is None
            assert [str(label.condition) for label in trial.condition_labels.all()] == ["A", "B"]
            assert [str(label.target) for label in trial.target_labels.all()] == ["CD19"]
            assert len(trial.modality_labels.all()) == 1

    labels = {
        "conditions": [make_condition("B"), make_condition("A")],
        "targets": [make_target("CD19")],
        "modalities": [make_modality()],
    }
    make_trial(**labels)
    with django_assert_num_queries(4):
        read()
    for _ in range(19):
        make_trial(**labels)
    with django_assert_num_queries(4):
        read()


def test_vetoed_labels_are_not_listed(db):
    trial = make_trial(conditions=[make_condition()], targets=[make_target()], origin=Origin.CURATOR)
    trial.condition_labels.update(vetoed=True)
    assert list(Trial.objects.with_labels().get().condition_labels.all()) == []
    assert len(Trial.objects.with_labels().get().target_labels.all()) == 1
