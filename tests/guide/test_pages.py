"""How the guide's pages stand: sources in place, the notice, escaping, queries, addresses."""

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from guide.models import Drawing, Figure, GlossaryEntry, Page, Question, Section, Treatment, TypicalRisks
from sources.models import Source
from tests.guide.builders import ARTICLE_NAME, read, text_of

SLUGS = [
    "how-it-works",
    "kinds",
    "treatments-compared",
    "risks",
    "who-may-be-eligible",
    "how-a-trial-works",
    "cost-and-time",
    "where",
    "what-comes-next",
    "questions-to-ask",
    "questions",
    "about-this-guide",
]
ADDRESSES = ["/guide/", "/guide/glossary/", *(f"/guide/{slug}/" for slug in SLUGS)]


def test_the_first_page_leads_to_every_page_in_order(client, guide):
    html = client.get("/guide/").text
    places = [html.index(f'href="/guide/{slug}/"') for slug in SLUGS]
    assert places == sorted(places)
    assert Page.objects.count() == len(SLUGS)


def test_the_first_page_shows_figures_with_their_sources_and_the_page_that_says_more(client, guide):
    words = text_of(client, "/guide/")
    for figure in Figure.objects.filter(on_index=True):
        shown = f"{figure.label} {figure.value} {figure.context} {figure.page.title} Source {ARTICLE_NAME}"
        assert shown in words


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_says_that_it_is_not_medical_advice_exactly_once(client, guide, address):
    assert text_of(client, address).count("This is not medical advice") == 1


@pytest.mark.parametrize("slug", SLUGS)
def test_every_text_of_a_page_has_its_source_in_place(client, guide, slug):
    page = Page.objects.get(slug=slug)
    texts = 1 + page.sections.count() + page.figures.count()
    texts += Treatment.objects.count() if slug == "treatments-compared" else 0
    texts += Question.objects.count() if slug == "questions" else 0
    texts += TypicalRisks.objects.count() if slug == "risks" else 0
    texts += 0 if slug == "about-this-guide" else 1  # the notice, which is one of that page's own sections
    assert client.get(page.get_absolute_url()).text.count("<summary>Source</summary>") == texts


def test_a_source_is_named_with_its_date_and_a_missing_date_is_said(client, guide):
    words = text_of(client, "/guide/risks/")
    assert f"Source {ARTICLE_NAME}, 1 August 2025" in words
    assert "Source Our own words, date not stated" in words


def test_a_source_with_an_address_is_a_link(client, guide):
    Source.objects.filter(slug="article").update(url="https://example.org/article")
    assert '<a href="https://example.org/article"' in client.get("/guide/risks/").text


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_has_one_first_heading_and_skips_no_level(client, guide, address):
    levels = read(client.get(address).text).headings
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_needs_no_more_than_five_queries(client, guide, address, django_assert_max_num_queries):
    client.get(address)  # the glossary's words are read once a process
    with django_assert_max_num_queries(5):
        client.get(address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_has_inline_styles_or_scripts(client, guide, address):
    html = client.get(address).text
    main = html[html.index("<main") : html.index("</main")]
    assert " style=" not in main
    assert "<script" not in main
    assert " onclick=" not in main


def test_an_unknown_page_is_a_404(client, guide):
    assert client.get("/guide/no-such-page/").status_code == 404


def test_an_empty_guide_still_answers(client, db):
    assert client.get("/guide/").status_code == 200


def test_markup_in_an_editors_words_is_shown_and_not_obeyed(client, guide):
    attack = '<script>alert("1")</script>'
    Section.objects.filter(anchor="crs").update(heading=attack, body=f"{attack}\n\n- {attack}\n\n1. {attack}: {attack}")
    Question.objects.filter(slug="is-it-safe").update(answer=attack)
    Treatment.objects.filter(slug="car-t").update(mechanism=attack)
    Figure.objects.filter(slug="time-without-b-cells").update(context=attack)
    for slug, times in (("risks", 7), ("questions", 1), ("treatments-compared", 1)):
        html = client.get(f"/guide/{slug}/").text
        assert attack not in html
        assert html.count("&lt;script&gt;") == times


@pytest.mark.parametrize("drawing", Drawing)
def test_each_drawing_stands_in_a_section_and_is_silent_beside_its_words(client, guide, drawing):
    (section,) = Section.objects.filter(drawing=drawing)
    html = client.get(section.page.get_absolute_url()).text
    begins = html.index("<section", html.index(f'id="{section.anchor}"') - 40)
    part = html[begins : html.index("</section>", begins)]
    words = part.count("<dt>") if drawing == Drawing.STANDINGS else part.count("<span><b>")
    assert part.count("<svg") == part.count('aria-hidden="true"') == words > 1
    assert "<text" not in part


def test_a_section_without_a_drawing_shows_none(client, guide):
    assert 'class="drawing' not in client.get("/guide/risks/").text


def test_the_first_page_leads_to_the_glossary_and_says_how_many_words_it_has(client, guide):
    html = client.get("/guide/").text
    assert 'href="/guide/glossary/"' in html
    assert f"{GlossaryEntry.objects.count()} hard words" in html


def test_a_long_page_begins_with_links_to_its_sections(client, guide):
    html = client.get("/guide/risks/").text
    for section in Page.objects.get(slug="risks").sections.all():
        assert f'<a href="#{section.anchor}">' in html
    assert "On this page" not in client.get("/guide/questions/").text


def test_each_page_leads_to_the_next_and_the_last_to_none(client, guide):
    for slug, following in pairwise(SLUGS):
        html = client.get(f"/guide/{slug}/").text
        assert f'<a class="button quiet" href="/guide/{following}/">Next:' in html
    assert "Next:" not in client.get(f"/guide/{SLUGS[-1]}/").text


@pytest.mark.parametrize("model", [Page, Section, Treatment, Question, Figure, TypicalRisks, GlossaryEntry])
def test_each_rows_own_address_is_there_on_its_page(client, guide, model):
    pages = {}
    for row in model.objects.all():
        address, _, anchor = row.get_absolute_url().partition("#")
        html = pages.get(address) or pages.setdefault(address, client.get(address).text)
        assert not anchor or f'id="{anchor}"' in html


def test_two_sections_of_a_page_cannot_share_an_anchor(guide):
    section = Section.objects.get(anchor="crs")
    section.pk = None
    with pytest.raises(IntegrityError, match="guide_section_anchor_once_a_page"):
        section.save(force_insert=True)


def test_there_is_only_one_notice(guide):
    again = Section.objects.get(anchor="not-medical-advice")
    again.pk, again.page = None, Page.objects.get(slug="risks")
    with pytest.raises(ValidationError):
        again.full_clean()
