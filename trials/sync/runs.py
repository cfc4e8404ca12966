"""A run of the sync from its first row to its last: what it reads, how it ends, and what it says of itself."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q
from django.utils import timezone

from trials.models import Stamp, SyncRun
from trials.registry.client import RegistryClient, RegistryError
from trials.registry.files import FilesError, studies_in
from trials.sync.alone import alone
from trials.sync.pages import Context, Guard, Preview, WouldDrop, Writer
from trials.sync.registry import Reading
from trials.sync.relabelling import read_sisters_again

BATCH = 500

Progress = Callable[[SyncRun], None]
log = logging.getLogger(__name__)


def sync_files(path: Path, *, allow_drop: bool = False, dry_run: bool = False, progress: Progress | None = None,
               say: Callable[[str], None] = print) -> SyncRun:  # fmt: skip
    """Bring in the registry records at `path`. The run that is returned says what was done and how it ended.

    A dry run writes nothing and says what it would change. Raises AlreadyRunning.
    """

    def work(run: SyncRun, writer: Writer | Preview) -> None:
        for _ in writer.pages(_batches(studies_in(path), BATCH), Context()):
            _told(run, progress)

    return _run(SyncRun(origin=str(path)), work, allow_drop=allow_drop, dry_run=dry_run, say=say)


def sync_registry(url: str, *, full: bool = False, since: date | None = None, allow_drop: bool = False,
                  dry_run: bool = False, progress: Progress | None = None,
                  say: Callable[[str], None] = print) -> SyncRun:  # fmt: skip
    """Bring in what the registry at `url` has changed since the last good run; all of it the first time, and weekly.

    `full` lists everything now; `since` asks for what changed from that day on. A dry run writes nothing and says what
    it would change. The run that is returned says how it went. Raises AlreadyRunning.
    """

    def work(run: SyncRun, writer: Writer | Preview) -> None:
        def told(line: str) -> None:
            run.retried += 1
            log.warning("%s: asked again: %s", run.origin, line)

        contact = f" ({settings.CONTACT})" if settings.CONTACT else ""
        client = RegistryClient(
            url,
            user_agent=f"cell-therapy-trial-finder/1.0{contact}",
            delay=settings.REGISTRY_DELAY,
            limit=settings.REGISTRY_TIME_LIMIT,
            told=told,
        )
        Reading(run, client, writer, lambda: _told(run, progress)).read(full=full, since=since)

    return _run(SyncRun(origin=url), work, allow_drop=allow_drop, dry_run=dry_run, say=say)


def _run(run: SyncRun, work: Callable[[SyncRun, Writer | Preview], None], *, allow_drop: bool, dry_run: bool,
         say: Callable[[str], None]) -> SyncRun:  # fmt: skip
    if dry_run:
        return _to_its_end(run, lambda: work(run, Preview(run, say)))
    with alone():
        # Nobody else runs: what still says so was ended before it could tell.
        SyncRun.objects.filter(outcome=SyncRun.Outcome.RUNNING).update(
            outcome=SyncRun.Outcome.FAILED, message="ended without a word", finished=timezone.now()
        )
        run.save()
        try:
            return _to_its_end(run, lambda: _write_all(run, work, Guard.of_today(allowed=allow_drop)))
        finally:
            _write_down(run)


def _write_all(run: SyncRun, work: Callable[[SyncRun, Writer], None], guard: Guard) -> None:
    work(run, Writer(run, guard))
    if _brought_something():
        read_sisters_again()


def _brought_something() -> bool:
    """Whether this run did, or one since the last that came to its end: that one could not look at it as a whole."""
    last = SyncRun.objects.good().order_by("-pk").values_list("pk", flat=True).first() or 0
    return SyncRun.objects.filter(Q(new__gt=0) | Q(changed__gt=0), pk__gt=last).exists()


def _to_its_end(run: SyncRun, work: Callable[[], None]) -> SyncRun:
    """`work`, with how it ended in `run`. What is nobody's fault but ours is raised once that is told."""
    try:
        work()
        run.outcome = SyncRun.Outcome.SET_ASIDE if run.set_aside else SyncRun.Outcome.WELL
    except (RegistryError, FilesError, WouldDrop) as error:
        run.outcome, run.message = SyncRun.Outcome.FAILED, str(error)
    except (OperationalError, InterfaceError) as error:
        run.outcome, run.message = SyncRun.Outcome.FAILED, f"the database failed: {_first_line(error)}"
    except BaseException as error:
        run.outcome, run.message = SyncRun.Outcome.FAILED, f"stopped: {type(error).__name__} {error}".strip()
        raise
    finally:
        run.finished = timezone.now()
    return run


def _write_down(run: SyncRun) -> None:
    """The run's end, over a new connection where the old one is gone. With no database the next run tells it."""
    try:
        if not connection.is_usable():
            connection.close()
        run.save()
        Stamp.prune()
    except (OperationalError, InterfaceError) as error:
        log.error("the end of run %s cannot be written down: %s", run.pk, _first_line(error))
        connection.close()


def _told(run: SyncRun, progress: Progress | None) -> None:
    if progress:
        progress(run)
    else:
        log.info("%s: page %s, %s", run.origin, run.pages, counts(run))


def counts(run: SyncRun) -> str:
    """What a run did, in one line."""
    vanished = f", {run.vanished} gone" if run.vanished else ""
    return f"{run.new} new, {run.changed} changed, {run.unchanged} unchanged, {run.set_aside} set aside{vanished}"


def _batches(items: Iterable, size: int) -> Iterator[list]:
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def never_synced() -> bool:
    """Whether no run has gone through to its end yet; one that was cut off is made up for."""
    return not SyncRun.objects.good().exists()
