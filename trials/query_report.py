"""How well a search answers what patients type, against answers judged by hand: only the judged trials count."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from django.http import QueryDict
from django.utils.http import urlencode

from trials.filters import TrialFilter
from trials.models import Trial

MOST_MISSED = 0.02  # the share of the relevant trials that may be missing
FIRST = 10  # judged results among which none may be wrong
LEADING = 5  # of the relevant and acceptable ones found, so many must be relevant


class Judged(msgspec.Struct):
    """A query with the numbers of the trials that must be found, and of those that may follow them."""

    q: str
    relevant: list[str]
    acceptable: list[str] = []


@dataclass(frozen=True)
class Verdict:
    """What came of a query: how many were found, which are missing, wrong, and leading though they should follow."""

    query: str
    found: int
    missing: list[str]
    wrong: list[str]
    led_by: list[str]
    missed: float

    @property
    def good(self) -> bool:
        return self.missed <= MOST_MISSED and not self.wrong and not self.led_by

    def __str__(self) -> str:
        faults = [
            f"; {what} {', '.join(numbers[:5])}"
            for what, numbers in (("missing", self.missing), ("wrong", self.wrong), ("led by", self.led_by))
            if numbers
        ]
        return f"{'ok  ' if self.good else 'FAIL'} {self.query!r}: {self.found} found{''.join(faults)}"


def read_judged(lines: str) -> list[Judged]:
    """Queries, one JSON object a line. Raises msgspec.MsgspecError."""
    return [msgspec.json.decode(line, type=Judged) for line in lines.splitlines() if line.strip()]


def verdicts(queries: list[Judged], trials: set[str]) -> Iterator[Verdict]:
    """What comes of each query, looking only at `trials`, the numbers of all that were judged."""
    numbers = dict(Trial.objects.shown().exclude(nct_id=None).values_list("pk", "nct_id"))
    for query in queries:
        results = TrialFilter(QueryDict(urlencode({"q": query.q}))).results()
        found = [numbers[pk] for pk in results[:] if numbers.get(pk) in trials]
        relevant, fitting = set(query.relevant), {*query.relevant, *query.acceptable}
        leading = [number for number in found if number in fitting][: min(LEADING, len(relevant))]
        missing = sorted(relevant - set(found))
        yield Verdict(
            query=query.q,
            found=len(results),
            missing=missing,
            wrong=[number for number in found[:FIRST] if number not in fitting],
            led_by=[number for number in leading if number not in relevant],
            missed=len(missing) / len(relevant) if relevant else 0,
        )
