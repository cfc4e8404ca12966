"""Whatever stands in the address: an answer that a person can read, never a fault of ours."""

import pytest

from tests.builders import make_target, make_trial
from tests.trials.views.reading import read
from trials.fields import MOST_VALUES
from trials.filters import TrialFilter

OF_SLUGS = TrialFilter.SLUGS
FILTERS = tuple(TrialFilter.base_filters)
WITHOUT_A_BOX = ("therapy", "autoantibody", "sort", "wider", "mentions")  # taken out, not changed


BAD = {
    "nul": "%00",
    "nul in a word": "lupus%00nephritis",
    "10,000 characters": "a" * 10_000,
    "10,000 hyphens": "-" * 10_000,
    "one antigen 2,000 times": "-".join(["cd19"] * 2_000),
    "right to left": "%D9%85%D8%B1%D8%B6%20%E2%80%AEsupul",
    "an emoji": "%F0%9F%99%82",
    "half a character": "%ED%A0%80%FF",
    "markup": "%3Cscript%3Ealert(1)%3C/script%3E",
    "sql": "%27%3B%20DROP%20TABLE%20trials_trial%3B--",
    "a percent sign": "%25s",
    "only marks": "..%2F%26%7C!()%3A*",
    "blanks": "%20%09%0A",
}


@pytest.mark.parametrize("parameter", ["page", *FILTERS])
def test_a_search_answers(client, finder, parameter):
    finder.add_trial()
    for bad in BAD.values():
        page = read(client, f"/trials/?{parameter}={bad}")
        assert len(page.first_headings) == 1, bad
        assert "<script>alert" not in page.html, bad


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("parameter", ["kind", "condition", "since", "page"])
def test_the_list_of_changes_answers(client, finder, parameter, name):
    finder.add_trial()
    page = read(client, f"/changes/?{parameter}={BAD[name]}")
    assert len(page.first_headings) == 1
    assert "<script>alert" not in page.html


@pytest.mark.parametrize(
    ("number", "shown"),
    [("-1", 2), ("0", 2), ("banana", 1), ("999999", 2), ("1.5", 1), ("9" * 5000, 1), ("2", 2)],
)
def test_a_page_number_that_is_not_there_shows_a_page_that_is(client, finder, number, shown):
    for _ in range(21):
        finder.add_trial()
    assert f"Page {shown} of 2" in read(client, f"/trials/?page={number}").words


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("page=", ""),
        ("q=&near=&within=&age=&sex=&condition=lupus", "condition=lupus"),
        ("condition=&condition=lupus&condition=&q=car", "condition=lupus&q=car"),
    ],
)
def test_empty_parameters_lead_to_the_address_without_them(client, finder, address, left):
    trial = finder.add_trial()
    answer = client.get(f"/trials/?{address}")
    assert (answer.status_code, answer.url) == (302, f"/trials/?{left}")
    assert trial.slug in read(client, answer.url).ids


@pytest.mark.parametrize("quoted", ["%22", "%22lupus", "lupus%22%20%22", "-%22lupus", "%22%22%22"])
def test_unbalanced_quotation_marks_in_the_words(client, finder, quoted):
    finder.add_trial(title="Lupus")
    assert read(client, f"/trials/?q={quoted}").first_headings


@pytest.mark.parametrize("parameter", [*OF_SLUGS, "near", "within"])
def test_a_value_that_is_not_known_is_named_with_the_way_out(client, finder, parameter):
    finder.add_trial()
    make_trial()
    page = read(client, f"/trials/?{parameter}=no-such-thing&q=car")
    assert "“no-such-thing”" in page.words
    assert page.first_headings[0].startswith("0 trials")
    assert "?q=car" in page.links
    assert any(field.get("name") == "condition" and field["value"] == "lupus" for field in page.fields)


@pytest.mark.parametrize("parameter", FILTERS)
def test_what_is_wrong_can_be_changed_where_the_error_leads_to(client, finder, parameter):
    finder.add_trial()
    page = read(client, f"/trials/?{parameter}={'no-such-thing' if parameter != 'q' else 'a' * 501}")
    changing = [address.removeprefix("#") for address, words in page.links.items() if words == "Change it"]
    if parameter in WITHOUT_A_BOX:
        assert changing == []
    else:
        assert len(changing) == 1
        assert changing[0] in page.ids
    assert any(words == "take it out" for words in page.links.values())


def test_words_that_are_too_many_are_said_to_be(client, finder):
    finder.add_trial()
    page = read(client, f"/trials/?q={'a' * 501}&stage=phase-1")
    assert "500 characters" in page.words
    assert page.first_headings[0].startswith("0 trials")
    assert "?stage=phase-1" in page.links


def test_as_many_values_as_a_filter_takes_and_repeated_parameters(client, finder):
    trial = finder.add_trial()
    antigens = [make_target(f"CD{number}").slug for number in range(30, 50)]
    pairs = [f"target={a}-{b}" for a in antigens[:10] for b in antigens[10:]]
    repeated = f"target=cd19&{'&'.join(['condition=lupus'] * 100)}&q=x&q=cells"
    page = read(client, f"/trials/?{'&'.join(pairs[: MOST_VALUES - 1])}&{repeated}")
    assert trial.slug in page.ids
    page = read(client, f"/trials/?{'&'.join(pairs[:MOST_VALUES])}&{repeated}")
    assert f"At most {MOST_VALUES} choices" in page.words
    assert trial.slug not in page.ids


def test_more_parameters_than_a_form_can_have_are_refused(client, db):
    assert client.get("/trials/?" + "&".join(["q=a"] * 1500)).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/trials/NCT99999999/",
        "/trials/no-such-trial/",
        "/conditions/no-such-condition/",
        "/autoantibodies/no-such-antibody/",
        "/therapies/no-such-therapy/",
        "/sites/999999/",
        "/sites/999999999999999999999999/",
        "/guide/no-such-page/",
        "/no-such-page/",
        "/trials/%00/",
        "/trials/" + "a" * 5000 + "/",
    ],
)
def test_an_address_that_leads_nowhere_says_so_and_helps(client, db, address):
    page = read(client, address, 404)
    assert {"/trials/", "/conditions/"} <= page.links.keys()
    assert any(field.get("name") == "q" for field in page.fields)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(client, finder, method):
    for address in [*finder.addresses, "/trials/"]:
        assert getattr(client, method)(address).status_code == 405
