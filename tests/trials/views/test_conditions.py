"""The page of a condition, and the tree of all."""

import pytest

from tests.builders import (
    make_autoantibody,
    make_condition,
    make_modality,
    make_site,
    make_statement,
    make_target,
    make_trial,
)
from tests.trials.views.reading import read
from tests.trials.views.test_query_counts import queries


def test_a_condition_shows_its_names_kinds_antibodies_and_what_is_tested(client, finder):
    trial = finder.add_trial()
    page = read(client, "/conditions/lupus/")
    assert page.first_headings == ["Lupus"]
    assert "Other names SLE" in page.words
    assert {
        "/conditions/lupus-nephritis/",
        "/autoantibodies/anti-musk/",
        "/trials/?condition=lupus&target=cd19",
        trial.get_absolute_url(),
    } <= page.links.keys()
    assert "/conditions/lupus/" in read(client, "/conditions/lupus-nephritis/").links


def test_a_condition_shows_the_trials_of_its_kinds_and_each_antigen_once(client, db):
    lupus = make_condition("Lupus")
    nephritis = make_condition("Lupus nephritis", parent=lupus)
    cd19 = make_target("CD19")
    make_trial(conditions=[nephritis, lupus], targets=[cd19])
    make_trial(conditions=[nephritis], targets=[cd19])
    make_trial(conditions=[lupus], targets=[cd19], in_field=False)
    make_trial(conditions=[make_condition("Myositis")], targets=[cd19])
    page = read(client, "/conditions/lupus/")
    assert "2 trials" in page.words
    assert page.links["/trials/?condition=lupus&target=cd19"] == "CD19 2 trials"


@pytest.mark.parametrize(
    "typed", ["sle", "SLE", "Lupus-Erythematosus", "lupus-erythematosus", "SYSTEMIC-LUPUS", "Systemic-lupus"]
)
def test_another_name_of_a_condition_leads_to_it(client, db, typed):
    make_condition("Systemic lupus", terms=["SLE", "lupus erythematosus"])
    answer = client.get(f"/conditions/{typed}/")
    assert (answer.status_code, answer.url) == (301, "/conditions/systemic-lupus/")


def test_a_condition_that_is_no_autoimmune_disease_says_so_and_is_not_in_the_tree(client, db):
    make_condition("Lymphoma", kind="cancer")
    assert "not an autoimmune disease" in read(client, "/conditions/lymphoma/").words
    assert "/conditions/lymphoma/" not in read(client, "/conditions/").links


def test_the_tree_shows_every_condition_under_its_parent(client, db):
    lupus = make_condition("Lupus")
    child = make_condition("Lupus nephritis", parent=lupus)
    make_condition("Class four", parent=child)
    make_condition("Aaa disease")
    links = list(read(client, "/conditions/").links)
    places = [links.index(f"/conditions/{slug}/") for slug in ("aaa-disease", "lupus", "lupus-nephritis", "class-four")]
    assert places == sorted(places)


def test_a_kind_of_a_disease_of_another_kind_does_not_break_the_tree(client, db):
    cancer = make_condition("Lymphoma", kind="cancer")
    make_condition("Autoimmune lymphoproliferation", parent=cancer)
    assert "/conditions/autoimmune-lymphoproliferation/" in read(client, "/conditions/").links


def test_a_conditions_page_leads_to_the_search_for_it(client, db):
    lupus = make_condition("Lupus")
    for _ in range(12):
        make_trial(conditions=[lupus])
    page = read(client, "/conditions/lupus/")
    address = next(address for address, words in page.links.items() if words == "See all 12 trials")
    assert read(client, address).first_headings[0].startswith("12 trials")
    assert len([one for one in page.ids if one.startswith("NCT")]) == 10


def test_a_condition_tells_in_which_countries_sites_recruit_and_leads_to_their_trials(client, db):
    lupus = make_condition("Lupus")
    german, chinese = make_site(), make_site(country="China")
    closed = make_trial(conditions=[lupus], sites=[make_site(country="France"), make_site()])
    closed.trial_sites.filter(site__country__slug="france").update(status="COMPLETED")
    make_trial(conditions=[lupus], sites=[german, chinese])
    make_trial(conditions=[lupus], sites=[german])
    make_trial(conditions=[lupus], sites=[chinese], status="COMPLETED")
    make_trial(conditions=[make_condition("Myositis")], sites=[german])
    page = read(client, "/conditions/lupus/")
    german_ones = "/trials/?condition=lupus&country=germany&status=recruiting"
    assert page.links[german_ones] == "Germany 2 sites"
    assert page.links["/trials/?condition=lupus&country=china&status=recruiting"] == "China 1 site"
    assert not any("country=france" in address for address in page.links)
    assert read(client, german_ones).first_headings[0].startswith("3 trials")
    assert "/map/?condition=lupus" in page.links


def test_a_condition_counts_its_trials_by_kind_of_therapy_and_by_stage(client, db):
    lupus, car_t = make_condition("Lupus"), make_modality("CAR-T")
    make_trial(conditions=[lupus], modalities=[car_t])
    make_trial(conditions=[lupus], modalities=[car_t], stage="phase-2")
    page = read(client, "/conditions/lupus/")
    assert page.links["/trials/?condition=lupus&modality=car-t"] == "CAR-T 2 trials"
    assert page.links["/trials/?condition=lupus&stage=phase-2"] == "Phase 2 1 trial"


def test_wider_and_narrower_conditions_stand_with_their_trials(client, db):
    group = make_condition("Connective tissue disease")
    lupus = make_condition("Lupus", parent=group)
    nephritis = make_condition("Lupus nephritis", parent=lupus)
    make_trial(conditions=[nephritis])
    make_trial(conditions=[nephritis], status="COMPLETED")
    make_trial(conditions=[group])
    words = read(client, "/conditions/lupus/").words
    assert "It is a kind of Connective tissue disease 3 trials, 2 recruiting" in words
    assert "Its kinds Lupus nephritis 2 trials, 1 recruiting" in words


def test_a_condition_leads_to_the_search_that_finds_trials_of_several_diseases(client, db):
    make_condition("Lupus")
    several = make_trial(conditions=[make_condition("Any autoimmune disease", basket=True)])
    page = read(client, "/conditions/lupus/")
    assert several.slug not in page.ids
    assert "1 more trial is for a wider disease or for several autoimmune diseases." in page.words
    assert page.links["/trials/?q=Lupus"] == "Search by its name to see those too"
    assert several.slug in read(client, "/trials/?q=Lupus").ids


def test_a_condition_without_trials_says_so_and_leads_on(client, db):
    make_condition("Lupus")
    page = read(client, "/conditions/lupus/")
    assert "We know of no trial for it yet." in page.words
    assert "What is tested" not in page.words
    assert {"/trials/?status=recruiting", "/guide/"} <= page.links.keys()


def test_patients_words_are_no_other_names(client, db):
    lupus = make_condition("Lupus", terms=["SLE"])
    lupus.terms.create(text="wolf disease", use="search")
    page = read(client, "/conditions/lupus/")
    assert '<ul class="names" lang="en"><li>SLE</li></ul>' in page.html
    assert "wolf" not in page.words


def test_the_tree_tells_how_many_trials_a_condition_and_its_kinds_have(client, db):
    lupus = make_condition("Lupus")
    make_trial(conditions=[lupus])
    make_trial(conditions=[make_condition("Lupus nephritis", parent=lupus)], status="COMPLETED")
    make_condition("Myositis")
    words = read(client, "/conditions/").words
    assert "Lupus 2 trials, 1 recruiting Lupus nephritis 1 trial Myositis Not medical advice" in words


def test_the_tree_needs_as_many_queries_for_30_conditions_as_for_3(client, db):
    def grow(number: int) -> int:
        top = make_condition()
        for _ in range(number):
            kind = make_condition(parent=top)
            make_autoantibody(conditions=[kind])
            make_trial(conditions=[kind])
        client.get("/conditions/")  # what is held in memory is held
        return queries(client, "/conditions/")

    assert grow(3) == grow(30)


def test_a_condition_needs_as_many_queries_for_30_kinds_as_for_3(client, db):
    top = make_condition("Lupus")

    def grow(number: int) -> int:
        for _ in range(number):
            kind = make_condition(parent=top)
            make_autoantibody(conditions=[top])
            make_trial(conditions=[kind], sites=[make_site(country=f"Country of {kind}")])
        client.get("/conditions/lupus/")  # what is held in memory is held
        return queries(client, "/conditions/lupus/")

    assert grow(3) == grow(30)


# --- in another language


def test_a_page_shows_spanish_names_where_the_row_has_them_and_english_ones_where_not(client, db):
    lupus = make_condition("Lupus", name_es="Lupus en español", plain_es="Una enfermedad.", plain="A disease.")
    make_condition("Lupus nephritis", parent=lupus)
    make_autoantibody("Anti-dsDNA", [lupus], name_es="Anti-ADN")
    make_autoantibody("Anti-Sm", [lupus])
    page = read(client, "/es/conditions/lupus/")
    assert page.lang == "es"
    assert page.first_headings == ["Lupus en español"]
    assert "Una enfermedad." in page.words
    assert "A disease." not in page.words
    assert page.links["/es/conditions/lupus-nephritis/"] == "Lupus nephritis"
    assert page.links["/es/autoantibodies/anti-dsdna/"] == "Anti-ADN"
    assert page.links["/es/autoantibodies/anti-sm/"] == "Anti-Sm"
    assert read(client, "/conditions/lupus/").first_headings == ["Lupus"]


def test_the_tree_stands_in_the_order_of_the_names_that_it_shows(client, db):
    make_condition("Aaa", name_es="Zeta")
    make_condition("Bbb", name_es="Árbol")
    make_condition("Ccc", name_es="Bosque")
    spanish = [
        words for words in read(client, "/es/conditions/").links.values() if words in ("Zeta", "Árbol", "Bosque")
    ]
    assert spanish == ["Árbol", "Bosque", "Zeta"]
    english = [words for words in read(client, "/conditions/").links.values() if words in ("Aaa", "Bbb", "Ccc")]
    assert english == ["Aaa", "Bbb", "Ccc"]


def test_what_the_article_said_is_marked_as_english(client, db):
    make_statement("article", "key autoantibody", condition=make_condition("Lupus"), value="Anti-dsDNA")
    assert '<span lang="en">“Anti-dsDNA”</span>' in read(client, "/es/conditions/lupus/").html
