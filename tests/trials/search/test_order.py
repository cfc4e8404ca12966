"""In which order results come, and that a page of them is the page of the whole."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from tests.builders import UPDATED, make_condition, make_programme, make_site, make_trial
from tests.trials.search.searching import found, search_for
from trials.models import TrialSite
from trials.search.order import Results, in_order, split_by

OLD = timezone.localdate() - timedelta(days=731)
BERLIN = {"latitude": 52.52, "longitude": 13.41}
POTSDAM = {"latitude": 52.4, "longitude": 13.06}
HAMBURG = {"latitude": 53.55, "longitude": 9.99}


def titles(address: str) -> list[str]:
    return [trial.title for trial in found(address)]


def test_what_takes_people_now_comes_first_then_what_opens_soon_then_what_is_in_doubt(db):
    make_trial(title="finished", status="COMPLETED")
    make_programme(title="preclinical")
    make_trial(title="stale", verified=OLD, registry_updated=OLD)
    make_trial(title="unknown", status="UNKNOWN")
    make_trial(title="soon", status="NOT_YET_RECRUITING")
    make_trial(title="open")
    make_trial(title="expanded access", status="AVAILABLE", registry_updated=UPDATED - timedelta(days=1))
    assert titles("") == ["open", "expanded access", "soon", "unknown", "stale", "finished", "preclinical"]


def test_of_two_that_take_people_the_one_changed_last_comes_first_and_the_number_decides_a_tie(db):
    make_trial(title="second", nct_id="NCT90000002")
    make_trial(title="first", nct_id="NCT90000001")
    make_trial(title="undated", registry_updated=None)
    make_trial(title="newest", registry_updated=UPDATED + timedelta(days=1))
    assert titles("") == ["newest", "first", "second", "undated"]


def test_programmes_without_a_number_have_an_order_too(db):
    made = {make_programme(registry_updated=None).pk for _ in range(5)}
    pks = list(search_for("").results())
    assert set(pks) == made
    assert pks == list(search_for("").results())


def test_who_takes_people_comes_before_where_the_words_stand(db):
    make_trial(title="summary", summary="about nephrons")
    make_trial(title="criteria", eligibility="no nephrons", registry_updated=UPDATED + timedelta(days=1))
    make_trial(title="terms", search_terms="nephrons", registry_updated=UPDATED + timedelta(days=1))
    make_trial(title="finished, nephrons", status="COMPLETED")
    make_trial(title="open, nephrons", registry_updated=UPDATED - timedelta(days=9))
    assert titles("q=nephron") == ["open, nephrons", "terms", "summary", "criteria", "finished, nephrons"]


def test_the_stage_that_was_asked_for_comes_before_those_that_hold_it(db):
    make_trial(title="both, open", stage="phase-1-2", registry_updated=UPDATED + timedelta(days=1))
    make_trial(title="asked, finished", stage="phase-2", status="COMPLETED")
    make_trial(title="asked, open", stage="phase-2")
    make_trial(title="other", stage="phase-3")
    assert titles("q=phase+2") == ["asked, open", "asked, finished", "both, open"]
    assert titles("stage=phase-2") == ["asked, open", "asked, finished"]


def test_wider_trials_follow_what_names_the_disease_whoever_takes_people(words):
    make_trial(title="finished", conditions=[words.nephritis], status="COMPLETED")
    make_trial(title="wider", conditions=[words.lupus], registry_updated=UPDATED + timedelta(days=1))
    make_trial(title="another", conditions=[words.myositis])
    assert titles("q=lupus+nephritis") == ["finished", "wider"]


def test_trials_that_only_use_the_word_come_last(words):
    make_trial(title="finished", conditions=[words.myositis], status="COMPLETED")
    make_trial(title="uses the word", summary="not for myositis")
    make_trial(title="wider", conditions=[make_condition("Autoimmune disease", basket=True)])
    assert titles("q=myositis") == ["finished", "wider"]
    assert titles("q=myositis&mentions=yes") == ["finished", "wider", "uses the word"]


@pytest.fixture
def places(db):
    """Trials in Hamburg, Berlin and Potsdam, one that has closed in Berlin, and one without a site."""
    berlin, potsdam, hamburg = make_site(**BERLIN), make_site(**POTSDAM), make_site(**HAMBURG)
    make_trial(title="Hamburg", sites=[hamburg])
    make_trial(title="Potsdam and Hamburg", sites=[hamburg, potsdam])
    make_trial(title="Berlin", sites=[berlin], registry_updated=UPDATED - timedelta(days=5))
    make_trial(title="Berlin, too", sites=[berlin])
    make_trial(title="finished in Berlin", sites=[berlin], status="COMPLETED")
    closed = make_trial(title="closed in Berlin, open in Hamburg", sites=[berlin, hamburg])
    TrialSite.objects.filter(trial=closed, site=berlin).update(status="COMPLETED")
    make_trial(title="nowhere")


def test_the_nearest_site_that_takes_people_leads_and_those_that_take_nobody_follow(places):
    assert titles("near=Berlin,+Germany&sort=nearest&within=500+miles") == [
        "Berlin, too",
        "Berlin",
        "Potsdam and Hamburg",
        "Hamburg",
        "closed in Berlin, open in Hamburg",
        "finished in Berlin",
    ]


def test_near_a_place_finds_any_site_within_the_distance_whatever_its_status(places):
    inside = {"Berlin", "Berlin, too", "Potsdam and Hamburg", "finished in Berlin", "closed in Berlin, open in Hamburg"}
    assert set(titles("near=Berlin,+Germany&within=50+miles")) == inside
    assert set(titles("near=Berlin,+Germany&within=5+miles")) == inside - {"Potsdam and Hamburg"}


def test_nearest_without_a_place_is_the_last_changed(places):
    assert titles("sort=nearest") == titles("sort=changed")


def test_the_newest_is_the_one_with_the_greatest_number_whoever_takes_people(db):
    make_trial(title="old", nct_id="NCT00000009", registry_updated=UPDATED + timedelta(days=1))
    make_trial(title="newest", nct_id="NCT09000000", status="COMPLETED")
    make_trial(title="new", nct_id="NCT08000000")
    make_programme(title="without a number")
    assert titles("sort=newest") == ["newest", "new", "old", "without a number"]


def test_the_last_changed_leads_whoever_takes_people(db):
    make_trial(title="open")
    make_trial(title="finished", status="COMPLETED", registry_updated=UPDATED + timedelta(days=1))
    assert titles("sort=changed") == ["finished", "open"]


# --- pages


def test_each_page_is_a_part_of_the_whole_order(words):
    for n in range(60):
        make_trial(
            conditions=[words.lupus] if n % 3 else [words.nephritis],
            status=("RECRUITING", "COMPLETED", "UNKNOWN")[n % 3],
            registry_updated=UPDATED - timedelta(days=n * 7 % 11),
        )
    results = search_for("q=lupus+nephritis").results()
    whole = results[:]
    assert len(whole) == len(set(whole)) == len(results) == 60
    assert [pk for start in range(0, 60, 7) for pk in results[start : start + 7]] == whole
    assert [results[n] for n in (0, 19, 20, 59)] == [whole[n] for n in (0, 19, 20, 59)]


@given(st.lists(st.sets(st.integers(0, 40)), max_size=4), st.integers(0, 45), st.integers(0, 45), st.randoms())
def test_any_slice_is_that_of_sorted_groups(sets, start, stop, random):
    order = list(range(41))
    random.shuffle(order)
    groups, seen = [], set()
    for one in sets:
        groups.append(BitMap(one - seen))
        seen |= one
    sorted_out = [pk for group in groups for pk in sorted(group, key=order.__getitem__)]
    results = Results(len(seen), lambda: iter([group for group in groups if group]), np.array(order))
    assert results[start:stop] == sorted_out[start:stop]
    assert len(results) == len(sorted_out)


def test_a_result_that_is_not_there_is_an_index_error(db):
    make_trial()
    with pytest.raises(IndexError):
        search_for("").results()[1]


@given(st.sets(st.integers(0, 30)), st.lists(st.sets(st.integers(0, 30)), max_size=4))
def test_a_split_loses_nothing_and_keeps_the_order_of_its_parts(group, parts):
    found = list(split_by(map(BitMap, parts))(BitMap(group)))
    assert sorted(pk for part in found for pk in part) == sorted(group)
    assert all(found)
    place = {pk: n for n, part in reversed(list(enumerate(parts))) for pk in part}
    places = [[place.get(pk, len(parts)) for pk in part] for part in found]
    assert all(len(set(part)) == 1 for part in places)
    assert [part[0] for part in places] == sorted(part[0] for part in places)


def test_tiers_are_divided_by_the_first_split_and_its_parts_by_the_second():
    odd, low = BitMap(range(1, 10, 2)), BitMap(range(5))
    tiers = [BitMap(range(10)), BitMap([11, 12])]
    divided = [list(one) for one in in_order(tiers, [split_by([odd]), split_by([low])])]
    assert divided == [[1, 3], [5, 7, 9], [0, 2, 4], [6, 8], [11, 12]]
    assert list(in_order(tiers, [])) == tiers
