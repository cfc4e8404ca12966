"""What a query says by its shape: quotations, excluded words, registry numbers, stages and ages. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

QUOTES = '"“”„«»'
QUOTED = re.compile(rf"(?P<minus>(?<!\S)[-−])?[{QUOTES}](?P<text>[^{QUOTES}]*)[{QUOTES}]")
EXCLUDED = re.compile(rf"(?<!\S)[-−](?P<text>\w[^\s{QUOTES}]*)")
NUMBER = re.compile(r"\bNCT[\s:#_-]*(\d{8})(?!\d)|(?<![\w.,-])(0\d{7})(?!\w)", re.ASCII | re.IGNORECASE)

_PHASE = r"(?:[0-4]|i{1,3}|iv|one|two|three|four)(?:[\s-]?[abc]\b)?"
STAGE = re.compile(
    rf"\b(?P<early>early[\s-]+)?(?:phases?|ph)\s*[.:-]?\s*(?P<first>{_PHASE})"
    rf"(?:\s*(?P<joint>/|-|–|to\b|and\b|&|or\b|,)\s*(?:phase\s*)?(?P<second>{_PHASE}))?(?!\w)"
    r"|\b(?P<early_alone>early[\s-]+phases?)\b|\b(?P<preclinical>pre-?\s?clinical)\b",
    re.ASCII | re.IGNORECASE,
)
PHASES = {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4,
          "one": 1, "two": 2, "three": 3, "four": 4}  # fmt: skip
# A phase, and the stages that hold it.
HOLDING = {
    0: ("early-phase-1",),
    1: ("phase-1", "phase-1-2"),
    2: ("phase-2", "phase-1-2", "phase-2-3"),
    3: ("phase-3", "phase-2-3"),
    4: ("phase-4",),
}
COMBINED = {(1, 2): "phase-1-2", (2, 3): "phase-2-3"}

_RELATIVES = (
    "daughter|son|child|kid|wife|husband|mother|father|mom|mum|dad|sister|brother|boy|girl|woman|man|male|female|niece"
    "|nephew|grandson|granddaughter"
)
_NO_AMOUNT = r"(?![\w.,]*\d)(?!\s*(?:miles?|mi|km|kilomet\w+|mg|%|weeks?|days?|months?|trials?)\b)(?!\w)"
AGE = re.compile(
    rf"\b(?P<months>\d{{1,2}})[\s-]*months?[\s-]*old\b"
    r"|\b(?P<old>\d{1,3})[\s-]*(?:years?|yrs?)[\s-]*(?:olds?|of[\s-]age)\b"
    r"|\b(?P<short>\d{1,3})\s*-?(?:yo|y/o|y\.o\.?)(?!\w)"
    rf"|\bage[ds]?\s*:?\s*(?:of\s+)?(?P<aged>\d{{1,3}})(?:\s*(?:years?|yrs?))?{_NO_AMOUNT}"
    rf"|\b(?:i am|i['’]?m|(?:s?he) is|s?he['’]s)\s+(?P<am>\d{{1,3}}){_NO_AMOUNT}"
    rf"|\b(?:{_RELATIVES})(?:\s*,\s*|\s+|\s*\(\s*)(?:(?:who|she|he)\s+)?(?:is\s+)?(?:age\s+)?(?P<of>\d{{1,3}}){_NO_AMOUNT}"
    r"|\b(?P<under>under|below|younger than)\s+(?:the age of\s+|age\s+)?18\b"
    r"|\b(?P<over>over|above|older than)\s+(?:the age of\s+|age\s+)?(?P<above>50|55|60|65|70|75|80)\b",
    re.IGNORECASE,
)
# As in forums: 34F.
AGE_AND_SEX = re.compile(r"(?<![\w/])(?P<age>\d{2})(?P<sex>[mMfF])(?![\w/])")
OLDEST = 120


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
    """Numbers, stages, ages and sexes that are known by their shape."""
    for found in NUMBER.finditer(query):
        yield Shape("number", (f"NCT{found[1] or found[2]}",), *found.span())
    for found in STAGE.finditer(query):
        yield Shape("stage", _stages(found), *found.span())
    for found in AGE.finditer(query):
        age = _age(found)
        if age <= OLDEST:
            start = found.start("of") if found["of"] else found.start()
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
    if found["early"] and first == 1:
        return HOLDING[0]
    if found["second"] is None:
        return HOLDING[first]
    second = _phase(found["second"])
    if found["joint"] in "/-–" and (first, second) in COMBINED:
        return (COMBINED[first, second],)
    last = second if found["joint"] in ("-", "–", "to") else first
    phases = (*range(first, last + 1), second) if first <= last else (first, second)
    return tuple(dict.fromkeys(stage for phase in phases for stage in HOLDING[phase]))


def _phase(text: str) -> int:
    """`2a`, `II`, `two` -> 2"""
    text = text.lower()
    return PHASES.get(text) or PHASES.get(text.rstrip("abc").rstrip(" -"), 0)


def _age(found: re.Match[str]) -> int:
    if found["months"]:
        return int(found["months"]) // 12
    if found["under"]:
        return 17
    if found["over"]:
        return int(found["above"]) + 1
    return int(next(filter(None, (found[name] for name in ("old", "short", "aged", "am", "of")))))
