"""The pages of an antibody, a product and a place, and where facts come from."""

from datetime import UTC, datetime

import pytest

from tests.builders import (
    make_autoantibody,
    make_condition,
    make_modality,
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
from tests.trials.views.test_query_counts import queries

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


def test_products_stand_by_their_kind_with_what_is_not_known_said(client, db):
    car_t, treg = make_modality("CAR-T"), make_modality("CAR-Treg")
    products = [
        make_therapy("Zed-1", modality=treg, developer="Zed Bio"),
        make_therapy("Beta-2", modality=car_t, cell_source="autologous"),
        make_therapy("Alpha-3", modality=car_t),
        make_therapy("Gamma-4"),
    ]
    for product in products:
        make_trial(therapies=[product])
    page = read(client, "/therapies/")
    headings = [words for tag, words in page.headings if tag in ("h2", "h3")]
    assert headings == ["CAR-T", "Alpha-3", "Beta-2", "CAR-Treg", "Zed-1", "Kind not stated", "Gamma-4"]
    assert "Zed Bio" in page.words
    assert page.words.count("Developer not stated") == 3
    assert "/trials/?modality=car-treg" in page.links


def test_a_code_of_a_product_is_kept_on_one_line(client, db):
    for name in ("CABA-201", "CD19-BAFF CAR-T (no name)"):
        make_trial(therapies=[make_therapy(name)])
    html = read(client, "/therapies/").html
    assert '<span lang="en"><span class="code">CABA-201</span></span>' in html
    assert '<span class="code">CD19-BAFF</span> <span class="code">CAR-T</span> (no name)</span>' in html


def test_the_list_of_products_needs_as_many_queries_for_30_as_for_3(client, db):
    def grow(number: int) -> int:
        for _ in range(number):
            make_trial(therapies=[make_therapy(modality=make_modality(), targets=[make_target(), make_target()])])
        client.get("/therapies/")  # what is held in memory is held
        return queries(client, "/therapies/")

    assert grow(3) == grow(30)


def test_all_trials_of_a_product_and_of_an_antibody_are_one_address_away(client, db):
    product, antibody = make_therapy("A & B #1", slug="product"), make_autoantibody("Antibody")
    for _ in range(11):
        make_trial(therapies=[product], autoantibodies=[antibody])
    make_trial(title="A & B #1")
    for address in ("/therapies/product/", "/autoantibodies/antibody/"):
        links = read(client, address).links
        search = next(link for link, words in links.items() if words == "See all 11 trials")
        assert read(client, search).first_headings[0].startswith("11 trials")


def test_an_antibody_and_a_product_show_spanish_names_and_explanations(client, db):
    disease = make_condition("Myasthenia gravis", name_es="Miastenia grave")
    make_autoantibody("Anti-MuSK", [disease], name_es="Anticuerpo anti-MuSK")
    kind = make_modality("CAAR-T", plain_name="T cells with bait", plain_name_es="células T con señuelo")
    product = make_therapy("MuSK-CAART", modality=kind, targets=[make_target("MuSK", plain_es="Un receptor.")])
    make_trial(therapies=[product])
    antibody = read(client, "/es/autoantibodies/anti-musk/")
    assert antibody.first_headings == ["Anticuerpo anti-MuSK"]
    assert "Miastenia grave" in antibody.links["/es/conditions/myasthenia-gravis/"]
    words = read(client, "/es/therapies/musk-caart/").words
    assert "células T con señuelo" in words
    assert "Un receptor." in words
    assert "células T con señuelo" in read(client, "/es/therapies/").words


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


@pytest.mark.parametrize(
    ("columns", "near"),
    [
        ({"city": "Berlin", "latitude": 52.52, "longitude": 13.41}, "Berlin%2C%20Germany"),
        ({"city": "Rochester", "state": "Minnesota", "country": "United States", "latitude": 44, "longitude": -92.5},
         "Rochester%2C%20Minnesota"),
        ({"city": "Nowhere at all", "latitude": 31.23, "longitude": 121.47}, "31.23%2C%20121.47"),
        ({"city": "Berlin", "latitude": 31.23, "longitude": 121.47}, "31.23%2C%20121.47"),
    ],
)  # fmt: skip
def test_a_place_leads_to_the_map_around_it(client, db, columns, near):
    assert f"/map/?near={near}" in read(client, make_site(**columns).get_absolute_url()).links
    assert read(client, f"/map/?near={near}").first_headings


def test_a_place_of_which_no_coordinates_are_known_leads_to_no_map(client, db):
    page = read(client, make_site(latitude=None, longitude=None).get_absolute_url())
    assert not any(link.startswith("/map/?near") for link in page.links)


def test_a_place_names_its_country_and_diseases_in_the_language_of_the_page_and_keeps_its_own_name(client, db):
    place = make_site("Charité", city="Berlin")
    make_trial(title="Cells", sites=[place], conditions=[make_condition("Lupus", name_es="Lupus en español")])
    page = read(client, f"/es{place.get_absolute_url()}")
    assert page.links["/es/trials/?country=germany"] == "Alemania"
    assert "Lupus en español" in page.words
    assert '<h1><bdi lang="en">Charité</bdi></h1>' in page.html
    assert '<h3 lang="en"><a href' in page.html


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


def test_the_data_page_says_whose_words_are_in_which_language_and_what_a_browser_keeps(client, db):
    make_source("vocabulary", name="Names", note="A list.", note_es="Una lista.")
    make_source("article", note="A text.")
    words = read(client, "/data/").words
    assert "The registry writes in English. Its words stay as they are" in words
    assert "a small file (a cookie) keeps that choice in your browser" in words
    spanish = read(client, "/es/data/").html
    assert '<p class="source">Una lista.</p>' in spanish
    assert '<p class="source" lang="en">A text.</p>' in spanish
