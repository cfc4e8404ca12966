"""The registry over HTTP: pages of studies, one request at a time, with time-outs and patience.

What passes by itself (an overloaded server, a maintenance page, a body cut short) is asked again; everything else that
can go wrong is a RegistryError whose message can be shown as it is.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_exponential_jitter
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from trials.registry.numbers import number_in
from trials.registry.schema import NOT_READABLE, Piece, StudyPage

TIMEOUT = (10, 60)  # seconds to connect, and between two pieces of an answer
TIME_LIMIT = 4 * 3600  # seconds that all of one client's requests may take
PAGE_SIZE = 200
TRIES = 6
TRIES_WITH_NO_ANSWER = 4
EMPTY_PAGES = 5
LONGEST_WAIT = 600  # seconds; a registry that wants more is left alone, and asked by another run
LONGEST_ANSWER = 200_000_000  # bytes; a page of the registry's longest records has a tenth of it
LONGEST_EXCERPT = 200
AT_ONCE = 100  # registry numbers in one question
PASSING = {408, 425, 429, 500, 502, 503, 504}  # statuses that pass by themselves

Read = TypeVar("Read")


class DataVersion(Piece):
    """The answer of `/version`."""

    data_timestamp: str


class RegistryError(Exception):
    """The registry did not give what was asked for."""


class Passing(RegistryError):
    """A fault that passes by itself: worth asking again, after `wait` seconds where the registry says so."""

    tries = TRIES

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class RegistryUnreachable(Passing):
    """No answer at all: no network, a wrong address, or the registry is down."""

    tries = TRIES_WITH_NO_ANSWER


class BadAnswer(Passing):
    """An answer that is not what was asked for: a maintenance page, a body cut short."""


class QueryRefused(RegistryError):
    """The registry does not accept the question (400); its own words say why."""


class BadListing(RegistryError):
    """A listing that does not hold together: its page token ran out, or studies are missing from it."""


class OutOfTime(RegistryError):
    """The whole of the requests took longer than it may."""


class RegistryClient:
    """Asks one registry, one request at a time.

    `delay` is the pause between two requests and `limit` what all of them together may take, both in seconds.
    `told` hears, in a line, of each request that has to be asked again.
    """

    def __init__(
        self,
        url: str,
        *,
        user_agent: str,
        delay: float,
        limit: float = TIME_LIMIT,
        timeout: tuple[float, float] = TIMEOUT,
        told: Callable[[str], None] = lambda line: None,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url.rstrip("/")
        self.delay = delay
        self.timeout = timeout
        self.told = told
        self.session = requests.Session()
        self.session.headers.update({"User-Agent": user_agent, "Accept": "application/json"})
        self._pause, self._clock = pause, clock
        self._end = clock() + limit
        self._asked = 0

    def data_time(self) -> datetime:
        """The registry's own clock: until when what it shows is complete. Raises RegistryError."""
        version = self._ask("/version", {}, _version_decoder.decode)
        try:
            stamp = datetime.fromisoformat(version.data_timestamp)
        except ValueError as error:
            raise RegistryError(f"the registry's clock cannot be read: {version.data_timestamp!r}") from error
        return stamp.replace(tzinfo=UTC)

    def pages(self, query: Mapping[str, str]) -> Iterator[StudyPage]:
        """Every page of a search, in the registry's order. A listing that breaks, or in which studies are missing, is
        begun once more. Raises RegistryError; pages given before it stand, and a study can come more than once."""
        try:
            yield from self._listing(query)
        except BadListing as error:
            self.told(f"{error}; the listing begins again")
            yield from self._listing(query)

    def with_numbers(self, numbers: list[str]) -> Iterator[StudyPage]:
        """The pages that hold the studies of these registry numbers, as far as the registry still lists them."""
        for start in range(0, len(numbers), AT_ONCE):
            yield from self.pages({"filter.ids": "|".join(numbers[start : start + AT_ONCE])})

    def study(self, number: str) -> bytes | None:
        """The study that the registry gives for a number: under an old number its successor; None where it has none.

        Raises RegistryError.
        """
        return self._ask(f"/studies/{number}", {}, _one_study, nothing=(requests.codes.not_found, requests.codes.gone))

    def _listing(self, query: Mapping[str, str]) -> Iterator[StudyPage]:
        parameters = {**query, "pageSize": str(PAGE_SIZE), "countTotal": "true"}
        expected, came, empty = None, set(), 0
        while True:
            try:
                page = self._ask("/studies", parameters, _page_decoder.decode)
            except QueryRefused as error:
                if "pageToken" in parameters:
                    raise BadListing(f"the registry no longer takes its own page token ({error})") from error
                raise
            expected = page.total_count if expected is None else expected
            came |= {number_in(study) or hashlib.blake2b(study).hexdigest() for study in page.studies}
            empty = 0 if page.studies else empty + 1
            yield page
            if not page.next_page_token:
                break
            if empty > EMPTY_PAGES or (not empty and page.next_page_token == parameters.get("pageToken")):
                raise BadListing("the registry's page tokens lead nowhere")
            if empty:
                self.told("an empty page in the middle of a listing")
            parameters["pageToken"] = page.next_page_token
        if expected is not None and len(came) != expected:
            raise BadListing(f"the registry announced {expected} studies and gave {len(came)}")

    def _ask(self, path: str, parameters: Mapping[str, str], read: Callable[[bytes], Read], nothing=()) -> Read | None:
        """What `read` makes of the answer; None for a status of `nothing`."""
        for attempt in Retrying(
            retry=retry_if_exception_type(Passing),
            stop=_enough,
            wait=_wait,
            sleep=self._wait_in_time,
            before_sleep=self._tell,
            reraise=True,
        ):
            with attempt:
                body = self._get(path, parameters, nothing)
                if body is None:
                    return None
                try:
                    return read(body)
                except NOT_READABLE as error:
                    excerpt = " ".join(body[:LONGEST_EXCERPT].decode("utf-8", "replace").split())
                    raise BadAnswer(
                        f"the registry's answer is no page of studies ({error}); it begins: {excerpt}"
                    ) from error
        raise AssertionError("tenacity ends with an answer or an error")

    def _get(self, path: str, parameters: Mapping[str, str], nothing: tuple[int, ...]) -> bytes | None:
        if self._asked:
            self._wait_in_time(self.delay)
        self._asked += 1
        try:
            answer = self.session.get(self.url + path, params=parameters, timeout=self.timeout, stream=True)
        except requests.ReadTimeout as error:
            raise BadAnswer(f"{self.url} took longer than {self.timeout[1]:g} seconds to answer") from error
        except requests.ConnectionError as error:
            raise RegistryUnreachable(f"no answer from {self.url}") from error
        except requests.RequestException as error:
            raise RegistryError(f"{self.url} cannot be asked: {error}") from error
        with answer:
            body = self._body(answer)
        if answer.status_code in nothing:
            return None
        if answer.status_code == requests.codes.bad_request:
            words = body[:LONGEST_EXCERPT].decode("utf-8", "replace").strip()
            raise QueryRefused(f"the registry refused the question: {words}")
        if answer.ok:
            return body
        told = f"{self.url} answered {answer.status_code} {answer.reason}"
        wait = _retry_after(answer)
        if wait is not None and wait > LONGEST_WAIT:
            raise RegistryError(f"{told} and asks to be left alone for {wait:.0f} seconds; try again after that")
        raise Passing(told, wait) if answer.status_code in PASSING else RegistryError(told)

    def _body(self, answer: requests.Response) -> bytes:
        pieces, length = [], 0
        try:
            for piece in answer.iter_content(1 << 16):
                self._in_time()
                pieces.append(piece)
                length += len(piece)
                if length > LONGEST_ANSWER:
                    raise RegistryError(f"an answer of more than {LONGEST_ANSWER:,} bytes was not read to its end")
        except requests.RequestException as error:
            raise BadAnswer(f"the answer from {self.url} broke off: {error}") from error
        return b"".join(pieces)

    def _wait_in_time(self, seconds: float) -> None:
        self._in_time(seconds)
        self._pause(seconds)

    def _in_time(self, seconds: float = 0) -> None:
        if self._clock() + seconds > self._end:
            raise OutOfTime("the registry took longer than a run may take")

    def _tell(self, state: RetryCallState) -> None:
        self.told(str(state.outcome.exception()))


def _enough(state: RetryCallState) -> bool:
    return state.attempt_number >= state.outcome.exception().tries


_back_off = wait_exponential_jitter(initial=1, max=60, jitter=1)


def _wait(state: RetryCallState) -> float:
    """Seconds before the next try: what the registry asks for, else ever longer and never quite the same."""
    asked_for = state.outcome.exception().wait
    return _back_off(state) if asked_for is None else asked_for


def _retry_after(answer: requests.Response) -> float | None:
    """Seconds that the registry asks to be left alone; it writes them as a number or as a date."""
    said = answer.headers.get("Retry-After")
    try:
        return Retry().parse_retry_after(said) if said else None
    except InvalidHeader:
        return None


def _one_study(body: bytes) -> bytes:
    """The body of an answer that is to be one study. Raises what msgspec raises where it is no JSON object."""
    _whole_object.decode(body)
    return body


_page_decoder = msgspec.json.Decoder(StudyPage)
_version_decoder = msgspec.json.Decoder(DataVersion)
_whole_object = msgspec.json.Decoder(dict[str, msgspec.Raw])
