"""Labels on a trial's page: an editor adds and vetoes, and no rule undoes it."""

import pytest
from django.urls import reverse

from tests.builders import make_burden, make_condition, make_source, make_target, make_trial
from tests.forms import faults, post, send, shown
from trials.models import Origin, Trial, TrialCondition


def page(trial: Trial) -> str:
    return reverse("admin:trials_trial_change", args=[trial.pk])


def test_an_added_label_is_the_editors(admin_client):
    trial, lupus = make_trial(), make_condition("Lupus")
    add_label(admin_client, trial, condition=lupus.pk)
    label = trial.condition_labels.get()
    assert (label.condition, label.origin, label.vetoed) == (lupus, Origin.CURATOR, False)


def add_label(client, trial: Trial, **columns) -> None:
    values = {f"condition_labels-0-{name}": value for name, value in columns.items()}
    post(client, page(trial), **{"condition_labels-TOTAL_FORMS": "1", **values})


def test_a_veto_makes_the_label_an_editors_so_that_no_rule_brings_it_back(admin_client):
    trial = make_trial(conditions=[make_condition("Lupus")])
    label = trial.condition_labels.get()
    post(admin_client, page(trial), **{"condition_labels-0-vetoed": "on"})
    label.refresh_from_db()
    assert (label.vetoed, label.origin, label.evidence) == (True, Origin.CURATOR, "Lupus")


def test_a_lifted_veto_leaves_an_editors_label(admin_client):
    trial = make_trial()
    trial.condition_labels.create(condition=make_condition(), vetoed=True)
    values = shown(admin_client, page(trial))
    del values["condition_labels-0-vetoed"]
    send(admin_client, page(trial), values)
    label = trial.condition_labels.get()
    assert (label.vetoed, label.origin) == (False, Origin.CURATOR)


def test_a_label_that_is_left_as_it_is_stays_the_rules(admin_client):
    make_source("registry")
    make_source("editor")
    trial = make_trial(conditions=[make_condition()], targets=[make_target()])
    post(admin_client, page(trial), stage="phase-2")
    assert trial.condition_labels.get().origin == Origin.RULE
    assert trial.target_labels.get().origin == Origin.RULE


@pytest.mark.parametrize(("origin", "left"), [("rule", 1), ("article", 1), ("curator", 0)])
def test_only_an_editors_label_can_be_deleted(admin_client, origin, left):
    trial = make_trial(conditions=[make_condition()], origin=origin)
    post(admin_client, page(trial), **{"condition_labels-0-DELETE": "on"})
    assert trial.condition_labels.count() == left


@pytest.mark.parametrize(("column", "value"), [("origin", "curator"), ("field", "x"), ("evidence", "x")])
def test_where_a_label_is_from_cannot_be_posted_over(admin_client, column, value):
    trial = make_trial(conditions=[make_condition("Lupus")])
    other = make_condition("Other")
    post(
        admin_client,
        page(trial),
        **{f"condition_labels-0-{column}": value, "condition_labels-0-condition": other.pk},
    )
    label = TrialCondition.objects.get(trial=trial)
    assert (label.condition.name, label.origin, label.field, label.evidence) == ("Lupus", "rule", "title", "Lupus")


def test_the_same_label_twice_is_refused_in_words(admin_client):
    lupus = make_condition("Lupus")
    trial = make_trial(conditions=[lupus])
    values = shown(admin_client, page(trial))
    values |= {"condition_labels-TOTAL_FORMS": "2", "condition_labels-1-condition": lupus.pk}
    response = admin_client.post(page(trial), values)
    assert response.status_code == 200
    assert "duplicate" in response.text or "already exists" in response.text


# --- what joining takes


def takes(trial: Trial, **columns) -> dict[str, str]:
    return {"burden_labels-TOTAL_FORMS": "1", **{f"burden_labels-0-{name}": one for name, one in columns.items()}}


def test_a_burden_is_vetoed_and_an_editors_own_is_added(admin_client):
    trial = make_trial()
    post(admin_client, page(trial), **takes(trial, kind="travel", value='{"said": "yes", "before": ""}'))
    added = trial.burden_labels.get()
    assert (added.kind, added.value, added.origin) == ("travel", {"said": "yes"}, Origin.CURATOR)
    ruled = make_burden(make_trial())
    post(admin_client, page(ruled.trial), **{"burden_labels-0-vetoed": "on"})
    ruled.refresh_from_db()
    assert (ruled.vetoed, ruled.origin, ruled.evidence) == (True, Origin.CURATOR, "Cells are taken.")


@pytest.mark.parametrize("value", ['{"said": "perhaps"}', '{"amount": {"minimum": "few"}}', '["yes"]'])
def test_a_burden_that_no_page_could_say_is_refused_with_the_way_out(admin_client, value):
    trial = make_trial()
    values = {**shown(admin_client, page(trial)), **takes(trial, kind="travel", value=value)}
    sent_back = admin_client.post(page(trial), values)
    assert sent_back.status_code == 200
    assert "Not understood" in " ".join(faults(sent_back))
    assert not trial.burden_labels.exists()


def test_the_registrys_words_do_not_stand_beside_an_editors_value(admin_client):
    burden = make_burden(kind="hospital-stay", value={"amount": {"minimum": 7, "maximum": 7, "unit": "day"}})
    changed = '{"amount": {"minimum": 9, "maximum": 9, "unit": "day"}}'
    post(admin_client, page(burden.trial), **{"burden_labels-0-value": changed})
    burden.refresh_from_db()
    assert (burden.value["amount"]["minimum"], burden.evidence, burden.field) == (9, "", "")
    assert burden.origin == Origin.CURATOR
