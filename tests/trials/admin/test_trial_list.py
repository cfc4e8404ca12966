"""An editor finds trials: by words, by fixed choices, by the vocabulary."""

import pytest

from tests.builders import UPDATED, make_condition, make_programme, make_sponsor, make_target, make_trial
from trials.models import OldNumber

LIST = "/admin/trials/trial/"


@pytest.mark.parametrize("words", ["NCT05550001", "nct0555", "lupus", "chari", "CAR-T", "NCT00000001"])
def test_a_trial_is_found_by_number_title_or_sponsor(admin_client, words):
    trial = make_trial(nct_id="NCT05550001", title="CAR-T in lupus", sponsor=make_sponsor("Charité Berlin"))
    OldNumber.objects.create(nct_id="NCT00000001", trial=trial)
    make_trial(title="Another")
    found = admin_client.get(LIST, {"q": words}).context["cl"].result_list
    assert list(found) == [trial]


@pytest.mark.parametrize(
    "query",
    [
        {"in_field__exact": "1"},
        {"stage__exact": "phase-2"},
        {"status": "COMPLETED"},
        {"cell_source__exact": "in-vivo"},
        {"number": "yes"},
        {"field_ruling__exact": "1"},
        {"vanished__isempty": "0"},
        {"condition": "lupus"},
        {"target": "cd19"},
    ],
)
def test_the_list_is_narrowed_by_each_filter(admin_client, query):
    trial = make_trial(
        stage="phase-2",
        status="COMPLETED",
        cell_source="in-vivo",
        registry_updated=UPDATED,
        vanished=UPDATED,
        field_ruling=True,
        field_ruling_reason="The protocol says so.",
        conditions=[make_condition("Lupus")],
        targets=[make_target("CD19")],
    )
    make_programme(in_field=False)
    assert list(admin_client.get(LIST, query).context["cl"].result_list) == [trial]


def test_a_vetoed_label_does_not_find_a_trial(admin_client):
    trial = make_trial()
    trial.condition_labels.create(condition=make_condition("Lupus"), vetoed=True)
    assert not admin_client.get(LIST, {"condition": "lupus"}).context["cl"].result_list


def test_a_choice_of_the_vocabulary_keeps_the_other_choices_and_the_words(admin_client):
    make_condition("Lupus")
    text = admin_client.get(LIST, {"q": "car", "stage__exact": "phase-1", "p": "1"}).text
    assert '<input type="hidden" name="stage__exact" value="phase-1">' in text
    assert '<input type="hidden" name="q" value="car">' in text
    assert '<option value="lupus">Lupus</option>' in text
    assert '<input type="hidden" name="p"' not in text
