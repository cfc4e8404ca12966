"""Places offline: what visitors type becomes a point, a country, a distance, or nothing; never an error."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trials.search.places import (
    Distance,
    find_country,
    find_place,
    find_state,
    find_towns,
    is_bare_town,
    load_places,
    miles_between,
    parse_distance,
    told,
)
from trials.search.places.bare import ordinary
from trials.search.places.gazetteer import gazetteer, once
from trials.search.places.regions import fixture
from trials.search.places.spelling import key
from trials.search.places.zips import town, zips


@pytest.fixture(autouse=True, scope="module")
def _loaded():
    load_places()


def name(text: str) -> str | None:
    place = find_place(text)
    return place and place.name


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Chicago", "Chicago, Illinois"),
        ("chicago il", "Chicago, Illinois"),
        ("Boston, MA", "Boston, Massachusetts"),
        ("Springfield, Illinois", "Springfield, Illinois"),
        ("Springfield, Illinois, USA", "Springfield, Illinois"),
        ("springfield illinois usa", "Springfield, Illinois"),
        ("London, Ontario", "London, Ontario, Canada"),
        ("London, UK", "London, United Kingdom"),
        ("Paris, France", "Paris, France"),
        ("paris tx", "Paris, Texas"),
        ("Toronto, CA", "Toronto, Ontario, Canada"),
        ("Atlanta, Georgia", "Atlanta, Georgia"),
        ("Tbilisi, Georgia", "Tbilisi, Georgia"),
        ("Suzhou, Anhui", "Suzhou, Anhui, China"),
        ("Basel, Schweiz", "Basel, Switzerland"),
        ("San Juan PR", "San Juan, Puerto Rico"),
        ("Hershey, PA", "Hershey, Pennsylvania"),
        ("Bethesda", "Bethesda, Maryland"),
        ("Ann Arbor", "Ann Arbor, Michigan"),
        ("Washington, D.C.", "Washington, District of Columbia"),
        ("Mexico City", "Mexico City, Mexico"),
        ("Singapore", "Singapore"),
        ("Hong Kong, China", "Hong Kong"),
        ("Lucerne", "Luzern, Switzerland"),
        ("Halle, Germany", "Halle (Saale), Germany"),
    ],
)
def test_a_town_is_found_with_what_stands_behind_it(typed, shown):
    assert name(typed) == shown


@pytest.mark.parametrize(
    ("spellings", "shown"),
    [
        (["München", "munchen", "Muenchen", "MUNICH"], "Munich, Germany"),
        (["New York", "NYC", "new york city", "New York, NY"], "New York City, New York"),
        (["St. Louis", "Saint Louis", "st louis mo", "ST-LOUIS, MO"], "St. Louis, Missouri"),
        (["Coeur d'Alene", "coeur d’alene", "coeur d alene id"], "Coeur d'Alene, Idaho"),
        (["Łódź", "lodz"], "Łódź, Poland"),
        (["De Kalb, IL", "dekalb il"], "DeKalb, Illinois"),
    ],
)
def test_case_accents_hyphens_dots_and_apostrophes_do_not_matter(spellings, shown):
    assert {name(one) for one in spellings} == {shown}


def test_spaces_of_any_kind_are_spaces():
    assert name("\tNew\u00a0York ") == "New York City, New York"


def test_a_town_without_its_state_is_the_largest_of_that_name():
    assert [name(one) for one in ("Boston", "Paris", "Birmingham", "London", "Springfield")] == [
        "Boston, Massachusetts", "Paris, France", "Birmingham, United Kingdom", "London, United Kingdom",
        "Springfield, Missouri",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["Dallas, Ontario", "Boston, Springfield", "Paris, Nowhere", "Georgia", "Jordan", "Texas", "Henan, China"]
)
def test_where_a_town_is_said_to_be_is_never_left_out_of_account(typed):
    assert find_place(typed) is None


@pytest.mark.parametrize(
    "typed", ["60637", "60637-1234", "ZIP 60637", "Chicago, IL 60637", "5841 S Maryland Ave, Chicago IL 60637"]
)
def test_a_zip_code_is_found_alone_and_in_an_address(typed):
    place = find_place(typed)
    assert (place.name, place.country, place.population) == ("ZIP 60637 (Chicago, Illinois)", "US", 0)
    assert miles_between(place.latitude, place.longitude, [41.78], [-87.60])[0] < 1


@pytest.mark.parametrize("typed", ["75001 Paris", "Paris 75001", "Paris, 75013 France"])
def test_another_country_s_post_code_is_not_taken_for_a_zip_code(typed):
    assert name(typed) == "Paris, France"


def test_a_zip_code_that_nobody_has_is_no_place():
    assert find_place("00000") is None
    assert find_place("09001") is None  # soldiers abroad


@pytest.mark.parametrize("typed", ["41.88,-87.63", "41.88 -87.63", " 41.8800, -87.6301 ", "41.88; −87.63"])
def test_coordinates_are_a_place_to_a_hundredth_of_a_degree(typed):
    place = find_place(typed)
    assert (place.name, place.latitude, place.longitude, place.country) == ("41.88, -87.63", 41.88, -87.63, "")


@pytest.mark.parametrize(
    "typed", ["91.0, 0.0", "0.0, 181.0", "12 13", "", " ", ",", "\0", "Boston\0", "x" * 10_000, "لندن", "a, " * 30]
)
def test_what_is_no_place_is_none(typed):
    assert find_place(typed) is None
    assert is_bare_town(typed) is None


@settings(deadline=None, max_examples=400)
@given(st.one_of(st.text(max_size=150), st.text("Boston, MAUSA0123456789.-'", max_size=30)))
def test_any_text_is_read_without_an_error(text):
    for read in (find_place, find_state, find_country, is_bare_town, parse_distance):
        read(text)
    assert len(find_towns(text, 5)) <= 5


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_the_name_that_a_place_is_shown_by_finds_it_again(data):
    large = len(gazetteer().titles)
    number = data.draw(st.integers(0, large + len(zips().smaller.titles) - 1))
    title, (country, part) = town(number).name, town(number).region
    found = find_place(title if country != "US" else f"{title}, {part}")
    if found:
        again = find_place(found.name)
        assert again == found or (again.name == found.name and again.population > found.population)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_every_zip_code_s_name_finds_it_again(data):
    code = int(data.draw(st.sampled_from(zips().codes)))
    found = find_place(f"{code:05}")
    assert find_place(found.name) == found


def test_almost_every_town_of_geonames_is_found_by_its_name_and_country():
    large = gazetteer()
    some = range(0, len(large.titles), 17)
    found = [find_place(f"{large.titles[n]}, {large.regions[n][0]}") for n in some]
    assert sum(place is not None for place in found) / len(some) > 0.99


def test_a_half_typed_name_suggests_the_largest_towns_first():
    assert find_towns("bost", 3)[0].name == "Boston, Massachusetts"
    assert [one.name for one in find_towns("Springfield, I", 1)] == ["Springfield, Illinois"]
    assert "Hershey, Pennsylvania" in [one.name for one in find_towns("hershe", 5)]
    names = [one.name for one in find_towns("san", 20)]
    assert len(names) == len(set(names)) == 20


def test_a_whole_place_is_suggested_too_and_nothing_for_nothing():
    assert [one.name for one in find_towns("chicago il", 5)] == ["Chicago, Illinois"]
    assert find_towns("", 5) == find_towns("xqzzy", 5) == find_towns("bos", 0) == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Germany", "Germany"), ("germany", "Germany"), ("Deutschland", "Germany"), ("USA", "United States"),
        ("US", "United States"), ("u.s.", "United States"), ("America", "United States"), ("UK", "United Kingdom"),
        ("England", "United Kingdom"), ("Great Britain", "United Kingdom"), ("Holland", "Netherlands"),
        ("the Netherlands", "Netherlands"), ("España", "Spain"), ("China", "China"), ("Czech Republic", "Czechia"),
        ("Korea", "South Korea"), ("Türkiye", "Turkey (Türkiye)"), ("turkey", "Turkey (Türkiye)"),
        ("Georgia", "Georgia"),
    ],
)  # fmt: skip
def test_a_country_is_found_by_what_people_call_it(typed, first):
    assert find_country(typed)[0] == first


def test_a_country_gives_every_name_that_the_registry_has_used():
    assert find_country("South Korea") == ("South Korea", "Korea, Republic of")
    assert set(find_country("Turkey")) >= {"Turkey", "Turkey (Türkiye)"}
    assert set(find_country("Russia")) == {"Russia", "Russian Federation"}


def test_every_name_of_the_registry_finds_its_country():
    names = [name for row in fixture()["country"] for name in row.get("registry", ())]
    assert [name for name in names if name not in find_country(name)] == []


@pytest.mark.parametrize("typed", ["us", "Boston", "", "北京", "x" * 10_000])
def test_what_is_no_country_is_none(typed):
    assert find_country(typed) == ()


def test_a_state_is_found_by_its_name_or_its_code_in_capitals():
    assert [find_state(one) for one in ("Texas", "texas", "TX", "New York", "Georgia", "DC")] == [
        "Texas", "Texas", "Texas", "New York", "Georgia", "District of Columbia",
    ]  # fmt: skip
    assert [find_state(one) for one in ("tx", "in", "or", "Ontario", "Boston", "")] == [None] * 6


@pytest.mark.parametrize("row", fixture()["region"], ids=lambda row: row["country"])
def test_every_part_of_a_country_has_towns(row):
    codes = {part for country, part in gazetteer().regions if country == row["country"]}
    small = {"14"} if row["country"] == "CA" else set()  # Nunavut: no town of 15,000
    assert {*row["named"].values(), *row["abbreviated"].values()} <= codes | small


@pytest.mark.parametrize(
    "words", ["boston", "Houston", "new york", "nyc", "phoenix", "munich", "st. louis", "san francisco"]
)
def test_a_large_town_is_known_without_near(words):
    assert is_bare_town(words)


@pytest.mark.parametrize(
    "words",
    [
        "nice", "Reading", "mobile", "bath", "orange", "male", "split", "of", "best", "most", "same", "cork", "hope",
        "mission", "enterprise", "oral", "delta", "van", "la", "dc", "georgia", "texas", "lupus", "cd19", "Hershey",
        "reading pa", "READING PA", "hope in", "center texas", "lupus or", "normal", "lupus nephritis boston",
    ],
)  # fmt: skip
def test_an_ordinary_word_is_no_town(words):
    assert is_bare_town(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "Hershey PA",
        "Hershey, Pennsylvania",
        "hershey pennsylvania",
        "Reading PA",
        "Mobile, Alabama",
        "boston ma",
        "Paris, France",
        "Ann Arbor MI",
    ],
)
def test_a_town_with_its_state_behind_it_is_known_without_near(words):
    assert is_bare_town(words)


def test_data_are_read_once_however_many_ask_at_once():
    calls = []
    load = once(lambda: calls.append(1) or object())
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: id(load()), range(50)))) == len(calls) == 1


def test_ordinary_words_are_keys_of_towns():
    large = {key(one) for one in gazetteer().titles} | {key(one) for one in zips().smaller.titles}
    assert len(ordinary() & large) > 600


@pytest.mark.parametrize(
    ("typed", "said", "miles"),
    [
        ("50", "50 miles", 50), ("50 miles", "50 miles", 50), ("50mi", "50 miles", 50), ("1 mile", "1 mile", 1),
        ("80 km", "80 km", 49.7097), ("80 kilometres", "80 km", 49.7097), ("within 50 miles", "50 miles", 50),
        ("2,5 km", "2.5 km", 1.55343), ("2.5 miles", "2.5 miles", 2.5), ("1,000 miles", "1,000 miles", 1000),
        ("12,500", "12,500 miles", 12500),
    ],
)  # fmt: skip
def test_a_distance_is_read_and_says_itself(typed, said, miles):
    distance = parse_distance(typed)
    assert str(distance) == said
    assert distance.miles == pytest.approx(miles, abs=1e-4)


@pytest.mark.parametrize(
    "typed", ["0", "0 km", "-5", "12,501", "20,200 km", "50 m", "far", "", "5e3", "١٢", "1" * 10_000]
)
def test_what_is_no_distance_is_none(typed):
    assert parse_distance(typed) is None


@given(st.floats(0.01, 12_500), st.sampled_from(["miles", "km"]))
def test_what_a_distance_says_is_read_as_the_same(miles, unit):
    again = parse_distance(str(parse_distance(f"{miles:.2f} {unit}")))
    assert isinstance(again, Distance)
    assert (again.unit, str(again)) == (unit, str(parse_distance(f"{miles:.2f} {unit}")))


def test_miles_are_measured_along_great_circles():
    # JFK to Heathrow, the other side of the Earth, and here
    found = miles_between(
        40.6413, -73.7781, np.array([51.47, -40.6413, 40.6413]), np.array([-0.4543, 106.2219, -73.7781])
    )
    assert found.dtype == np.float64
    assert found == pytest.approx([3441.6, np.pi * 6371.0088 / 1.609344, 0], abs=1.5)


@given(*[st.floats(-90, 90), st.floats(-180, 180)] * 2)
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_the_earth(one, east, other, west):
    there, back = miles_between(one, east, [other], [west])[0], miles_between(other, west, [one], [east])[0]
    assert there == pytest.approx(back, abs=1e-3)
    assert 0 <= there <= 12_437


def test_a_distance_is_told_no_more_exactly_than_it_is_known():
    said = [told(miles, "miles") for miles in (0, 1.9, 2, 12.4, 1234)]
    assert said == ["under 2 miles", "under 2 miles", "about 2 miles", "about 12 miles", "about 1,234 miles"]
    assert [told(miles, "km") for miles in (0, 1.8, 1.9, 12)] == [
        "under 3 km",
        "under 3 km",
        "about 3 km",
        "about 19 km",
    ]


@pytest.mark.parametrize("city", ["Berlin", "hamburg", "Shanghai"])
def test_a_city_that_is_a_region_too_is_a_bare_town(city):
    assert is_bare_town(city).name.casefold().startswith(city.casefold())
