"""The registry over real HTTP on loopback: its pages, its refusals, and all that breaks on the way."""

import json
import socket

import pytest

from tests.records import page, study
from tests.registry_server import Answer, registry
from trials.registry import client
from trials.registry.client import BadAnswer, QueryRefused, RegistryClient, RegistryError, RegistryUnreachable

ONE = Answer(page([study("NCT10000001")], token="page-two", totalCount=2))
TWO = Answer(page([study("NCT10000002")]))


@pytest.fixture(autouse=True)
def _no_waiting_between_retries(monkeypatch):
    """As many attempts as ever, with no time between them."""
    monkeypatch.setattr(client, "RETRIES", client.RETRIES.new(backoff_factor=0, backoff_jitter=0))


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def ask(pauses):
    def ask_for(server, **query):
        asking = RegistryClient(server.url, user_agent="finder (a@b.example)", delay=1.5, pause=pauses.append)
        with asking.session:
            return list(asking.pages(query))

    return ask_for


def numbers(pages):
    return [
        json.loads(bytes(one))["protocolSection"]["identificationModule"]["nctId"] for p in pages for one in p.studies
    ]


def test_all_pages_come_in_their_order(ask):
    with registry(ONE, TWO) as server:
        pages = ask(server)
    assert numbers(pages) == ["NCT10000001", "NCT10000002"]
    assert pages[0].total_count == 2


def test_each_page_repeats_the_question_and_adds_the_token(ask):
    with registry(ONE, TWO) as server:
        ask(server, **{"query.cond": "lupus OR myositis", "query.intr": "CAR-T"})
    first, second = server.asked
    assert first.path == second.path == "/studies"
    assert first.parameters == {
        "query.cond": ["lupus OR myositis"], "query.intr": ["CAR-T"], "pageSize": ["200"], "countTotal": ["true"],
    }  # fmt: skip
    assert second.parameters == {**first.parameters, "pageToken": ["page-two"]}


def test_the_registry_is_told_who_asks_and_whom_to_write_to(ask):
    with registry(TWO) as server:
        ask(server)
    assert server.asked[0].headers["User-Agent"] == "finder (a@b.example)"
    assert server.asked[0].headers["Accept"] == "application/json"


def test_there_is_a_pause_between_two_requests_and_none_before_the_first(ask, pauses):
    with registry(ONE, TWO) as server:
        ask(server)
    assert pauses == [1.5]


def test_an_empty_page_ends_no_listing(ask):
    with registry(Answer(page([], token="page-two")), TWO) as server:
        assert numbers(ask(server)) == ["NCT10000002"]


def test_nothing_found_is_one_page_with_no_studies(ask):
    with registry(Answer(b'{"studies": []}')) as server:
        assert numbers(ask(server)) == []


def test_a_refused_question_gives_the_registrys_own_words_and_is_not_asked_again(ask):
    words = Answer(b"Unknown area name: Phse\n", status=400, headers={"Content-Type": "text/plain"})
    with (
        registry(words) as server,
        pytest.raises(QueryRefused, match=r"refused the question: Unknown area name: Phse$"),
    ):
        ask(server)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_registry_that_is_busy_for_a_moment_is_asked_again(ask, status):
    with registry(Answer(b"busy", status=status), TWO) as server:
        assert numbers(ask(server)) == ["NCT10000002"]
    assert len(server.asked) == 2


def test_a_wait_that_the_registry_asks_for_is_kept(ask):
    with registry(Answer(status=429, headers={"Retry-After": "0"}), TWO) as server:
        assert numbers(ask(server)) == ["NCT10000002"]
    assert client.RETRIES.respect_retry_after_header
    assert client.RETRIES.retry_after_max == 300


def test_a_registry_that_stays_busy_is_given_up_with_its_answer(ask):
    with registry(Answer(b"busy", status=503)) as server, pytest.raises(RegistryError, match="answered 503"):
        ask(server)
    assert len(server.asked) == 1 + client.RETRIES.total


@pytest.mark.parametrize("status", [403, 404])
def test_other_refusals_are_not_asked_again(ask, status):
    with registry(Answer(status=status)) as server, pytest.raises(RegistryError, match=f"answered {status}"):
        ask(server)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("answer", "excerpt"),
    [
        pytest.param(b"<html>\n  <b>Down for maintenance</b>", "it begins: <html> <b>Down for maint", id="HTML"),
        pytest.param(b'{"studies": [{"protocolSection"', 'it begins: {"studies"', id="JSON that ends too early"),
        pytest.param(b'{"error": "no"}', "missing required field `studies`", id="other JSON"),
        pytest.param(b"", "it begins", id="nothing"),
        pytest.param(b'{"x": ' + b"[" * 100_000, "it begins", id="very deep"),
    ],
)
def test_an_answer_that_is_no_page_is_shown_by_its_beginning(ask, answer, excerpt):
    with registry(Answer(answer)) as server, pytest.raises(BadAnswer, match="no page of studies") as caught:
        ask(server)
    assert excerpt in str(caught.value)


def test_a_body_cut_short_is_a_bad_answer(ask):
    with registry(Answer(TWO.body[:-50], missing=50)) as server, pytest.raises(BadAnswer, match="broke off"):
        ask(server)


def test_a_connection_that_breaks_once_is_made_again(ask):
    with registry(Answer(reset=True), TWO) as server:
        assert numbers(ask(server)) == ["NCT10000002"]


def test_a_connection_that_always_breaks_is_no_answer(ask):
    with registry(Answer(reset=True)) as server, pytest.raises(RegistryUnreachable, match="no answer from http"):
        ask(server)


def test_no_registry_at_all_is_no_answer(ask):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asking = RegistryClient(f"http://127.0.0.1:{port}", user_agent="finder", delay=0)
    with asking.session, pytest.raises(RegistryUnreachable, match=f"no answer from http://127.0.0.1:{port}"):
        list(asking.pages({}))


def test_the_same_token_twice_stops_the_listing(ask):
    with registry(ONE, ONE, TWO) as server, pytest.raises(BadAnswer, match="the same page token twice"):
        ask(server)
    assert len(server.asked) == 2


def test_pages_before_a_failure_stand(pauses):
    with registry(ONE, Answer(status=404)) as server:
        asking = RegistryClient(server.url, user_agent="finder", delay=0, pause=pauses.append)
        pages = asking.pages({})
        with asking.session:
            assert numbers([next(pages)]) == ["NCT10000001"]
            with pytest.raises(RegistryError):
                next(pages)
