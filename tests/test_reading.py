"""Each plain line of the vocabulary and each sentence of the interface can be read with eight years of schooling."""

from pathlib import Path

import pytest
from django.conf import settings

from bench import readability
from bench.reading import (
    VOCABULARY,
    as_read,
    interface_texts,
    not_easy,
    plain_lines,
    plain_texts,
    report,
    too_hard,
    whole_sentences,
)

ROOT = Path(settings.BASE_DIR)
LINE_OF_ITS_OWN = 12
HARDEST_LINE = 10.0


def test_the_english_plain_lines_need_at_most_eight_years_of_schooling():
    texts = plain_texts("")
    assert len(texts) > 200
    assert too_hard(texts) == {}


@pytest.mark.parametrize("file", VOCABULARY)
def test_no_english_plain_line_is_hard_by_itself(file):
    lines = [line for line in plain_lines("", file) if len(line.split()) >= LINE_OF_ITS_OWN]
    grades = {line: readability.grade(line) for line in lines}
    assert {line: grade for line, grade in grades.items() if grade > HARDEST_LINE} == {}


def test_the_spanish_plain_lines_are_easy():
    texts = plain_texts("es/")
    assert len(texts) > 200
    assert not_easy(texts) == {}


def test_the_english_interface_needs_at_most_eight_years_of_schooling():
    texts = interface_texts(ROOT, "en")
    assert len(texts) > 100
    assert too_hard(texts) == {}


def test_the_spanish_interface_is_easy():
    """A sentence that has no words yet is not judged here: tests/config/test_sentences.py asks for them."""
    texts = interface_texts(ROOT, "es")
    assert len(texts) > 100
    assert not_easy(texts) == {}


def test_the_report_names_every_group_in_both_languages_and_no_broken_budget():
    lines, broken = report(ROOT)
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines] == 2 * [
        "guide", "glossary", "plain lines", "sentences of the pages"
    ]  # fmt: skip
    assert broken == []


def test_a_sentence_is_read_without_its_markup_and_with_its_blanks_filled():
    assert (
        as_read('<b class="n">%(total)s</b> trials of %(name)s &amp; more: 100%%.')
        == "12 trials of lupus & more: 100%."
    )
    assert as_read("Fewer than %(n)s,\n  if p < 5.") == "Fewer than 12, if p < 5."


def test_a_label_is_no_sentence():
    assert list(whole_sentences("Look by disease")) == []
    assert list(whole_sentences(("One trial was read today, too.", "%(n)s trials."))) == [
        "One trial was read today, too."
    ]
