"""The glossary's words are found in texts as they are meant, linked once a page, and listed by letter."""

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.utils import translation

from guide.glossary import Glossary, current, entries_in, forms_of
from guide.letters import by_letter
from guide.models import GlossaryEntry
from tests.guide.builders import text_of


def entry(word: str, *forms: str, **more: str) -> GlossaryEntry:
    slug = word.lower().replace(" ", "-")
    return GlossaryEntry(slug=slug, word=word, forms="\n".join(forms), plain=f"What {word} is.", **more)


WORDS = [
    entry("B cell", "B lymphocyte"),
    entry("B-cell depletion"),
    entry("ANC", "absolute neutrophil count"),
    entry("IV line"),
    entry("Infusion"),
    entry("CAR-T", "CAR-T cell"),
    entry("CAR-Treg"),
    entry("CD20"),
    entry("Leukapheresis", word_es="Leucaféresis", forms_es="aféresis de leucocitos"),
]


def found(text: str, language: str = "en") -> list[str]:
    return [one.word for one in Glossary(WORDS).entries_in(text, language)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("No INFUSION, no infusions.", ["Infusion"]),
        ("Infusional pumps, reinfusion", []),
        ("ANC above 1000", ["ANC"]),
        ("Anc, anc, ANCA", []),
        ("Absolute Neutrophil\nCount", ["ANC"]),
        ("B-cells and B cell", ["B cell"]),
        ("deep B cell depletion", ["B-cell depletion"]),
        ("CAR T cells", ["CAR-T"]),
        ("CAR-Tregs", ["CAR-Treg"]),
        ("CAAR-T", []),
        ("anti-CD20, CD205", ["CD20"]),
        ("İnfusion, ß-infusion", ["Infusion"]),
        ("", []),
    ],
)
def test_words_are_found_whole_in_any_case_and_abbreviations_only_as_written(text, words):
    assert found(text) == words


def test_entries_come_in_the_order_of_the_text_and_once():
    assert found("CD20, then ANC, then CD20 and an infusion") == ["CD20", "ANC", "Infusion"]


def test_places_are_those_of_the_text_itself():
    text = "An ANC and two B‑cells."
    assert [text[place.start : place.end] for place in Glossary(WORDS).places_in(text, "en")] == ["ANC", "B‑cells"]


def test_a_spanish_text_is_read_by_its_own_forms_and_by_english_abbreviations():
    assert found("una leucaféresis con ANC", "es") == ["Leukapheresis", "ANC"]
    assert found("an infusion", "es") == []


def test_no_words_find_nothing():
    assert Glossary([]).entries_in("An infusion", "en") == []


def test_every_word_of_the_fixture_is_found_by_each_of_its_forms(guide):
    glossary = current()
    for language in ("en", "es"):
        for one in GlossaryEntry.objects.all():
            for form in forms_of(one, language):
                assert glossary.entries_in(form.words, language) == [one], (form.words, language)


def test_a_change_in_admin_is_seen_at_once_and_costs_one_query_when_nothing_changed(guide, django_assert_num_queries):
    assert entries_in("ANC", "en")
    with django_assert_num_queries(1):
        assert entries_in("ANC", "en")
    one = GlossaryEntry.objects.get(slug="anc")
    one.forms = "frumious count"
    one.save()
    assert entries_in("The frumious count", "en") == [one]
    one.delete()
    assert entries_in("The frumious count", "en") == []


# --- in templates


def rendered(template: str, **context: object) -> str:
    return Template("{% load glossary %}" + template).render(Context({"request": HttpRequest(), **context}))


def test_a_word_is_linked_the_first_time_on_a_page(guide):
    html = rendered("{% glossed a %}|{% glossed b %}", a="ANC, ANC", b="ANC and CD19")
    link = '<a class="word" href="/guide/glossary/#word-{}">{}</a>'
    assert html == f"{link.format('anc', 'ANC')}, ANC|ANC and {link.format('cd19', 'CD19')}"


def test_what_a_text_holds_is_escaped_and_its_words_are_still_linked(guide):
    html = rendered("{% glossed text %}", text='<script>"ANC" & CD19</script>')
    assert html.startswith("&lt;script&gt;&quot;<a ")
    assert html.endswith("</a>&lt;/script&gt;")
    assert "<script" not in html


def test_a_text_marked_safe_is_escaped_too(guide):
    assert "<b>" not in rendered("{% glossed text|escape|upper %}{% glossed text|linebreaks %}", text="<b>ANC")


def test_a_page_asks_for_the_glossary_once(guide, django_assert_num_queries):
    current()
    with django_assert_num_queries(1):
        rendered("{% glossed a %}{% glossed a %}{% hard_words a as words %}", a="ANC")


def test_hard_words_are_listed_with_what_they_mean_in_the_language_of_the_page(guide):
    template = '{% hard_words text language="en" as words %}{% include "guide/_words.html" %}'
    with translation.override("es"):
        html = rendered(template, text="An ANC below the ULN")
    assert "Recuento absoluto de neutrófilos" in html
    assert "/es/guide/glossary/#word-uln" in html


def test_a_text_without_hard_words_has_no_list(guide):
    template = '{% hard_words text as words %}{% include "guide/_words.html" %}'
    assert rendered(template, text="Nothing hard").strip() == ""


# --- its page


def test_the_glossary_has_over_120_words_each_with_its_meaning_and_anchor(client, guide):
    response = client.get("/guide/glossary/")
    words = text_of(client, "/guide/glossary/")
    assert GlossaryEntry.objects.count() >= 120
    for one in GlossaryEntry.objects.all():
        assert f'id="word-{one.slug}"' in response.text
        assert one.plain in words


def test_letters_lead_to_their_words(client, guide):
    html = client.get("/guide/glossary/").text
    for letter in "abclt":
        assert f'href="#letter-{letter}"' in html
        assert html.count(f'id="letter-{letter}"') == 1


def test_accents_do_not_move_a_word_and_numbers_stand_apart():
    letters = by_letter([entry("Zinc"), entry("Ébola"), entry("eGFR"), entry("6-MP")])
    assert [(letter, [one.word for one in words]) for letter, words in letters] == [
        ("#", ["6-MP"]),
        ("E", ["Ébola", "eGFR"]),
        ("Z", ["Zinc"]),
    ]


def test_a_word_of_another_source_says_so(client, guide):
    one = GlossaryEntry.objects.get(slug="anc")
    page = client.get("/guide/glossary/").text
    assert page.count("<summary>Source</summary>") == 2  # of all words at once, and of the notice
    one.source_id = type(one.source).objects.get(slug="article").pk
    one.save()
    page = client.get("/guide/glossary/").text
    assert page.count("<summary>Source</summary>") == GlossaryEntry.objects.count() + 1
