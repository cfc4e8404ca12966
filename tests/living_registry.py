"""A registry on loopback that lives: it holds studies, has a clock, pages, forgets its tokens, and fails on demand.

It answers as ClinicalTrials.gov API v2 does for what the finder asks: a listing by the day of the last change or by
registry numbers, one study, its clock. The words of a query are not looked at.
"""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.registry_server import Answer, Asked, RegistryServer

CHANGED_SINCE = re.compile(r"AREA\[LastUpdatePostDate\]RANGE\[([0-9-]+),MAX\]")


class LivingRegistry(RegistryServer):
    """`studies` by number, `day` of its clock, `moved` numbers with their successors; a page holds `page_size`."""

    def __init__(self, day: str, page_size: int = 2) -> None:
        super().__init__([], [], {})
        self.day, self.page_size = day, page_size
        self.held: dict[str, Mapping[str, Any]] = {}
        self.moved: dict[str, str] = {}
        self.faults: list[Answer] = []  # one is used up by each request
        self.withheld = 0  # of the announced number of studies, in each listing
        self.before_answer = lambda: None

    def hold(self, *studies: Mapping[str, Any]) -> None:
        """Take up studies, or newer versions of them; page tokens that were given before are no longer good."""
        self.held |= {_number(study): study for study in studies}

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        self.before_answer()
        if self.faults:
            return self.faults.pop(0)
        if asked.path == "/version":
            return Answer(json.dumps({"dataTimestamp": f"{self.day}T09:00:05"}).encode())
        if asked.path.startswith("/studies/"):
            return self._one(asked.path.removeprefix("/studies/"))
        return self._listing({name: values[0] for name, values in asked.parameters.items()})

    def _one(self, number: str) -> Answer:
        if number in self.moved:
            return Answer(status=301, headers={"Location": f"/studies/{self.moved[number]}"})
        if number not in self.held:
            return Answer(b"NCT number not found", status=404)
        return Answer(json.dumps(self.held[number]).encode())

    def _listing(self, parameters: dict[str, str]) -> Answer:
        found = [self.held[number] for number in sorted(self.held)]
        if numbers := parameters.get("filter.ids"):
            found = [study for study in found if _number(study) in numbers.split("|")]
        if since := CHANGED_SINCE.search(parameters.get("filter.advanced", "")):
            found = [study for study in found if _changed(study) >= since[1]]
        state, _, start = parameters.get("pageToken", "").partition(":")
        if state and state != self._state():
            return Answer(b"`pageToken` parameter is invalid or has expired", status=400)
        first = int(start or 0)
        page = {"studies": found[first : first + self.page_size]}
        if first == 0:
            page["totalCount"] = len(found) + self.withheld
        if first + self.page_size < len(found):
            page["nextPageToken"] = f"{self._state()}:{first + self.page_size}"
        return Answer(json.dumps(page).encode())

    def _state(self) -> str:
        return f"{self.day}/{len(self.held)}"


@contextmanager
def living_registry(day: str, *studies: Mapping[str, Any], page_size: int = 2) -> Iterator[LivingRegistry]:
    """The registry, up while the block runs."""
    server = LivingRegistry(day, page_size)
    server.hold(*studies)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _number(study: Mapping[str, Any]) -> str:
    return study["protocolSection"]["identificationModule"]["nctId"]


def _changed(study: Mapping[str, Any]) -> str:
    return study["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"]["date"]
