"""The results: what a line says, pages, facets, chips, and the way out of a search that finds nothing."""

from datetime import timedelta

import pytest

from tests.builders import UPDATED, make_condition, make_programme, make_trial
from tests.trials.views.reading import read


def chips_of(page):
    """The address that takes out each part of the search."""
    return {
        words.split("Remove ")[1]: address for address, words in page.links.items() if words.startswith("× Remove ")
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
    finder.add_trial()
    page = read(client, "/trials/?condition=lupus&target=musk-cd19")
    boxes = {
        (field["name"], field["value"]): "checked" in field for field in page.fields if field["type"] == "checkbox"
    }
    assert boxes[("condition", "lupus")]
    assert boxes[("target", "cd19-musk")]
    assert not boxes[("target", "cd19")]
    assert {name for name, _ in boxes} == {"condition", "target", "modality", "stage", "status", "country"}
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
    offered = next(address for address, words in page.links.items() if "Stage" in words)
    assert "1 trial" in page.links[offered]
    assert read(client, f"/trials/{offered}").first_headings[0].startswith("1 trial")
    assert "/trials/" in page.links


def test_the_words_that_were_searched_for_stay_in_the_box(client, db):
    page = read(client, "/trials/?q=%22car+t%22+%3Cb%3E")
    assert next(field for field in page.fields if field.get("name") == "q")["value"] == '"car t" <b>'


@pytest.mark.parametrize(("scope", "count"), [("field", 1), ("all", 2)])
def test_trials_outside_the_field_are_listed_only_where_the_scope_is_all(client, db, settings, scope, count):
    settings.REGISTRY_SCOPE = scope
    make_trial()
    make_trial(in_field=False)
    assert read(client, "/trials/").first_headings[0].startswith(f"{count} trial")
