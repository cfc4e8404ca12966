"""Our labels against curated ones: what is counted, and what is told of a disagreement."""

import json

import pytest
from django.core.management import CommandError, call_command

from config.seeding import seed_all
from tests.records import study, write_lines
from trials.label_report import Gold, Ours, compare, read_gold
from trials.sync import sync_files

PARENTS = {"lupus-nephritis": ["lupus"]}


def above(slug):
    return PARENTS.get(slug, [])


def gold(**said):
    default = {"nct": "NCT1", "targets": ["CD19"], "modality": "CAR-T", "source": "unknown", "conditions": ["lupus"]}
    return Gold(**{**default, **said})


def ours(**said):
    return Ours(**{"targets": {"CD19"}, "modality": "CAR-T", "conditions": {"lupus"}, **said})


def report(theirs, found):
    return compare([theirs], {"NCT1": found} if found else {}, above)


def test_labels_that_agree_are_right_on_every_axis():
    told = report(gold(), ours())
    assert set(told.shares.values()) == {1.0}
    assert told.disagreements == []


def test_precision_recall_and_f1_count_labels():
    score = report(gold(targets=["CD19", "BCMA"]), ours(targets={"CD19", "CD20"})).scores["targets"]
    assert (score.right, score.wrong, score.missed) == (1, 1, 1)
    assert (score.precision, score.recall, score.f1) == (0.5, 0.5, 0.5)


def test_case_does_not_matter_and_a_second_kind_is_as_good():
    told = report(gold(targets=["MuSK"], modality="HSCT", also=["MSC"]), ours(targets={"MUSK"}, modality="msc"))
    assert told.disagreements == []


def test_a_parent_of_a_right_disease_counts_neither_way():
    told = report(gold(conditions=["lupus-nephritis"]), ours(conditions={"lupus", "lupus-nephritis"}))
    assert (told.scores["conditions"].right, told.scores["conditions"].wrong) == (1, 0)
    asked_for = report(gold(conditions=["lupus", "lupus-nephritis"]), ours(conditions={"lupus-nephritis"}))
    assert asked_for.scores["conditions"].missed == 1


@pytest.mark.parametrize("said", [{"confidence": "low"}, {"kind": "alloimmune"}])
def test_what_a_curator_was_unsure_of_and_what_is_not_of_the_field_is_left_out(said):
    assert report(gold(**said), None).trials == 0


@pytest.mark.parametrize("found", [None, ours(shown=False)])
def test_a_trial_that_is_not_shown_is_wrong(found):
    told = report(gold(targets=[], conditions=[]), found)
    assert told.not_shown == ["NCT1"]
    assert told.shares["targets exactly right"] == 0
    assert told.shares["cell source exactly right"] == 0


def test_high_confidence_is_measured_by_itself():
    told = compare([gold(), gold(nct="NCT2", confidence="medium")], {"NCT1": ours()}, above)
    assert told.shares["targets exactly right, high confidence"] == 1.0
    assert told.shares["targets exactly right"] == 0.5


def test_a_disagreement_is_told_with_our_evidence():
    found = ours(targets={"CD20"}, evidence={("targets", "cd20"): "“anti-CD20” (title)"})
    told = "\n".join(report(gold(note="rituximab"), found).lines())
    assert "NCT1 (high) targets: ours CD20, theirs CD19 [rituximab]" in told
    assert "CD20: “anti-CD20” (title)" in told


def test_gold_is_read_line_by_line():
    line = json.dumps({"nct": "NCT1", "targets": [], "modality": "NK", "source": "unknown", "conditions": []})
    assert [one.nct for one in read_gold(f"{line}\n\n")] == ["NCT1"]


@pytest.fixture
def curated(tmp_path):
    path = tmp_path / "gold.jsonl"
    said = {"nct": "NCT01234567", "targets": ["CD19"], "modality": "CAR-T", "source": "unknown"}
    path.write_text(json.dumps({**said, "conditions": ["systemic-lupus-erythematosus"]}) + "\n")
    return path


def lupus(number="NCT01234567"):
    return study(
        number,
        identificationModule={"briefTitle": "CD19 CAR-T in Systemic Lupus Erythematosus", "officialTitle": ""},
        conditionsModule={"conditions": ["Systemic Lupus Erythematosus"], "keywords": []},
        armsInterventionsModule={"armGroups": [], "interventions": [{"name": "CD20 CAR-T"}]},
        descriptionModule={"briefSummary": "", "detailedDescription": ""},
        eligibilityModule={"eligibilityCriteria": ""},
    )


@pytest.mark.django_db
def test_the_command_compares_the_database(curated, tmp_path, capsys):
    seed_all()
    sync_files(write_lines(tmp_path / "records.jsonl", [lupus()]))
    call_command("label_report", gold=curated)
    told = capsys.readouterr().out
    assert "1 trials compared." in told
    assert "targets: ours CD19, CD20, theirs CD19" in told or "targets: ours CD20, theirs CD19" in told
    assert "CD20: “CD20” (interventions)" in told
    assert "cell source exactly right: 1.000 of 1" in told


@pytest.mark.django_db
def test_the_command_reads_records_and_leaves_the_database_alone(curated, tmp_path, capsys):
    seed_all()
    path = write_lines(tmp_path / "records.jsonl", [lupus(), {"no": "study"}])
    call_command("label_report", gold=curated, records=[path])
    told = capsys.readouterr()
    assert f"{path}: 1 records, 1 of the field: NCT01234567" in told.out
    assert "1 trials compared." in told.out
    assert "Not read:" in told.err


@pytest.mark.django_db
def test_the_command_says_what_is_missing(tmp_path):
    with pytest.raises(CommandError, match="Give --gold"):
        call_command("label_report")
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text("{}\n")
    with pytest.raises(CommandError, match="holds no curated labels"):
        call_command("label_report", gold=wrong)
    with pytest.raises(CommandError, match="does not exist"):
        call_command("label_report", records=[tmp_path / "nowhere"])
