"""Background work: what a worker does by itself, and what pages and commands may ask it for.

The jobs lie in PostgreSQL (Procrastinate); `manage.py procrastinate worker` does them, and one of it is enough.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.retry import RetryDecision
from procrastinate.tasks import Task

from trials.models import SyncRun, Trial
from trials.sync import relabel, sync_registry
from trials.vocabulary import load_vocabulary

# The registry posts its changes by 9 a.m. US Eastern on working days. At 03:30 UTC a day's are long complete there,
# and it is night in Europe and late evening in America: few read the finder, and few ask the registry.
NIGHTLY = "30 3 * * *"
EVERY_FIVE_MINUTES = "*/5 * * * *"
LONGEST_WITHOUT_SYNC = timedelta(days=1)
HOURS_KEPT = 30 * 24  # for which a job that failed can be looked at in admin

# Names of tasks and of their locks. Each has its own: a sync that waits to be tried again must not hold up the other.
SYNC = "sync_trials"
RELABEL = "relabel_trials"


class SyncFailed(Exception):
    """The run stopped before its end; the message is the run's own."""


class AnotherWaits(Exception):
    """A job failed while a newer one of its kind waits, which will do all of its work."""


class Again(RetryStrategy):
    """Three further attempts, after 10, 40 and 70 minutes; none where a newer job waits."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, AnotherWaits):
            return None
        return super().get_retry_decision(exception=exception, job=job)


AGAIN = Again(max_attempts=3, wait=10 * 60, linear_wait=30 * 60)


@app.periodic(cron=NIGHTLY)
@app.task(name=SYNC, queueing_lock=SYNC, lock=SYNC, retry=AGAIN)
def sync_trials(timestamp: int | None = None, full: bool = False) -> None:
    """Bring in what the registry holds; all of it if `full`. Raises SyncFailed or AlreadyRunning, to be tried again.

    `timestamp` is the time of the clock's own jobs and means nothing here.
    """
    with _giving_way(SYNC):
        run = sync_registry(settings.REGISTRY_URL, full=full)
        if run.outcome == SyncRun.Outcome.FAILED:
            raise SyncFailed(run.message)


@app.task(name=RELABEL, queueing_lock=RELABEL, lock=RELABEL, retry=AGAIN)
def relabel_trials() -> None:
    """Read the kept records again with today's vocabulary. Raises AlreadyRunning, to be tried again."""
    with _giving_way(RELABEL):
        relabel()


@app.periodic(cron=EVERY_FIVE_MINUTES)
@app.task(name="keep_going", queueing_lock="keep_going", pass_context=True)
async def keep_going(context: JobContext, timestamp: int | None = None) -> None:
    """Take up jobs that a killed worker left, forget those of long ago, ask for what was missed."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        if job.id != context.job.id:  # after a machine's sleep our own sign of life can look old
            await _take_up(jobs, job)
    await jobs.delete_old_jobs(HOURS_KEPT, include_failed=True, include_cancelled=True, include_aborted=True)
    await sync_to_async(catch_up)()
    await sync_to_async(keep_up)()


def ask_for_sync(full: bool = False) -> bool:
    """Queue a sync with the registry. True if it was queued, False if one is already waiting."""
    return _queued(sync_trials, full=full)


def ask_for_relabel() -> bool:
    """Queue a new reading of all kept records, as after a change of the vocabulary.

    True if it was queued, False if one is already waiting: that one will see the change.
    """
    return _queued(relabel_trials)


def catch_up() -> bool:
    """Ask for a sync if the last good one of the registry began over a day ago and none is under way.

    A finder that has never been filled is left to its first sync. True if one was queued.
    """
    good = SyncRun.objects.good().of_the_registry().order_by("-started")
    last = good.values_list("started", flat=True).first()
    if last is None or timezone.now() - last < LONGEST_WITHOUT_SYNC or SyncRun.objects.under_way():
        return False
    return ask_for_sync()


def keep_up() -> bool:
    """Ask for a new reading where records were read with other words than those of now. True if one was queued."""
    behind = Trial.objects.filter(record_digest__isnull=False).exclude(labelled_with=load_vocabulary().digest)
    return behind.exists() and not SyncRun.objects.under_way() and ask_for_relabel()


def _queued(task: Task, **arguments: object) -> bool:
    try:
        with transaction.atomic():  # what the database refuses must not spoil the caller's own transaction
            task.defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True


@contextmanager
def _giving_way(queueing_lock: str) -> Iterator[None]:
    """Of two jobs only one may wait: one that fails while a newer waits must not be queued again."""
    try:
        yield
    except Exception as error:
        if ProcrastinateJob.objects.filter(queueing_lock=queueing_lock, status=Status.TODO.value).exists():
            raise AnotherWaits(f"given up, a newer one waits: {error}") from error
        raise


async def _take_up(jobs: JobManager, job: Job) -> None:
    """Queue a stalled job again, at most as often as one that fails; where a newer one waits, that is enough."""
    if job.attempts < AGAIN.max_attempts:
        with suppress(UniqueViolation):
            return await jobs.retry_job(job)
    return await jobs.finish_job(job, status=Status.FAILED, delete_job=False)
