"""What joining takes is kept with its words; an editor's veto and an editor's own line outlive every sync."""

import pytest

from tests.records import study
from tests.trials.syncing import bring_in, make_words, the_trial
from trials.labels import burden_values, evidence
from trials.models import BurdenKind, TrialBurden
from trials.models.label import Role
from trials.sync import relabel

SUMMARY = "Lupus. Participants undergo leukapheresis. They are followed for 2 years after the infusion of CD19 CAR-T."
LATER = {"lastUpdatePostDateStruct": {"date": "2025-03-01"}}


@pytest.fixture(autouse=True)
def _words(db):
    make_words()


def version(summary: str = SUMMARY, **modules):
    return study(descriptionModule={"briefSummary": summary, "detailedDescription": ""}, **modules)


def held() -> dict[str, dict]:
    return {one.kind: one.value for one in the_trial().burden_labels.filter(vetoed=False)}


def test_what_joining_takes_is_kept_with_the_registrys_words(tmp_path):
    bring_in(tmp_path, version())
    assert held()["leukapheresis"] == {"said": "yes"}
    assert held()["follow-up"] == {"amount": {"minimum": 2, "maximum": 2, "unit": "year"}}
    row = the_trial().burden_labels.get(kind="leukapheresis")
    assert (row.origin, row.field) == ("rule", "summary")
    assert row.evidence in SUMMARY


def test_what_the_next_version_no_longer_says_goes(tmp_path):
    bring_in(tmp_path, version())
    bring_in(tmp_path, version("CD19 CAR-T in lupus.", statusModule=LATER))
    assert held() == {}


def test_an_editors_veto_and_line_outlive_a_sync_and_new_rules(tmp_path):
    bring_in(tmp_path, version())
    TrialBurden.objects.filter(kind="leukapheresis").update(vetoed=True, origin="curator")
    TrialBurden.objects.create(trial=the_trial(), kind="travel", value={"said": "yes"}, origin="curator")
    bring_in(tmp_path, version(statusModule=LATER))
    the_trial().__class__.objects.update(labelled_with="")
    relabel()
    assert held().keys() == {"follow-up", "travel"}
    assert TrialBurden.objects.filter(kind="leukapheresis").count() == 1


def test_a_trial_that_tests_no_cells_is_not_asked_what_it_takes(tmp_path):
    tablets = {"armGroups": [], "interventions": [{"type": "DRUG", "name": "Tablets"}]}
    title = {"briefTitle": "Tablets in Lupus", "officialTitle": ""}
    summary = "Participants are followed for 2 years."
    bring_in(tmp_path, version(summary, identificationModule=title, armsInterventionsModule=tablets,
                               conditionsModule={"conditions": ["Lupus"], "keywords": []}))  # fmt: skip
    assert held() == {}


def test_the_words_of_rules_and_of_rows_are_the_same():
    assert {one.value for one in burden_values.BurdenKind} == set(BurdenKind.values)
    assert {one.value for one in evidence.Role} == set(Role.values)
