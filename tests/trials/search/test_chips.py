"""Chips and lifts: how a search was understood, what can be taken out of it, and what would find something."""

import pytest
from django.http import QueryDict

from tests.builders import make_autoantibody, make_condition, make_site, make_therapy, make_trial
from tests.trials.search.searching import found, search_for
from trials.search.chips import blame, chips, lifts

LUPUS = "systemic-lupus-erythematosus"
ERLANGEN = {"latitude": 49.59, "longitude": 11.0}


def lifted(address: str) -> list[tuple[str, int]]:
    """What is offered; each number is what its address finds."""
    offered = lifts(search_for(address))
    for lift in offered:
        assert len(found(lift.url[1:])) == lift.count, lift
    return [(lift.what, lift.count) for lift in offered]


# --- chips


def test_a_chip_takes_out_exactly_one_value(words):
    make_site(country="China")
    address = (
        "q=fatigue&condition=sle&condition=myositis&target=bcma-cd19&target=unknown&modality=car-t"
        "&stage=phase-1&stage=phase-1-2&status=not-yet-recruiting&country=china&page=2"
    )
    made = chips(search_for(address))
    assert [(one.label, one.name) for one in made] == [
        ("Words", "“fatigue”"),
        ("Condition", "Lupus"),
        ("Condition", "Myositis"),
        ("What the cells target", "BCMA + CD19"),
        ("What the cells target", "Not stated"),
        ("Kind of therapy", "CAR-T"),
        ("Stage", "Phase 1"),
        ("Stage", "Phase 1/2"),
        ("Status", "Not yet recruiting"),
        ("Country", "China"),
    ]
    for chip in made:
        left = chips(search_for(chip.url[1:]))
        assert [one.name for one in left] == [one.name for one in made if one is not chip]


@pytest.mark.parametrize(
    "address",
    [
        "target=cd19-bcma&target=bcma-cd19",
        f"condition=sle&condition={LUPUS}&condition=SLE",
        "stage=phase-1&stage=phase-1",
    ],
)
def test_a_value_said_twice_is_one_chip(words, address):
    made = chips(search_for(address))
    assert len(made) == 1
    assert made[0].url == "?"


def test_what_the_words_were_understood_as_comes_first_in_their_order(words):
    make_site(country="China")
    made = chips(search_for("q=cd19+car-t+for+lupus+in+china&stage=phase-1"))
    assert [(one.label, one.name) for one in made] == [
        ("What the cells target", "CD19"),
        ("Kind of therapy", "CAR-T"),
        ("Condition", "Lupus"),
        ("Country", "China"),
        ("Stage", "Phase 1"),
    ]
    for chip in made:
        left = chips(search_for(chip.url[1:]))
        assert [one.name for one in left] == [one.name for one in made if one is not chip]


@pytest.mark.parametrize(
    ("address", "label", "name"),
    [
        ("near=Erlangen,+Germany&within=50+km&sort=nearest", "Near", "within 50 km of Erlangen"),
        ("age=14", "Age", "age 14"),
        ("sex=female", "Sex", "female"),
        ("therapy=kyv-101", "Product", "KYV-101"),
        ("autoantibody=anti-musk", "Autoantibody", "Anti-MuSK"),
        ("q=NCT01234567", "Registry number", "NCT01234567"),
        ("q=phase+2", "Stage", "Phase 2 (also Phase 1/2 and Phase 2/3)"),
        ('q="night+sweats"', "Words", "“night sweats”"),
        ("q=-fatigue", "Words", "without fatigue"),
        ('q=-"night+sweats"', "Words", "without “night sweats”"),
    ],
)
def test_each_kind_of_filter_has_a_chip_that_takes_it_out(words, address, label, name):
    make_therapy("KYV-101")
    make_autoantibody("Anti-MuSK", antigen="MuSK")
    (chip,) = chips(search_for(address))
    assert (chip.label, chip.name.split(",")[0]) == (label, name)
    assert chip.url == "?"


def test_a_misspelled_word_says_what_it_was_read_as_and_offers_the_word_itself(words):
    make_condition("Scleroderma")
    (chip,) = chips(search_for("q=sclerodrema"))
    assert (chip.name, chip.read_as) == ("Scleroderma", "sclerodrema")
    assert QueryDict(chip.exactly[1:]).dict() == {"q": '"sclerodrema"'}


def test_what_is_wrong_is_no_chip(words):
    assert [one.name for one in chips(search_for("condition=no-such-disease&stage=phase-2"))] == ["Phase 2"]


# --- a search that finds nothing


def test_lifts_take_out_each_part_that_stands_in_the_way_alone_and_the_one_that_finds_most_leads(words):
    for n in range(3):
        make_trial(title=f"nephron {n}", conditions=[words.lupus], stage="phase-1")
    make_trial(title="nephron 4", conditions=[words.lupus], stage="phase-2", status="COMPLETED")
    address = "q=nephron&condition=sle&stage=phase-2&status=recruiting&page=7"
    assert lifted(address) == [("Without ‘Phase 2’", 3), ("Without ‘Recruiting’", 1)]
    assert QueryDict(lifts(search_for(address))[0].url[1:]).dict() == {
        "q": "nephron",
        "condition": "sle",
        "status": "recruiting",
    }


def test_of_several_values_of_a_filter_each_is_its_own_lift(words):
    make_trial(conditions=[words.lupus], stage="phase-1")
    address = "q=lupus+myositis&stage=phase-1"
    assert lifted(address) == [("Without ‘Myositis’", 1)]


def test_words_can_stand_in_the_way(words):
    make_trial(conditions=[words.lupus])
    assert lifted("q=zebra&condition=sle") == [("Without ‘zebra’", 1)]
    assert blame(search_for("q=zebra&condition=sle")) == ["zebra"]


def test_words_that_match_better_or_worse_are_lifted_in_one_line(words):
    make_trial(title="Nephron", conditions=[words.lupus])
    make_trial(title="B", summary="nephron", conditions=[words.lupus])
    make_trial(title="C", eligibility="nephron nephron", conditions=[words.lupus])
    assert lifted("q=nephron&condition=myositis") == [("Without ‘Myositis’", 3)]


def test_a_greater_distance_is_offered_in_the_unit_that_was_used(words):
    make_trial(sites=[make_site(**ERLANGEN)])
    assert lifted("near=Berlin,+Germany&within=50+miles")[0] == ("Within 250 miles", 1)
    assert lifted("near=Berlin,+Germany&within=80+km")[0] == ("Within 400 km", 1)
    assert lifted("near=Tokyo&within=50+miles") == [(f"Without ‘within 50 miles of {_tokyo()}’", 1)]


def _tokyo() -> str:
    return search_for("near=Tokyo").place.name


def test_where_no_single_part_is_to_blame_parts_go_from_the_last_on(words):
    make_trial(conditions=[words.lupus])
    address = "condition=myositis&stage=phase-2&status=completed"
    assert lifted(address) == []
    make_trial(conditions=[words.myositis])
    assert lifted(address) == [("Without ‘Finished’ and ‘Phase 2’", 1)]


def test_a_search_without_parts_has_none_to_lift(words):
    assert lifts(search_for("")) == []


def test_of_a_search_with_an_error_the_wrong_part_is_lifted(words):
    make_trial(conditions=[words.lupus], stage="phase-2")
    wrong = "condition=no-such-disease"
    assert lifted(f"{wrong}&stage=phase-2") == [("Without ‘Condition’", 1)]
    assert lifts(search_for(f"{wrong}&stage=phase-2"))[0].url == "?stage=phase-2"
    assert lifted(f"{wrong}&stage=phase-3") == []
    assert lifted(f"{wrong}&country=atlantis&stage=phase-2") == []
    assert lifted("q=" + "a" * 501) == [("Without ‘Words’", 1)]


def test_parts_that_find_something_alone_are_not_blamed(words):
    make_trial(targets=[words.cd19])
    make_trial(targets=[words.bcma])
    search = search_for("q=cd19+bcma")
    assert len(search.results()) == 0
    assert blame(search) == []
    assert blame(search_for("q=cd19+cd20")) == ["CD20"]


def test_each_place_is_called_by_its_own_name_and_all_must_hold(db):
    boston = make_site(latitude=42.36, longitude=-71.06)
    make_trial(sites=[boston])
    both = make_trial(sites=[boston, make_site(latitude=39.74, longitude=-104.99)])
    for address in ("q=near+boston+near+denver", "q=near+boston&near=Denver"):
        search = search_for(address)
        assert [chip.name.partition(" of ")[2] for chip in chips(search)] == [
            "Boston, Massachusetts",
            "Denver, Colorado",
        ]
        assert list(search.results()[:]) == [both.pk]


def test_without_its_place_a_search_is_in_no_order_of_distance(db):
    (chip,) = chips(search_for("q=near+boston&sort=nearest"))
    assert chip.url == "?"
