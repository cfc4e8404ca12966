"""Background work: real jobs in the real database, done by a real worker."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings as live_settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicDeferrer

from config import postgres
from tests.builders import make_target
from tests.records import page, study
from tests.registry_server import Answer, registry
from tests.trials.syncing import another_sync, bring_in, make_words, slugs, the_trial
from trials import tasks
from trials.models import RegistryQuery, SyncRun, Trial
from trials.tasks import ask_for_relabel, ask_for_sync, catch_up, keep_going

pytestmark = pytest.mark.django_db

FOUND = Answer(page([study()]))
REFUSED = Answer(b"Unbalanced query", status=400)


@pytest.fixture(autouse=True)
def _words(settings):
    settings.REGISTRY_DELAY = 0
    make_words()
    RegistryQuery.objects.create(name="Lupus", condition="lupus")


@pytest.fixture(autouse=True)
def _no_clock(monkeypatch):
    """Nothing is queued but what a test asks for, whatever the hour."""
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})


@pytest.fixture
def work(transactional_db):
    """A worker that does every job that is due, and ends."""

    def run():
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, install_signal_handlers=False)

    yield run
    # Django empties only tables that its own migrations manage.
    sql("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


@pytest.fixture
def at(settings):
    """The registry that the finder asks, for as long as a test runs: `at(answer, ...)` puts it up."""
    servers = []

    def put_up(*answers):
        servers.append(registry(*answers))
        server = servers[-1].__enter__()
        settings.REGISTRY_URL = server.url
        return server

    yield put_up
    for server in servers:
        server.__exit__(None, None, None)


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def jobs():
    """The jobs that are kept: task, status and number of attempts."""
    return list(ProcrastinateJob.objects.order_by("pk").values_list("task_name", "status", "attempts"))


def kill_a_worker():
    """What is left of a worker that took the first job and was killed an hour ago."""
    worker = async_to_sync(app.job_manager.register_worker)()
    assert async_to_sync(app.job_manager.fetch_job)(queues=None, worker_id=worker)
    sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")


def make_run(hours_ago, outcome="well", origin="https://registry.example/api/v2"):
    run = SyncRun.objects.create(origin=origin, outcome=outcome)
    SyncRun.objects.filter(pk=run.pk).update(started=timezone.now() - timedelta(hours=hours_ago))


def test_a_sync_that_was_asked_for_brings_the_registrys_trials_in_and_is_forgotten(at, work):
    at(FOUND)
    assert ask_for_sync()
    assert Trial.objects.count() == 0
    work()
    assert the_trial().title == "CD19 CAR-T Cells in Lupus"
    assert SyncRun.objects.get().outcome == SyncRun.Outcome.WELL
    assert jobs() == []


def test_a_worker_from_a_shell_does_the_same(at, work):
    server = at(FOUND)
    ask_for_sync()
    database = urlsplit(live_settings.DATABASE_URL or postgres.url(live_settings.VAR / "postgres"))
    here = database._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    worker = subprocess.run(
        [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"],
        cwd=live_settings.BASE_DIR,
        env={**inherited, "DATABASE_URL": here, "REGISTRY_URL": server.url, "REGISTRY_DELAY": "0"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert worker.returncode == 0, worker.stderr
    assert "Traceback" not in worker.stderr
    assert the_trial()
    assert not ProcrastinateJob.objects.filter(task_name="sync_trials").exists()


@pytest.mark.parametrize("full", [False, True])
def test_whether_all_or_only_the_news_is_read_reaches_the_sync(full, monkeypatch, work):
    asked = []
    monkeypatch.setattr(tasks, "sync_registry", lambda url, full: asked.append(full) or SyncRun(outcome="well"))
    ask_for_sync(full=full)
    work()
    assert asked == [full]


def test_while_one_waits_no_second_is_queued_and_the_callers_transaction_goes_on():
    assert ask_for_sync()
    assert ask_for_relabel()
    with transaction.atomic():
        assert not ask_for_sync(full=True)
        assert not ask_for_relabel()
        RegistryQuery.objects.create(name="Myositis", condition="myositis")
    assert RegistryQuery.objects.filter(name="Myositis").exists()
    assert jobs() == [("sync_trials", "todo", 0), ("relabel_trials", "todo", 0)]


def test_a_run_that_failed_is_tried_three_times_more_with_growing_waits(at, work):
    at(REFUSED)
    ask_for_sync()
    waits = []
    for attempt in (1, 2, 3):
        work()
        assert jobs() == [("sync_trials", "todo", attempt)]
        job = ProcrastinateJob.objects.get()
        put_off = job.procrastinateevent_set.filter(type="deferred_for_retry").latest()
        waits.append(round((job.scheduled_at - put_off.at) / timedelta(minutes=1)))
        sql("UPDATE procrastinate_jobs SET scheduled_at = now()")
    work()
    assert waits == [10, 40, 70]
    assert jobs() == [("sync_trials", "failed", 4)]
    assert SyncRun.objects.filter(outcome="failed", message__contains="Unbalanced query").count() == 4


def test_a_further_attempt_brings_in_what_the_first_could_not(at, work):
    server = at(REFUSED)
    ask_for_sync()
    work()
    server.answers = [FOUND]
    sql("UPDATE procrastinate_jobs SET scheduled_at = now()")
    work()
    assert the_trial()
    assert jobs() == []


def test_beside_another_sync_a_job_is_put_off(at, work):
    server = at(FOUND)
    ask_for_sync()
    ask_for_relabel()
    with another_sync():
        work()
    assert server.asked == []
    assert jobs() == [("sync_trials", "todo", 1), ("relabel_trials", "todo", 1)]


def test_a_sync_that_is_put_off_does_not_hold_up_the_editors_vocabulary(at, tmp_path, work):
    at(REFUSED)
    bring_in(tmp_path, study())
    make_target("LND-19")
    ask_for_sync()
    ask_for_relabel()
    work()
    assert slugs(the_trial().target_labels, "target") == {"cd19", "lnd-19"}
    assert jobs() == [("sync_trials", "todo", 1)]


def test_one_that_fails_while_a_newer_waits_leaves_the_work_to_that(monkeypatch, work):
    def fail_the_first(url, full):
        runs.append(full)
        if len(runs) == 1:
            assert ask_for_sync(full=True)  # somebody else, meanwhile
        return SyncRun(outcome="failed" if len(runs) == 1 else "well", message="no answer")

    runs = []
    monkeypatch.setattr(tasks, "sync_registry", fail_the_first)
    ask_for_sync()
    work()
    assert runs == [False, True]
    assert jobs() == [("sync_trials", "failed", 1)]


def test_what_a_killed_worker_was_doing_is_taken_up(at, work):
    at(FOUND)
    ask_for_sync()
    kill_a_worker()
    work()
    assert jobs() == [("sync_trials", "doing", 0)]
    keep_going.defer()
    work()
    assert the_trial()
    assert jobs() == []


def test_what_a_killed_worker_was_doing_does_not_hold_up_the_next_sync(at, work):
    at(FOUND)
    ask_for_sync()
    kill_a_worker()
    assert ask_for_sync()
    keep_going.defer()
    work()
    assert SyncRun.objects.count() == 1
    assert jobs() == [("sync_trials", "failed", 1)]


def test_a_job_that_kills_its_worker_every_time_is_given_up(at, work):
    server = at(FOUND)
    ask_for_sync()
    for _ in range(4):
        kill_a_worker()
        async_to_sync(tasks._take_up)(app.job_manager, ProcrastinateJob.objects.get().procrastinate_job)
    work()
    assert jobs() == [("sync_trials", "failed", 4)]
    assert server.asked == []


def test_a_job_that_a_living_worker_does_is_left_alone(work):
    ask_for_sync()
    kill_a_worker()
    sql("UPDATE procrastinate_workers SET last_heartbeat = now() + interval '1 hour'")
    keep_going.defer()
    work()
    assert jobs() == [("sync_trials", "doing", 0)]


def test_jobs_that_failed_long_ago_are_forgotten_and_later_ones_kept(work):
    for _ in range(2):
        ask_for_sync()
        sql("UPDATE procrastinate_jobs SET status = 'failed'")
    oldest = ProcrastinateJob.objects.earliest("pk")
    sql(f"UPDATE procrastinate_events SET at = now() - interval '31 days' WHERE job_id = {oldest.pk}")
    keep_going.defer()
    work()
    assert [job.pk for job in ProcrastinateJob.objects.all()] == [oldest.pk + 1]


def test_a_missed_night_is_made_up_for_by_the_worker_itself(at, work):
    make_run(hours_ago=30)
    at(FOUND)
    keep_going.defer()
    work()
    assert the_trial()


def test_a_sync_is_asked_for_where_the_last_good_one_began_over_a_day_ago():
    make_run(hours_ago=25)
    make_run(hours_ago=1, outcome="failed")
    make_run(hours_ago=1, origin="/home/editor/studies.jsonl")
    assert catch_up()
    assert not catch_up()
    assert jobs() == [("sync_trials", "todo", 0)]


def test_no_sync_is_asked_for_within_a_day_of_a_good_one():
    make_run(hours_ago=23, outcome="set-aside")
    assert not catch_up()


def test_a_finder_that_was_never_filled_is_left_to_its_first_sync():
    make_run(hours_ago=50, outcome="failed")
    assert not catch_up()


def test_no_sync_is_asked_for_while_one_is_under_way():
    make_run(hours_ago=25)
    with another_sync():
        assert not catch_up()
    assert catch_up()


@pytest.mark.parametrize(
    ("hour", "minute", "due"),
    [(3, 30, {"sync_trials", "keep_going"}), (15, 30, {"keep_going"}), (3, 33, set())],
)
def test_the_clock_asks_for_a_sync_every_night_at_half_past_three(hour, minute, due, monkeypatch):
    monkeypatch.undo()  # the clock's own list again
    clock = PeriodicDeferrer(app.periodic_registry, **app.periodic_defaults)
    moment = datetime(2026, 1, 10, hour, minute, 1, tzinfo=UTC).timestamp()
    async_to_sync(clock.defer_jobs)(clock.get_previous_tasks(at=moment))
    assert {task for task, _, _ in jobs()} == due


def test_the_clocks_own_sync_runs(at, work):
    at(FOUND)
    tasks.sync_trials.defer(timestamp=1768015800)
    work()
    assert the_trial()


def test_a_job_returns_its_database_connection(at, work):
    at(FOUND)
    for _ in range(live_settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] + 1):
        ask_for_relabel()
        work()
    stats = connection.pool.get_stats()
    assert stats["pool_size"] - stats["pool_available"] == 1  # our own


def test_what_waits_and_what_failed_is_seen_in_admin(admin_client, at, work):
    at(REFUSED)
    ask_for_sync()
    work()
    jobs_page = reverse("admin:procrastinate_procrastinatejob_changelist")
    assert jobs_page in admin_client.get(reverse("admin:index")).text
    assert "sync_trials" in admin_client.get(jobs_page).text
    job_page = reverse("admin:procrastinate_procrastinatejob_change", args=[ProcrastinateJob.objects.get().pk])
    assert "sync_trials" in admin_client.get(job_page).text
