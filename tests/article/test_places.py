"""The places that the article names, with what it says of each."""

import pytest
from django.urls import reverse

from tests.trials.views.reading import read
from trials.models import Site, Statement, TrialSite

PLACES = {
    "UChicago Medicine": (
        "Chicago",
        "Illinois",
        {
            "trials": "Runs phase 2 CAR-T trials in lupus, myositis and scleroderma.",
            "experience": "One of nine sites in the United States with this range of autoimmune CAR-T work.",
        },
    ),
    "Sylvester Comprehensive Cancer Center, University of Miami": (
        "Miami",
        "Florida",
        {
            "network": "Part of a network of 40 centres in the United States and Europe that study cell therapy for"
            " autoimmune disease.",
        },
    ),
    "University of Pennsylvania": (
        "Philadelphia",
        "Pennsylvania",
        {"mention": "Named (as Penn) as a place to ask about trials."},
    ),
    "Massachusetts General Hospital": (
        "Boston",
        "Massachusetts",
        {"mention": "Named (as Mass General) as a place to ask about trials."},
    ),
}
SAID = [(facility, field, words) for facility, (_, _, said) in PLACES.items() for field, words in said.items()]


@pytest.mark.parametrize("facility", PLACES)
def test_a_place_is_a_site_in_its_town_and_on_the_map(patient, facility):
    town, state, _ = PLACES[facility]
    site = Site.objects.get(facility=facility)
    assert (site.city, site.state, site.country.name) == (town, state, "United States")
    assert 24 < site.latitude < 49
    assert -125 < site.longitude < -66
    page = read(patient, site.get_absolute_url())
    assert page.first_headings == [facility]
    assert f"{town}, {state}" in page.words


@pytest.mark.parametrize(("facility", "field", "words"), SAID)
def test_what_the_article_says_of_a_place_stands_on_its_page_and_in_the_admin(patient, editor, facility, field, words):
    site = Site.objects.get(facility=facility)
    claim = Statement.objects.get(site=site, field=field, source__kind="article")
    assert claim.value == words
    assert f"“{words}”" in read(patient, site.get_absolute_url()).words
    found = read(editor, f"{reverse('admin:trials_statement_changelist')}?q={words}")
    assert reverse("admin:trials_statement_change", args=[claim.pk]) in {link.split("?")[0] for link in found.links}


def test_there_are_four_places_and_no_more(seeded):
    assert set(Site.objects.values_list("facility", flat=True)) == set(PLACES)
    assert Statement.objects.filter(site__isnull=False).count() == len(SAID)


def test_the_two_places_of_the_first_row_are_sites_of_its_programme_without_a_status(patient):
    places = TrialSite.objects.filter(trial__slug="caba-201-lupus")
    assert {place.site.city for place in places} == {"Chicago", "Miami"}
    assert {place.status for place in places} == {""}
    page = read(patient, "/trials/caba-201-lupus/")
    for place in places:
        assert place.site.get_absolute_url() in page.links
        assert "/trials/caba-201-lupus/" in read(patient, place.site.get_absolute_url()).links


@pytest.mark.parametrize("facility", PLACES)
def test_a_place_is_found_in_the_admin(editor, facility):
    site = Site.objects.get(facility=facility)
    found = read(editor, f"{reverse('admin:trials_site_changelist')}?q={site.city}")
    assert reverse("admin:trials_site_change", args=[site.pk]) in {link.split("?")[0] for link in found.links}
