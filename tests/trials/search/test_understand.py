"""Words that a patient types, and what was understood."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.hostile import TEXTS
from tests.trials.search.typed import QUERIES
from tests.trials.search.understanding import fixture_lexicon, read, said
from trials.search.understand import understand


@pytest.mark.parametrize(("query", "meant"), QUERIES.items())
def test_what_patients_type_is_understood(query, meant):
    assert said(query) == meant


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("phase 1", ("phase-1", "phase-1-2")),
        ("phase 2", ("phase-2", "phase-1-2", "phase-2-3")),
        ("phase 3", ("phase-3", "phase-2-3")),
        ("phase 1/2", ("phase-1-2",)),
        ("phase 1 or 3", ("phase-1", "phase-1-2", "phase-3", "phase-2-3")),
        ("recruiting", ("recruiting",)),
        ("not yet recruiting", ("not-yet-recruiting",)),
        ("NCT06279923, NCT05938725", ("NCT06279923", "NCT05938725")),
        ("scleroderma or myositis", ("systemic-sclerosis", "idiopathic-inflammatory-myopathy")),
        ("Germany and France", ("germany", "france")),
    ],
)
def test_several_values_mean_any_and_the_first_is_what_was_asked_for(query, values):
    (part,) = read(query).parts
    assert part.values == values


def test_two_numbers_with_words_between_each_stand_for_both():
    first, second = read("compare NCT06279923 lupus NCT05938725").parts[0::2]
    assert first.values == ("NCT06279923", "NCT05938725")
    assert second.values == ("NCT05938725", "NCT06279923")


def test_a_misspelled_word_says_what_it_was_read_as():
    (part,) = read("myasthnia gravis").parts
    assert (part.text, part.corrected.lower()) == ("myasthnia gravis", "myasthenia gravis")
    (part,) = read("myasthenia gravis").parts
    assert part.corrected == ""


def test_a_word_that_texts_use_is_no_misspelling():
    def corrected(**counts: int) -> bool:
        return bool(understand("sclerodema", fixture_lexicon(), lambda word: counts.get(word, 0)).parts)

    assert corrected()
    assert not corrected(sclerodema=1)
    assert not corrected(sclerodema=2, scleroderma=199)
    assert corrected(sclerodema=2, scleroderma=200)


@pytest.mark.parametrize("query", ["CD71", "CD9", "KYV-102", "CAR-X", "NX", "MZ", "SLF", "lupu", "Cd199", "IL-66"])
def test_a_code_or_a_short_word_is_never_corrected(query):
    assert read(query).parts == ()


ORDINARY = """
infusion safety patients remission hospital children treatment steroids insurance travel cost costs chemotherapy
lymphodepletion side effects toxicity results survival relapse flare flares biopsy dialysis transplant donor fertility
pregnancy vaccine vaccination vaccines vitamin diet exercise blood plasma serum infusions injection injections tablets
prednisone prednisolone rituximab belimumab cyclophosphamide methotrexate mycophenolate tacrolimus hydroxychloroquine
azathioprine obinutuzumab anifrolumab ocrelizumab natalizumab efgartigimod eculizumab steroid cortisone doctor doctors
nurse rheumatologist neurologist dermatologist university medical center centre clinic institute follow visit visits
weeks months hotel parking consent placebo randomized controlled blinded outcome endpoint efficacy dose dosing cohort
expansion escalation refractory severe moderate mild active progressive chronic acute early late onset response
complete partial durable sustained depletion reset naive memory lymphocytes neurotoxicity cytokine storm fever
headache weakness swallowing breathing walking swelling joints muscle muscles skin kidney kidneys lungs heart liver
brain nerves eyes mouth hair nails weight sleep energy working caregiver parents mother friends family support groups
device devices chest smart chart grades passed skills expression suspected induction hypotension diameter
diabetic myelopathy membranes mucositis caras
"""


def test_an_ordinary_word_is_no_misspelled_disease():
    assert [word for word in ORDINARY.split() if any(part.corrected for part in read(word).parts)] == []


@pytest.mark.parametrize(
    ("query", "name", "rest"),
    [
        ("recruiting car-t for lupus nephritis near boston", "condition", "recruiting car-t near boston"),
        ("recruiting car-t for lupus nephritis near boston", "near", "recruiting car-t for lupus nephritis"),
        ("recruiting car-t for lupus nephritis near boston", "status", "car-t for lupus nephritis near boston"),
        ("car-t for lupus", "modality", "lupus"),
        ("car-t, lupus", "modality", "lupus"),
        ("car-t, lupus", "condition", "car-t"),
        ("CD19 and lupus", "target", "lupus"),
        ("lupus with CD19", "target", "lupus"),
        ("scleroderma and CD19 in Germany", "target", "scleroderma in Germany"),
        ("lupus", "condition", ""),
    ],
)
def test_a_query_without_a_part_is_tidy(query, name, rest):
    found = read(query)
    (part,) = [one for one in found.parts if one.name == name]
    assert found.without(part) == rest


@pytest.mark.parametrize(
    ("query", "rest"), [('lupus "exact words"', "lupus"), ("lupus -nephritis", "lupus"), ("infusion lupus", "lupus")]
)
def test_a_query_without_words_has_no_quotes_and_no_minus_left(query, rest):
    found = read(query)
    assert found.without(found.words[0]) == rest


def test_words_can_be_asked_for_as_typed():
    found = read("lupis near Boston")
    exact = read(found.exactly(found.parts[0]))
    assert [(one.text, one.phrase) for one in exact.words] == [("lupis", True)]
    assert [one.name for one in exact.parts] == ["near"]


@pytest.mark.parametrize("query", [query for query, meant in QUERIES.items() if "'" not in meant])
def test_without_any_part_nothing_new_is_understood(query):
    found = read(query)
    known = {(one.name, value) for one in found.parts for value in one.values}
    for part in found.parts:
        rest = read(found.without(part))
        assert {(one.name, one.values[0]) for one in rest.parts if one.name != "near"} <= known


SAMPLE = ["Sjögren's disease", "anti-MuSK", "CD19/BCMA CAR-T", "Guillain-Barré syndrome", "off-the-shelf", "KYV-101"]


@pytest.mark.parametrize("query", SAMPLE)
def test_case_accents_and_hyphens_do_not_matter(query):
    plain = query.translate(str.maketrans("öé-/", "oe  ")).replace("'", "")
    ways = (query, query.lower(), query.upper(), query.title(), plain, query.replace("-", "‑"))
    assert len({said(way) for way in ways}) == 1


@pytest.mark.parametrize("query", TEXTS, ids=range(len(TEXTS)))
def test_hostile_words_do_no_harm(query):
    read(query)


PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*QUERIES, *TEXTS[:8], '"', "-", "near ", "in ", "within 50 miles of ", "phase ", " or ", ", "]),
)


@settings(max_examples=300, deadline=None)
@example(['"', "lupus", '"', "nephritis"])
@given(st.lists(PIECES, max_size=8))
def test_any_text_is_read_and_what_is_found_lies_in_it(pieces):
    found = read("".join(pieces))
    for one in (*found.parts, *found.words):
        assert len(found.without(one)) <= len(found.query)
    for part in found.parts:
        assert part.values
        assert part.text.strip('"“”„«»') in found.exactly(part)
