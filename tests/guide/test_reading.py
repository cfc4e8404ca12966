"""Every text of the guide and of the glossary can be read with eight years of schooling; the Spanish is as easy.

The formulas mean nothing for a few words: one long name moves a line of ten words by several grades. So a text is
judged by itself from 25 words on, and shorter texts of one page or table joined with their neighbours until they are
that long. A glossary entry is judged by itself from 20 words on, else with its neighbours in the alphabet. No word is
taken out, and no term replaced. Each point of a list counts as a sentence: that is how it is read.
"""

import pytest
import textstat

from bench import readability
from bench.readability import EASY, HARDEST_GRADE, NORMAL
from guide.models import Figure, GlossaryEntry, Page, Question, Section, Treatment, TypicalRisks
from sources.seeding import read_fixture

TEXTS = {
    "page": ["lead"],
    "section": ["heading", "body"],
    "treatment": ["mechanism", "long_term_effect", "side_effects"],
    "question": ["question", "answer"],
    "figure": ["context"],
    "typical_risks": ["name", "risks", "handling"],
}
LONG_ENOUGH = 25
LONG_ENOUGH_FOR_A_WORD = 20


def texts_of(folder: str) -> list[str]:
    """All texts of the guide as a reader meets them, short ones with their neighbours in the same table and page."""
    found = []
    for table, fields in TEXTS.items():
        pages: dict[str, list[str]] = {}
        for row in read_fixture(f"{folder}guide")[table]:
            text = readability.joined(row[field] for field in fields if field in row)
            pages.setdefault(row.get("page", "") if table == "section" else "", []).append(text)
        for texts in pages.values():
            found += readability.batches(texts, LONG_ENOUGH)
    words = read_fixture(f"{folder}glossary")["word"]
    entries = [row["plain"] for row in sorted(words, key=lambda row: row["word"].casefold())]
    return found + readability.batches(entries, LONG_ENOUGH_FOR_A_WORD)


def test_the_texts_are_all_the_fields_that_a_patient_reads_on_these_pages():
    models = {
        "page": Page,
        "section": Section,
        "treatment": Treatment,
        "question": Question,
        "figure": Figure,
        "typical_risks": TypicalRisks,
    }
    for table, model in models.items():
        shown = {"title", "examples", "label", "value", *TEXTS[table]}  # names and numbers have no sentence to judge
        assert {name for name in model._meta.get_field("i18n").fields if name not in shown} <= {"name"}, table
    assert set(GlossaryEntry._meta.get_field("i18n").fields) == {"word", "forms", "plain"}


def test_an_english_text_needs_at_most_eight_years_of_schooling():
    grades = {text: readability.grade(text) for text in texts_of("")}
    assert len(grades) > 150
    assert {text: grade for text, grade in grades.items() if grade > HARDEST_GRADE} == {}


def test_a_spanish_text_is_easy():
    eases = {text: readability.ease(text) for text in texts_of("es/")}
    assert len(eases) > 150
    assert {text: ease for text, ease in eases.items() if ease[0] < EASY or ease[1] < NORMAL} == {}


def test_a_meaning_has_at_most_two_sentences():
    for row in read_fixture("glossary")["word"]:
        assert textstat.sentence_count(row["plain"]) <= 2, row["slug"]
        assert len(row["plain"].split()) <= 26, row["slug"]


@pytest.mark.parametrize(
    ("word", "syllables"), [("agua", 2), ("guía", 2), ("células", 3), ("siguiente", 3), ("oír", 2), ("muy", 1)]
)
def test_spanish_syllables_are_counted(word, syllables):
    assert readability.spanish_syllables(word) == syllables


def test_a_hard_text_is_told_from_an_easy_one():
    assert readability.grade("The cat sat on the mat. It was warm.") < 2
    assert readability.grade("Participants demonstrating inadequate hematological parameters are excluded.") > 15
