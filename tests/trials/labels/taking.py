"""What the tests of burdens share: the words of the fixture, small records, a look at one kind."""

import tomllib
from pathlib import Path

from django.conf import settings

from tests.records import body, study
from trials.labels.burden import Burden, BurdenKind, Value, burdens, from_rows
from trials.registry.parse import parse_study
from trials.registry.records import StudyRecord

ROWS = tomllib.loads((Path(settings.BASE_DIR) / "fixtures" / "burden.toml").read_text("utf-8"))
WORDS = from_rows(ROWS["drug"], ROWS["treatment"], ROWS["moment"], ROWS["phrase"])


def record(
    eligibility: str = "",
    summary: str = "",
    description: str = "",
    title: str = "CD19 CAR-T Cells in Lupus",
    arms: tuple[tuple[str, str], ...] = (),
    given: tuple[tuple[str, str], ...] = (),
    conditions: tuple[str, ...] = ("Lupus",),
    outcomes: tuple[str, ...] = (),
) -> StudyRecord:
    """A study that says these words; an arm is its kind and its description, what is given a name and a description."""
    return parse_study(
        body(
            study(
                identificationModule={"briefTitle": title, "officialTitle": "", "acronym": ""},
                conditionsModule={"conditions": list(conditions), "keywords": []},
                descriptionModule={"briefSummary": summary, "detailedDescription": description},
                eligibilityModule={"eligibilityCriteria": eligibility},
                armsInterventionsModule={
                    "armGroups": [{"label": "Arm", "type": kind, "description": text} for kind, text in arms],
                    "interventions": [{"name": name, "description": text} for name, text in given],
                },
                outcomesModule={"primaryOutcomes": [{"measure": outcome} for outcome in outcomes]},
            )
        )
    )


def found(kind: BurdenKind, *args: str, **texts) -> list[Burden]:
    return [one for one in burdens(record(*args, **texts), WORDS) if one.kind is kind]


def value(kind: BurdenKind, *args: str, **texts) -> Value | None:
    """The one value of a kind, or None where there is none."""
    values = [one.value for one in found(kind, *args, **texts)]
    assert len(values) < 2
    return values[0] if values else None


def excluded(*items: str) -> str:
    return "Inclusion Criteria:\n\n* Lupus\n\nExclusion Criteria:\n\n" + "\n".join(f"* {item}" for item in items)


def included(*items: str) -> str:
    listed = "\n".join(f"* {item}" for item in items)
    return f"Inclusion Criteria:\n\n{listed}\n\nExclusion Criteria:\n\n* Pregnancy"
