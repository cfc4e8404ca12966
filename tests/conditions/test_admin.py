"""Editors keep the vocabulary of disease; what trials use is not deleted."""

import pytest
from django.urls import reverse

from conditions.models import Autoantibody, Condition, Term
from tests.builders import make_autoantibody, make_condition, make_source, make_trial
from tests.forms import post, shown
from trials.models import TrialCondition

LIST = "/admin/conditions/condition/"


def delete(client, entry):
    address = reverse(f"admin:conditions_{entry._meta.model_name}_delete", args=[entry.pk])
    return client.post(address, {"post": "yes"})


def test_a_condition_is_added_with_its_other_names_and_its_autoantibodies(admin_client):
    source, group, musk = make_source(), make_condition("Group"), make_autoantibody("MuSK antibody")
    names = {"terms-TOTAL_FORMS": "1", "terms-0-text": "MG", "terms-0-use": "abbreviation"}
    marks = {"Autoantibody_conditions-TOTAL_FORMS": "1", "Autoantibody_conditions-0-autoantibody": musk.pk}
    post(
        admin_client,
        f"{LIST}add/",
        name="Myasthenia gravis",
        slug="myasthenia-gravis",
        parent=group.pk,
        source=source.pk,
        **names,
        **marks,
    )
    made = Condition.objects.get(slug="myasthenia-gravis")
    assert made.parent == group
    assert list(made.terms.values_list("text", "use")) == [("MG", "abbreviation")]
    assert list(made.autoantibodies.all()) == [musk]


def test_a_slug_is_chosen_once_because_addresses_hold_it(admin_client):
    lupus = make_condition("Lupus")
    address = reverse("admin:conditions_condition_change", args=[lupus.pk])
    post(admin_client, address, slug="other", name="Systemic lupus")
    lupus.refresh_from_db()
    assert (lupus.slug, lupus.name) == ("lupus", "Systemic lupus")


def test_the_list_counts_trials_without_vetoed_labels_and_leads_to_them(admin_client):
    lupus = make_condition("Lupus")
    make_trial(conditions=[lupus])
    make_trial(conditions=[lupus])
    make_trial().condition_labels.create(condition=lupus, vetoed=True)
    text = admin_client.get(LIST).text
    assert '<a href="/admin/trials/trial/?condition=lupus">2</a>' in text


@pytest.mark.parametrize("words", ["lupus", "sle", "D008180"])
def test_a_condition_is_found_by_each_of_its_names(admin_client, words):
    lupus = make_condition("Lupus", terms=["SLE", "SLE disease"], mesh_id="D008180")
    make_condition("Other")
    assert list(admin_client.get(LIST, {"q": words}).context["cl"].result_list) == [lupus]


def test_a_condition_that_trials_use_is_not_deleted_and_the_page_names_some_of_them(admin_client):
    lupus = make_condition("Lupus")
    trials = [make_trial(conditions=[lupus]) for _ in range(7)]
    response = delete(admin_client, lupus)
    assert "Cannot delete condition" in response.text
    assert "7 trials, among them:" in response.text
    assert reverse("admin:trials_trial_change", args=[trials[0].pk]) in response.text
    assert TrialCondition.objects.count() == 7


def test_conditions_that_trials_use_are_not_deleted_from_the_list_either(admin_client):
    lupus, unused = make_condition("Lupus"), make_condition("Unused")
    make_trial(conditions=[lupus])
    values = {"action": "delete_selected", "_selected_action": [lupus.pk, unused.pk], "post": "yes"}
    response = admin_client.post(LIST, values)
    assert "1 trial:" in response.text
    assert Condition.objects.count() == 2


def test_a_group_is_not_deleted_with_its_kinds(admin_client):
    group = make_condition("Group")
    make_condition("Kind", parent=group)
    assert "1 kinds of it:" in delete(admin_client, group).text
    assert Condition.objects.count() == 2


def test_a_condition_that_nothing_uses_goes_with_its_names(admin_client):
    assert delete(admin_client, make_condition(terms=["x"])).status_code == 302
    assert not Condition.objects.exists()
    assert not Term.objects.exists()


def test_a_condition_cannot_become_its_own_kind(admin_client):
    group = make_condition("Group")
    kind = make_condition("Kind", parent=group)
    address = reverse("admin:conditions_condition_change", args=[group.pk])
    response = admin_client.post(address, {**shown(admin_client, address), "parent": kind.pk})
    assert response.status_code == 200
    assert "descendant of itself" in response.text


def test_an_autoantibody_that_trials_ask_for_is_not_deleted(admin_client):
    musk = make_autoantibody("MuSK antibody")
    make_trial(autoantibodies=[musk])
    assert "1 trial:" in delete(admin_client, musk).text
    assert Autoantibody.objects.exists()


def test_a_half_typed_name_is_completed_from_the_vocabulary(admin_client):
    lupus = make_condition("Lupus", terms=["SLE"])
    query = {"app_label": "trials", "model_name": "trialcondition", "field_name": "condition", "term": "sl"}
    found = admin_client.get("/admin/autocomplete/", query).json()["results"]
    assert found == [{"id": str(lupus.pk), "text": "Lupus"}]


def test_an_editor_writes_a_name_in_another_language(admin_client):
    lupus = make_condition("Lupus nephritis")
    post(admin_client, reverse("admin:conditions_condition_change", args=[lupus.pk]), name_es="Nefritis lúpica")
    lupus.refresh_from_db()
    assert (lupus.name, lupus.name_es) == ("Lupus nephritis", "Nefritis lúpica")
