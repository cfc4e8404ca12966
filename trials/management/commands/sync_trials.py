from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from trials.models import SyncRun
from trials.sync import AlreadyRunning, counts, sync_files, sync_registry


class Command(BaseCommand):
    help = "Bring in trials from the registry, or from its records in files. Ends with 0 only if all went well."

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument(
            "--from",
            dest="path",
            type=Path,
            help="a study, a JSON page or list, JSON lines (.jsonl, .jsonl.gz), the registry's zip, a folder of them",
        )
        where.add_argument("--api", default=settings.REGISTRY_URL, help="the registry's API (%(default)s)")

    def handle(self, *args: object, path: Path | None, api: str, **options: object) -> None:
        try:
            run = sync_files(path) if path else sync_registry(api)
        except AlreadyRunning as error:
            raise CommandError(f"Nothing was done: {error}.", returncode=3) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped by hand. What came before is kept.") from None
        for aside in run.records_set_aside.all()[:20]:
            number = f"{aside.nct_id} in " if aside.nct_id else ""
            self.stderr.write(f"Set aside: {number}{aside.place}: {aside.reason}")
        if run.outcome == SyncRun.Outcome.FAILED:
            raise CommandError(f"Stopped: {run.message.rstrip('.')}. What came before is kept: {counts(run)}.")
        self.stdout.write(f"{run.origin}: {counts(run)}.")
        if run.outcome == SyncRun.Outcome.SET_ASIDE:
            raise CommandError(
                f"{run.set_aside} could not be read; they and the reasons stand in admin under “records set aside”.",
                returncode=2,
            )
