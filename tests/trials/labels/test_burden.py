"""What joining takes: the registry's own words stand beside every value, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.trials.labels.taking import WORDS, excluded, found, included, record
from trials.labels.burden import BurdenKind, burdens, from_rows
from trials.labels.burden_reading import passages
from trials.labels.evidence import EVIDENCE_LENGTH


def test_a_record_that_says_nothing_of_it_takes_nothing():
    assert burdens(record(included("Adults with lupus"), summary="CD19 CAR-T cells are tested."), WORDS) == []


def test_a_value_keeps_the_words_that_say_it_and_their_place():
    text = "Cells are tested. Participants stay in hospital for 10 days. Then they go home."
    (stay,) = found(BurdenKind.HOSPITAL_STAY, summary=text)
    assert stay.evidence.quotation == "Participants stay in hospital for 10 days."
    assert (stay.evidence.field, stay.evidence.start) == ("summary", text.index("Participants"))


def test_a_list_item_is_quoted_without_its_bullet():
    (wait,) = found(BurdenKind.WASH_OUT, excluded("Rituximab within 6 months of screening"))
    assert wait.evidence.quotation == "Rituximab within 6 months of screening"


def test_a_long_sentence_is_quoted_around_its_value():
    long = "Rituximab, " + "or a medicine of its kind, " * 30 + "or belimumab within 6 months before screening"
    (wait,) = found(BurdenKind.WASH_OUT, excluded(long))
    assert "within 6 months" in wait.evidence.quotation or "Rituximab" in wait.evidence.quotation
    assert len(wait.evidence.quotation) <= EVIDENCE_LENGTH
    assert set(wait.evidence.quotation.replace(",", "").split()) <= set(long.replace(",", "").split()), "whole words"


PIECES = [
    *("rituximab", "within 6 months", "prior to screening", "leukapheresis", "lymphodepletion", "without", "15 years"),
    *("follow-up", "hospitalized for", "at least 2", "lines", "(", ")", ".", ";", "\n", "* ", "Exclusion Criteria:\n"),
    *(
        "Inclusion Criteria",
        "≥",
        "\\>= ",
        "contraception",
        "after",
        "２",
        "İ",
        "10\\. ",
        "donor",
        "free of charge",
        "miles",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map(" ".join) | st.text(max_size=300)


@effort(max_examples=150, deadline=None)
@given(eligibility=TEXTS, summary=TEXTS, description=TEXTS)
def test_any_text_is_read_and_quoted_as_it_stands(eligibility, summary, description):
    one = record(eligibility, summary, description)
    for burden in burdens(one, WORDS):
        evidence = burden.evidence
        assert 0 < len(evidence.quotation) <= EVIDENCE_LENGTH
        texts = [text for field, text in passages(one) if field == evidence.field]
        assert any(text.startswith(evidence.quotation, evidence.start) for text in texts)


@pytest.mark.parametrize("piece", ["rituximab ", "((", "a, b ", "6 months ", "follow-up ", "without no ", "\\>= 2 "])
def test_a_text_with_no_end_is_read_in_time(piece):
    text = excluded(f"Rituximab {piece * 2000}within 6 months")
    burdens(record(text, summary=piece * 2000 + " leukapheresis lymphodepletion hospital"), WORDS)


def test_no_word_at_all_finds_nothing():
    assert burdens(record(excluded("Rituximab within 6 months")), from_rows()) == []
