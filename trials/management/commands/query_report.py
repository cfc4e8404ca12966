from argparse import ArgumentParser
from pathlib import Path

import msgspec
from django.core.management.base import BaseCommand, CommandError

from trials.label_report import read_gold
from trials.query_report import read_judged, verdicts


class Command(BaseCommand):
    help = (
        "Ask every query of a file and compare what is found with answers judged by hand. Of the trials in the "
        "database only the curated ones count."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--queries", type=Path, required=True, metavar="FILE", help="one JSON object a line")
        parser.add_argument("--gold", type=Path, required=True, metavar="FILE", help="curated labels: what was judged")

    def handle(self, *args: object, queries: Path, gold: Path, **options: object) -> None:
        try:
            judged = read_judged(queries.read_text(encoding="utf-8"))
            trials = {one.nct for one in read_gold(gold.read_text(encoding="utf-8"))}
        except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
            raise CommandError(f"No judged queries could be read: {error}") from error
        found = list(verdicts(judged, trials))
        for verdict in found:
            self.stdout.write(str(verdict))
        failed = sum(not verdict.good for verdict in found)
        self.stdout.write(f"{len(found) - failed} as judged, {failed} not")
        if failed:
            raise CommandError(f"{failed} of {len(found)} queries do not find what they should", returncode=2)
