"""What a query says by its shape: quotations, excluded words, registry numbers, stages and ages. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from trials.search.understanding.words import LANGUAGES, NUMERALS, either

QUOTES = '"“”„«»'
QUOTED = re.compile(rf"(?P<minus>(?<!\S)[-−])?[{QUOTES}](?P<text>[^{QUOTES}]*)[{QUOTES}]")
EXCLUDED = re.compile(rf"(?<!\S)[-−](?P<text>\w[^\s{QUOTES}]*)")
NUMBER = re.compile(r"\bNCT[\s:#_-]*(\d{8})(?!\d)|(?<![\w.,-])(0\d{7})(?!\w)", re.ASCII | re.IGNORECASE)

_PHASE = rf"(?:[0-4]|i{{1,3}}|iv|{'|'.join(NUMERALS)})(?:[\s-]?[abc]\b)?"
_EARLY = either("EARLY")
STAGE = re.compile(
    rf"\b(?P<early>{_EARLY})?(?:{either('PHASE')})\s*[.:-]?\s*(?P<first>{_PHASE})"
    rf"(?:\s*(?P<joint>/|-|–|&|,|{either('PHASE_JOINT')})\s*(?:(?:{either('PHASE')})\s*)?(?P<second>{_PHASE}))?(?!\w)"
    rf"(?P<early_behind>{either('EARLY_BEHIND')})?"
    rf"|\b(?P<early_alone>(?:{_EARLY})(?:{either('PHASE')})|(?:{either('PHASE')})(?:{either('EARLY_BEHIND')}))\b"
    rf"|\b(?P<preclinical>{either('PRECLINICAL')})\b",
    re.ASCII | re.IGNORECASE,
)
PHASES = {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4, **NUMERALS}
# A phase, and the stages that hold it.
HOLDING = {
    0: ("early-phase-1",),
    1: ("phase-1", "phase-1-2"),
    2: ("phase-2", "phase-1-2", "phase-2-3"),
    3: ("phase-3", "phase-2-3"),
    4: ("phase-4",),
}
COMBINED = {(1, 2): "phase-1-2", (2, 3): "phase-2-3"}

AGES = [re.compile(one.AGE, re.IGNORECASE) for one in LANGUAGES]
YEARS = ("old", "short", "aged", "am", "of")  # groups of an age
ASIDE = re.compile(either("ASIDE"), re.IGNORECASE)
# As in forums: 34F.
AGE_AND_SEX = re.compile(r"(?<![\w/])(?P<age>\d{2})(?P<sex>[mMfF])(?![\w/])")
OLDEST = 120
UP_TO = ("-", "–", "to", "a")  # between two phases


def unaccented(text: str) -> str:
    """The text with each letter as it is without its accent; every character stays in its place."""
    return text if text.isascii() else "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


class Shape(NamedTuple):
    """The query says `values` of `name` at [start, end)."""

    name: str
    values: tuple[str, ...]
    start: int
    end: int


class Literal(NamedTuple):
    """Words to be looked for as typed, at [start, end); the quotes and the minus lie outside."""

    start: int
    end: int
    phrase: bool
    excluded: bool


def literals(query: str) -> Iterator[tuple[Literal, int, int]]:
    """Words in quotes and words after a minus, each with the place of the whole, its quotes and minus included."""
    end = 0
    for found in sorted([*QUOTED.finditer(query), *EXCLUDED.finditer(query)], key=lambda one: one.start()):
        if found.start() < end:
            continue
        end = found.end()
        phrase = found.re is QUOTED
        text = found["text"].rstrip(" \t\n,.;:!?)" if not phrase else None)
        start = found.start("text") + len(text) - len(text.lstrip())
        excluded = not phrase or found["minus"] is not None
        yield Literal(start, found.start("text") + len(text), phrase, excluded), found.start(), end


def shapes(query: str) -> Iterator[Shape]:
    """Numbers, stages, ages and sexes that are known by their shape; the query has no accents."""
    for found in NUMBER.finditer(query):
        yield Shape("number", (f"NCT{found[1] or found[2]}",), *found.span())
    for found in STAGE.finditer(query):
        yield Shape("stage", _stages(found), *found.span())
    for found in (match for pattern in AGES for match in pattern.finditer(query)):
        said = found.groupdict()
        age = _age(said)
        if age <= OLDEST:
            start = found.start("of") if said.get("of") else found.start()
            yield Shape("age", (str(age),), start, found.end())
    for found in AGE_AND_SEX.finditer(query):
        yield Shape("age", (found["age"],), *found.span("age"))
        yield Shape("sex", ("female" if found["sex"] in "fF" else "male",), *found.span("sex"))


def _stages(found: re.Match[str]) -> tuple[str, ...]:
    if found["preclinical"]:
        return ("preclinical",)
    if found["early_alone"]:
        return ("early-phase-1", "phase-1")
    first = _phase(found["first"])
    if (found["early"] or found["early_behind"]) and first == 1:
        return HOLDING[0]
    if found["second"] is None:
        return HOLDING[first]
    second = _phase(found["second"])
    if found["joint"] in "/-–" and (first, second) in COMBINED:
        return (COMBINED[first, second],)
    last = second if found["joint"].lower() in UP_TO else first
    phases = (*range(first, last + 1), second) if first <= last else (first, second)
    return tuple(dict.fromkeys(stage for phase in phases for stage in HOLDING[phase]))


def _phase(text: str) -> int:
    """`2a`, `II`, `two` -> 2"""
    text = text.lower()
    return PHASES.get(text) or PHASES.get(text.rstrip("abc").rstrip(" -"), 0)


def _age(said: dict[str, str | None]) -> int:
    if said.get("months"):
        return int(said["months"]) // 12
    if said.get("under"):
        return 17
    if said.get("above"):
        return int(said["above"]) + 1
    return int(next(filter(None, map(said.get, YEARS))))
