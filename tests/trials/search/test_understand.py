"""Words that a patient types, and what was understood."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.trials.search.understanding import fixture_lexicon, read, said
from trials.search.understand import understand

SLE, IIM, SSC, MG, MS = (
    "condition=systemic-lupus-erythematosus",
    "condition=idiopathic-inflammatory-myopathy",
    "condition=systemic-sclerosis",
    "condition=myasthenia-gravis",
    "condition=multiple-sclerosis",
)
CAR_T, CD19, BCMA, OPEN = "modality=car-t", "target=cd19", "target=bcma", "status=recruiting"

QUERIES = {
    # diseases by their names, abbreviations and in patients' words
    "SLE": SLE,
    "sle": SLE,
    "lupus": SLE,
    "systemic lupus": SLE,
    "I have lupus": SLE,
    "trials for patients with lupus": SLE,
    "lupus treatment": SLE,
    "lupus cell therapy": SLE,
    "new treatments for SLE": SLE,
    "lupus cure": SLE,
    "hardening skin disease": SSC,
    "MG": MG,
    "gMG": MG,
    "ms": MS,
    "relapsing MS": MS,
    "progressive ms": "condition=progressive-multiple-sclerosis",
    "nmosd": "condition=neuromyelitis-optica-spectrum-disorder",
    "Sjögren’s": "condition=sjogren-disease",
    "sjogrens": "condition=sjogren-disease",
    "crohns": "condition=crohn-disease",
    "stiff person": "condition=stiff-person-syndrome",
    "wegener's granulomatosis": "condition=granulomatosis-with-polyangiitis",
    "kidney lupus": "condition=lupus-nephritis",
    "type 1 diabetes treg": "condition=type-1-diabetes modality=treg",
    "haemolytic anaemia": "condition=hemolytic-anemia",
    "ITP": "condition=immune-thrombocytopenia",
    "anca vasculitis": "condition=anca-associated-vasculitis",
    "lupus and myositis": f"{SLE} {IIM}",
    "scleroderma or myositis": SSC,
    "refractory lupus": f"'refractory' {SLE}",
    "pain in lupus": f"'pain' {SLE}",
    "lupus with fatigue": f"{SLE} 'fatigue'",
    "pain": "condition=pain",
    # abbreviations that are words
    "AS": "condition=axial-spondyloarthritis",
    "as": "condition=axial-spondyloarthritis",
    "CAR-T for AS": f"{CAR_T} condition=axial-spondyloarthritis",
    "car t as a treatment for lupus": f"{CAR_T} {SLE}",
    "how to start car-t": CAR_T,
    "rituximab 50 mg": "'rituximab' '50' 'mg'",
    "phase 2 MG": f"stage=phase-2 {MG}",
    # autoantibodies and antigens
    "anti-MuSK": "autoantibody=anti-musk",
    "MuSK": "autoantibody=anti-musk",
    "musk positive": "autoantibody=anti-musk",
    "MuSK positive myasthenia": f"autoantibody=anti-musk {MG}",
    "dsDNA positive": "autoantibody=anti-dsdna",
    "anti-dsDNA antibodies lupus": f"autoantibody=anti-dsdna {SLE}",
    "positive for anti-AChR": "autoantibody=anti-achr",
    "AChR+ myasthenia": f"autoantibody=anti-achr {MG}",
    "anti-AChR antibody positive MG": f"autoantibody=anti-achr {MG}",
    "AChR negative myasthenia gravis": f"'AChR' 'negative' {MG}",
    "Jo-1": "autoantibody=anti-jo-1",
    "scl70": "autoantibody=anti-topoisomerase",
    "MDA5": "autoantibody=anti-mda5",
    "SSA": "autoantibody=anti-ro-ssa",
    "CCP antibodies": "autoantibody=acpa",
    "PLA2R": "autoantibody=anti-pla2r",
    "desmoglein 3": "autoantibody=anti-dsg3",
    "type 1 diabetes insulin": "condition=type-1-diabetes 'insulin'",
    # targets
    "CD19": CD19,
    "CD 19": CD19,
    "cd-19": CD19,
    "anti-CD19": CD19,
    "CD19/BCMA": f"{CD19} {BCMA}",
    "CD19 BCMA": f"{CD19} {BCMA}",
    "CD19xBCMA": f"{CD19} {BCMA}",
    "cd19xbcma": f"{CD19} {BCMA}",
    "BCMA and CD19": f"{BCMA} {CD19}",
    "CD19/BCMA CAR-T for SLE": f"{CD19} {BCMA} {CAR_T} {SLE}",
    "CD19/20": f"{CD19} target=cd20",
    "CD7": "target=cd7",
    "CD70": "target=cd70",
    "CD19 CAR-T": f"{CD19} {CAR_T}",
    "CD19CART": f"{CD19} {CAR_T}",
    "CD7 CAR-T": f"target=cd7 {CAR_T}",
    "cells targeting BCMA": BCMA,
    "BAFF CAR-T": f"target=baff {CAR_T}",
    # kinds of therapy and whose cells
    "CAR T": CAR_T,
    "cart": CAR_T,
    "cart-cell": CAR_T,
    "car-t-cell therapy": CAR_T,
    "chimeric antigen receptor": CAR_T,
    "CAAR-T": "modality=caar-t",
    "CAR-NK cells": "modality=car-nk",
    "CAR NK": "modality=car-nk",
    "CAR-Tregs": "modality=car-treg",
    "regulatory T cells": "modality=treg",
    "Tregs": "modality=treg",
    "γδ T cells": "modality=gdt",
    "gamma delta T cells": "modality=gdt",
    "stem cell transplant MS": f"modality=hsct {MS}",
    "allogeneic": "cell_source=allogeneic",
    "off the shelf": "cell_source=allogeneic",
    "off-the-shelf CAR-NK": "cell_source=allogeneic modality=car-nk",
    "my own cells": "cell_source=autologous",
    "autologous CAR T cells": f"cell_source=autologous {CAR_T}",
    "universal CD19 CAR-T": f"cell_source=allogeneic {CD19} {CAR_T}",
    "allogeneic CD19 CAR-NK lupus": f"cell_source=allogeneic {CD19} modality=car-nk {SLE}",
    "in vivo CAR-T": f"cell_source=in-vivo {CAR_T}",
    "allo CAR-T": f"cell_source=allogeneic {CAR_T}",
    "B cell depletion": "'B cell' 'depletion'",
    # products
    "KYV-101": "therapy=kyv-101",
    "KYV101": "therapy=kyv-101",
    "kyv 101": "therapy=kyv-101",
    "rese-cel": "therapy=caba-201",
    "resecabtagene": "therapy=caba-201",
    "descartes 08": "therapy=descartes-08",
    "Descartes08 MG": f"therapy=descartes-08 {MG}",
    "MuSK-CAART": "therapy=musk-caart",
    "kyverna lupus": f"'kyverna' {SLE}",
    # numbers
    "NCT06279923": "number=NCT06279923",
    "nct 06279923": "number=NCT06279923",
    "06279923": "number=NCT06279923",
    # stages
    "phase 2 lupus": f"stage=phase-2 {SLE}",
    "phase II lupus": f"stage=phase-2 {SLE}",
    "lupus phase two": f"{SLE} stage=phase-2",
    "phase 1/2": "stage=phase-1-2",
    "phase I/II": "stage=phase-1-2",
    "phase 1b/2a": "stage=phase-1-2",
    "phase III": "stage=phase-3",
    "early phase 1": "stage=early-phase-1",
    "phase 0": "stage=early-phase-1",
    "preclinical": "stage=preclinical",
    # status
    "recruiting lupus": f"{OPEN} {SLE}",
    "not yet recruiting": "status=not-yet-recruiting",
    "active, not recruiting": "status=active-not-recruiting",
    "completed lupus trials": f"status=completed {SLE}",
    "lupus trials enrolling now": f"{SLE} {OPEN}",
    "open trials for lupus": f"{OPEN} {SLE}",
    "open-label lupus": f"'open-label' {SLE}",
    "terminated": "status=terminated",
    # places
    "lupus near chicago": f"{SLE} near=chicago",
    "close to Boston, MA": "near=Boston, MA",
    "in Boston": "near=Boston",
    "lupus in Germany": f"{SLE} country=germany",
    "lupus germany": f"{SLE} country=germany",
    "lupus usa": f"{SLE} country=united-states",
    "ms uk": f"{MS} country=united-kingdom",
    "lupus in the US": f"{SLE} country=united-states",
    "help us with lupus": SLE,
    "60637": "near=60637",
    "lupus 60637": f"{SLE} near=60637",
    "lupus within 50 miles of Houston": f"{SLE} near=Houston@50 miles",
    "80 km from Munich": "near=Munich@80 km",
    "near Houston within 50 miles": "near=Houston@50 miles",
    "lupus nephritis boston": "condition=lupus-nephritis near=boston",
    "car t los angeles recruiting": f"{CAR_T} near=los angeles {OPEN}",
    "lupus near me": SLE,
    "in MS": MS,
    "car-t in MS patients near Jackson, MS": f"{CAR_T} {MS} near=Jackson, MS",
    "lupus Jackson, MS": f"{SLE} near=Jackson, MS",
    "lupus in remission": f"{SLE} 'remission'",
    "lupus in Texas": f"{SLE} 'Texas'",
    "lupus in Kenya": f"{SLE} 'Kenya'",
    "lupus in Paris, France": f"{SLE} near=Paris, France",
    "lupus nyc": f"{SLE} near=nyc",
    "myositis near philadelphia within 100 miles": f"{IIM} near=philadelphia@100 miles",
    "my son has JDM, he is 9": "sex=male condition=juvenile-dermatomyositis age=9",
    "over 65 with lupus": f"age=66 {SLE}",
    "sclero derma": SSC,
    "lupusnephritis": "condition=lupus-nephritis",
    "boston children's hospital lupus": f"near=boston 'children's hospital' {SLE}",
    "lupus in Germany or Austria": f"{SLE} country=germany",
    # who
    "14 years old": "age=14",
    "14-year-old with JIA": "age=14 condition=juvenile-idiopathic-arthritis",
    "lupus age 14": f"{SLE} age=14",
    "aged 67": "age=67",
    "my daughter, 14, has lupus": f"sex=female age=14 {SLE}",
    "I am 34 with scleroderma": f"age=34 {SSC}",
    "34F lupus": f"age=34 sex=female {SLE}",
    "18 month old with JDM": "age=1 condition=juvenile-dermatomyositis",
    "car-t for children with lupus": f"{CAR_T} age=17 {SLE}",
    "pediatric lupus": f"age=17 {SLE}",
    "woman with ms": f"sex=female {MS}",
    "lupus for 14 years": f"{SLE} '14'",
    # as typed
    '"exact words" lupus': f'"exact words" {SLE}',
    '"lupus"': '"lupus"',
    "lupus -nephritis": f"{SLE} -'nephritis'",
    'lupus -"kidney biopsy"': f'{SLE} -"kidney biopsy"',
    "lupus - nephritis": "condition=lupus-nephritis",
    "CAR-T -CD19": f"{CAR_T} -'CD19'",
    # misspellings
    "myasthnia gravis": MG,
    "sclerodema": SSC,
    "pemphigas": "condition=pemphigus",
    "recruting lupus": f"{OPEN} {SLE}",
    "lupsu nephritis": "condition=lupus-nephritis",
    "sjorgens": "condition=sjogren-disease",
    "dermatomyositus": "condition=dermatomyositis",
    "vasculitus": "condition=vasculitis",
    "neuromyelitis optca": "condition=neuromyelitis-optica-spectrum-disorder",
    "guillian barre": "condition=guillain-barre-syndrome",
    "rhumatoid artritis": "condition=rheumatoid-arthritis",
    "mutliple scelrosis": MS,
    "germny lupus": f"country=germany {SLE}",
    # all at once
    "recruiting car-t for lupus nephritis near boston": f"{OPEN} {CAR_T} condition=lupus-nephritis near=boston",
    "allogeneic CAR-T scleroderma": f"cell_source=allogeneic {CAR_T} {SSC}",
    "phase 1 CD19 CAR-T lupus china recruiting": f"stage=phase-1 {CD19} {CAR_T} {SLE} country=china {OPEN}",
    "trials": "'trials'",
    "": "",
    "   ": "",
    ",;-": "",
}


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
""".split()  # noqa: SIM905


def test_an_ordinary_word_is_no_misspelled_disease():
    assert [word for word in ORDINARY if any(part.corrected for part in read(word).parts)] == []


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


HOSTILE = [
    '"lupus', '""', '"" -"" -', "\0lupus\0", "%' OR 1=1; --", "שלום lupus مرحبا", "," * 250, "a " * 250, "-" * 500,
    "١٢ years old", "phase " * 80, "near " * 100, "in in in in Boston", "NCT" * 160, "1 " * 250, "'" * 500, "ß" * 500,
    "ﬁ ǆ Ⅷ ½ lupus", "e\u0301" * 200, "lupus \ud800", "34" * 250, "within 50 miles of " * 25, "x" * 10_000,
    "CD19 " * 2_000, "zusammenhang widersprechen myasthnia " * 13,
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_do_no_harm(query):
    read(query)


PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*QUERIES, *HOSTILE[:8], '"', "-", "near ", "in ", "within 50 miles of ", "phase ", " or ", ", "]),
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
