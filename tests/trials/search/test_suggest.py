"""What the search box offers for half-typed words."""

from types import SimpleNamespace

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conditions.models import Autoantibody, AutoantibodyName, Name, Term
from tests.builders import (
    make_autoantibody,
    make_condition,
    make_modality,
    make_site,
    make_source,
    make_target,
    make_therapy,
    make_trial,
)
from trials.models import Site, TargetName, TherapyName
from trials.search import suggest as suggesting
from trials.search.suggest import MOST, suggest


def texts(typed):
    return [one.text for one in suggest(typed)]


def names(typed):
    return [one.name for one in suggest(typed)]


@pytest.fixture(autouse=True)
def towns(monkeypatch):
    """The towns that the finder knows, the largest first."""
    known = [
        SimpleNamespace(name="Chicago, Illinois", population=2_700_000),
        SimpleNamespace(name="Chiba, Japan", population=980_000),
        SimpleNamespace(name="Chilly, France", population=2_000),
    ]

    def find(start, limit):
        return [town for town in known if town.name.casefold().startswith(start.casefold())][:limit]

    monkeypatch.setattr(suggesting, "find_towns", find)


@pytest.fixture
def sclerosis(db):
    return make_condition("Systemic sclerosis (scleroderma)", terms=["systemic sclerosis", "scleroderma", "SSc"])


def test_a_name_is_found_by_its_beginning_and_by_that_of_a_later_word(words):
    make_trial(conditions=[words.nephritis])
    assert names("lup") == ["Lupus", "Lupus nephritis"]
    assert names("nephr") == ["Lupus nephritis"]


def test_what_begins_so_comes_before_what_has_a_word_that_does_however_many_trials_are_about_that(words):
    later = make_condition("Chronic myelitis")
    for _ in range(3):
        make_trial(conditions=[later])
    assert names("my") == ["Myositis", "Chronic myelitis"]


def test_what_trials_are_about_comes_first_then_diseases_then_the_number_of_trials_then_the_name(db):
    pemphigus, pelizaeus = make_condition("Pemphigus"), make_condition("Pelizaeus disease")
    many, few, other = make_condition("Penta"), make_condition("Pento"), make_target("Pen antigen")
    for about in ({"conditions": [many]}, {"conditions": [many, few]}, {"targets": [other]}, {"targets": [other]}):
        make_trial(**about)
    make_trial(conditions=[pemphigus], in_field=False)
    assert names("pe") == [many.name, few.name, other.name, pelizaeus.name, pemphigus.name]


def test_a_disease_counts_the_trials_of_its_kinds(words):
    make_condition("Lupine allergy")
    make_trial(conditions=[words.nephritis])
    assert names("lup")[-1] == "Lupine allergy"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("scler", "Systemic sclerosis"),
        ("recruiting scler", "recruiting systemic sclerosis"),
        ("recruiting, scler", "recruiting, systemic sclerosis"),
        ("  recruiting   scler ", "recruiting   systemic sclerosis"),
        ("cd19 scler", "CD19 systemic sclerosis"),
        ("car-t scler", "CAR-T systemic sclerosis"),
        ("lupus nephritis systemic s", "lupus nephritis systemic sclerosis"),
        ("lupus sj", "lupus Sjögren's disease"),
    ],
)
def test_the_last_words_are_completed_and_those_before_them_stay(words, sclerosis, typed, text):
    assert texts(typed)[0] == text


def test_a_beginning_of_several_words_is_one_and_what_stands_before_may_be_a_name(words):
    make_trial(conditions=[words.nephritis], modalities=[words.car_t])
    assert texts("cd19 lupus ne") == ["CD19 lupus nephritis"]
    assert "CD19 CAR-T" in texts("cd19 car")


def test_what_has_been_said_is_not_offered_again(words):
    assert names("lupus lup") == ["Lupus nephritis"]


@pytest.mark.parametrize("typed", ["car-t", "cart", "CAR T", "car–t"])
def test_hyphens_and_case_do_not_matter(words, typed):
    assert names(typed)[0] == "CAR-T"


@pytest.mark.parametrize("typed", ["sjogr", "SJÖGR", "sjo\u0308gren's", "sjogrens dis"])
def test_accents_and_apostrophes_do_not_matter(words, typed):
    assert names(typed) == ["Sjögren's disease"]


def test_another_name_is_said_where_the_match_is_by_it(sclerosis):
    assert [(one.name, one.kind, one.note) for one in suggest("sclerod")] == [
        ("Systemic sclerosis", "Condition", "also called scleroderma")
    ]
    assert suggest("systemic")[0].note == "scleroderma"  # what stands in brackets after its own name


def test_no_entry_is_said_to_be_called_what_only_patients_say(sclerosis):
    Term.objects.create(condition=sclerosis, text="sclaroderma", use=Name.Use.SEARCH)
    assert [one.note for one in suggest("sclar")] == ["people say “sclaroderma”"]


def test_a_whole_name_comes_before_longer_ones(db):
    make_trial(conditions=[make_condition("Anal fistula")])
    make_autoantibody("ANA")
    assert names("ana") == ["ANA", "Anal fistula"]


def test_each_kind_of_entry_says_what_it_is(db):
    make_condition("Zeta disease")
    make_autoantibody("Zeta antibody")
    make_target("ZETA1")
    make_modality("Zeta cells")
    make_therapy("Zeta-101")
    make_trial(sites=[make_site("Zeta hospital")])
    assert {one.kind for one in suggest("zeta")} == {
        "Condition",
        "Autoantibody",
        "What the cells target",
        "Kind of therapy",
        "Product",
        "Hospital or centre",
    }


def test_other_names_of_products_targets_and_autoantibodies_are_found(words):
    product, antibody = make_therapy("CABA-201"), make_autoantibody("Anti-dsDNA")
    TherapyName.objects.create(therapy=product, text="rese-cel")
    TargetName.objects.create(target=words.bcma, text="TNFRSF17")
    AutoantibodyName.objects.create(autoantibody=antibody, text="double-stranded DNA antibody")
    assert [(one.name, one.note) for typed in ("resec", "tnfr", "double str") for one in suggest(typed)] == [
        ("CABA-201", "also called rese-cel"),
        ("BCMA", "also called TNFRSF17"),
        ("Anti-dsDNA", "also called double-stranded DNA antibody"),
    ]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("sclorod", "Systemic sclerosis"), ("lupsu", "Lupus"), ("recruiting miosit", "Myositis")],
)
def test_a_misspelled_beginning_is_mended_where_nothing_else_is_found(words, sclerosis, typed, name):
    assert names(typed)[0] == name


def test_four_letters_are_too_few_to_be_mended_and_a_right_beginning_is_not(words):
    make_condition("Lupis")
    assert names("lups") == []
    assert names("lupis") == ["Lupis"]


def test_a_new_name_is_found_at_once(words):
    assert names("wolf") == []
    Term.objects.create(condition=words.lupus, text="wolf disease")
    assert names("wolf") == ["Lupus"]
    Autoantibody.objects.create(slug="wolf", name="Wolf antibody", antigen="W", source=make_source())
    assert names("wolf") == ["Lupus", "Wolf antibody"]


# --- places


def test_after_near_a_place_is_meant(words):
    make_condition("Childhood lupus")
    trial_site = make_site("Chinese Hospital", city="Hangzhou")
    make_trial(sites=[trial_site])
    found = suggest("lupus near chi")
    assert [(one.text, one.kind) for one in found] == [
        ("lupus near Chicago, Illinois", "Town"),
        ("lupus near Chiba, Japan", "Town"),
        ("lupus near Chilly, France", "Town"),
        ("lupus near Chinese Hospital, Hangzhou", "Hospital or centre"),
    ]


def test_a_state_may_be_typed_behind_a_town(words):
    assert texts("lupus near chicago, ill") == ["lupus near Chicago, Illinois"]


def test_after_in_a_large_town_comes_first_and_a_disease_can_be_meant(words):
    make_condition("Chilblain lupus")
    assert names("CAR-T in chi") == ["Chicago, Illinois", "Chiba, Japan", "Chilblain lupus"]
    assert texts("CAR-T in lup") == ["CAR-T in lupus", "CAR-T in lupus nephritis", "CAR-T in Chilblain lupus"]


def test_a_town_is_found_without_being_asked_for_behind_the_names_that_begin_so(words):
    make_condition("Chilblain lupus")
    make_condition("Severe chilblains")
    assert names("chi") == ["Chilblain lupus", "Chicago, Illinois", "Chiba, Japan", "Severe chilblains"]


@pytest.mark.parametrize("typed", ["charité univ", "CHARITE", "universitatsm", "berl", "lupus berlin char", "o'briens"])
def test_a_site_is_found_by_the_beginning_of_any_word_of_its_name_and_town(words, typed):
    make_trial(sites=[make_site("Charité-Universitätsmedizin (OBriens)", city="Berlin")])
    found = suggest(typed)[0]
    assert (found.name, found.note) == ("Charité-Universitätsmedizin (OBriens)", "Berlin, Germany")
    assert found.text.endswith("Charité-Universitätsmedizin (OBriens), Berlin")


def test_a_site_that_names_its_town_is_not_given_it_twice(db):
    make_trial(sites=[make_site("University of Chicago", city="Chicago", country=None)])
    assert [(one.text, one.note) for one in suggest("university of")] == [("University of Chicago", "Chicago")]


def test_only_sites_of_shown_trials_are_offered_the_busiest_first(db):
    busy, quiet, hidden = make_site("Mayo Clinic West"), make_site("Mayo Clinic East"), make_site("Mayo Clinic North")
    make_trial(sites=[busy])
    make_trial(sites=[busy, quiet])
    make_trial(sites=[hidden], in_field=False)
    make_site("Mayo Clinic South")
    assert names("mayo cl") == ["Mayo Clinic West", "Mayo Clinic East"]


def test_a_site_of_two_typed_words_comes_before_a_name_of_the_last_one(words):
    make_condition("Clinical lupus")
    make_trial(sites=[make_site("Mayo Clinic")])
    assert names("mayo cl") == ["Mayo Clinic", "Clinical lupus"]


def test_sites_are_not_asked_for_where_names_are_enough(db, django_assert_num_queries):
    for number in range(MOST):
        make_condition(f"Hospital fever {number}")
    make_trial(sites=[make_site("Hospital")])
    assert len(names("hosp")) == MOST
    with django_assert_num_queries(1):  # whether something was written
        suggest("hosp")


def test_the_words_of_sites_are_read_from_their_index(db):
    Site.objects.bulk_create(Site(facility=f"Hospital {number}", city="Erlangen") for number in range(2000))
    Site.objects.create(facility="Mayo Clinic", city="Rochester")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE trials_site")
        cursor.execute(
            "EXPLAIN SELECT id FROM trials_site"
            " WHERE trials_site_words(facility, city) @@ to_tsquery('simple', 'may:*')"
        )
        plan = "\n".join(line for (line,) in cursor)
    assert "words_of_sites" in plan


# --- any text


@pytest.mark.parametrize(
    "typed", ["", " ", "l", "a\0b", "\0", "lup" * 200, "-", "()!&|:*'\"\\", "٣", "红斑狼疮", "🙂 🙂"]
)
def test_what_begins_no_name_is_answered_with_nothing(words, typed):
    assert suggest(typed) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.lists(
        st.sampled_from(["lup", "near", "in", "car-t", ",", "'", "&", "é", "\\", "%s", ":*"]) | st.text(max_size=12)
    )
)
def test_any_text_is_answered_and_no_answer_repeats(words, typed):
    found = suggest(" ".join(typed))
    assert len(found) <= MOST
    assert len({(one.text, one.kind, one.note) for one in found}) == len(found)
    assert all(one.text and one.name for one in found)


def test_the_words_of_a_name_in_another_order_are_no_other_name(db):
    make_condition("Multiple sclerosis", terms=["sclerosis, multiple"])
    assert [(one.name, one.note) for one in suggest("scler")] == [("Multiple sclerosis", "")]
