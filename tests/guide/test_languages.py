"""The guide in Spanish: whole, in place, and with the same rows."""

import pytest
from modeltrans.fields import TranslatedVirtualField

from guide.models import Figure, GlossaryEntry, Page, Question, Section, Treatment, TypicalRisks
from sources.seeding import read_fixture
from tests.guide.builders import text_of

MODELS = [Page, Section, Treatment, Question, TypicalRisks, GlossaryEntry]


@pytest.mark.parametrize("model", MODELS)
def test_every_text_of_the_guide_is_there_in_spanish(guide, model):
    fields = [one.name for one in model._meta.get_fields() if getattr(one, "language", None) == "es"]
    assert all(isinstance(model._meta.get_field(name), TranslatedVirtualField) for name in fields)
    missing = [
        (row, name)
        for row in model.objects.all()
        for name in fields
        if getattr(row, name.removesuffix("_es")) and not getattr(row, name) and name != "forms_es"
    ]
    assert fields
    assert missing == []


def test_every_figure_has_its_label_and_context_in_spanish(guide):
    assert all(figure.label_es and figure.context_es for figure in Figure.objects.all())


@pytest.mark.parametrize("name", ["guide", "glossary"])
def test_the_spanish_fixture_has_the_same_rows_in_the_same_order(name):
    english, spanish = read_fixture(name), read_fixture(f"es/{name}")
    for table, rows in english.items():
        keys = [(row.get("slug"), row.get("page"), row.get("anchor")) for row in rows]
        assert [(row.get("slug"), row.get("page"), row.get("anchor")) for row in spanish[table]] == keys, table


def test_a_spanish_body_has_as_many_paragraphs_points_and_steps(guide):
    for section in Section.objects.all():
        shape = [[block.kind, len(block.items)] for block in section.blocks()]
        section.body = section.body_es
        assert [[block.kind, len(block.items)] for block in section.blocks()] == shape, section


@pytest.mark.parametrize("page", ["how-it-works", "kinds", "risks", "how-a-trial-works", "questions-to-ask"])
def test_a_spanish_page_shows_its_spanish_words_and_no_english_ones(client, guide, page):
    words = text_of(client, f"/es/guide/{page}/")
    for section in Section.objects.filter(page__slug=page):
        assert section.heading_es in words
        assert section.heading not in words
        assert " ".join(section.body_es.split()).split(" - ")[0].removeprefix("- ").split(" 1. ")[0][:60] in words or (
            section.body_es.lstrip().startswith("1. ")
        )


def test_the_spanish_comparison_and_questions_show_spanish_words(client, guide):
    table, asked = text_of(client, "/es/guide/treatments-compared/"), text_of(client, "/es/guide/questions/")
    assert all(one.mechanism_es in table for one in Treatment.objects.all())
    assert all(one.question_es in asked for one in Question.objects.all())


def test_the_spanish_glossary_stands_in_the_order_of_its_spanish_words(client, guide):
    words = text_of(client, "/es/guide/glossary/")
    assert words.index("Aféresis") < words.index("Enfermedad autoinmune") < words.index("Leucaféresis")
    assert "A machine takes" not in words


def test_a_spanish_page_links_to_the_spanish_glossary(client, guide):
    assert 'class="word" href="/es/guide/glossary/#word-' in client.get("/es/guide/risks/").text
