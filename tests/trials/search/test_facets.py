"""Facets: what can be narrowed further, with the right counts."""

import pytest

from tests.builders import make_condition, make_programme, make_site, make_target, make_trial
from tests.trials.search.searching import found, search_for
from trials.models import Origin
from trials.search.facets import SHOWN_AT_ONCE, Facet, FacetChoice, facets
from trials.search.facets import facet as facet_of

LUPUS = "systemic-lupus-erythematosus"


def facet(address: str, name: str) -> Facet:
    return facet_of(search_for(address), name)


def counts(address: str, name: str) -> dict[str, int]:
    return {choice.slug: choice.count for choice in facet(address, name).choices}


# --- counts


def test_a_facet_still_counts_the_choices_beside_the_chosen_one(words):
    make_trial(conditions=[words.lupus])
    make_trial(conditions=[words.lupus, words.myositis])
    assert counts("condition=myositis", "condition") == {LUPUS: 2, "myositis": 1}


def test_a_facet_counts_under_all_other_choices_and_words(words):
    make_trial(title="Nephron", conditions=[words.lupus], targets=[words.cd19], stage="phase-2")
    make_trial(title="Nephron", conditions=[words.lupus], targets=[words.bcma], stage="phase-1")
    make_trial(title="Other", conditions=[words.myositis], targets=[words.cd19], stage="phase-1")
    address = "condition=sle&target=cd19&q=nephron"
    assert counts(address, "condition") == {LUPUS: 1}
    assert counts(address, "target") == {"cd19": 1, "bcma": 1}
    assert counts(address, "stage") == {"phase-2": 1}
    assert counts("target=cd19", "condition") == {LUPUS: 1, "myositis": 1}


def test_words_that_match_better_or_worse_are_counted_in_one_line(words):
    make_trial(title="Nephron", conditions=[words.lupus])
    make_trial(title="B", summary="nephron", conditions=[words.lupus])
    make_trial(title="C", eligibility="nephron nephron", conditions=[words.lupus])
    assert counts("q=nephron", "stage") == {"phase-1": 3}
    assert counts("q=nephron", "condition") == {LUPUS: 3}


def test_a_disease_counts_each_trial_of_its_kinds_once(words):
    deep = make_condition("Class four", parent=words.nephritis)
    make_trial(conditions=[words.lupus, words.nephritis, deep])
    make_trial(conditions=[words.nephritis])
    make_trial(conditions=[words.myositis])
    choices = facet("", "condition").choices
    assert [(one.slug, one.count, one.depth) for one in choices] == [
        (LUPUS, 2, 0),
        ("lupus-nephritis", 2, 1),
        ("class-four", 1, 2),
        ("myositis", 1, 0),
    ]


def test_antigens_are_counted_alone_and_together_and_not_stated_comes_last(words):
    for targets in ([words.cd19], [words.bcma, words.cd19], [words.cd19, words.bcma], [], [], [], []):
        make_trial(targets=targets)
    shown = [(one.slug, one.name, one.count) for one in facet("", "target").choices]
    assert shown == [
        ("cd19", "CD19", 3),
        ("bcma", "BCMA", 2),
        ("bcma-cd19", "BCMA + CD19", 2),
        ("unknown", "Not stated", 4),
    ]


@pytest.mark.parametrize("chosen", ["", "target=cd19-bcma", "target=caar-t", "target=unknown&target=cd20-cd19"])
def test_the_number_beside_a_target_is_what_choosing_it_alone_finds(words, chosen):
    for targets in (
        [words.cd19, words.bcma],
        [words.cd19, words.bcma, words.cd20],
        [words.cd19],
        [words.baff_r, words.cd19],
        [],
    ):
        make_trial(targets=targets)
    make_trial(targets=[words.musk], modalities=[words.caar_t])
    for slug, count in counts(chosen, "target").items():
        assert count == len(found(f"target={slug}")), slug


def test_vetoed_labels_are_not_counted(words):
    trial = make_trial(conditions=[words.lupus], targets=[words.cd19], modalities=[words.car_t], origin=Origin.CURATOR)
    for labels in ("condition_labels", "target_labels", "modality_labels"):
        getattr(trial, labels).update(vetoed=True)
    assert counts("", "condition") == counts("", "modality") == {}
    assert counts("", "target") == {"unknown": 1}


def test_a_country_counts_a_trial_with_two_sites_once(db):
    make_trial(sites=[make_site(country="China"), make_site(country="China"), make_site(country=None)])
    make_trial(sites=[make_site(country="China"), make_site(country="Germany")])
    assert counts("", "country") == {"china": 2, "germany": 1}


def test_stages_and_statuses_come_in_their_own_order_in_plain_words(db):
    for status, stage in (
        ("COMPLETED", "phase-2"),
        ("RECRUITING", "phase-1"),
        ("NOT_YET_RECRUITING", "phase-2"),
        ("NEVER_SEEN", "early-phase-1"),
        ("COMPLETED", ""),
    ):
        make_trial(status=status, stage=stage)
    make_programme()
    assert [(one.name, one.count) for one in facet("", "stage").choices] == [
        ("Preclinical", 1),
        ("Early phase 1", 1),
        ("Phase 1", 1),
        ("Phase 2", 2),
        ("Not stated", 1),
    ]
    assert [(one.name, one.slug, one.count) for one in facet("", "status").choices] == [
        ("Recruiting", "recruiting", 1),
        ("Not yet recruiting", "not-yet-recruiting", 1),
        ("Finished", "completed", 2),
    ]


@pytest.mark.parametrize(("scope", "count"), [("field", 1), ("all", 2)])
def test_only_what_patients_see_is_counted(words, settings, scope, count):
    settings.REGISTRY_SCOPE = scope
    make_trial(conditions=[words.lupus])
    make_trial(conditions=[words.lupus], in_field=False)
    assert counts("", "condition") == {LUPUS: count}


# --- choices


@pytest.mark.parametrize(
    ("address", "name", "slug", "title"),
    [
        ("condition=sle", "condition", LUPUS, "Lupus"),
        ("target=cd20-bcma", "target", "bcma-cd20", "BCMA + CD20"),
        ("target=unknown", "target", "unknown", "Not stated"),
        ("target=caar-t", "target", "caar-t", "CAAR-T"),
        ("modality=caar-t", "modality", "caar-t", "CAAR-T"),
        ("stage=phase-2", "stage", "phase-2", "Phase 2"),
        ("status=suspended", "status", "suspended", "On hold"),
        ("country=spain", "country", "spain", "Spain"),
    ],
)
def test_a_chosen_value_without_trials_is_still_shown(words, address, name, slug, title):
    make_site(country="Spain")
    make_trial(targets=[words.cd19])
    choice = next(one for one in facet(address, name).choices if one.slug == slug)
    assert (choice.name, choice.count, choice.chosen) == (title, 0, True)


def test_a_choice_is_chosen_under_its_own_slug_whatever_was_typed(words):
    make_trial(conditions=[words.lupus, words.myositis], targets=[words.cd19, words.bcma])
    chosen = {one.slug: one.chosen for one in facet("condition=SLE", "condition").choices}
    assert chosen == {LUPUS: True, "myositis": False}
    chosen = {one.slug: one.chosen for one in facet("target=CD19%2BBCMA", "target").choices}
    assert chosen == {"bcma-cd19": True, "bcma": False, "cd19": False}


def test_every_chosen_line_and_the_first_few_are_seen_at_once():
    lines = [FacetChoice(str(n), str(n), 1, n in (2, 20), 0) for n in range(30)]
    shown = Facet("target", "Target", lines)
    assert [one.slug for one in shown.first] == [*map(str, range(SHOWN_AT_ONCE)), "20"]
    assert {*shown.first, *shown.rest} == {*lines}
    assert len(shown.first) + len(shown.rest) == 30


def test_what_the_words_ask_for_is_chosen_in_its_facet_and_goes_with_the_words(words):
    make_trial(conditions=[words.lupus], targets=[words.cd19])
    make_trial(conditions=[words.myositis], targets=[words.bcma])
    chosen = {one.slug: (one.count, one.chosen, one.said) for one in facet("q=cd19+lupus", "condition").choices}
    assert chosen == {LUPUS: (1, True, "?q=cd19")}
    beside = {one.slug: one.said for one in facet("q=lupus&target=cd19", "target").choices}
    assert beside == {"cd19": ""}


def test_a_facet_of_which_every_choice_finds_all_that_is_found_anyway_is_left_out(words):
    make_trial(conditions=[words.lupus], targets=[words.cd19], stage="phase-1")
    make_trial(conditions=[words.lupus], targets=[words.cd19, words.bcma], stage="phase-1")
    shown = {one.name for one in facets(search_for(""))}
    assert "target" in shown
    assert not {"condition", "stage", "status", "modality"} & shown
    assert {"condition", "target"} <= {one.name for one in facets(search_for("condition=sle"))}


def test_a_search_with_an_error_still_shows_its_facets_under_the_rest(words):
    make_trial(conditions=[words.lupus], stage="phase-1")
    make_trial(conditions=[words.myositis], stage="phase-2")
    address = "condition=no-such-disease&stage=phase-2"
    assert counts(address, "condition") == {"myositis": 1}
    assert counts(address, "stage") == {"phase-1": 1, "phase-2": 1}


def test_a_facet_of_an_antigen_that_no_trial_binds_is_not_shown(words):
    make_target("CD7")
    make_trial(targets=[words.cd19])
    assert counts("", "target") == {"cd19": 1}


def test_the_numbers_of_a_facet_are_what_choosing_each_line_finds(words):
    """Filters of each kind, words, and wider trials: a count is never a guess."""
    group = make_condition("Autoimmune disease", basket=True)
    make_trial(title="Nephron", conditions=[words.lupus], targets=[words.cd19], stage="phase-2", minimum_age_years=18)
    make_trial(title="Nephron", conditions=[words.nephritis], stage="phase-1", cell_source="allogeneic")
    make_trial(title="Nephron", conditions=[group], status="COMPLETED", sites=[make_site(country="China")])
    make_trial(conditions=[words.myositis], targets=[words.bcma], maximum_age_years=17, sites=[make_site()])
    for address in (
        "",
        "q=nephron",
        "q=lupus+nephritis",
        "q=nephron&stage=phase-1",
        "condition=lupus-nephritis&wider=yes",
    ):
        for one in facets(search_for(address)):
            if not one.chosen:
                for choice in one.choices:
                    assert len(found(f"{address}&{one.name}={choice.slug}")) == choice.count, (address, choice)
