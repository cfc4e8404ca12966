"""The registry over real HTTP on loopback: its pages, its refusals, and all that breaks on the way."""

import itertools
import json
import socket
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from tests.records import body, page, study
from tests.registry_server import Answer, registry
from trials.registry import client
from trials.registry.client import (
    BadAnswer,
    BadListing,
    OutOfTime,
    QueryRefused,
    RegistryClient,
    RegistryError,
    RegistryUnreachable,
)

ONE = Answer(page([study("NCT10000001")], token="page-two", totalCount=2))
TWO = Answer(page([study("NCT10000002")]))


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def told():
    return []


@pytest.fixture
def asking(pauses, told):
    """A client of the server whose pauses are noted and not waited for."""

    @contextmanager
    def client_of(server, **options):
        options = {"user_agent": "finder (a@b.example)", "delay": 0, "told": told.append, **options}
        asking = RegistryClient(server.url, pause=pauses.append, **options)
        with asking.session:
            yield asking

    return client_of


@pytest.fixture
def ask(asking):
    def ask_for(server, options=None, **query):
        with asking(server, **(options or {})) as client:
            return list(client.pages(query))

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
        ask(server, {"delay": 1.5})
    assert pauses == [1.5]


def test_the_pause_is_kept_before_a_request_is_made_again(ask, pauses):
    with registry(Answer(status=429, headers={"Retry-After": "7"}), TWO) as server:
        ask(server, {"delay": 1.5})
    assert pauses == [7, 1.5]


def test_an_empty_page_ends_no_listing(ask, told):
    with registry(Answer(page([], token="page-two")), TWO) as server:
        assert numbers(ask(server)) == ["NCT10000002"]
    assert told == ["an empty page in the middle of a listing"]


def test_an_empty_page_with_its_own_token_is_the_same_page_asked_again(ask):
    with registry(ONE, Answer(page([], token="page-two")), TWO) as server:
        assert numbers(ask(server)) == ["NCT10000001", "NCT10000002"]


def test_empty_pages_without_end_are_given_up(ask):
    with registry(Answer(page([], token="more"))) as server, pytest.raises(BadListing, match="lead nowhere"):
        ask(server)
    assert len(server.asked) == 2 * (client.EMPTY_PAGES + 1)


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


@pytest.mark.parametrize(("said", "waited"), [("0", 0), ("17", 17), ("600", 600)])
def test_a_wait_that_the_registry_asks_for_is_kept(ask, pauses, said, waited):
    with registry(Answer(status=429, headers={"Retry-After": said}), TWO) as server:
        assert numbers(ask(server)) == ["NCT10000002"]
    assert pauses == [waited, 0]


def test_a_registry_that_wants_to_be_left_alone_for_long_is_left_alone(ask, pauses):
    busy = Answer(status=429, headers={"Retry-After": "3600"})
    with registry(busy) as server, pytest.raises(RegistryError, match="left alone for 3600 seconds"):
        ask(server)
    assert (len(server.asked), pauses) == (1, [])


def test_a_wait_until_a_moment_is_understood(ask, pauses):
    long_ago = Answer(status=503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})
    with registry(long_ago, TWO) as server:
        ask(server)
    assert pauses == [0, 0]


def test_a_wait_that_cannot_be_read_is_ours_to_choose(ask, pauses):
    with registry(Answer(status=503, headers={"Retry-After": "soon"}), TWO) as server:
        ask(server)
    assert 1 <= pauses[0] <= 2


def test_each_wait_is_longer_than_the_last_and_none_is_quite_the_same(ask, pauses):
    with registry(Answer(status=503)) as server, pytest.raises(RegistryError):
        ask(server)
    waits = pauses[::2]
    assert all(low <= wait <= low + 1 for low, wait in zip([1, 2, 4, 8, 16], waits, strict=True))
    assert any(wait % 1 for wait in waits)


def test_a_registry_that_stays_busy_is_given_up_with_its_answer(ask, told):
    with registry(Answer(b"busy", status=503)) as server, pytest.raises(RegistryError, match="answered 503"):
        ask(server)
    assert len(server.asked) == client.TRIES
    assert len(told) == client.TRIES - 1


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


def test_a_body_that_is_always_cut_short_is_a_bad_answer(ask):
    with registry(Answer(TWO.body[:-50], missing=50)) as server, pytest.raises(BadAnswer, match="broke off"):
        ask(server)


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        pytest.param(Answer(TWO.body[:-50], missing=50), "broke off", id="a body cut short"),
        pytest.param(Answer(b"<html>Maintenance</html>"), "it begins: <html>Maintenance", id="a maintenance page"),
        pytest.param(Answer(b'{"studies": '), "no page of studies", id="JSON that ends too early"),
        pytest.param(Answer(reset=True), "no answer", id="a connection that breaks"),
    ],
)
def test_what_breaks_once_is_asked_again_and_told(ask, told, broken, line):
    with registry(ONE, broken, TWO) as server:
        assert numbers(ask(server)) == ["NCT10000001", "NCT10000002"]
    assert len(told) == 1
    assert line in told[0]


def test_an_answer_that_does_not_come_is_asked_for_again(ask, told):
    with registry(Answer(TWO.body, stall=True), TWO) as server:
        assert numbers(ask(server, {"timeout": (5, 0.05)})) == ["NCT10000002"]
        server.go_on.set()
    assert told == [f"{server.url} took longer than 0.05 seconds to answer"]


def test_all_requests_together_have_a_limit(asking):
    ticks = itertools.count(0, 40)
    with registry(ONE, TWO) as server, asking(server, limit=100, clock=lambda: next(ticks)) as client:
        pages = client.pages({})
        with pytest.raises(OutOfTime, match="longer than a run may take"):
            list(pages)


def test_no_wait_goes_beyond_the_limit(asking, pauses):
    busy = Answer(status=429, headers={"Retry-After": "200"})
    with registry(busy, TWO) as server, asking(server, limit=100) as client, pytest.raises(OutOfTime):
        list(client.pages({}))
    assert pauses == []


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
    asking = RegistryClient(f"http://127.0.0.1:{port}", user_agent="finder", delay=0, pause=lambda seconds: None)
    with asking.session, pytest.raises(RegistryUnreachable, match=f"no answer from http://127.0.0.1:{port}"):
        list(asking.pages({}))


def test_the_same_token_twice_begins_the_listing_once_more(ask):
    turning = Answer(page([study("NCT10000001")], token="page-two"))
    with registry(turning, turning, ONE, TWO) as server:
        assert numbers(ask(server)) == ["NCT10000001"] * 3 + ["NCT10000002"]
    with registry(turning) as server, pytest.raises(BadListing, match="lead nowhere"):
        ask(server)
    assert len(server.asked) == 4


def test_a_token_that_the_registry_no_longer_takes_begins_the_listing_once_more(ask, told):
    expired = Answer(b"`pageToken` has expired", status=400)
    with registry(ONE, expired, ONE, TWO) as server:
        assert numbers(ask(server)) == ["NCT10000001", "NCT10000001", "NCT10000002"]
    assert "no longer takes its own page token" in told[0]
    with registry(ONE, expired, ONE, expired) as server, pytest.raises(BadListing, match="has expired"):
        ask(server)


def test_studies_that_are_missing_from_a_listing_are_looked_for_once_more(ask, told):
    short = Answer(page([study("NCT10000001")], totalCount=2))
    with registry(short, ONE, TWO) as server:
        assert numbers(ask(server)) == ["NCT10000001", "NCT10000001", "NCT10000002"]
    assert told == ["the registry announced 2 studies and gave 1; the listing begins again"]
    with registry(short) as server, pytest.raises(BadListing, match="announced 2 studies and gave 1"):
        ask(server)


def test_a_study_that_comes_twice_counts_once(ask):
    again = Answer(page([study("NCT10000002"), study("NCT10000001")]))
    with registry(ONE, again) as server:
        assert len(ask(server)) == 2
    assert len(server.asked) == 2


def test_the_registrys_clock_is_read(asking):
    with registry(ONE) as server, asking(server) as client:
        assert client.data_time() == datetime(2025, 3, 3, 9, 0, 5, tzinfo=UTC)


def test_a_clock_that_cannot_be_read_is_an_error(asking):
    broken = Answer(b'{"dataTimestamp": "tomorrow"}')
    with (
        registry(versions=[broken]) as server,
        asking(server) as client,
        pytest.raises(RegistryError, match="tomorrow"),
    ):
        client.data_time()


def test_a_study_is_asked_for_by_its_number(asking):
    with registry(studies={"NCT10000001": Answer(body())}) as server, asking(server) as client:
        assert client.study("NCT10000001") == body()
        assert client.study("NCT10000002") is None


def test_an_old_number_leads_to_the_study_that_replaced_it(asking):
    moved = Answer(status=301, headers={"Location": "/studies/NCT10000001"})
    with registry(studies={"NCT10000009": moved, "NCT10000001": Answer(body())}) as server, asking(server) as client:
        assert client.study("NCT10000009") == body()


def test_many_numbers_are_asked_for_a_hundred_at_a_time(asking):
    wanted = [f"NCT{number:08}" for number in range(150)]
    with registry(Answer(page([]))) as server, asking(server) as client:
        list(client.with_numbers(wanted))
    assert [one.parameters["filter.ids"] for one in server.asked] == [
        ["|".join(wanted[:100])],
        ["|".join(wanted[100:])],
    ]


def test_pages_before_a_failure_stand(asking):
    with registry(ONE, Answer(status=404)) as server, asking(server) as client:
        pages = client.pages({})
        assert numbers([next(pages)]) == ["NCT10000001"]
        with pytest.raises(RegistryError):
            next(pages)
