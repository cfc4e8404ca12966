"""Editors mend places; what the registry and its runs wrote is shown, and not changed."""

import pytest
from django.urls import reverse

from tests.builders import (
    make_country,
    make_programme,
    make_run,
    make_set_aside,
    make_site,
    make_snapshot,
    make_sponsor,
    make_trial,
)
from tests.forms import post, shown
from trials.models import Country, RegistryQuery, Site


def page(row) -> str:
    return reverse(f"admin:trials_{row._meta.model_name}_change", args=[row.pk])


def delete(client, row):
    return client.post(reverse(f"admin:trials_{row._meta.model_name}_delete", args=[row.pk]), {"post": "yes"})


def test_the_coordinates_of_a_registrys_site_are_mended_and_what_the_sync_knows_it_by_stays(admin_client):
    site = make_site("Charité", city="Berlin")
    make_trial(sites=[site])
    post(admin_client, page(site), latitude="52.5", longitude="13.4", facility="Other", city="Other")
    site.refresh_from_db()
    assert (site.latitude, site.longitude, site.facility, site.city) == (52.5, 13.4, "Charité", "Berlin")


def test_a_site_of_programmes_alone_can_be_renamed(admin_client):
    site = make_site("Charite")
    make_programme(sites=[site])
    post(admin_client, page(site), facility="Charité")
    site.refresh_from_db()
    assert site.facility == "Charité"


@pytest.mark.parametrize("latitude", ["", "91"])
def test_coordinates_are_whole_and_on_earth(admin_client, latitude):
    site = make_site()
    response = admin_client.post(page(site), {**shown(admin_client, page(site)), "latitude": latitude})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors


@pytest.mark.parametrize("words", ["charité", "berlin", "germany"])
def test_a_site_is_found_by_facility_town_and_country_and_leads_to_its_trials(admin_client, words):
    site = make_site("Charité", city="Berlin")
    make_site("Other", city="Graz", country="Austria")
    trial = make_trial(sites=[site])
    make_trial()
    listed = admin_client.get(reverse("admin:trials_site_changelist"), {"q": words})
    assert list(listed.context["cl"].result_list) == [site]
    there = f"/admin/trials/trial/?trial_sites__site__id__exact={site.pk}"
    assert f'<a href="{there}">1</a>' in listed.text
    assert list(admin_client.get(there).context["cl"].result_list) == [trial]


def test_what_trials_use_is_not_deleted(admin_client):
    site, sponsor = make_site(), make_sponsor()
    make_trial(sites=[site], sponsor=sponsor)
    assert "1 trial:" in delete(admin_client, site).text
    assert "1 trial:" in delete(admin_client, sponsor).text
    assert "1 site:" in delete(admin_client, site.country).text
    assert Site.objects.exists()


def test_a_sponsor_that_the_registry_named_keeps_its_name(admin_client):
    theirs, ours = make_sponsor("Theirs"), make_sponsor("Ours")
    make_trial(sponsor=theirs)
    for sponsor in (theirs, ours):
        post(admin_client, page(sponsor), name="New", kind="NIH")
        sponsor.refresh_from_db()
    assert (theirs.name, theirs.kind, ours.name) == ("Theirs", "NIH", "New")


def test_a_country_gets_its_address_from_its_name_and_only_once(admin_client):
    address = reverse("admin:trials_country_add")
    post(admin_client, address, name="New Zealand")
    assert Country.objects.get().slug == "new-zealand"
    response = admin_client.post(address, {"name": "New-Zealand"})
    assert "address already" in response.text


@pytest.mark.parametrize("make", [make_run, make_set_aside, lambda: make_snapshot(make_trial())])
def test_what_a_run_wrote_is_neither_changed_nor_deleted(admin_client, make):
    row = make()
    assert 'name="_save"' not in admin_client.get(page(row)).text
    assert delete(admin_client, row).status_code == 403


def test_a_runs_page_lists_what_it_set_aside(admin_client):
    run = make_run()
    make_set_aside(run, nct_id="NCT00000001", reason="no title")
    text = admin_client.get(page(run)).text
    assert "NCT00000001" in text
    assert "no title" in text
    assert f"?run__id__exact={run.pk}" in text


@pytest.mark.parametrize("record", ['{"a": "<b>"}', "not <b> JSON", ""])
def test_a_record_set_aside_is_shown_as_it_came_and_escaped(admin_client, record):
    text = admin_client.get(page(make_set_aside(record=record))).text
    assert "<b>" not in text
    assert ("&lt;b&gt;" in text) == ("<b>" in record)


def test_a_snapshot_shows_its_json_with_a_line_for_each_value(admin_client):
    text = admin_client.get(page(make_snapshot(make_trial(), {"a": {"title": "Zoë <b>"}}))).text
    assert "&quot;title&quot;: &quot;Zoë &lt;b&gt;&quot;" in text


def test_a_question_to_the_registry_can_be_changed(admin_client):
    query = RegistryQuery.objects.create(name="lupus", condition="lupus")
    post(admin_client, page(query), condition="lupus OR myositis")
    query.refresh_from_db()
    assert query.condition == "lupus OR myositis"


def test_the_countries_in_the_filter_narrow_the_sites(admin_client):
    make_country("Austria")
    site = make_site(country="Germany")
    found = admin_client.get(reverse("admin:trials_site_changelist"), {"country": "germany"})
    assert list(found.context["cl"].result_list) == [site]
    assert not admin_client.get(found.request["PATH_INFO"], {"country": "austria"}).context["cl"].result_list
