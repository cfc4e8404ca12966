"""The pages of a condition, an antibody, a product and a place, and where facts come from."""

from datetime import UTC, datetime

import pytest

from tests.builders import (
    make_autoantibody,
    make_condition,
    make_programme,
    make_run,
    make_site,
    make_source,
    make_statement,
    make_target,
    make_therapy,
    make_trial,
)
from tests.trials.views.reading import read

# --- conditions


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


# --- antibodies


def test_an_antibody_shows_diseases_therapies_aimed_at_it_and_trials(client, db):
    disease = make_condition("Myasthenia gravis")
    musk = make_target("MuSK", autoantigen=True)
    product = make_therapy("MuSK-CAART", targets=[musk])
    antibody = make_autoantibody("Anti-MuSK", [disease], antigen="MuSK")
    asking = make_trial(autoantibodies=[antibody])
    testing = make_trial(therapies=[product])
    other = make_trial()
    make_statement("article", "key autoantibody", condition=disease, value="Anti-MuSK")
    page = read(client, "/autoantibodies/anti-musk/")
    assert {disease.get_absolute_url(), product.get_absolute_url()} <= page.links.keys()
    assert {asking.slug, testing.slug} <= set(page.ids)
    assert other.slug not in page.ids
    assert "“Anti-MuSK”" in page.words


def test_a_product_that_only_binds_the_antigen_is_not_aimed_at_the_antibody(client, db):
    product = make_therapy("Anti-MuSK CAR-T", targets=[make_target("MuSK")])
    make_autoantibody("Anti-MuSK", antigen="MuSK")
    assert product.get_absolute_url() not in read(client, "/autoantibodies/anti-musk/").links


# --- products


def test_a_product_shows_what_is_known_of_it_and_its_trials(client, finder):
    trial = finder.add_trial()
    finder.therapies[0].developer = "Kyverna"
    finder.therapies[0].known_from = "NCT06475495"
    finder.therapies[0].save()
    page = read(client, "/therapies/kyv-101/")
    for words in ("KYV-101", "CD19", "MuSK", "CAR-T", "Kyverna", "NCT06475495"):
        assert words in page.words
    assert trial.slug in page.ids


def test_the_list_of_products_has_those_that_a_shown_trial_tests(client, finder):
    make_therapy("Untested")
    outside = make_therapy("Outside")
    make_trial(therapies=[outside], in_field=False)
    finder.add_trial()
    finder.add_trial()
    page = read(client, "/therapies/")
    assert {link for link in page.links if link.startswith("/therapies/") and link != "/therapies/"} == {
        "/therapies/kyv-101/"
    }
    assert "2 trials" in page.words


def test_all_trials_of_a_product_and_of_an_antibody_are_one_address_away(client, db):
    product, antibody = make_therapy("A & B #1", slug="product"), make_autoantibody("Antibody")
    for _ in range(11):
        make_trial(therapies=[product], autoantibodies=[antibody])
    make_trial(title="A & B #1")
    for address in ("/therapies/product/", "/autoantibodies/antibody/"):
        links = read(client, address).links
        search = next(link for link, words in links.items() if words == "See all 11 trials")
        assert read(client, search).first_headings[0].startswith("11 trials")


# --- places


def test_a_place_shows_its_trials_with_their_status_there(client, db):
    place = make_site("Charité", city="Berlin")
    first = make_trial(sites=[place])
    last = make_trial(sites=[place], title="Done here")
    last.trial_sites.update(status="COMPLETED")
    outside = make_trial(sites=[place], in_field=False)
    page = read(client, place.get_absolute_url())
    assert page.first_headings == ["Charité"]
    assert page.html.index(first.get_absolute_url()) < page.html.index(last.get_absolute_url())
    assert outside.get_absolute_url() not in page.links
    assert "Not taking new people" in page.words
    assert "/trials/?country=germany" in page.links


def test_what_takes_people_at_this_place_comes_first(client, db):
    place = make_site()
    done_here = make_trial(sites=[place], nct_id="NCT00000001")
    done_here.trial_sites.update(status="COMPLETED")
    open_here = make_trial(sites=[place], nct_id="NCT99999999")
    html = read(client, place.get_absolute_url()).html
    assert html.index(open_here.get_absolute_url()) < html.index(done_here.get_absolute_url())


@pytest.mark.parametrize("tail", ["", "another-name/"])
def test_a_place_is_found_by_its_number_alone(client, db, tail):
    place = make_site("Charité", city="Berlin")
    answer = client.get(f"/sites/{place.pk}/{tail}")
    assert (answer.status_code, answer.url) == (301, f"/sites/{place.pk}/charite-berlin/")


@pytest.mark.parametrize(
    "columns", [{"facility": "北京医院", "city": "北京"}, {"facility": " ", "city": ""}, {"country": None}]
)
def test_a_place_with_little_known_or_in_another_script_has_a_page(client, db, columns):
    place = make_site(**{"latitude": None, "longitude": None, **columns})
    assert len(read(client, place.get_absolute_url()).first_headings) == 1


# --- where facts come from


def test_the_data_page_names_every_source_and_the_last_runs(client, db):
    make_source("registry", url="https://clinicaltrials.gov/", licence="Public domain")
    make_source("article")
    make_run(finished=datetime(2026, 3, 5, tzinfo=UTC), new=7, message="")
    make_run(outcome="failed", message="/home/finder/x.json does not exist")
    make_trial()
    make_trial(in_field=False)
    make_programme()
    page = read(client, "/data/")
    for words in ("Trial registry", "Public domain", "5 March 2026", "7 new", "Stopped before its end"):
        assert words in page.words
    assert "/home/finder" not in page.words
    assert "Trials shown 2" in page.words
    assert "outside our field 1" in page.words
