"""Each plain line of the vocabulary and each sentence of the interface can be read with eight years of schooling.

The formulas mean nothing for a few words (see tests/guide/test_reading.py): short lines are judged joined with their
neighbours, until so many words are together. Names (`name`, `plain_name`, labels, titles) have no sentence to judge.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

from bench import readability
from bench.readability import EASY, HARDEST_GRADE, NORMAL
from config.languages import CATALOGUE
from config.sentences import every_sentence
from sources.seeding import read_fixture

VOCABULARY = {
    "conditions": "condition",
    "autoantibodies": "autoantibody",
    "targets": "target",
    "modalities": "modality",
    "therapies": "therapy",
}
LONG_ENOUGH = 25
LINE_OF_ITS_OWN = 12
HARDEST_LINE = 10.0

TAG = re.compile(r"</?[a-z][^<>]*>")
BLANK = re.compile(r"%\((\w+)\)[sd]")
NUMBERS = {
    *("n", "number", "numbers", "total", "count", "counted", "amount", "most", "least", "high", "low"),
    *("sites", "trials", "recruiting", "pages", "distance", "km", "miles", "far", "latitude", "longitude"),
    *("year", "years", "weeks", "age", "ages"),
}
SHORTEST_SENTENCE = 6
WHOLE = (".", "?", "!")


def plain_lines(folder: str, file: str) -> list[str]:
    """The plain lines of one vocabulary in the order of its file; `folder` is "" for English, "es/" for Spanish."""
    return [row["plain"] for row in read_fixture(f"{folder}{file}").get(VOCABULARY[file], []) if row.get("plain")]


def plain_batches(folder: str) -> list[str]:
    """All plain lines of a language, each vocabulary by itself, long enough to judge."""
    vocabularies = (plain_lines(folder, file) for file in VOCABULARY)
    return [batch for lines in vocabularies if lines for batch in readability.batches(lines, LONG_ENOUGH)]


def as_read(said: str) -> str:
    """A sentence as a reader meets it: without markup, its blanks filled with a number or a short word."""
    filled = BLANK.sub(lambda blank: "12" if blank[1] in NUMBERS else "lupus", said).replace("%%", "%")
    return " ".join(unescape(TAG.sub("", filled)).split())


def whole_sentences(said: str | Iterable[str]) -> Iterator[str]:
    """What one message says in whole sentences: the singular and the plural, but no label and no heading."""
    for words in (said,) if isinstance(said, str) else said:
        text = as_read(words)
        if text.endswith(WHOLE) and len(text.split()) >= SHORTEST_SENTENCE:
            yield text


def key(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def sentence_batches(sentences: Catalog, said: dict[tuple[str | None, str], str | Iterable[str]]) -> list[str]:
    """What each file says in whole sentences, long enough to judge; files that say little are judged together."""
    files: dict[str, list[str]] = {}
    for message in sentences:
        for file in dict.fromkeys(file for file, _ in message.locations):
            files.setdefault(file, []).extend(whole_sentences(said.get(key(message), "")))
    batches, short = [], []
    for texts in filter(None, files.values()):
        for batch in readability.batches(texts, LONG_ENOUGH):
            (batches if len(batch.split()) >= LONG_ENOUGH else short).append(batch)
    return batches + (readability.batches(short, LONG_ENOUGH) if short else [])


def too_hard(batches: Iterable[str]) -> dict[str, float]:
    grades = {batch: readability.grade(batch) for batch in batches}
    return {batch: grade for batch, grade in grades.items() if grade > HARDEST_GRADE}


def not_easy(batches: Iterable[str]) -> dict[str, tuple[float, float]]:
    eases = {batch: readability.ease(batch) for batch in batches}
    return {batch: ease for batch, ease in eases.items() if ease[0] < EASY or ease[1] < NORMAL}


@pytest.fixture(scope="module")
def sentences() -> Catalog:
    return every_sentence(Path(settings.BASE_DIR))


def test_the_english_plain_lines_need_at_most_eight_years_of_schooling():
    batches = plain_batches("")
    assert len(batches) > 200
    assert too_hard(batches) == {}


@pytest.mark.parametrize("file", VOCABULARY)
def test_no_english_plain_line_is_hard_by_itself(file):
    lines = [line for line in plain_lines("", file) if len(line.split()) >= LINE_OF_ITS_OWN]
    grades = {line: readability.grade(line) for line in lines}
    assert {line: grade for line, grade in grades.items() if grade > HARDEST_LINE} == {}


def test_the_spanish_plain_lines_are_easy():
    batches = plain_batches("es/")
    assert len(batches) > 200
    assert not_easy(batches) == {}


def test_the_english_interface_needs_at_most_eight_years_of_schooling(sentences):
    batches = sentence_batches(sentences, {key(message): message.id for message in sentences if message.id})
    assert len(batches) > 100
    assert too_hard(batches) == {}


def test_the_spanish_interface_is_easy(sentences):
    """A sentence that has no words yet is not judged here: tests/config/test_sentences.py asks for them."""
    with (Path(settings.BASE_DIR) / "locale" / "es" / CATALOGUE).open("rb") as file:
        said = {key(message): message.string for message in read_po(file, locale="es") if message.id}
    assert not_easy(sentence_batches(sentences, said)) == {}


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
