"""Every text of the guide and of the glossary can be read with eight years of schooling; the Spanish is as easy."""

import pytest
import textstat

from bench import readability
from bench.reading import GUIDE, glossary_texts, guide_texts, not_easy, too_hard
from guide.models import Figure, GlossaryEntry, Page, Question, Section, Treatment, TypicalRisks
from sources.seeding import read_fixture


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
        shown = {"title", "examples", "label", "value", *GUIDE[table]}  # names and numbers have no sentence to judge
        assert {name for name in model._meta.get_field("i18n").fields if name not in shown} <= {"name"}, table
    assert set(GlossaryEntry._meta.get_field("i18n").fields) == {"word", "forms", "plain"}


def test_an_english_text_needs_at_most_eight_years_of_schooling():
    texts = guide_texts("") + glossary_texts("")
    assert len(texts) > 150
    assert too_hard(texts) == {}


def test_a_spanish_text_is_easy():
    texts = guide_texts("es/") + glossary_texts("es/")
    assert len(texts) > 150
    assert not_easy(texts) == {}


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
