"""The results: what a line says, pages, facets, chips, and the way out of a search that finds nothing."""

from datetime import timedelta

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.utils.translation import override

from tests.builders import UPDATED, make_condition, make_programme, make_site, make_trial
from tests.trials.views.reading import read


def chips_of(page):
    """The address that takes out each part of the search."""
    return {
        words.removeprefix("× Remove "): address for address, words in page.anchors if words.startswith("× Remove ")
    }


def test_a_line_says_what_decides(client, finder):
    trial = finder.add_trial(title="Cells in lupus", minimum_age="18 Years", maximum_age="65 Years")
    page = read(client, "/trials/")
    assert page.links[f"/trials/{trial.slug}/"] == "Cells in lupus"
    for words in (
        "Recruiting",
        "Phase 1",
        "CD19",
        "MuSK",
        "CAR-T",
        "your own cells",
        "Lupus, Lupus nephritis",
        "Ages: 18 to 65 years",
        "Sponsor of Cells in lupus",
        "2 sites in 2 countries",
    ):
        assert words in page.words


def test_what_the_registry_leaves_out_is_said_to_be_missing(client, db):
    make_trial(stage="", cell_source="unknown")
    words = read(client, "/trials/").words
    for missing in (
        "Stage not stated",
        "Target not stated",
        "whose cells: not stated",
        "Condition not stated",
        "Kind of therapy not stated",
        "Sponsor not stated",
        "No site listed",
        "no age limit stated",
    ):
        assert missing in words


def test_a_vetoed_label_is_on_no_line_and_in_no_filter(client, db):
    trial = make_trial(conditions=[make_condition("Psoriasis")], origin="curator")
    trial.condition_labels.update(vetoed=True)
    assert "Psoriasis" not in read(client, "/trials/").words


def test_a_stale_recruiting_is_shown_as_a_doubt_after_those_that_recruit(client, db):
    old = UPDATED - timedelta(days=800)
    stale = make_trial(verified=old, registry_updated=old)
    fresh = make_trial()
    page = read(client, "/trials/")
    assert page.ids.index(fresh.slug) < page.ids.index(stale.slug)
    assert "Ask first" in page.words
    assert "but it was last confirmed in" in page.words


def test_a_programme_of_the_article_is_said_to_be_not_yet_compared(client, db):
    make_programme(title="Early cells")
    words = read(client, "/trials/").words
    assert "Not yet compared with the registry" in words
    assert "Preclinical" in words


def test_twenty_trials_are_a_page_and_links_keep_the_search(client, db):
    lupus = make_condition("Lupus")
    for _ in range(45):
        make_trial(conditions=[lupus])
    seen = []
    for number in (1, 2, 3):
        page = read(client, f"/trials/?condition=lupus&page={number}")
        seen += [one for one in page.ids if one.startswith("NCT")]
        assert page.first_headings[0].startswith("45 trials")
    assert len(seen) == len(set(seen)) == 45
    middle = read(client, "/trials/?condition=lupus&page=2").links
    assert {"?condition=lupus&page=1", "?condition=lupus&page=3"} <= middle.keys()


def test_every_facet_choice_is_a_box_with_its_number_and_the_chosen_ones_are_ticked(client, finder):
    finder.add_trial(minimum_age_years=18)
    other = {"modalities": [], "sites": [], "stage": "phase-2", "status": "COMPLETED", "cell_source": "allogeneic"}
    finder.add_trial(**other)
    page = read(client, "/trials/?condition=lupus&target=musk-cd19")
    boxes = {
        (field["name"], field["value"]): "checked" in field for field in page.fields if field.get("type") == "checkbox"
    }
    assert boxes[("condition", "lupus")]
    assert boxes[("target", "cd19-musk")]
    assert not boxes[("target", "cd19")]
    narrowing = {"condition", "target", "modality", "cells", "stage", "status", "country", "age_group"}
    assert {name for name, _ in boxes} == narrowing
    assert len(page.ids) == len(set(page.ids))


def test_chips_show_how_the_search_was_understood_and_take_out_one_part(client, finder):
    finder.add_trial()
    page = read(client, "/trials/?q=cells&condition=sle&target=cd19-musk")
    assert chips_of(page).keys() == {"“cells”", "Lupus", "CD19 + MuSK"}
    left = read(client, f"/trials/{chips_of(page)['Lupus']}")
    assert chips_of(left).keys() == {"“cells”", "CD19 + MuSK"}


def test_a_search_that_finds_nothing_offers_what_would(client, finder):
    finder.add_trial(stage="phase-1")
    page = read(client, "/trials/?condition=lupus&stage=phase-3")
    assert page.first_headings[0].startswith("0 trials")
    offered = next(address for address, words in page.anchors if words == "Without ‘Phase 3’: 1 trial")
    assert read(client, f"/trials/{offered}").first_headings[0].startswith("1 trial")
    assert "/trials/" in page.links


def test_what_the_words_say_is_shown_among_the_filters_and_leads_to_the_search_without_them(client, finder):
    finder.add_trial()
    page = read(client, "/trials/?q=cd19+lupus")
    assert chips_of(page).keys() == {"CD19", "Lupus"}
    assert ("?q=cd19", "✓ Lupus from your words; take it out") in page.anchors
    assert ("condition", "lupus") not in {(field.get("name"), field.get("value")) for field in page.fields}


def test_a_misspelled_word_is_corrected_openly_and_can_be_looked_for_as_typed(client, finder):
    trial = finder.add_trial()
    page = read(client, "/trials/?q=lupsu+nephritis")
    assert "Showing Lupus nephritis for “lupsu nephritis”" in page.words
    assert trial.slug in page.ids
    exactly = next(address for address, words in page.links.items() if words.startswith("Search for exactly"))
    assert chips_of(read(client, f"/trials/{exactly}")).keys() == {"“lupsu nephritis”"}


def test_wider_trials_stand_apart_say_why_and_can_be_hidden(client, db):
    lupus = make_condition("Lupus")
    named = make_trial(conditions=[make_condition("Lupus nephritis", parent=lupus)])
    wider = make_trial(conditions=[lupus])
    page = read(client, "/trials/?q=lupus+nephritis")
    assert page.first_headings[0].startswith("2 trials")
    assert page.ids.index(named.slug) < page.ids.index(wider.slug)
    assert ("h2", "1 wider trial") in page.headings
    assert "1 fits exactly. 1 wider one follows." in page.words
    assert "Wider: it takes people with Lupus" in page.words
    hiding = next(address for address, words in page.links.items() if words == "Hide the wider one")
    assert wider.slug not in read(client, f"/trials/{hiding}").ids


def test_a_result_near_a_place_names_its_nearest_site_and_other_orders_are_offered(client, db):
    place = make_site("Charité", city="Berlin", latitude=52.52, longitude=13.41)
    make_trial(sites=[place])
    page = read(client, "/trials/?near=Berlin,+Germany")
    assert "Nearest recruiting site: Charité, Berlin" in page.words
    assert {"Nearest", "Recently changed", "Newest"} <= set(page.links.values())
    assert "Nearest" not in read(client, "/trials/").links.values()


def test_the_words_that_were_searched_for_stay_in_the_box(client, db):
    page = read(client, "/trials/?q=%22car+t%22+%3Cb%3E")
    assert next(field for field in page.fields if field.get("name") == "q")["value"] == '"car t" <b>'


@pytest.mark.parametrize(("scope", "count"), [("field", 1), ("all", 2)])
def test_trials_outside_the_field_are_listed_only_where_the_scope_is_all(client, db, settings, scope, count):
    settings.REGISTRY_SCOPE = scope
    make_trial()
    make_trial(in_field=False)
    assert read(client, "/trials/").first_headings[0].startswith(f"{count} trial")


@pytest.mark.parametrize(
    ("address", "carried"),
    [
        ("?near=Berlin,+Germany&age=14&sex=female", "?near=Berlin%2C+Germany&age=14&sex=female"),
        ("?q=my+daughter,+14,+near+Berlin", "?near=Berlin&age=14&sex=female"),
        ("?q=cells", ""),
    ],
)
def test_a_trials_page_is_told_where_somebody_is_and_how_old(client, db, address, carried):
    trial = make_trial(sites=[make_site(city="Berlin", latitude=52.52, longitude=13.41)])
    assert f"/trials/{trial.slug}/{carried}" in read(client, f"/trials/{address}").links


def test_what_the_line_of_one_search_carries_is_not_kept_for_another(client, db):
    trial = make_trial()
    for carried in ("?age=14", "?age=40", ""):
        assert f"/trials/{trial.slug}/{carried}" in read(client, f"/trials/{carried}").links


def test_what_is_held_of_a_page_of_results_is_the_same_whoever_searches(client, finder, monkeypatch):
    held = []
    monkeypatch.setattr(LocMemCache, "set", lambda _cache, key, value, *_more, **_options: held.append((key, value)))
    finder.add_trial()
    client.get("/trials/")
    of_all = set(held)
    assert of_all
    client.get("/trials/?q=sle+cells&near=Berlin,+Germany&age=43&sex=female&target=cd19")
    assert set(held) == of_all


def test_the_results_lead_to_their_map_and_each_to_a_comparison(client, db):
    trial = make_trial()
    page = read(client, "/trials/?stage=phase-1")
    assert page.links["/map/?stage=phase-1"].startswith("Map")
    assert page.links[f"/compare/?trial={trial.slug}"] == "Compare"
    assert f'data-shortlist="{trial.slug}"' in page.html


def test_a_changed_filter_changes_the_address_of_the_other_languages(client, db):
    assert "#languages:outerHTML" in read(client, "/trials/").html


def test_a_spanish_page_has_spanish_names_and_says_that_titles_are_english(client, db):
    lupus = make_condition("Lupus", name_es="Lupus eritematoso")
    make_trial(conditions=[lupus], title="Cells in lupus")
    with override(None):  # a request leaves its language behind
        page = read(client, "/es/trials/?condition=lupus")
    assert page.lang == "es"
    assert "Lupus eritematoso" in page.first_headings[0]
    assert "Lupus eritematoso" in page.title
    assert 'lang="en">Cells in lupus' in page.html
