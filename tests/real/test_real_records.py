"""The real registry records that REAL_RECORDS names: all are read, none is guessed, only the field's come in."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.seeding import seed_all
from tests.records import write_lines
from tests.trials.syncing import every_row, told
from trials.models import Trial
from trials.registry.files import studies_in
from trials.registry.records import StudyRecord
from trials.store import Version
from trials.sync import sync_files
from trials.sync.pages import Labeller

pytestmark = pytest.mark.real
RECORDS = Path(os.environ.get("REAL_RECORDS", "."))
# CD7 CAR-T cells in aplastic anemia, which our vocabulary holds for an autoimmune disease: it is of the field.
NO_CANCER = {"NCT07139600"}
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


@pytest.mark.parametrize("part", ["oncology.jsonl.gz", "cell_other"])
def test_no_cell_therapy_of_cancer_is_taken_into_the_field(labeller, part):
    taken = {
        record.nct_id: labels.field_reason
        for record in read(RECORDS / "records" / part)
        if (labels := labeller.classifier.classify(record)).in_field
    }
    assert taken.keys() - NO_CANCER == set(), taken


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
