"""The real registry records that REAL_RECORDS names: all are read, none is guessed, only the field's come in."""

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.seeding import seed_all
from tests.records import write_lines
from tests.trials.syncing import every_row, told
from trials.label_report import Names, above_in, compare, read_gold
from trials.labels.classify import Classifier
from trials.labels.sisters import product_facts
from trials.labels.vocabulary import TherapyEntry
from trials.models import Trial
from trials.registry.files import studies_in
from trials.registry.records import StudyRecord
from trials.store import Version
from trials.sync import sync_files
from trials.sync.labeller import Labeller

pytestmark = pytest.mark.real
RECORDS = Path(os.environ.get("REAL_RECORDS", "."))
CURATED = RECORDS.parent / "labels" / "dev.jsonl"
# Stromal cells in atopic dermatitis, which our vocabulary holds for an immune-mediated disease: it is of the field.
IMMUNE_MEDIATED = {"NCT04137562"}
COMPLETE = RECORDS / "records" / "autoimmune_cell"


def read(path: Path) -> Iterator[StudyRecord]:
    """Every record at the path; a fault or a ParseError ends the test."""
    for found in studies_in(path):
        assert not found.fault, f"{found.place}: {found.fault}"
        yield Version.of(found.body).record


def history() -> list[dict]:
    """The last version of each study of the field's four months, but for the one that left the registry."""
    last = {}
    with gzip.open(RECORDS / "data" / "base.jsonl.gz") as lines:
        studies = [json.loads(line) for line in lines]
    with gzip.open(RECORDS / "data" / "days.jsonl.gz") as lines:
        days = [json.loads(line) for line in lines]
    for study in [*studies, *(one for day in days for one in day["changed"])]:
        last[study["protocolSection"]["identificationModule"]["nctId"]] = study
    gone = {number for day in days for number in day.get("removed", [])}
    return [study for number, study in last.items() if number not in gone]


@pytest.fixture
def labeller(db):
    seed_all()
    return Labeller()


def test_every_record_is_read():
    records = [record for part in ("records", "data/base.jsonl.gz") for record in read(RECORDS / part)]
    assert len(records) > 2900
    assert all(record.title for record in records)


@pytest.mark.parametrize("part", ["oncology.jsonl.gz", "cell_other", "autoimmune_other", "bulk.jsonl.gz"])
def test_nothing_but_cell_therapy_for_autoimmune_disease_is_taken_into_the_field(labeller, part):
    taken = {
        record.nct_id: labels.field_reason
        for record in read(RECORDS / "records" / part)
        if (labels := labeller.classifier.classify(record)).in_field
    }
    assert taken.keys() - IMMUNE_MEDIATED == set(), taken


def test_the_curators_labels_are_ours(labeller):
    names = Names()
    records = [Version.of(json.dumps(study).encode()).record for study in history()]
    classifier = Classifier(labeller.vocabulary, product_facts(records, labeller.vocabulary))
    ours = {record.nct_id: names.of_labels(classifier.classify(record)) for record in records}
    told = compare(read_gold(CURATED.read_text(encoding="utf-8")), ours, above_in(labeller.vocabulary))
    shares = told.shares
    assert told.not_shown == []
    assert shares["targets exactly right, high confidence"] >= 0.98, told.disagreements
    assert shares["targets exactly right"] >= 0.95, told.disagreements
    assert shares["modality exactly right"] >= 0.97, told.disagreements
    assert shares["cell source exactly right"] >= 0.95, told.disagreements
    assert told.scores["conditions"].f1 >= 0.96, told.disagreements


def test_what_is_not_known_of_a_product_comes_of_what_its_sisters_say(labeller):
    """The vocabulary's knowledge of products put aside: a quarter of the curated trials name no antigen at all."""
    unknown = replace(labeller.vocabulary, therapies=dict.fromkeys(labeller.vocabulary.therapies, TherapyEntry()))
    records = [Version.of(json.dumps(study).encode()).record for study in history()]
    facts = product_facts(records, unknown)
    without, taught = Classifier(unknown), Classifier(unknown, facts)
    silent = [record for record in records if not without.classify(record).targets]
    assert sum(bool(taught.classify(record).targets) for record in silent) >= 30
    assert any(fact.product == "RXIM002" for fact in facts)


def test_every_complete_record_of_the_field_is_taken_into_it(labeller):
    left_out = {
        record.nct_id: labels.field_reason
        for record in read(COMPLETE)
        if not (labels := labeller.classifier.classify(record)).in_field
    }
    assert left_out == {}


def test_the_fields_history_comes_in_and_a_second_time_unchanged(labeller, tmp_path):
    studies = history()
    assert len(studies) == 315
    path = write_lines(tmp_path / "history.jsonl.gz", studies)
    named_by_the_article = Trial.objects.exclude(nct_id=None).count()
    assert told(sync_files(path)) == (315, 0, 0, 0)
    before = every_row()
    assert told(sync_files(path)) == (0, 0, 315, 0)
    assert every_row() == before
    assert Trial.objects.exclude(sighting=None).count() == 315
    assert Trial.objects.filter(sighting=None).exclude(nct_id=None).count() <= named_by_the_article


def test_complete_records_come_in_from_their_folder(labeller):
    run = sync_files(COMPLETE)
    assert told(run) == (7, 0, 0, 0)
    assert Trial.objects.shown().exclude(sighting=None).count() == 7
    for record in read(COMPLETE):
        trial = Trial.objects.get(nct_id=record.nct_id)
        assert trial.eligibility == record.eligibility != ""
        assert trial.condition_labels.exists(), trial
        assert trial.modality_labels.exists(), trial
        assert trial.interventions.count() == len(record.interventions)
        assert trial.trial_sites.count() == len({place.place for place in record.locations})
    assert told(sync_files(COMPLETE)) == (0, 0, 7, 0)
