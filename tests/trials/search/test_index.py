"""What each trial of a search is about, held in memory, and renewed when anything of it is written."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.builders import (
    make_autoantibody,
    make_burden,
    make_condition,
    make_programme,
    make_site,
    make_sponsor,
    make_target,
    make_trial,
)
from trials.models import Origin, Site, Sponsor, Stamp, Trial, TrialCondition, TrialSite
from trials.search import index as held_indexes
from trials.search.choices import Choices
from trials.search.facts import read_facts
from trials.search.index import Index, current_index


def index(day: date | None = None) -> Index:
    return Index(read_facts(), Choices.load(), day or timezone.localdate())


def members(name: str) -> dict[str, set[int]]:
    return {slug: set(trials) for slug, trials in index().members[name].items()}


def test_a_disease_stands_for_its_kinds_and_a_trial_of_both_counts_once(words):
    both = make_trial(conditions=[words.lupus, words.nephritis])
    kind = make_trial(conditions=[words.nephritis])
    assert members("condition") == {
        "systemic-lupus-erythematosus": {both.pk, kind.pk},
        "lupus-nephritis": {both.pk, kind.pk},
    }


def test_wider_trials_name_what_the_disease_is_a_kind_of_or_stand_for_several(words):
    group = make_condition("Autoimmune disease", basket=True)
    wide = make_trial(conditions=[words.lupus])
    basket = make_trial(conditions=[group])
    make_trial(conditions=[make_condition("Another kind", parent=words.lupus)])
    make_trial(conditions=[words.nephritis, group])
    make_trial(conditions=[words.myositis])
    assert set(index().wider("lupus-nephritis")) == {wide.pk, basket.pk}
    assert basket.pk in index().wider("systemic-lupus-erythematosus")
    cancer = make_condition("Leukaemia", kind="cancer")
    assert not index().wider(cancer.slug)


def test_binding_wants_every_antigen_and_silence_is_a_choice_too(words):
    three = make_trial(targets=[words.cd19, words.bcma, words.cd20])
    two = make_trial(targets=[words.cd19, words.bcma])
    none = make_trial()
    found = index()
    assert set(found.binding(["bcma", "cd19"])) == {three.pk, two.pk}
    assert set(found.members["target"]["unknown"]) == {none.pk}


def test_vetoed_labels_and_trials_outside_the_search_are_in_nothing(words):
    make_trial(conditions=[words.lupus], in_field=False)
    vetoed = make_trial(conditions=[words.lupus], targets=[words.cd19], origin=Origin.CURATOR)
    vetoed.condition_labels.update(vetoed=True)
    vetoed.target_labels.update(vetoed=True)
    assert members("condition") == {}
    assert members("target") == {"unknown": {vetoed.pk}}


def test_a_trial_is_in_each_country_and_town_that_it_has_a_site_in(db):
    munich = make_site(country="Germany", latitude=48.1, longitude=11.6)
    trial = make_trial(sites=[munich, make_site(country="Austria", latitude=None, longitude=None)])
    TrialSite.objects.filter(site=munich).update(status="COMPLETED")
    make_trial(sites=[make_site(country=None, latitude=None, longitude=None)])
    assert members("country") == {"germany": {trial.pk}, "austria": {trial.pk}}
    assert {town: set(trials) for town, trials in index().facts.sites.items()} == {(48.1, 11.6): {trial.pk}}
    assert index().facts.open_sites == {}


def test_no_phase_and_a_status_that_the_registry_has_not_had_before_are_told_from_known_ones(db):
    silent = make_trial(stage="", status="PAUSED")
    programme = make_programme()
    assert members("stage") == {"unknown": {silent.pk}, "preclinical": {programme.pk}}
    assert members("status") == {}


def test_ages_are_taken_as_the_registry_says_and_no_limit_takes_everybody(db):
    silent = make_trial()
    adults = make_trial(minimum_age_years=18, maximum_age_years=65)
    children = make_trial(minimum_age_years=0.5, maximum_age_years=17)
    assert set(index().of_age(14)) == {silent.pk, children.pk}
    assert set(index().of_age(65)) == {silent.pk, adults.pk}
    assert members("age_group") == {
        "child": {silent.pk, children.pk},
        "adult": {silent.pk, adults.pk},
        "older": {silent.pk, adults.pk},
    }


def test_only_a_trial_for_the_other_sex_is_left_out(db):
    silent, both, men = make_trial(sex=""), make_trial(sex="ALL"), make_trial(sex="MALE")
    assert set(index().of_sex("female")) == {silent.pk, both.pk}
    assert set(index().of_sex("male")) == {silent.pk, both.pk, men.pk}


def test_who_takes_people_is_told_by_the_rule_that_each_trial_follows(db):
    today = timezone.localdate()
    for status in ("RECRUITING", "AVAILABLE", "NOT_YET_RECRUITING", "UNKNOWN", "COMPLETED", "NEVER_SEEN", ""):
        for confirmed in (None, today, today - timedelta(days=729), today - timedelta(days=730)):
            make_trial(status=status, verified=confirmed)
            make_trial(status=status, verified=None, registry_updated=confirmed, stage="preclinical")
            make_trial(status=status, verified=None, registry_updated=confirmed)
    standing = index(today).standing
    for trial in Trial.objects.all():
        assert [one for one, trials in standing.items() if trial.pk in trials] == [trial.standing], trial.status


def test_sponsors_cells_and_what_joining_takes_are_facts_too(db):
    trial = make_trial(sponsor=make_sponsor("Maker", kind="INDUSTRY"), cell_source="autologous")
    make_burden(trial, "lymphodepletion", value={"said": "no"})
    assert members("sponsor") == {"company": {trial.pk}}
    assert members("cells") == {"autologous": {trial.pk}}
    assert members("takes") == {"lymphodepletion-no": {trial.pk}}


# --- renewed


def same(one: Index, other: Index) -> bool:
    """Whether two indexes know the same."""
    ours, theirs = one.facts, other.facts
    columns = all(
        (getattr(ours.columns, name)[list(ours.shown)] == getattr(theirs.columns, name)[list(theirs.shown)]).all()
        for name in ours.columns.__dataclass_fields__
    )
    return columns and all(
        getattr(ours, name) == getattr(theirs, name) for name in ("shown", "said", "sites", "open_sites")
    )


WRITES = {
    "a new trial": lambda words: make_trial(conditions=[words.myositis], sites=[make_site()]),
    "a changed trial": lambda words: Trial.objects.update(status="COMPLETED", stage="phase-3", minimum_age_years=3),
    "a trial that left the field": lambda words: Trial.objects.filter(condition_labels=None).update(
        field_by_rule=False
    ),
    "a vanished trial": lambda words: Trial.objects.filter(condition_labels=None).update(vanished="2026-01-01"),
    "a deleted trial": lambda words: Trial.objects.filter(condition_labels=None).delete(),
    "a vetoed label": lambda words: TrialCondition.objects.update(origin=Origin.CURATOR, vetoed=True),
    "a new burden": lambda words: make_burden(Trial.objects.first(), "travel", value={"said": "yes"}),
    "a new target": lambda words: make_target("CD38"),
    "another name of a condition": lambda words: words.lupus.terms.create(text="Hebra's disease"),
    "an antibody that marks a condition": lambda words: make_autoantibody("anti-Ro", conditions=[words.lupus]),
    "a site that moved": lambda words: Site.objects.update(latitude=1.5, longitude=2.5),
    "a sponsor of another kind": lambda words: Sponsor.objects.update(kind="NIH"),
    "a site that opened": lambda words: TrialSite.objects.update(status="RECRUITING"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_is_held_in_memory_is_renewed_after(words, write):
    make_trial(conditions=[words.lupus], sponsor=make_sponsor("Maker", kind="INDUSTRY"), sites=[make_site()])
    make_trial()
    before = current_index()
    assert current_index() is before
    write(words)
    after = current_index()
    assert after is not before
    assert same(after, index())
    assert current_index() is after


@pytest.mark.django_db(transaction=True)
def test_a_change_reads_only_the_trials_that_were_touched(words, monkeypatch):
    touched = make_trial(conditions=[words.lupus])
    make_trial()
    current_index()
    asked = []
    monkeypatch.setattr(
        "trials.search.facts.read_facts", lambda trials: asked.append(set(trials)) or read_facts(trials)
    )
    Trial.objects.filter(pk=touched.pk).update(stage="phase-2")
    current_index()
    assert asked == [{touched.pk}]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_began_first_and_ended_last_is_seen(db):
    early, late = make_trial(), make_trial()
    current_index()
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            Trial.objects.filter(pk=early.pk).update(stage="phase-2")
            # Another connection writes and ends while this transaction is still open.
            other.submit(_write_elsewhere, late.pk).result()
            other.submit(current_index).result()
        other.submit(lambda: connection.close()).result()
    assert set(current_index().members["stage"]["phase-2"]) == {early.pk}
    assert set(current_index().members["stage"]["phase-3"]) == {late.pk}


def _write_elsewhere(pk: int) -> None:
    Trial.objects.filter(pk=pk).update(stage="phase-3")


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_wrote_is_seen_by_itself_alone_and_gone_when_it_is_undone(db):
    trial = make_trial()
    before = current_index()
    with transaction.atomic():
        Trial.objects.all().delete()
        assert not current_index().shown
        assert current_index() is current_index()
        with ThreadPoolExecutor(1) as other:
            assert other.submit(lambda: set(current_index().shown)).result() == {trial.pk}
            other.submit(lambda: connection.close()).result()
        transaction.set_rollback(True)
    assert current_index() is before


@pytest.mark.django_db(transaction=True)
def test_a_search_reads_nothing_but_the_stamps_while_nothing_is_written(words, django_assert_num_queries):
    current_index()
    with django_assert_num_queries(1):
        current_index()


@pytest.mark.django_db(transaction=True)
def test_when_old_stamps_are_dropped_who_has_not_looked_since_reads_everything_anew(db, monkeypatch):
    monkeypatch.setattr("trials.models.stamp.KEPT", 2)
    first = make_trial()
    long_ago = current_index()
    behind = held_indexes._held["field"]
    for _ in range(5):
        Trial.objects.filter(pk=first.pk).update(stage="phase-2")
    up_to_date = current_index()
    Stamp.prune()
    assert Stamp.objects.count() == 4
    assert same(current_index(), up_to_date)
    held_indexes._held["field"] = behind
    assert not same(long_ago, index())
    assert same(current_index(), index())


def test_a_new_day_changes_who_takes_people_without_reading_anything(db, monkeypatch):
    today = timezone.localdate()
    trial = make_trial(status="RECRUITING", verified=today - timedelta(days=729))
    facts, choices = read_facts(), Choices.load()
    assert [one.slug for one, trials in Index(facts, choices, today).standing.items() if trial.pk in trials] == ["open"]
    tomorrow = Index(facts, choices, today + timedelta(days=1))
    assert [one.slug for one, trials in tomorrow.standing.items() if trial.pk in trials] == ["doubt"]


@pytest.mark.parametrize("number", [1, 12])
def test_facts_are_read_in_as_many_queries_for_one_trial_as_for_twelve(words, django_assert_num_queries, number):
    for _ in range(number):
        make_trial(conditions=[words.lupus], targets=[words.cd19], modalities=[words.car_t], sites=[make_site()])
    with django_assert_num_queries(7):  # four questions, room for them, and the borders of the transaction
        read_facts()


def test_classes_of_sponsors_that_are_one_choice_are_counted_together(db):
    trials = [make_trial(sponsor=make_sponsor(kind, kind=kind)) for kind in ("OTHER", "NETWORK", "NIH", "FED", "")]
    assert members("sponsor") == {
        "hospital": {trials[0].pk, trials[1].pk},
        "government": {trials[2].pk, trials[3].pk},
        "unknown": {trials[4].pk},
    }


def test_no_number_is_the_number_of_a_programme(db):
    make_programme()
    assert not index().with_number(0)


@pytest.mark.django_db(transaction=True)
def test_a_stamp_of_another_servers_future_makes_nobody_read_again(db):
    make_trial()
    held = current_index()
    Stamp.objects.create(transaction=10**15, trials=None)
    assert current_index() is held
