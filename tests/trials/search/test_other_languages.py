"""Searches in Spanish, and names in the language of the page: on every page, whichever language it is in."""

import pytest
from django.test import Client
from django.utils.translation import override

from tests.builders import make_condition, make_country, make_modality, make_site, make_trial
from tests.trials.search.searching import found, search_for
from tests.trials.search.understanding import read, said
from trials.country_names import country_name
from trials.search.chips import chips
from trials.search.facets import facet
from trials.search.places import Distance, find_country, find_place, parse_distance, told
from trials.search.suggest import suggest

SLE, MG, MS = (
    "condition=systemic-lupus-erythematosus",
    "condition=myasthenia-gravis",
    "condition=multiple-sclerosis",
)
SENTENCES = {
    "I have MuSK+ myasthenia, live near Philadelphia, speak Spanish": f"autoantibody=anti-musk {MG} near=Philadelphia",
    "I only speak Spanish and have lupus": SLE,
    "Spanish-speaking, lupus": SLE,
    "my daughter, 14, lupus, near Boston": f"sex=female age=14 {SLE} near=Boston",
    "tengo miastenia gravis anti-MuSK, vivo cerca de Filadelfia": f"{MG} autoantibody=anti-musk near=Filadelfia",
    "mi hija de 14 años tiene lupus, Boston": f"sex=female age=14 {SLE} near=Boston",
    "mi hija tiene 14 años y lupus": f"sex=female age=14 {SLE}",
    "mi hija de 14 anos tiene lupus": f"sex=female age=14 {SLE}",
    "tengo 34 años y lupus": f"age=34 {SLE}",
    "mujer con lupus": f"sex=female {SLE}",
    "hombre de 40 años con lupus": f"sex=male age=40 {SLE}",
    "mi mamá tiene lupus": f"sex=female {SLE}",
    "lupus desde hace 14 años": f"{SLE} '14'",
    "mayores de 65 años con lupus": f"age=66 {SLE}",
    "menores de 18 años, lupus": f"age=17 {SLE}",
    "CAR-T para niños con lupus": f"modality=car-t age=17 {SLE}",
    "lupus cerca de Boston": f"{SLE} near=Boston",
    "lupus a 50 millas de Houston": f"{SLE} near=Houston@50 miles",
    "lupus a menos de 100 km de Múnich": f"{SLE} near=Múnich@100 km",
    "lupus cerca de Londres": f"{SLE} near=Londres",
    "lupus cerca de Pekín": f"{SLE} near=Pekín",
    "lupus Nueva York": f"{SLE} near=Nueva York",
    "lupus cerca de mí": SLE,
    "lupus en La Habana": f"{SLE} near=La Habana",
    "vivo en Houston, tengo lupus": f"near=Houston {SLE}",
    "esclerosis múltiple en México": f"{MS} country=mexico",
    "lupus en los Estados Unidos": f"{SLE} country=united-states",
    "lupus en Alemania": f"{SLE} country=germany",
    "ensayos de lupus que reclutan": f"{SLE} status=recruiting",
    "ensayos abiertos para lupus": f"status=recruiting {SLE}",
    "lupus reclutando": f"{SLE} status=recruiting",
    "lupus, no recluta": f"{SLE} status=active-not-recruiting",
    "ensayos en pausa": "status=suspended",
    "lupus fase 2": f"{SLE} stage=phase-2",
    "lupus fase dos": f"{SLE} stage=phase-2",
    "fase I/II de lupus": f"stage=phase-1-2 {SLE}",
    "fase 1 temprana": "stage=early-phase-1",
    "preclínico": "stage=preclinical",
    "células propias": "cell_source=autologous",
    "CAR-T de donante": "modality=car-t cell_source=allogeneic",
    "CAR-T autólogas para el lupus": f"modality=car-t cell_source=autologous {SLE}",
    "esclerosis en placas": MS,
    "AChR negativo": "'AChR' 'negativo'",
    # what Spanish must not take from English
    "lupus los angeles": f"{SLE} near=los angeles",
    "lupus Detroit MI": f"{SLE} near=Detroit MI",
    "lupus Wilmington DE": f"{SLE} near=Wilmington DE",
    "my son has lupus": f"sex=male {SLE}",
    "trials in us": "'trials'",
    "ex vivo": "'ex' 'vivo'",
}


@pytest.mark.parametrize(("query", "means"), SENTENCES.items())
def test_a_sentence_of_a_patient_is_understood(query, means):
    assert said(query) == means


def test_a_part_is_taken_out_with_the_words_that_lead_to_it():
    found = read("ensayos de lupus cerca de Boston")
    assert [found.without(part) for part in found.parts] == ["ensayos cerca de Boston", "ensayos de lupus"]


def test_two_stages_that_a_spanish_word_joins_are_one_part():
    (part,) = read("fase 1 y 2").parts
    assert set(part.values) == {"phase-1", "phase-1-2", "phase-2", "phase-2-3"}


@pytest.fixture
def lupus(db):
    return make_condition("Lupus", name_es="Lupus eritematoso")


def test_the_spanish_name_is_understood_on_every_page(lupus):
    trial = make_trial(conditions=[lupus])
    for language in ("en", "es"):
        with override(language):
            assert found("q=lupus+eritematoso") == [trial]


def test_choices_and_chips_have_the_name_of_the_pages_language(lupus):
    car_t = make_modality("CAR-T", name_es="CAR-T (células)")
    make_trial(conditions=[lupus], modalities=[car_t], sites=[make_site(country="Germany")])
    make_trial(sites=[make_site(country="Turkey (Türkiye)")])
    address = "condition=lupus&modality=car-t&country=germany"
    for language, names in (
        ("en", ["Lupus", "CAR-T", "Germany"]),
        ("es", ["Lupus eritematoso", "CAR-T (células)", "Alemania"]),
        ("en", ["Lupus", "CAR-T", "Germany"]),
    ):
        with override(language):
            assert [chip.name for chip in chips(search_for(address))] == names
            assert facet(search_for(""), "condition").choices[0].name == names[0]
    with override("es"):
        assert {one.name for one in facet(search_for(""), "country").choices} == {"Alemania", "Turquía"}


def test_choices_that_find_as_many_stand_in_the_order_of_the_names_that_are_shown(db):
    for name in ("Germany", "Hungary", "Spain"):
        make_trial(sites=[make_site(country=name)])
    for language, names in (("en", ["Germany", "Hungary", "Spain"]), ("es", ["Alemania", "España", "Hungría"])):
        with override(language):
            assert [one.name for one in facet(search_for(""), "country").choices] == names


@pytest.mark.parametrize(("first", "second"), [("/trials/", "/es/trials/"), ("/es/trials/", "/trials/")])
def test_nothing_of_one_language_stays_for_a_page_in_the_other(lupus, client: Client, first, second):
    make_trial(conditions=[lupus, make_condition("Myositis")], sites=[make_site(country="Germany")])
    make_trial(sites=[make_site(country="Spain")])
    for address in (first, second, first):
        with override(None):  # a request leaves its language behind
            page = client.get(address).text
        spanish = address.startswith("/es/")
        assert ("Lupus eritematoso" in page) is spanish
        assert ("Alemania" in page) is spanish
        assert ("Germany" in page) is not spanish


@pytest.mark.parametrize(
    ("language", "typed", "name", "note", "text"),
    [
        ("es", "lupus eri", "Lupus eritematoso", "", "Lupus eritematoso"),
        ("en", "lupus eri", "Lupus", "also called Lupus eritematoso", "Lupus"),
        ("es", "cd19 lup", "Lupus eritematoso", "", "cd19 Lupus eritematoso"),
    ],
)
def test_a_suggestion_has_the_name_of_the_pages_language(lupus, language, typed, name, note, text):
    make_trial(conditions=[lupus])
    with override(language):
        one = suggest(typed)[0]
    assert (one.name, one.note, one.text) == (name, note, text)


@pytest.mark.parametrize("typed", ["near Erl", "cerca de Erl"])
def test_a_town_is_suggested_behind_either_word_for_near(db, typed):
    assert any(one.name.startswith("Erlangen") for one in suggest(typed))


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Germany", "Alemania"),
        ("Turkey (Türkiye)", "Turquía"),
        ("South Korea", "Corea del Sur"),
        ("Korea, Republic of", "Corea del Sur"),
        ("Czechia", "Chequia"),
        ("United States", "Estados Unidos"),
        ("Bosnia and Herzegovina", "Bosnia y Herzegovina"),
        ("A country of nobody", "A country of nobody"),
    ],
)
def test_a_country_is_called_as_its_language_does(db, english, spanish):
    assert country_name(english, "es") == make_country(english).name_i18n.replace(english, spanish) == spanish
    assert country_name(english, "en") == english
    assert country_name(english, "xx") == english


def test_spanish_names_of_places_are_known_beside_the_english_ones():
    assert find_place("Filadelfia").name == "Philadelphia, Pennsylvania"
    assert find_place("Londres").name == "London, United Kingdom"
    assert find_country("Emiratos Árabes Unidos") == find_country("United Arab Emirates")
    assert find_country("Estados Unidos de América") == find_country("USA")


def test_distances_are_read_in_spanish_and_told_in_km_too():
    assert parse_distance("50 millas") == Distance(50, "miles")
    assert parse_distance("100 kilómetros") == parse_distance("100 km")
    with override("es"):
        assert "12" in told(12.4, "miles")
        assert "20" in told(12.4, "miles")
    with override("en"):
        assert told(12.4, "miles") == "about 12 miles"
        assert (Distance(1, "miles").words, Distance(50, "miles").words) == ("1 mile", "50 miles")
    assert str(Distance(50, "miles")) == "50 miles"
