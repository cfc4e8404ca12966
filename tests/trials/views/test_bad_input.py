"""Whatever stands in the address: an answer that a person can read, never a fault of ours."""

import pytest

from tests.builders import make_target
from tests.trials.views.reading import read

FILTERS = ("condition", "target", "modality", "stage", "status", "country")
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


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("parameter", ["q", "page", *FILTERS])
def test_a_search_answers(client, finder, parameter, name):
    finder.add_trial()
    page = read(client, f"/trials/?{parameter}={BAD[name]}")
    assert len(page.first_headings) == 1
    assert "<script>alert" not in page.html


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("parameter", ["kind", "condition", "since", "page"])
def test_the_list_of_changes_answers(client, finder, parameter, name):
    finder.add_trial()
    page = read(client, f"/changes/?{parameter}={BAD[name]}")
    assert len(page.first_headings) == 1
    assert "<script>alert" not in page.html


@pytest.mark.parametrize(
    ("number", "shown"),
    [("-1", 2), ("0", 2), ("banana", 1), ("999999", 2), ("", 1), ("1.5", 1), ("9" * 5000, 1), ("2", 2)],
)
def test_a_page_number_that_is_not_there_shows_a_page_that_is(client, finder, number, shown):
    for _ in range(21):
        finder.add_trial()
    assert f"Page {shown} of 2" in read(client, f"/trials/?page={number}").words


@pytest.mark.parametrize("quoted", ["%22", "%22lupus", "lupus%22%20%22", "-%22lupus", "%22%22%22"])
def test_unbalanced_quotation_marks_in_the_words(client, finder, quoted):
    finder.add_trial(title="Lupus")
    assert read(client, f"/trials/?q={quoted}").first_headings


@pytest.mark.parametrize("parameter", FILTERS)
def test_a_value_that_is_not_known_is_named_with_the_way_out(client, finder, parameter):
    finder.add_trial()
    page = read(client, f"/trials/?{parameter}=no-such-thing&q=car")
    assert "“no-such-thing”" in page.words
    assert page.first_headings[0].startswith("0 trials")
    assert "?q=car" in page.links
    assert any(field.get("name") == "condition" and field["value"] == "lupus" for field in page.fields)


def test_words_that_are_too_many_are_said_to_be(client, finder):
    finder.add_trial()
    page = read(client, f"/trials/?q={'a' * 501}&stage=phase-1")
    assert "500 characters" in page.words
    assert page.first_headings[0].startswith("0 trials")
    assert "?stage=phase-1" in page.links


def test_two_hundred_filters_and_repeated_parameters(client, finder):
    trial = finder.add_trial()
    antigens = [make_target(f"CD{number}").slug for number in range(30, 50)]
    pairs = "&".join(f"target={a}-{b}" for a in antigens for b in antigens[:9])
    page = read(client, f"/trials/?{pairs}&target=cd19&{'&'.join(['condition=lupus'] * 100)}&q=x&q=cells")
    assert trial.slug in page.ids


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
