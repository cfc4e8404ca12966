"""What can be chosen, and what a typed value stands for."""

import pytest

from tests.builders import make_autoantibody, make_condition, make_country, make_modality, make_target, make_therapy
from trials.search.choices import Choices


@pytest.fixture
def choices(words):
    make_country("Germany")
    return Choices.load()


def test_all_choices_come_in_one_query_in_the_order_of_their_names(words, django_assert_num_queries):
    make_country("Germany")
    make_country("Austria")
    with django_assert_num_queries(1):
        choices = Choices.load()
    assert list(choices.country) == ["austria", "germany"]
    assert list(choices.condition) == [
        "systemic-lupus-erythematosus",
        "lupus-nephritis",
        "myositis",
        "sjogrens-disease",
    ]
    assert [one.name for one in choices.target.values()] == [
        "BAFF",
        "BAFF-R",
        "BCMA",
        "CD19",
        "CD20",
        "citrullinated protein",
        "MuSK",
    ]
    assert choices.modality["caar-t"].pk == words.caar_t.pk
    assert choices.condition["lupus-nephritis"].parent == "systemic-lupus-erythematosus"


def test_an_antibody_leads_to_what_it_marks_and_to_the_products_that_display_what_it_binds(words):
    bait = make_target("MuSK protein", autoantigen=True)
    make_therapy("MuSK-CAART", targets=[bait])
    make_therapy("Anti-MuSK CAR-T", targets=[make_target("Bound", autoantigen=False)])
    make_autoantibody("Anti-MuSK", conditions=[words.myositis, words.lupus], antigen="musk PROTEIN")
    make_autoantibody("Anti-Bound", antigen="Bound")
    leads = Choices.load().leads
    assert {about: sorted(slugs) for about, slugs in leads.items()} == {
        ("condition", "anti-musk"): ["myositis", "systemic-lupus-erythematosus"],
        ("therapy", "anti-musk"): ["musk-caart"],
    }


def test_a_kind_of_therapy_leads_to_those_that_are_offered_with_it(words):
    treg = make_modality("Treg")
    make_modality("CAR-Treg").offered_with.set([words.car_t, treg])
    leads = Choices.load().leads
    assert leads == {("modality", "car-t"): ["car-treg"], ("modality", "treg"): ["car-treg"]}


def test_some_conditions_stand_for_every_autoimmune_disease(words):
    make_condition("Autoimmune disease", basket=True)
    make_condition("Lymphoma", kind="cancer")
    choices = Choices.load()
    assert choices.baskets == {"autoimmune-disease"}
    assert [choices.is_autoimmune(slug) for slug in ("myositis", "lymphoma", "no-such")] == [True, False, False]


def test_a_condition_knows_all_above_it(words):
    make_condition("Nephritis of class four", slug="class-four", parent=words.nephritis)
    choices = Choices.load()
    lupus = "systemic-lupus-erythematosus"
    assert choices.lineage("class-four") == ["class-four", "lupus-nephritis", lupus]
    assert choices.lineage("myositis") == ["myositis"]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("cd19", "cd19"),
        ("cd19-bcma", "bcma-cd19"),
        ("bcma-cd19", "bcma-cd19"),
        ("baff", "baff"),
        ("baff-r", "baff-r"),
        ("baff-r-cd19", "baff-r-cd19"),
        ("cd19-baff-r", "baff-r-cd19"),
        ("baff-baff-r", "baff-baff-r"),
        ("citrullinated-protein-baff-r-cd20", "baff-r-cd20-citrullinated-protein"),
        ("cd19-cd19", "cd19"),
        ("caar-t", "caar-t"),
        ("unknown", "unknown"),
        ("cd19-", None),
        ("-cd19", None),
        ("-", None),
        ("cd19-caar-t", None),
        ("protein", None),
        ("", None),
    ],
)
def test_a_target_is_one_antigen_or_several_or_a_kind_of_therapy(choices, name, target):
    assert choices.find_target(name) == target


def test_a_shorter_antigen_does_not_hide_a_longer_one(words):
    make_target("R", slug="r")
    assert Choices.load().antigens("baff-r") == ("baff-r",)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("myositis", "myositis"),
        ("sle", "systemic-lupus-erythematosus"),
        ("lupus-erythematosus", "systemic-lupus-erythematosus"),
        ("sjögren's-disease", "sjogrens-disease"),
        ("no-such-disease", None),
        ("…", None),
    ],
)
def test_a_condition_is_known_by_its_slug_and_by_its_other_names(choices, name, slug):
    assert choices.find_condition(name) == slug


def test_other_names_are_read_once_however_many_are_asked_for(choices, django_assert_num_queries):
    with django_assert_num_queries(1):
        for name in ("sle", "unheard-of", "lupus-erythematosus", "another"):
            choices.find_condition(name)


def test_a_name_that_is_a_slug_needs_no_query(choices, django_assert_num_queries):
    with django_assert_num_queries(0):
        choices.find_condition("myositis")
