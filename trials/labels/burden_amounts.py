"""Numbers with their units in plain lower-case text: "at least 24 to 52 weeks", "two (2) years", "≥6 months"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from trials.labels.burden_values import Amount

NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
IN_WORDS = {
    **{word: number for number, word in enumerate(NUMBERS, 1)},
    "a": 1, "an": 1, "twenty-four": 24, "thirty": 30, "thirty-six": 36, "sixty": 60, "ninety": 90,
}  # fmt: skip
UNITS = {"yr": "year", "wk": "week", "mo": "month", "hr": "hour", "min": "minute", "kilometer": "km", "kilometre": "km"}
DAYS = {"night": 1.0, "day": 1.0, "week": 7.0, "month": 30.4, "year": 365.2}
NUMBER = r"(?:\d{1,3}|twenty-four|thirty-six|" + "|".join(sorted(IN_WORDS.keys() - {"a", "an"}, key=len)[::-1]) + ")"
# No part of a longer number, a date or a name: 1,000 and 2.5, "D-5", "m^2".
ALONE = r"(?<![\w.,/^+-])"
BESIDE = rf"(?: ?\( ?{NUMBER} ?\))?"
SPAN = rf"(?P<low>{NUMBER}){BESIDE}(?: ?(?:-|~|to|or) ?(?P<high>{NUMBER}){BESIDE})?(?![\d.,]\d)"
ADJECTIVE = r"(?:full |consecutive |calendar |complete |complete, )?"
DURATION = re.compile(rf"{ALONE}{SPAN} ?-? ?{ADJECTIVE}(?P<unit>day|week|wk|month|mo|year|yr|night|hour)s?\b")
HALF_LIVES = re.compile(rf"{ALONE}(?P<low>{NUMBER}){BESIDE} ?(?:times the |drug |elimination |terminal )?half[ -]?li")
DISTANCE = re.compile(
    rf"{ALONE}{SPAN}[ -]?(?:drive |driving )?(?P<unit>mile|kilometer|kilometre|km|hour|hr|minute|min)s?\b"
)
MIDDLE = r"(?:an? |of |for |about |approximately |around |the )?$"
AT_LEAST = re.compile(
    r"(?:at least|(?<!at )least|minimum(?: of)?|no less than|not less than|no fewer than|≥|[>](?: ?=)?|&gt;=?|more than"
    rf"|longer than|over|exceeding|no sooner than) ?{MIDDLE}"
)
AT_MOST = re.compile(
    rf"(?:up to|at most|maximum(?: of)?|no more than|not more than|≤|<(?: ?=)?|&lt;=?|as long as) ?{MIDDLE}"
)
OR_MORE = re.compile(r" ?(?:or more|or longer|or greater|minimum|at least|and more|\+)(?!\w)")
ORDINAL = re.compile(r"\b(?:first|next|additional|further|another|every|each|other|per|second|third|last) $")


class Found(NamedTuple):
    """An amount at [start, end) of a text."""

    amount: Amount
    start: int
    end: int


def durations(text: str) -> Iterator[Found]:
    """Every length of time, in the text's order."""
    return _amounts(DURATION, text)


def distances(text: str) -> Iterator[Found]:
    """Every distance, in miles, kilometres or time to travel."""
    return _amounts(DISTANCE, text)


def number(word: str) -> int:
    """The number that digits or a word stand for."""
    return int(word) if word.isdecimal() else IN_WORDS[word]


def days(amount: Amount) -> float:
    """About how many days an amount is, by its longest end."""
    return max(amount.minimum or 0, amount.maximum or 0) * DAYS.get(amount.unit, 0)


def is_part(text: str, start: int) -> bool:
    """Whether the words before an amount make it one of several: "the first 2 years", "every 3 months"."""
    return bool(ORDINAL.search(text[max(0, start - 14) : start]))


def _amounts(pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    for found in pattern.finditer(text):
        low, high = number(found["low"]), number(found["high"] or found["low"])
        before = text[max(0, found.start() - 30) : found.start()]
        unit = UNITS.get(found["unit"], found["unit"])
        if not 0 < low <= high:
            continue
        minimum: int | None = low
        maximum: int | None = high
        if not found["high"]:
            if AT_LEAST.search(before) or OR_MORE.match(text, found.end()):
                maximum = None
            elif AT_MOST.search(before):
                minimum = None
        yield Found(Amount(minimum, maximum, unit), found.start(), found.end())
