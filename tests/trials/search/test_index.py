"""What each trial of a search is about, and what a list says of it."""

import pytest

from tests.builders import make_condition, make_modality, make_programme, make_site, make_target, make_trial
from trials.models import Origin, Stamp, Trial, TrialCondition
from trials.search.choices import Choices
from trials.search.index import Index, current_index, lines


def index():
    return Index(Trial.objects.shown(), Choices.load())


def test_a_disease_stands_for_its_kinds_and_a_trial_of_both_counts_once(words):
    both = make_trial(conditions=[words.lupus, words.nephritis])
    kind = make_trial(conditions=[words.nephritis])
    members = index().members["condition"]
    assert members["systemic-lupus-erythematosus"] == {both.pk, kind.pk}
    assert members["lupus-nephritis"] == {both.pk, kind.pk}
    assert "myositis" not in members


def test_binding_wants_every_antigen_and_silence_is_a_choice_too(words):
    three = make_trial(targets=[words.cd19, words.bcma, words.cd20])
    two = make_trial(targets=[words.cd19, words.bcma])
    none = make_trial()
    found = index()
    assert found.binding(["bcma", "cd19"]) == {three.pk, two.pk}
    assert found.members["target"]["bcma-cd19"] == {three.pk, two.pk}
    assert found.members["target"]["unknown"] == {none.pk}


def test_vetoed_labels_and_trials_outside_the_search_are_in_nothing(words):
    make_trial(conditions=[words.lupus], in_field=False)
    vetoed = make_trial(conditions=[words.lupus], targets=[words.cd19], origin=Origin.CURATOR)
    vetoed.condition_labels.update(vetoed=True)
    vetoed.target_labels.update(vetoed=True)
    found = index()
    assert found.members["condition"] == {}
    assert found.members["target"] == {"unknown": {vetoed.pk}}


def test_a_trial_is_in_each_country_that_it_has_a_site_in(db):
    trial = make_trial(sites=[make_site(country="Germany"), make_site(country="Austria")])
    make_trial(sites=[make_site(country=None)])
    assert index().members["country"] == {"germany": {trial.pk}, "austria": {trial.pk}}


def test_no_phase_and_a_status_that_the_registry_has_not_had_before_are_told_from_known_ones(db):
    silent = make_trial(stage="", status="PAUSED")
    programme = make_programme()
    found = index()
    assert found.members["stage"] == {"unknown": {silent.pk}, "preclinical": {programme.pk}}
    assert found.members["status"] == {}


def test_a_line_of_a_list_has_its_names_and_numbers(db):
    places = [make_site(country=name) for name in ("Germany", "Germany", "Austria", None)]
    leading, beside = make_modality("CAR-T"), make_modality("HSCT")
    full = make_trial(
        conditions=[make_condition("B"), make_condition("A")],
        targets=[make_target("CD19"), make_target("BCMA")],
        modalities=[leading, beside],
        sites=places,
        nct_id="NCT80000001",
    )
    full.modality_labels.filter(modality=beside).update(leading=False)
    empty = make_trial(title="nothing known", nct_id="NCT80000002")
    found = index()
    line = found.line(full.pk)
    assert (line.conditions, line.targets, line.kinds) == (["A", "B"], ["BCMA", "CD19"], ["CAR-T"])
    assert (line.sites, line.countries) == (4, ["Austria", "Germany"])
    assert (found.line(empty.pk).conditions, found.line(empty.pk).sites) == ([], 0)


@pytest.mark.parametrize("number", [1, 12])
def test_an_index_is_read_in_two_queries_and_its_lines_in_one(words, django_assert_num_queries, number):
    for _ in range(number):
        make_trial(conditions=[words.lupus], targets=[words.cd19], modalities=[words.car_t], sites=[make_site()])
    choices = Choices.load()
    with django_assert_num_queries(2):
        found = Index(Trial.objects.shown(), choices)
    with django_assert_num_queries(1):
        shown = lines(found, found.order)
        assert [trial.line.targets for trial in shown] == [["CD19"]] * number
        assert all(trial.sponsor is None for trial in shown)


WRITES = {
    "a new trial": lambda words: make_trial(),
    "a changed trial": lambda words: Trial.objects.update(status="COMPLETED"),
    "a deleted trial": lambda words: Trial.objects.filter(condition_labels=None).delete(),
    "a vetoed label": lambda words: TrialCondition.objects.update(origin=Origin.CURATOR, vetoed=True),
    "a new target": lambda words: make_target("CD38"),
    "another name of a condition": lambda words: words.lupus.terms.create(text="Hebra's disease"),
    "a site": lambda words: make_site(),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_is_held_in_memory_is_read_anew_after(words, write):
    make_trial(conditions=[words.lupus])
    make_trial()
    before = current_index()
    assert current_index() is before
    write(words)
    after = current_index()
    assert after is not before
    assert after.order == Index(Trial.objects.shown(), Choices.load()).order


def test_a_search_reads_nothing_but_the_stamp_while_nothing_is_written(words, django_assert_num_queries):
    current_index()
    with django_assert_num_queries(1):
        current_index()


def test_old_stamps_are_dropped_and_that_counts_as_a_change(db, monkeypatch):
    monkeypatch.setattr("trials.models.stamp.KEPT", 2)
    for _ in range(5):
        make_trial()
    before = Stamp.now()
    Stamp.prune()
    assert Stamp.objects.count() == 3
    assert Stamp.now() != before
