"""The eligibility texts of all real records that REAL_RECORDS names, and thirty of them against a list made by hand."""

import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from tests.real.test_real_records import RECORDS, read
from trials.labels.criteria import Criterion, Group, Kind, Role, criteria, split

pytestmark = pytest.mark.real
PARTS = ("autoimmune_cell", "autoimmune_other", "cell_other", "bulk.jsonl.gz")
CHECK_LIST = Path(__file__).with_name("criteria_checklist.toml")
SHOWN = 70  # letters of a criterion in a report


@cache
def texts() -> dict[str, str]:
    """The eligibility text of each record."""
    records = chain.from_iterable(read(RECORDS / "records" / part) for part in PARTS)
    return {record.nct_id: record.eligibility for record in records if record.eligibility}


def every(found: list[Criterion] | tuple[Criterion, ...]) -> Iterator[Criterion]:
    for one in found:
        yield one
        yield from every(one.children)


def differences(number: str, truth: list[list]) -> list[str]:
    """What the list says of a record and we do not, or the other way round."""
    text = texts()[number]
    right = {(start, end): (role, group) for start, end, role, group in truth}
    ours = {
        (one.start, one.end): (str(one.role), str(one.group))
        for one in every(criteria(text))
        if one.kind is not Kind.NOTE
    }
    return [
        f"{number} [{place[0]}:{place[1]}] list: {right.get(place)}, ours: {ours.get(place)}: "
        f"{text[place[0] : place[1]][:SHOWN]!r}"
        for place in sorted(right.keys() | ours.keys())
        if right.get(place) != ours.get(place)
    ]


def test_every_text_is_given_back():
    assert len(texts()) > 1600
    for number, text in texts().items():
        assert "".join(piece.text for piece in split(text)) == text, number


def test_criteria_of_nearly_every_record_are_of_a_role_and_a_group():
    found = {number: list(every(criteria(text))) for number, text in texts().items()}
    said = [one for several in found.values() for one in several if one.kind is not Kind.NOTE]
    unknown = [number for number, several in found.items() if any(one.role is Role.UNKNOWN for one in several)]
    assert sum(one.group is Group.OTHER for one in said) / len(said) < 0.04
    assert len(unknown) / len(found) < 0.015, unknown
    assert sum(len(one.body) > 1200 for one in said) < 10


def test_the_check_list_is_ours():
    truth = tomllib.loads(CHECK_LIST.read_text(encoding="utf-8"))
    assert len(truth) == 30
    found = [line for number, rows in truth.items() for line in differences(number, rows)]
    assert not found, "\n" + "\n".join(found)
