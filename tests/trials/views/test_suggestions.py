"""The answer that the search box gets while somebody types."""

import logging

import pytest

from tests.builders import make_condition, make_trial
from tests.trials.views.test_bad_input import BAD


def suggested(client, query):
    answer = client.get(f"/suggest/?{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()["suggestions"]


def test_a_suggestion_has_the_whole_text_a_name_its_kind_and_a_note(client, db):
    make_condition("Systemic sclerosis", terms=["scleroderma", "systemic sclerosis"])
    assert suggested(client, "q=recruiting+scler") == [
        {
            "text": "recruiting systemic sclerosis",
            "name": "Systemic sclerosis",
            "kind": "Condition",
            "note": "also called scleroderma",
        }
    ]


def test_nothing_that_was_typed_is_kept_or_logged(client, finder, caplog):
    with caplog.at_level(logging.INFO):
        answer = client.get("/suggest/?q=lup")
    assert {"no-store", "private"} <= {part.strip() for part in answer.headers["Cache-Control"].split(",")}
    assert "Set-Cookie" not in answer.headers
    assert caplog.text == ""


@pytest.mark.parametrize("query", ["", "q=", "q=l", "q=%00", "q=lup%00us", "q=" + "a" * 10_000, "words=lupus"])
def test_bad_input_is_answered_with_an_empty_list(client, finder, query):
    finder.add_trial()
    assert suggested(client, query) == []


@pytest.mark.parametrize("name", BAD)
def test_whatever_stands_in_the_address_is_answered(client, finder, name):
    finder.add_trial()
    assert isinstance(suggested(client, f"q={BAD[name]}"), list)


def test_names_are_given_as_data_and_as_no_markup(client, db):
    make_condition("Lupus <img src=x onerror=alert(1)>")
    answer = client.get("/suggest/?q=lup")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["suggestions"][0]["name"] == "Lupus <img src=x onerror=alert(1)>"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_suggestions_are_only_read(client, db, method):
    assert getattr(client, method)("/suggest/?q=lup").status_code == 405


def test_suggestions_need_as_many_queries_for_30_trials_as_for_3(client, finder, django_assert_max_num_queries):
    for count in (3, 27):
        for _ in range(count):
            finder.add_trial()
        client.get("/suggest/?q=charit")
        with django_assert_max_num_queries(3):
            assert suggested(client, "q=charit")[0]["name"] == "Charité"


def test_trials_of_other_fields_do_not_make_an_entry_come_first(client, db):
    make_trial(conditions=[make_condition("Lupus vulgaris")], in_field=False)
    make_trial(conditions=[make_condition("Lupus zoster")])
    assert [one["name"] for one in suggested(client, "q=lupus")] == ["Lupus zoster", "Lupus vulgaris"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [("lup", "1 suggestion. Down arrow to choose."), ("qqqqqq", "No suggestions."), ("", "No suggestions.")],
)
def test_what_a_screen_reader_says_comes_with_the_suggestions(client, db, typed, told):
    make_condition("Lupus")
    assert client.get("/suggest/", {"q": typed}).json()["told"] == told
