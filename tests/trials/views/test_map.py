"""The places of a search: what the list says without a map, and what the map is given."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import make_programme, make_site, make_trial
from tests.trials.views.reading import read
from trials.filters import TrialFilter
from trials.models import TrialSite
from trials.models.status import CONFIRMATION_HOLDS
from trials.search import mapped
from trials.search.mapped import places_of
from trials.templatetags.wording import site_standing

BOSTON = {
    "city": "Boston",
    "state": "Massachusetts",
    "country": "United States",
    "latitude": 42.36,
    "longitude": -71.06,
}
WORCESTER = {**BOSTON, "city": "Worcester", "latitude": 42.26, "longitude": -71.8}


def points(client, query=""):
    return client.get(f"/map/points.json?{query}").json()


def sites_on_the_map(client, query=""):
    """Name: the slug of its standing, and how many trials."""
    found = points(client, query)
    return {
        name: (found["standings"][rank][0], trials)
        for _, _, _, _, sites in found["spots"]
        for _, rank, trials, name in sites
    }


def at(trial, site, status):
    return TrialSite.objects.create(trial=trial, site=site, status=status)


def test_the_list_names_every_place_with_its_standing_and_its_trials(client, db):
    charite = make_site("Charité", city="Berlin")
    trial = make_trial(title="Cells in lupus", sites=[charite])
    at(make_trial(title="Cells in myositis"), make_site("Clinic", country="China", city="Wuhan"), "COMPLETED")
    page = read(client, "/map/")
    assert page.links[charite.get_absolute_url()] == "Charité"
    assert page.links[trial.get_absolute_url()] == "Cells in lupus"
    assert "2 places with trials" in page.words
    assert "1 takes people now" in page.words
    assert "in 2 countries" in page.words
    assert page.words.index("China") < page.words.index("Wuhan") < page.words.index("Germany")
    assert "Not taking new people" in page.words


def test_the_map_has_the_same_places_as_the_list(client, db):
    for number in range(20):
        make_trial(sites=[make_site(f"Hospital {number}", country=f"Country {number % 3}", latitude=number)])
    page = read(client, "/map/")
    assert {words for address, words in page.links.items() if address.startswith("/sites/")} == set(
        sites_on_the_map(client)
    )


@pytest.mark.parametrize("search", ["q=lupus", "status=completed", "stage=phase-4", "country=france"])
def test_a_search_has_only_the_places_of_its_trials(client, finder, search):
    trial = finder.add_trial()
    elsewhere = make_site("Elsewhere", country="France", city="Lyon")
    other = make_trial(title="Cells in gout", stage="phase-4", status="COMPLETED")
    at(other, elsewhere, "")
    on_the_map = sites_on_the_map(client, search)
    assert set(on_the_map) == ({"Charité", "Clinic"} if search == "q=lupus" else {"Elsewhere"})
    assert (trial.get_absolute_url() in read(client, f"/map/?{search}").links) == (search == "q=lupus")


def test_a_place_takes_people_if_one_of_its_trials_takes_people_there(client, db):
    site = make_site("Charité")
    at(make_trial(), site, "COMPLETED")
    at(make_trial(status="NOT_YET_RECRUITING"), site, "")
    assert sites_on_the_map(client) == {"Charité": ("soon", 2)}
    at(make_trial(), site, "RECRUITING")
    assert sites_on_the_map(client) == {"Charité": ("open", 3)}


def test_of_the_trials_of_a_place_those_that_take_people_there_lead(client, db):
    site, elsewhere = make_site("Charité"), make_site("Clinic", city="Wuhan")
    shut_here = make_trial(title="Shut here", sites=[elsewhere])
    at(shut_here, site, "COMPLETED")
    soon = make_trial(title="Opens soon", status="NOT_YET_RECRUITING", sites=[site])
    found = next(one for one in places_of(TrialFilter()).sites if one.site == site)
    assert found.trials == [soon, shut_here]


STALE = timezone.localdate() - CONFIRMATION_HOLDS - timedelta(days=1)


def test_a_place_stands_as_its_own_page_says_whatever_trial_and_site_say(db):
    said = ["", "RECRUITING", "NOT_YET_RECRUITING", "UNKNOWN", "COMPLETED", "AVAILABLE", "A_NEW_WORD"]
    expected = {}
    for status, here, stage, verified in product(
        said[1:], said, ("phase-1", "preclinical"), (timezone.localdate(), STALE)
    ):
        trial = make_trial(status=status, stage=stage, verified=verified)
        place = at(trial, make_site(), here)
        expected[place.site_id] = site_standing(trial, place)
    found = places_of(TrialFilter())
    assert {one.site.pk: one.standing.slug for one in found.sites} == {
        pk: standing.slug for pk, standing in expected.items()
    }
    assert found.taking == sum(standing.slug == "open" for standing in expected.values())


def test_towns_stand_once_with_all_their_sites(client, db):
    make_trial(sites=[make_site("One", **BOSTON), make_site("Other", **BOSTON), make_site("Third", **WORCESTER)])
    found = points(client)
    assert sorted((town, len(sites)) for _, _, town, _, sites in found["spots"]) == [
        ("Boston, Massachusetts", 2),
        ("Worcester, Massachusetts", 1),
    ]
    assert found["countries"] == ["United States"]


def test_near_a_town_the_nearest_come_first_with_how_far_they_are(client, db):
    make_trial(
        sites=[make_site("Far"), make_site("Worcester Clinic", **WORCESTER), make_site("Boston Clinic", **BOSTON)]
    )
    page = read(client, "/map/?near=Boston&within=100+km")
    assert "2 places within 100 km of Boston, Massachusetts" in page.words
    assert "3 places of these trials in all" in page.words
    assert page.words.index("Boston Clinic") < page.words.index("about 62 km") < page.words.index("Far")
    latitude, longitude, miles = points(client, "near=Boston&within=100+km")["near"]
    assert (round(latitude), round(longitude), round(miles)) == (42, -71, 62)


def test_a_country_that_is_asked_for_comes_first_and_the_map_opens_there(client, db):
    make_trial(sites=[make_site("Clinic", country="China", city="Wuhan"), make_site("Charité", city="Berlin")])
    for search in ("country=germany", "q=germany"):
        page = read(client, f"/map/?{search}")
        assert "1 place in Germany" in page.words
        assert "2 places of these trials in all" in page.words
        assert page.words.index("Charité") < page.words.index("Other places of the same trials")
        assert points(client, search)["among"] == [[49.59, 11.0]] * 4


def test_a_place_without_a_position_is_in_the_list_and_said_to_be_missing_on_the_map(client, db):
    make_trial(sites=[make_site("Nowhere", latitude=None, longitude=None, country=None, city="")])
    page = read(client, "/map/")
    assert "1 place is only in the list" in page.words
    assert "Country not stated" in page.words
    assert "Nowhere" in page.words
    assert points(client)["spots"] == []


def test_what_cannot_be_understood_is_said_and_can_be_taken_out(client, finder):
    finder.add_trial()
    page = read(client, "/map/?stage=banana&near=Nowhereville&q=lupus")
    assert "does not understand" in page.words or "do not understand" in page.words
    assert "?near=Nowhereville&q=lupus" in page.links
    assert "0 places" in page.words
    assert points(client, "stage=banana")["spots"] == []


def test_a_search_without_places_offers_others(client, db):
    make_programme()
    page = read(client, "/map/?stage=preclinical")
    assert "No trial of this search names a place" in page.words
    assert "/trials/?stage=preclinical" in page.links


def test_what_is_chosen_stays_when_something_is_typed(client, finder):
    finder.add_trial()
    html = client.get("/map/?condition=lupus&target=cd19&page=2&near=Berlin").content.decode()
    assert '<input type="hidden" name="condition" value="lupus">' in html
    assert '<input type="hidden" name="target" value="cd19">' in html
    assert 'type="hidden" name="near"' not in html
    assert 'type="hidden" name="page"' not in html


def test_a_place_with_many_trials_folds_them_and_leads_to_the_rest(client, db):
    site = make_site("Charité")
    for _ in range(mapped.MOST_TRIALS + 2):
        make_trial(sites=[site])
    page = read(client, "/map/")
    assert len([address for address in page.links if address.startswith("/trials/NCT")]) == mapped.MOST_TRIALS
    assert f"All {mapped.MOST_TRIALS + 2} trials, on the page of this place" in page.words


def test_of_too_many_places_those_with_most_trials_are_shown_and_that_is_said(client, db, monkeypatch):
    monkeypatch.setattr(mapped, "MOST_PLACES", 2)
    busy, busier = make_site("Busy"), make_site("Busier")
    make_trial(sites=[busy, busier, make_site("Quiet")])
    make_trial(sites=[busy, busier])
    page = read(client, "/map/")
    assert "3 places with trials" in page.words
    assert "Shown are the 2 places with the most trials" in page.words
    assert "Quiet" not in page.words
    assert set(sites_on_the_map(client)) == {"Busy", "Busier"}


def test_names_are_shown_as_the_registry_has_them_and_harm_nobody(client, db):
    make_trial(sites=[make_site(r"<script>x</script> \& Sons", city="")])
    assert "<script>x" not in client.get("/map/").content.decode()
    assert list(sites_on_the_map(client)) == ["<script>x</script> & Sons"]


def test_a_page_with_a_question_is_not_for_search_engines_which_are_led_to_the_one_without(client, finder):
    finder.add_trial()
    for page in ("/map/", "/pipeline/", "/es/map/"):
        assert f'<link rel="canonical" href="{page}">' in read(client, page).html
        assert "noindex" not in read(client, page).html
        asked = read(client, f"{page}?status=recruiting").html
        assert f'<link rel="canonical" href="{page}">' in asked
        assert '<meta name="robots" content="noindex">' in asked


def test_the_list_of_all_places_is_as_the_records_are_in_the_language_of_the_page(client, db):
    make_trial(sites=[make_site("Charité", city="Berlin")])
    assert "Germany" in read(client, "/map/").words
    assert "Alemania" in read(client, "/es/map/").words
    make_trial(title="New here", sites=[make_site("Clinic", country="China", city="Wuhan")])
    page = read(client, "/map/")
    assert "Clinic" in page.words
    assert "2 places with trials" in page.words


def test_the_points_of_a_search_are_kept_nowhere(client, db):
    kept = client.get("/map/points.json?q=lupus")["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept


@pytest.mark.parametrize("address", ["/map/", "/map/?near=Berlin", "/map/points.json"])
def test_many_places_need_no_more_queries_than_few(client, finder, address):
    counts = []
    for number in (2, 30):
        for _ in range(number):
            finder.add_trial(sites=[make_site(country=f"Country {number}")])
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6


def test_tiles_are_used_only_where_a_setting_names_them(client, finder, settings):
    finder.add_trial()
    assert points(client)["tiles"] == ""
    settings.MAP_TILES = "https://tiles.example/{z}/{x}/{y}.png"
    settings.MAP_TILES_ATTRIBUTION = "Tiles of Example"
    assert points(client)["tiles"] == "https://tiles.example/{z}/{x}/{y}.png"
    assert points(client)["credit"] == "Tiles of Example"
