"""The registry over HTTP: pages of studies, one request at a time, with time-outs and patience.

Everything that can go wrong on the way is a RegistryError whose message can be shown as it is.
"""

import time
from collections.abc import Callable, Iterator, Mapping

import msgspec
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from trials.registry.schema import NOT_READABLE, StudyPage

TIMEOUT = (10, 60)  # seconds to connect, and between two pieces of an answer
PAGE_SIZE = 200
RETRIES = Retry(
    total=5,
    connect=2,
    backoff_factor=1,
    backoff_jitter=0.5,
    status_forcelist=(429, 500, 502, 503, 504),
    respect_retry_after_header=True,
    retry_after_max=300,
    raise_on_status=False,
)
LONGEST_EXCERPT = 200


class RegistryError(Exception):
    """The registry did not give what was asked for."""


class RegistryUnreachable(RegistryError):
    """No answer at all: no network, a wrong address, or the registry is down."""


class QueryRefused(RegistryError):
    """The registry does not accept the question (400); its own words say why."""


class BadAnswer(RegistryError):
    """An answer that is no page of studies: a maintenance page, a body cut short."""


class RegistryClient:
    """Asks one registry. `delay` is the pause between two requests in seconds."""

    def __init__(
        self,
        url: str,
        *,
        user_agent: str,
        delay: float,
        session: requests.Session | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = url.rstrip("/")
        self.delay = delay
        self.session = session or requests.Session()
        self.session.headers.update({"User-Agent": user_agent, "Accept": "application/json"})
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, HTTPAdapter(max_retries=RETRIES))
        self._pause = pause
        self._asked = 0

    def pages(self, query: Mapping[str, str]) -> Iterator[StudyPage]:
        """Every page of a search, in the registry's order. Raises RegistryError; pages given before it stand."""
        parameters = {**query, "pageSize": str(PAGE_SIZE), "countTotal": "true"}
        while True:
            page = self._page(parameters)
            yield page
            if not page.next_page_token:
                return
            if page.next_page_token == parameters.get("pageToken"):
                raise BadAnswer("the registry gave the same page token twice; the listing was stopped")
            parameters["pageToken"] = page.next_page_token

    def _page(self, parameters: Mapping[str, str]) -> StudyPage:
        body = self._get("/studies", parameters)
        try:
            return _page_decoder.decode(body)
        except NOT_READABLE as error:
            excerpt = " ".join(body[:LONGEST_EXCERPT].decode("utf-8", "replace").split())
            raise BadAnswer(f"the registry's answer is no page of studies ({error}); it begins: {excerpt}") from error

    def _get(self, path: str, parameters: Mapping[str, str]) -> bytes:
        if self._asked:
            self._pause(self.delay)
        self._asked += 1
        try:
            answer = self.session.get(self.url + path, params=parameters, timeout=TIMEOUT)
        except requests.ConnectionError as error:
            raise RegistryUnreachable(f"no answer from {self.url}") from error
        except requests.RequestException as error:
            raise BadAnswer(f"the answer from {self.url} broke off: {error}") from error
        if answer.status_code == requests.codes.bad_request:
            raise QueryRefused(f"the registry refused the question: {answer.text[:LONGEST_EXCERPT].strip()}")
        if not answer.ok:
            raise RegistryError(f"{self.url} answered {answer.status_code} {answer.reason}")
        return answer.content


_page_decoder = msgspec.json.Decoder(StudyPage)
