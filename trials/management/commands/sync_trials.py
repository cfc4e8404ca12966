import contextlib
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from trials.models import SyncRun
from trials.sync import AlreadyRunning, Progress, counts, sync_files, sync_registry


class Command(BaseCommand):
    help = (
        "Bring in what changed in the registry since the last good run (everything the first time, and weekly), or "
        "its records in files. Ends with 0 if all went well, 2 if some records could not be read, 3 if another sync "
        "runs, else 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument(
            "--from",
            dest="path",
            type=Path,
            help="a study, a JSON page or list, JSON lines (.jsonl, .jsonl.gz), the registry's zip, a folder of them",
        )
        where.add_argument("--api", default=settings.REGISTRY_URL, help="the registry's API (%(default)s)")
        when = parser.add_mutually_exclusive_group()
        when.add_argument("--full", action="store_true", help="list everything now, and find what has vanished")
        when.add_argument(
            "--since", type=_day, metavar="DATE", help="ask for what changed on that day (2026-05-31) or later"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would change")
        parser.add_argument(
            "--allow-drop", action="store_true", help="go on even if more than a tenth of the trials would be dropped"
        )

    def handle(self, *args: object, path: Path | None, api: str, full: bool, since: date | None, **given: bool) -> None:
        if path and (full or since):
            raise CommandError("--full and --since are about the registry; a file is always read whole.")
        how = {"allow_drop": given["allow_drop"], "dry_run": given["dry_run"], "say": self.stdout.write}
        try:
            with _progress_bar() as progress:
                if path:
                    run = sync_files(path, progress=progress, **how)
                else:
                    run = sync_registry(api, full=full, since=since, progress=progress, **how)
        except AlreadyRunning as error:
            raise CommandError(f"Nothing was done: {error}.", returncode=3) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped by hand. What came before is kept.") from None
        self._tell(run, dry_run=given["dry_run"])

    def _tell(self, run: SyncRun, *, dry_run: bool) -> None:
        if run.outcome == SyncRun.Outcome.FAILED:
            raise CommandError(f"Stopped: {run.message.rstrip('.')}. What came before is kept: {counts(run)}.")
        if run.set_aside and not dry_run:
            for aside in run.records_set_aside.filter(read_later=None)[:20]:
                number = f"{aside.nct_id} in " if aside.nct_id else ""
                self.stderr.write(f"Set aside: {number}{aside.place}: {aside.reason}")
        self.stdout.write(f"{run.origin}: {counts(run)}{' if this were no dry run' if dry_run else ''}.")
        if run.outcome == SyncRun.Outcome.SET_ASIDE:
            raise CommandError(
                f"{run.set_aside} could not be read; they and the reasons stand in admin under “records set aside”.",
                returncode=2,
            )


@contextlib.contextmanager
def _progress_bar() -> Iterator[Progress | None]:
    """On a terminal a bar with count and rate; elsewhere nothing, and the log has a line for each page."""
    if not sys.stderr.isatty():
        yield None
        return
    with tqdm(unit=" studies", dynamic_ncols=True) as bar, logging_redirect_tqdm():

        def show(run: SyncRun) -> None:
            bar.total = run.expected
            bar.set_postfix_str(f"{run.new} new, {run.changed} changed", refresh=False)
            bar.update(run.seen - bar.n)

        yield show


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day of the registry's, not a moment)
    except ValueError as error:
        raise ArgumentTypeError(f"not a day: {text!r}; write it as 2026-05-31") from error
