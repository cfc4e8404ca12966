"""Terms are found as whole words, however a text spells them, with their place in the text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trials.labels.matching import Matcher, fold
from trials.labels.vocabulary import AUTOANTIBODY, CONDITION, MODALITY, TARGET, TermEntry

patiently = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


def term(text, slug="", axis=CONDITION, exact=False):
    return TermEntry(axis, slug or fold(text).replace(" ", "-"), text, exact)


def found(text, *terms):
    """The slugs that are found, with the words that earned them."""
    return [(match.entry.slug, text[match.start : match.end]) for match in Matcher(terms).find(text)]


WORDS = st.text(st.sampled_from("abcdES19 -/'’xéßαİǅ²ﬁñ_0"), max_size=24) | st.text(max_size=24)


@patiently
@given(WORDS)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@patiently
@given(WORDS, WORDS, WORDS)
def test_the_words_that_are_found_fold_to_the_term(before, wanted, behind):
    entry = term(wanted, "wanted")
    text = f"{before} {wanted} {behind}"
    matches = Matcher([entry]).find(text)
    if fold(wanted):
        assert matches
    for match in matches:
        assert 0 <= match.start < match.end <= len(text)
        assert fold(text[match.start : match.end]) in (fold(wanted), fold(wanted) + "s")


@patiently
@given(st.lists(WORDS, max_size=5), WORDS)
def test_any_terms_are_looked_for_in_any_text(terms, text):
    for match in Matcher([term(one, "one", exact=len(one) % 2 == 0) for one in terms]).find(text):
        assert text[match.start : match.end].strip() == text[match.start : match.end]


@pytest.mark.parametrize(
    "text",
    ["CD19xBCMA CAR-T", "CD19/BCMA", "CD19-BCMA", "CD19 and BCMA", "CD19×BCMA", "cd19+bcma", "CD19,BCMA", "CD19_BCMA"],
)
def test_two_antigens_written_together_are_both_found(text):
    slugs = [slug for slug, _ in found(text, term("CD19", axis=TARGET), term("BCMA", axis=TARGET))]
    assert slugs == ["cd19", "bcma"]


@pytest.mark.parametrize("text", ["CD70", "CD7A", "ACD7", "cd77 cells"])
def test_words_are_whole(text):
    assert found(text, term("CD7", axis=TARGET)) == []


@pytest.mark.parametrize("text", ["CAR-T", "CAR T", "car/t", "CAR–T", "Car  T", "CAR\nT", "CAR-Ts", "(CAR-T)"])
def test_case_hyphens_slashes_and_spacing_do_not_matter(text):
    assert [slug for slug, _ in found(f"with {text} cells", term("CAR-T", axis=MODALITY))] == ["car-t"]


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("Sjögren's syndrome", "Sjogrens Syndrome"),
        ("Sjögren's syndrome", "SJÖGREN’S SYNDROME"),
        ("Sjogren's syndrome", "sjo\u0308gren´s syndrome"),
        ("Behçet's disease", "Behcet`s disease"),
        ("Igβ", "IgBeta"),
        ("TNF-alpha", "TNF-α"),
        ("anti-β2-glycoprotein", "Anti-beta2 glycoprotein"),
        ("Guillain–Barré syndrome", "guillain barre syndrome"),
        ("Straße", "STRASSE"),
        ("lupus", "ｌｕｐｕｓ"),
    ],
)
def test_accents_apostrophes_and_greek_letters_do_not_matter(wanted, text):
    assert found(f"adults with {text}.", term(wanted, "it")) == [("it", text)]


def test_a_plural_s_is_allowed_at_the_end_of_a_term_only():
    cell = term("CAR T cell", axis=MODALITY)
    assert found("CAR T cells", cell) == [("car-t-cell", "CAR T cells")]
    assert found("CARs T cell", cell) == []
    assert found("lupuss", term("lupus")) == []


def test_an_exact_abbreviation_is_found_only_as_written():
    exact = term("MS", "multiple-sclerosis", exact=True)
    assert found("MS and CD19", exact) == [("multiple-sclerosis", "MS")]
    assert found("ms. Ms Ms.", exact) == []
    assert found("MSs", exact) == []
    assert found("anti-MS", exact) == [("multiple-sclerosis", "MS")]


def test_an_exact_abbreviation_of_two_words_needs_its_case_in_both():
    exact = term("SSc-ILD", "ssc-ild", exact=True)
    assert found("SSc ILD", exact) == [("ssc-ild", "SSc ILD")]
    assert found("SSC-ILD", exact) == []


def test_the_longest_term_of_an_axis_wins():
    lupus, nephritis = term("lupus"), term("lupus nephritis")
    assert found("Lupus Nephritis", lupus, nephritis) == [("lupus-nephritis", "Lupus Nephritis")]
    assert found("lupus nephritis or lupus", lupus, nephritis) == [
        ("lupus-nephritis", "lupus nephritis"),
        ("lupus", "lupus"),
    ]


def test_terms_that_overlap_without_one_inside_the_other_are_both_found():
    assert found("type 1 diabetes mellitus", term("type 1 diabetes"), term("diabetes mellitus")) == [
        ("type-1-diabetes", "type 1 diabetes"),
        ("diabetes-mellitus", "diabetes mellitus"),
    ]


def test_a_longer_term_of_another_axis_hides_nothing():
    autoantibody = term("anti-MuSK antibody", "musk-antibody", AUTOANTIBODY)
    slugs = [slug for slug, _ in found("anti-MuSK antibody", term("MuSK", axis=TARGET), autoantibody)]
    assert slugs == ["musk-antibody", "musk"]


def test_one_spelling_can_stand_for_two_entries():
    both = found("MG", term("MG", "one", exact=True), term("MG", "other", exact=True))
    assert both == [("one", "MG"), ("other", "MG")]


def test_matches_come_in_the_order_of_the_text():
    text = "myositis, then lupus, then myositis"
    assert [slug for slug, _ in found(text, term("lupus"), term("myositis"))] == ["myositis", "lupus", "myositis"]


@pytest.mark.parametrize("text", ["", "   ", "-- / --", "\0"])
def test_a_text_without_words_holds_no_terms(text):
    assert found(text, term("lupus")) == []


def test_a_vocabulary_without_words_finds_nothing():
    assert found("lupus") == []
    assert found("lupus -", term("-", "dash"), term("’", "apostrophe", exact=True)) == []


TEXT_OF_ANY_KIND = st.lists(
    WORDS | st.sampled_from(["α", "é", "中", "e\u0301", "\x1f", "\x1e", "|", "1xA"]), max_size=4
)


@patiently
@given(st.lists(TEXT_OF_ANY_KIND.map("".join), max_size=4), st.lists(WORDS, max_size=4))
def test_in_texts_read_together_is_found_what_is_found_in_each(texts, terms):
    matcher = Matcher([term(one, f"term-{number}", exact=number % 2 == 0) for number, one in enumerate(terms)])
    together = matcher.find_all(texts)
    assert [together.matches(CONDITION, number) for number in range(len(texts))] == [
        matcher.find_all([text]).matches(CONDITION, 0) for text in texts
    ]


@pytest.mark.parametrize("odd", ["", " α", " 中", " e\u0301", "\x1f", "\x1e"])
def test_no_term_reaches_from_one_text_into_the_next(odd):
    found = Matcher([term("CAR T")]).find_all([f"a CAR{odd}", "T cell"])
    assert [found.matches(CONDITION, number) for number in (0, 1)] == [[], []]


def test_only_texts_with_a_match_are_numbered():
    found = Matcher([term("lupus"), term("BCMA", axis=TARGET)]).find_all(["none", "lupus", "BCMA", "lupus"])
    assert (found.numbers(CONDITION), found.numbers(TARGET), found.numbers(MODALITY)) == ([1, 3], [2], [])


@pytest.mark.parametrize("accent", ["é", "e\u0301", "β", "中"])
def test_places_are_those_of_the_text_as_it_stands(accent):
    text = f"  {accent} --  CAR - T’s of {accent}, lupus"
    assert found(text, term("lupus"), term("CAR ts", axis=MODALITY)) == [("car-ts", "CAR - T’s"), ("lupus", "lupus")]
