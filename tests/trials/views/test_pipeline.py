"""The pipeline: what is tested for which disease and how far it is; each number is what its link finds."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_condition, make_sponsor, make_target, make_trial
from tests.trials.views.reading import Page, read
from trials.drawn import CELL_WIDTH, dots, parts, radius, sizes
from trials.filters import TrialFilter
from trials.search.pipeline import STAGES
from trials.views.shared import search_for


@pytest.fixture
def field(db):
    """Lupus, its nephritis and myositis, with CD19 and BCMA alone and together, at several stages."""
    lupus = make_condition("Lupus")
    nephritis, myositis = make_condition("Nephritis", parent=lupus), make_condition("Myositis")
    cd19, bcma = make_target("CD19"), make_target("BCMA")
    make_trial([lupus], [cd19], start="2024-03-01", sponsor=make_sponsor("Linden"))
    make_trial([nephritis], [cd19, bcma], stage="phase-2", start="2025-01-01", sponsor=make_sponsor("Linden"))
    make_trial([myositis], [bcma], stage="phase-3", status="COMPLETED", sponsor=make_sponsor("Oak"))
    make_trial([myositis, lupus], [], stage="", start="2025-06-01")
    make_trial([], [cd19])
    return lupus


def boxes(page: Page) -> list[tuple[str, str]]:
    """The address and the words of each box of the picture."""
    found = re.findall(r'<a href="([^"]+)"><title>([^<]+)</title>', page.html)
    return [(unescape(address), unescape(words)) for address, words in found]


def number_found(address: str) -> int:
    return len(TrialFilter.at(search_for(), address.split("?")[1]).results())


def test_a_box_says_how_many_trials_and_at_which_stage(client, field):
    words = [words for _address, words in boxes(read(client, "/pipeline/"))]
    assert "Lupus, CD19: 2 trials. Phase 1: 1; Phase 2: 1" in words
    assert "Myositis, BCMA: 1 trial. Phase 3 or 4: 1" in words


def test_every_number_of_picture_and_tables_is_what_its_link_finds(client, field):
    page = read(client, "/pipeline/")
    drawn = boxes(page)
    assert len(drawn) > 5
    for address, words in drawn:
        assert number_found(address) == int(re.search(r": (\d+) trial", words)[1])
    counted = [(address, words) for address, words in page.anchors if "/trials/?" in address and words.isdigit()]
    assert len(counted) > 15
    for address, words in counted:
        assert number_found(address) == int(words), address


def test_the_tables_hold_every_link_of_the_picture(client, field):
    page = read(client, "/pipeline/")
    in_tables = {address for address, words in page.anchors if words.isdigit()}
    assert {address for address, _words in boxes(page)} <= in_tables


def test_a_trial_with_two_targets_stands_in_both_and_with_the_pair_and_the_page_says_so(client, field):
    page = read(client, "/pipeline/")
    words = [words for _address, words in boxes(page)]
    for target in ("CD19", "BCMA", "BCMA + CD19"):
        assert any(one.startswith(f"Nephritis, {target}: 1 trial") for one in words)
    assert "A trial with two targets stands in both columns" in page.words


def test_a_disease_counts_its_kinds_and_the_page_says_so(client, field):
    page = read(client, "/pipeline/")
    assert "Lupus 3" in page.words
    assert "A disease counts its kinds, too" in page.words


def test_what_is_not_stated_is_counted_too(client, field):
    page = read(client, "/pipeline/")
    assert any(words.startswith("Lupus, Not stated: 1 trial") for _address, words in boxes(page))
    assert "Disease not stated" in page.words
    assert any(words.endswith("Phase not stated: 1") for _address, words in boxes(page))
    assert "Phase not stated 1" in page.words
    assert "No phase 0" in page.words


def test_only_the_trials_that_recruit_on_demand_with_links_that_say_the_same(client, field):
    page = read(client, "/pipeline/?status=recruiting")
    assert "4 trials are counted here." in page.words
    assert all("status=recruiting" in address for address, _words in boxes(page))
    for address, words in boxes(page):
        assert number_found(address) == int(re.search(r": (\d+) trial", words)[1])
    assert not any("Myositis, BCMA" in words for _address, words in boxes(page))


def test_a_changed_trial_changes_the_picture_at_once(client, field):
    read(client, "/pipeline/")
    make_trial([field], [make_target("CD70")], start="2023-01-01", sponsor=make_sponsor("Elm"))
    page = read(client, "/pipeline/")
    assert any(words.startswith("Lupus, CD70: 1 trial") for _address, words in boxes(page))
    assert "2023 1" in page.words
    assert "Elm 1" in page.words


def test_in_spanish_diseases_have_their_spanish_names_and_links_stay_in_spanish(client, field):
    field.i18n = {"name_es": "Lupus en español"}
    field.save()
    page = read(client, "/es/pipeline/")
    assert "Lupus en español" in page.words
    assert all(address.startswith("/es/trials/?") for address, _words in boxes(page))
    assert "Lupus en español" not in read(client, "/pipeline/").words


def test_the_rarest_targets_and_diseases_stand_together(client, db):
    lupus, often = make_condition("Lupus"), [make_target(f"Often {number}") for number in range(10)]
    for target in often:
        make_trial([lupus], [target])
        make_trial([lupus], [target])
    for number in range(3):
        make_trial([lupus], [make_target(f"Seldom {number}")])
    for number in range(18):
        make_trial([make_condition(f"Disease {number:02}")], [often[0]])
    page = read(client, "/pipeline/")
    others = [(address, words) for address, words in boxes(page) if words.startswith("Lupus, Others:")]
    assert len(others) == 1
    assert number_found(others[0][0]) == 3
    assert "Other diseases 3" in page.words


def test_starts_are_counted_by_year_with_those_that_do_not_say(client, field):
    words = read(client, "/pipeline/").words.split("When the trials start")[1]
    assert "2024 1" in words
    assert "2025 2" in words
    assert "not stated 2" in words


def test_old_starts_stand_together(client, db):
    for year in (1999, 2003, 2026):
        make_trial(start=f"{year}-01-01")
    words = read(client, "/pipeline/").words.split("When the trials start")[1]
    assert "2015 or before 2" in words
    assert "2003" not in words


def test_sponsors_stand_by_how_many_trials_they_lead_with_a_search_for_their_name(client, field):
    page = read(client, "/pipeline/")
    words = page.words.split("Who runs the most trials")[1]
    assert words.index("Linden 2") < words.index("Oak 1")
    assert page.links["/trials/?q=%22Linden%22"] == "Linden"


def test_the_dates_and_sources_of_the_data_are_told(client, field):
    page = read(client, "/pipeline/")
    assert "Counted from the records of ClinicalTrials.gov" in page.words
    assert "Not yet compared with the registry." in page.words
    assert "/data/" in page.links


def test_with_no_trial_the_page_says_so(client, db):
    assert "No trial is held yet." in read(client, "/pipeline/").words


def test_names_are_escaped_and_nothing_is_inline(client, db):
    trial = make_trial([make_condition("<b>Lupus</b>")], [make_target("<i>")], sponsor=make_sponsor("<u>Big</u>"))
    page = read(client, "/pipeline/")
    assert trial.pk
    assert "<b>Lupus</b>" not in page.html
    assert "<u>Big</u>" not in page.html
    assert page.refused == []


def test_the_page_needs_as_many_queries_for_many_trials_as_for_few(client, finder):
    counted = []
    for number in (3, 20):
        for _trial in range(number):
            finder.add_trial()
        read(client, "/pipeline/")
        with CaptureQueriesContext(connection) as asked:
            read(client, "/pipeline/")
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 6


def test_what_has_no_phase_stands_before_phase_1_and_what_states_none_apart_from_the_line():
    none, one, *_, aside = dots([slug for slug, *_name in STAGES], [1, 1, 0, 0, 0, 1])
    assert (none.stage, one.stage, aside.stage) == ("none", "one", "unknown")
    assert none.x < one.x
    assert none.y == one.y < aside.y


def test_phase_1_2_is_counted_once_and_the_page_says_where(client, db):
    lupus, cd19 = make_condition("Lupus"), make_target("CD19")
    for stage in ("early-phase-1", "phase-1", "phase-1-2", "phase-2-3", "not-applicable", "preclinical"):
        make_trial([lupus], [cd19], stage=stage)
    page = read(client, "/pipeline/")
    assert any(words.endswith("No phase: 2; Phase 1: 2; Phase 1/2: 1; Phase 2: 1") for _address, words in boxes(page))
    assert "2 of these trials are in phase 1" in page.words
    assert "It is counted once, as phase 1/2" in page.words


def test_the_key_tells_the_sizes_of_the_dots():
    assert sizes() == [
        (1, 1, radius(1)),
        (2, 4, radius(4)),
        (5, 14, radius(9)),
        (15, 49, radius(49)),
        (50, None, radius(50)),
    ]


def test_dots_stand_the_further_right_the_later_the_stage_and_stay_in_their_cell():
    found = dots(["one", "two", "three", "unknown"], [60, 0, 1, 0], left=CELL_WIDTH)
    assert [dot.stage for dot in found] == ["one", "three"]
    assert found[0].x < found[1].x
    assert found[0].radius > found[1].radius
    assert all(dot.x - dot.radius >= CELL_WIDTH and dot.x + dot.radius <= 2 * CELL_WIDTH for dot in found)


def test_the_parts_of_a_bar_follow_each_other_and_the_smallest_is_seen():
    found = parts([("open", 500), ("soon", 0), ("shut", 1)], most=1_000_000)
    assert [part.slug for part in found] == ["open", "shut"]
    assert all(part.width >= 2 for part in found)
    whole = parts([("open", 3), ("shut", 1)], most=4)
    assert (whole[0].start, whole[0].width, whole[1].start, whole[1].width) == (0, 750, 750, 250)
