"""An editor sees how each run went, asks for another, and says for good what belongs to the field."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.builders import make_change, make_run, make_source, make_trial
from tests.forms import faults, post, shown
from tests.trials.syncing import another_sync
from trials.models import SyncRun, Trial

RUNS = "/admin/trials/syncrun/"
NOW = f"{RUNS}sync-now/"


def jobs() -> list[dict]:
    return list(ProcrastinateJob.objects.filter(task_name="sync_trials").values_list("args", flat=True))


@pytest.fixture
def staff(client, db):
    user = get_user_model().objects.create_user("helper", password="x", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_syncrun"]))
    client.force_login(user)
    return user


def test_a_sync_is_asked_for_with_one_button(admin_client):
    assert "Sync now" in admin_client.get(RUNS).text
    said = admin_client.post(NOW, follow=True).text
    assert "A sync is queued" in said
    assert [job["full"] for job in jobs()] == [False]


def test_everything_can_be_asked_for_too(admin_client):
    admin_client.post(NOW, {"full": "1"})
    assert [job["full"] for job in jobs()] == [True]


def test_a_second_push_of_the_button_adds_nothing(admin_client):
    admin_client.post(NOW)
    assert "A sync is waiting already" in admin_client.post(NOW, follow=True).text
    assert len(jobs()) == 1


def test_the_button_is_for_those_who_may(client, staff):
    assert "Sync now" not in client.get(RUNS).text
    assert client.post(NOW).status_code == 403
    staff.user_permissions.add(Permission.objects.get(codename="run_sync"))
    assert "Sync now" in client.get(RUNS).text
    assert client.post(NOW).status_code == 302
    assert len(jobs()) == 1


def test_nothing_is_queued_by_looking(admin_client):
    assert admin_client.get(NOW).status_code == 405
    assert jobs() == []


def test_nobody_else_reaches_the_button(client, db):
    assert client.post(NOW).status_code == 302
    assert jobs() == []


def test_a_run_under_way_shows_its_progress_and_looks_again_by_itself(admin_client):
    run = make_run(outcome="running", new=120, unchanged=30, expected=315)
    page = reverse("admin:trials_syncrun_change", args=[run.pk])
    with another_sync():
        for address in (page, RUNS):
            text = admin_client.get(address).text
            assert "Running: 150 studies of 315 so far" in text
            assert '<meta http-equiv="refresh"' in text


def test_a_run_that_was_killed_is_not_said_to_run(admin_client):
    run = make_run(outcome="running")
    for address in (reverse("admin:trials_syncrun_change", args=[run.pk]), RUNS):
        text = admin_client.get(address).text
        assert "Ended without a word" in text
        assert "http-equiv" not in text


def test_a_run_leads_to_the_changes_that_it_found(admin_client):
    run = make_run(asked="Lupus: everything\n", pages=3, retried=2)
    make_change(run=run)
    make_change()
    text = admin_client.get(reverse("admin:trials_syncrun_change", args=[run.pk])).text
    assert "1 changes that matter to patients" in text
    assert "Lupus: everything" in text
    found = admin_client.get("/admin/trials/change/", {"run__id__exact": run.pk}).context["cl"].result_list
    assert len(found) == 1


def test_a_page_of_a_run_that_is_not_there_leads_back(admin_client):
    assert admin_client.get(f"{RUNS}999999/change/").status_code == 302
    assert SyncRun.objects.count() == 0


# --- what belongs to the field


@pytest.fixture
def _sources(db):
    for kind in ("registry", "article", "editor"):
        make_source(kind)


def page(trial: Trial) -> str:
    return reverse("admin:trials_trial_change", args=[trial.pk])


@pytest.mark.usefixtures("_sources")
@pytest.mark.parametrize(("by_rule", "ruling"), [(True, "false"), (False, "true")])
def test_an_editor_overrules_what_belongs_and_takes_it_back(admin_client, by_rule, ruling):
    trial = make_trial(in_field=by_rule, field_reason="The rule's reason.")
    post(admin_client, page(trial), field_ruling=ruling, field_ruling_reason="Its protocol says so.")
    trial.refresh_from_db()
    assert (trial.in_field, trial.field_by_rule) == (not by_rule, by_rule)
    assert (trial.field_reason, trial.field_ruling_reason) == ("The rule's reason.", "Its protocol says so.")
    post(admin_client, page(trial), field_ruling="unknown")
    trial.refresh_from_db()
    assert (trial.in_field, trial.field_ruling, trial.field_ruling_reason) == (by_rule, None, "")


@pytest.mark.usefixtures("_sources")
def test_a_ruling_without_a_reason_is_refused(admin_client):
    trial = make_trial()
    sent_back = admin_client.post(page(trial), {**shown(admin_client, page(trial)), "field_ruling": "false"})
    assert "Say why" in str(faults(sent_back))
    trial.refresh_from_db()
    assert trial.in_field
