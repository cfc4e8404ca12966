"""The article's facts, page by page, as a patient meets them."""

import pytest
from django.urls import reverse

from guide.models import Question
from tests.guide.builders import read, text_of

FACTS = {
    "how-it-works": [
        "T cells",
        "CD19",
        "deep B-cell depletion",
        "reset",
        "blood cancers",
        "lymphoma",
        "2023",
        "New England Journal of Medicine",
        "15 patients",
        "severe lupus, myositis or scleroderma",
        "All 15 went into remission",
        "stopped their immune-suppressing medicines",
        "over a year",
        "Iazsmin Bauer Ventura",
        "14 months",
    ],
    "risks": [
        "CRS",
        "high fever",
        "low blood pressure",
        "flu",
        "ICANS",
        "neurotoxicity",
        "confusion",
        "tremor",
        "seizures",
        "mostly short",
        "tocilizumab and steroids",
        "no B cells for months",
        "infections",
        "IVIG",
        "monitoring",
        "FDA",
        "new cancer",
        "tolerate",
        "lower disease burden",
    ],
    "who-may-be-eligible": [
        "severe",
        "resists treatment",
        "at least two lines of treatment",
        "could not tolerate",
        "heart",
        "lungs",
        "liver",
        "mild flares",
        "newly diagnosed",
    ],
    "cost-and-time": [
        "3 to 5 weeks",
        "about $500,000",
        "haematologists",
        "rheumatologists",
        "ICU",
        "wait years",
    ],
    "where": [
        "UChicago Medicine",
        "phase 2",
        "lupus, myositis and scleroderma",
        "nine such sites",
        "Sylvester",
        "University of Miami",
        "40 centres in the US and Europe",
        "Penn",
        "Mass General",
    ],
    "what-comes-next": [
        "CAAR-T",
        "Dsg3",
        "CD19 and BCMA",
        "long-lived plasma cells",
        "CAR-Tregs",
        "type 1 diabetes",
        "rheumatoid arthritis",
        "off-switch",
        "EULAR",
        "refractory lupus",
    ],
    "kinds": ["CAAR-T", "CAR-NK", "donor", "CAR-Treg", "HSCT", "MSC", "autologous", "allogeneic", "in vivo"],
    "how-a-trial-works": [
        "informed consent",
        "Phase 1/2",
        "placebo",
        "IRB",
        "leukapheresis",
        "Ask first",
        "Opens soon",
    ],
    "questions-to-ask": ["Which side effects have you seen", "Who pays", "NCT"],
    "about-this-guide": ["not medical advice", "one article", "Talk to your doctor"],
}

CELLS = {
    "Broad immune suppressants": [
        ["Prednisone", "methotrexate"],
        ["Broad immune suppression"],
        ["Temporary control", "flares are common"],
        ["Osteoporosis", "diabetes", "infections"],
    ],
    "Biologics": [
        ["rituximab"],
        ["deplete B cells partly"],
        ["for some people", "not for all"],
        ["Infusion reactions", "infection risk"],
    ],
    "Stem cell transplant": [
        ["Stem cell transplant"],
        ["wipe out the immune system"],
        ["not in all people"],
        ["infections", "death"],
    ],
    "CAR T-cell therapy": [
        ["CAR T-cell therapy"],
        ["Wipes out B cells", "reset"],
        ["remission without medicines"],
        ["CRS", "neurotoxicity", "infection risk"],
    ],
}


@pytest.mark.parametrize("slug", FACTS)
def test_a_page_tells_its_facts(client, guide, slug):
    words = text_of(client, f"/guide/{slug}/")
    assert [fact for fact in FACTS[slug] if fact not in words] == []


@pytest.mark.parametrize("treatment", CELLS)
def test_the_comparison_says_the_right_thing_in_each_cell(client, guide, treatment):
    rows = read(client.get("/guide/treatments-compared/").text).rows
    (row,) = [row for row in rows if row[0].startswith(treatment)]
    for cell, terms in zip(row, CELLS[treatment], strict=True):
        assert [term for term in terms if term not in cell] == []


def test_the_comparison_has_four_rows_below_its_headings(client, guide):
    rows = read(client.get("/guide/treatments-compared/").text).rows
    assert [cell.strip() for cell in rows[0]] == [
        "Treatment",
        "How it works",
        "Over time",
        "Main side effects",
    ]
    assert len(rows) == 5


def test_the_five_questions_are_asked_and_answered_in_order(client, guide):
    questions = list(Question.objects.all())
    assert len(questions) == 5
    words = text_of(client, reverse("guide_page", args=["questions"]))
    places = [words.index(question.question) for question in questions]
    assert places == sorted(places)
    for question in questions:
        assert " ".join(question.answer.split()) in words


@pytest.mark.parametrize(
    ("slug", "label", "value"),
    [
        ("how-it-works", "Patients in the 2023 study", "15"),
        ("how-it-works", "Time without symptoms", "Over a year"),
        ("risks", "Time without B cells", "Months"),
        ("who-may-be-eligible", "Lines of treatment tried before", "At least two"),
        ("cost-and-time", "Time to make a dose", "3 to 5 weeks"),
        ("cost-and-time", "Cost of a dose", "About $500,000"),
        ("where", "US sites with deep CAR-T research", "Nine"),
        ("where", "Centres in the network", "40"),
    ],
)
def test_a_page_shows_its_figure_right_after_what_it_counts(client, guide, slug, label, value):
    assert f"{label} {value} " in text_of(client, f"/guide/{slug}/")


@pytest.mark.parametrize("word", ["lifelong", "freedom", "cure"])
def test_where_the_article_claims_much_the_claim_is_said_to_be_the_articles(client, guide, word):
    page = {"lifelong": "how-it-works", "freedom": "treatments-compared", "cure": "questions"}[word]
    words = text_of(client, f"/guide/{page}/")
    (sentence,) = [one for one in words.split(". ") if word in one and "?" not in one]
    assert "The article" in sentence


@pytest.mark.parametrize("slug", [*FACTS, "treatments-compared", "questions"])
def test_no_page_makes_a_promise(client, guide, slug):
    words = text_of(client, f"/guide/{slug}/").lower()
    hype = ["you qualify", "miracle", "revolution", "breakthrough", "game-changer", "stunning", "we promise"]
    assert [word for word in hype if word in words] == []
