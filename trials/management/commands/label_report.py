from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path

import msgspec
from django.core.management.base import BaseCommand, CommandError

from trials.label_report import Gold, Names, Ours, above_in, compare, of_trials, read_gold
from trials.labels.classify import Classifier
from trials.labels.sisters import product_facts
from trials.labels.vocabulary import Vocabulary
from trials.registry.files import FilesError, studies_in
from trials.registry.parse import parse_study
from trials.registry.records import ParseError, StudyRecord
from trials.vocabulary import load_vocabulary


class Command(BaseCommand):
    help = (
        "Compare our labels with curated ones, and print every disagreement with our evidence. The labels are those "
        "of the database; with --records today's rules read records from files, and the database is not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gold", type=Path, metavar="FILE", help="curated labels, one JSON object a line")
        parser.add_argument(
            "--records",
            type=Path,
            nargs="+",
            metavar="PATH",
            help="files or folders of registry records; says of each how many are taken into the field",
        )

    def handle(self, *args: object, gold: Path | None, records: list[Path] | None, **options: object) -> None:
        if not gold and not records:
            raise CommandError("Give --gold FILE, --records PATH, or both.")
        curated = self._curated(gold) if gold else []
        vocabulary = load_vocabulary()
        ours = self._of_records(records, vocabulary) if records else of_trials(one.nct for one in curated)
        if gold:
            for line in compare(curated, ours, above_in(vocabulary)).lines():
                self.stdout.write(line)

    def _curated(self, gold: Path) -> list[Gold]:
        try:
            return read_gold(gold.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
            raise CommandError(f"{gold} holds no curated labels: {error}") from error

    def _of_records(self, paths: Iterable[Path], vocabulary: Vocabulary) -> dict[str, Ours]:
        """Each record's labels, the last version of each; what one says of a product holds for its sisters."""
        read = {path: self._records(path) for path in paths}
        held = {record.nct_id: record for found in read.values() for record in found}
        classifier = Classifier(vocabulary, product_facts(held.values(), vocabulary))
        labels = {number: classifier.classify(record) for number, record in held.items()}
        for path, found in read.items():
            taken = sorted({record.nct_id for record in found if labels[record.nct_id].in_field})
            named = f": {', '.join(taken[:20])}{' …' if len(taken) > 20 else ''}" if taken else ""
            self.stdout.write(f"{path}: {len(found)} records, {len(taken)} of the field{named}")
        names = Names()
        return {number: names.of_labels(one) for number, one in labels.items()}

    def _records(self, path: Path) -> list[StudyRecord]:
        records = []
        try:
            for found in studies_in(path):
                try:
                    if found.fault:
                        raise ParseError(found.fault)
                    records.append(parse_study(found.body))
                except ParseError as error:
                    self.stderr.write(f"Not read: {found.place}: {error}")
        except FilesError as error:
            raise CommandError(str(error)) from error
        return records
