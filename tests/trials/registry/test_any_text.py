"""Whatever the text, the parser answers with a value or with a ParseError."""

import json
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.records import body, study
from trials.registry.parse import number_in, parse_age, parse_date
from trials.registry.records import ParseError, Precision, StudyRecord
from trials.store import Version

# A busy machine makes no test fail, and nothing is written beside the code.
patiently = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def read(one: bytes) -> None:
    """A record that can be told from its next version, or a ParseError."""
    try:
        version = Version.of(one)
    except ParseError:
        pass
    else:
        assert isinstance(version.record, StudyRecord)
        assert len(version.digest) == 16
    assert isinstance(number_in(one), str)


@patiently
@given(st.dates())
def test_any_day_is_read_back(day: date):
    known = parse_date(day.isoformat())
    assert (known.first_day, known.precision) == (day, Precision.DAY)


@patiently
@given(st.dates())
def test_any_month_and_any_year_is_read_as_its_first_day(day: date):
    month, year = parse_date(day.isoformat()[:7]), parse_date(day.isoformat()[:4])
    assert (month.first_day, month.precision) == (day.replace(day=1), Precision.MONTH)
    assert (year.first_day, year.precision) == (day.replace(month=1, day=1), Precision.YEAR)


@patiently
@given(st.text() | st.from_regex(r"\A[\d\-T:W ]{1,14}\Z"))
def test_any_other_text_is_a_date_or_a_parse_error(text: str):
    try:
        known = parse_date(text)
    except ParseError:
        return
    assert known is None or text.startswith(f"{known.first_day.year:04}")


@patiently
@given(st.text() | st.from_regex(r"\A\d{1,400} (Year|Month|Week|Day|Hour|Minute)s?\Z"))
def test_any_text_is_an_age_or_a_parse_error(text: str):
    try:
        age = parse_age(text)
    except ParseError:
        return
    assert age is None or (age.text == text and 0 <= age.years < float("inf"))


@patiently
@given(st.binary())
def test_any_bytes_are_a_study_or_a_parse_error(anything: bytes):
    read(anything)


@patiently
@given(JSON)
def test_any_json_is_a_study_or_a_parse_error(anything: Any):
    read(json.dumps(anything).encode())


@patiently
@given(st.sampled_from(sorted(study()["protocolSection"])), JSON, st.data())
def test_any_value_in_any_place_is_a_study_or_a_parse_error(module: str, value: Any, data: st.DataObject):
    strange = study()
    entries = strange["protocolSection"][module]
    entries[data.draw(st.sampled_from(sorted(entries)))] = value
    read(body(strange) if data.draw(st.booleans()) else json.dumps(strange).encode())


@patiently
@given(st.binary(min_size=1, max_size=8), st.data())
def test_any_damage_to_a_study_leaves_a_study_or_a_parse_error(damage: bytes, data: st.DataObject):
    whole = body()
    at = data.draw(st.integers(0, len(whole)))
    read(whole[:at] + damage + whole[at + data.draw(st.integers(0, 8)) :])
