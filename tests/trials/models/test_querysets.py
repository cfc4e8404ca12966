"""What can be asked of trials, and in which order they come."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from tests.builders import (
    UPDATED,
    make_autoantibody,
    make_condition,
    make_modality,
    make_programme,
    make_target,
    make_therapy,
    make_trial,
)
from trials.filters import TrialFilter
from trials.models import Origin, Trial

OLD = timezone.localdate() - timedelta(days=731)


def titles(trials):
    return [trial.title for trial in trials]


def test_what_takes_people_now_comes_first_then_what_opens_soon_then_what_is_in_doubt(db):
    make_trial(title="finished", status="COMPLETED")
    make_programme(title="preclinical")
    make_trial(title="stale", verified=OLD, registry_updated=OLD)
    make_trial(title="unknown", status="UNKNOWN")
    make_trial(title="soon", status="NOT_YET_RECRUITING")
    make_trial(title="open")
    make_trial(title="expanded access", status="AVAILABLE", registry_updated=UPDATED - timedelta(days=1))
    assert titles(Trial.objects.best_first()) == [
        "open",
        "expanded access",
        "soon",
        "unknown",
        "stale",
        "finished",
        "preclinical",
    ]


def test_of_two_that_take_people_the_one_changed_last_comes_first_and_the_number_decides_a_tie(db):
    make_trial(title="second", nct_id="NCT90000002")
    make_trial(title="first", nct_id="NCT90000001")
    make_trial(title="undated", registry_updated=None)
    make_trial(title="newest", registry_updated=UPDATED + timedelta(days=1))
    assert titles(Trial.objects.best_first()) == ["newest", "first", "second", "undated"]


def test_a_title_match_comes_before_labels_and_labels_before_a_summary(db):
    make_trial(title="summary", summary="about nephrons")
    make_trial(title="criteria", eligibility="no nephrons", registry_updated=UPDATED - timedelta(days=9))
    make_trial(title="labels", search_terms="nephrons")
    make_trial(title="finished, nephrons", status="COMPLETED")
    make_trial(title="open, nephrons")
    found = TrialFilter(QueryDict("q=nephron")).results()
    assert [Trial.objects.get(pk=pk).title for pk in found] == [
        "open, nephrons",
        "finished, nephrons",
        "labels",
        "summary",
        "criteria",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '"lupus',
        "lupus OR",
        "-",
        "- -lupus",
        ":*",
        "a & b | !c",
        "(((",
        "'",
        "\\",
        "%",
        "the",
        "مرض الذئبة",
        "🙂",
        "‮x",
    ],
)
def test_any_text_can_be_searched_for(db, text):
    make_trial()
    assert list(Trial.objects.matching(text).best_first()) in ([], list(Trial.objects.all()))


def test_words_in_quotation_marks_are_found_together_and_a_minus_leaves_out(db):
    make_trial(title="lupus of the kidney")
    make_trial(title="kidney and lupus")
    assert titles(Trial.objects.matching('"kidney and lupus"')) == ["kidney and lupus"]
    assert Trial.objects.matching("kidney lupus").count() == 2
    assert Trial.objects.matching("kidney -lupus").count() == 0


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("CAR-T", "CAR T cells in lupus"),
        ("CAR T", "CAR-T cells in lupus"),
        ("CAAR-T pemphigus", "a CAAR T study in pemphigus"),
        ("Sjögren's", "Sjogrens disease"),
        ("CD19/BCMA", "CD19 and BCMA"),
        ('"lupus-nephritis"', "lupus nephritis"),
    ],
)
def test_accents_hyphens_and_slashes_do_not_keep_a_trial_from_being_found(db, typed, written):
    make_trial(title="plain", search_terms=written)
    make_trial(title="another")
    assert titles(Trial.objects.matching(typed)) == ["plain"]


def test_the_title_alone_counts_as_a_title_match_only_if_it_holds_every_word(db):
    make_trial(title="lupus of the kidney", search_terms="children")
    make_trial(title="kidney lupus in children")
    assert [trial.match for trial in Trial.objects.matching("lupus kidney children").order_by("pk")] == [1, 2]


def test_products_and_antibodies_are_asked_for_and_vetoed_labels_do_not_count(db):
    product, antibody = make_therapy("KYV-101"), make_autoantibody()
    trial = make_trial(therapies=[product], autoantibodies=[antibody])
    vetoed = make_trial(therapies=[product], autoantibodies=[antibody], origin=Origin.CURATOR)
    for labels in (vetoed.therapy_labels, vetoed.autoantibody_labels):
        labels.update(vetoed=True)
    make_trial()
    assert list(Trial.objects.testing("kyv-101")) == [trial]
    assert list(Trial.objects.concerning(antibody)) == [trial]


def test_an_antibody_concerns_the_products_that_display_what_it_binds(db):
    antibody = make_autoantibody(antigen="MuSK")
    bait = make_therapy(targets=[make_target("MuSK", autoantigen=True)])
    trial = make_trial(therapies=[bait])
    make_trial(therapies=[make_therapy(targets=[make_target("CD19")])])
    assert list(Trial.objects.concerning(antibody)) == [trial]


def test_labels_are_read_as_often_for_one_trial_as_for_twenty(db, django_assert_num_queries):
    def read():
        for trial in Trial.objects.best_first().with_labels():
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
