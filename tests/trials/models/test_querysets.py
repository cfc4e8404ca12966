"""What can be asked of trials, and in which order they come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.builders import (
    UPDATED,
    make_autoantibody,
    make_condition,
    make_modality,
    make_programme,
    make_site,
    make_target,
    make_therapy,
    make_trial,
)
from trials.models import Origin, Trial, TrialSite

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
    assert titles(Trial.objects.matching("nephron").best_first()) == [
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


def test_labels_are_asked_for_by_name_and_vetoed_ones_do_not_count(db):
    condition, target, kind = make_condition(), make_target(), make_modality()
    product, antibody = make_therapy(), make_autoantibody()
    trial = make_trial([condition], [target], [kind], [product], [antibody])
    vetoed = make_trial([condition], [target], [kind], [product], [antibody], origin=Origin.CURATOR)
    for labels in ("condition", "target", "modality", "therapy", "autoantibody"):
        getattr(vetoed, f"{labels}_labels").update(vetoed=True)
    make_trial()
    ask = Trial.objects
    assert list(ask.about_any([condition.pk])) == [trial]
    assert list(ask.binding_all([target.pk])) == [trial]
    assert list(ask.of_any_kind([kind.pk])) == [trial]
    assert list(ask.testing([product.pk])) == [trial]
    assert list(ask.asking_for([antibody.pk])) == [trial]
    assert vetoed in ask.naming_no_target()
    assert trial not in ask.naming_no_target()


def test_binding_all_wants_every_antigen(db):
    one, two = make_target(), make_target()
    both = make_trial(targets=[one, two])
    make_trial(targets=[one])
    assert list(Trial.objects.binding_all([one.pk, two.pk])) == [both]
    assert Trial.objects.binding_all([]).count() == 2


def test_a_trial_is_in_each_country_that_it_has_a_site_in(db):
    munich, vienna = make_site(country="Germany"), make_site(country="Austria")
    trial = make_trial(sites=[munich, vienna])
    make_trial(sites=[make_site(country=None)])
    for place in (munich, vienna):
        assert list(Trial.objects.in_any_country([place.country_id])) == [trial]


def test_a_line_of_a_list_has_its_names_and_numbers_in_one_query(db, django_assert_num_queries):
    places = [make_site(country=name) for name in ("Germany", "Germany", "Austria")] + [make_site(country=None)]
    main, beside = make_modality("CAR-T"), make_modality("HSCT")
    full = make_trial(
        conditions=[make_condition("B"), make_condition("A")],
        targets=[make_target("CD19"), make_target("BCMA")],
        modalities=[main, beside],
        sites=places,
        nct_id="NCT80000001",
    )
    full.modality_labels.filter(modality=beside).update(leading=False)
    make_trial(title="nothing known", nct_id="NCT80000002")
    with django_assert_num_queries(1):
        line, empty = Trial.objects.for_list()
        assert (line.condition_names, line.target_names, line.kind_names) == (["A", "B"], ["BCMA", "CD19"], ["CAR-T"])
        assert (line.site_count, line.country_names) == (4, ["Austria", "Germany"])
        assert (empty.condition_names, empty.target_names, empty.kind_names) == ([], [], [])
        assert (empty.site_count, empty.country_names, empty.sponsor) == (0, [], None)


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
    assert Trial.objects.for_list().get().condition_names == []
    assert len(Trial.objects.for_list().get().target_names) == 1


def test_a_site_goes_with_its_country_even_where_the_trial_says_nothing_of_it(db):
    place = make_site(country="Germany")
    trial = make_trial()
    TrialSite.objects.create(trial=trial, site=place)
    assert list(Trial.objects.in_any_country([place.country_id])) == [trial]
