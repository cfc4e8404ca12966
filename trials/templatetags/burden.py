"""What joining takes, in plain words: `No rituximab for at least 6 months before you join.`

A sentence says no more than its value. Why it stands there, in the registry's own words, is beside it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec
from django import template

from sources.seeding import read_fixture
from trials.labels.burden_values import Amount, Said, Value
from trials.labels.burden_waiting import MOST_SUBJECTS
from trials.models import BurdenKind, Role, TrialAutoantibody, TrialBurden

register = template.Library()
Held = tuple[TrialBurden, Value]
SHORT_LIST = 3  # names that are still read in the middle of a sentence
WEEKS_OF_A_YEAR = 52

PARTS = (
    ("Before", (BurdenKind.PRIOR_TREATMENT, BurdenKind.WASH_OUT, BurdenKind.LIVE_VACCINE)),
    ("Getting ready", (BurdenKind.LEUKAPHERESIS, BurdenKind.LYMPHODEPLETION, BurdenKind.LYMPHODEPLETION_DRUG)),
    ("The treatment", (BurdenKind.HOSPITAL_STAY, BurdenKind.OUTPATIENT, BurdenKind.NEAR_CENTRE)),
    ("Afterwards", (BurdenKind.CONTRACEPTION, BurdenKind.FOLLOW_UP, BurdenKind.LONG_TERM_FOLLOW_UP)),
    ("Money and travel", (BurdenKind.COSTS, BurdenKind.TRAVEL)),
)
# What a patient would ask for, and the kinds that answer it.
ASKED = (
    ("if cells are collected from your blood", {BurdenKind.LEUKAPHERESIS}),
    ("medicines that make room for the cells", {BurdenKind.LYMPHODEPLETION, BurdenKind.LYMPHODEPLETION_DRUG}),
    ("days in hospital", {BurdenKind.HOSPITAL_STAY}),
    ("staying near the centre", {BurdenKind.NEAR_CENTRE}),
    ("visits afterwards", {BurdenKind.FOLLOW_UP, BurdenKind.LONG_TERM_FOLLOW_UP}),
    ("who pays", {BurdenKind.COSTS}),
    ("help with travel", {BurdenKind.TRAVEL}),
)
SAID = {
    (BurdenKind.LEUKAPHERESIS, Said.YES): "Cells are collected from your blood (leukapheresis).",
    (BurdenKind.LEUKAPHERESIS, Said.NO): "No cells are collected from your blood to make the treatment.",
    (BurdenKind.LEUKAPHERESIS, Said.SOME): "From some people, not from all, cells are collected (leukapheresis).",
    (BurdenKind.LYMPHODEPLETION, Said.YES): "You get medicines that make room for the new cells (lymphodepletion).",
    (BurdenKind.LYMPHODEPLETION, Said.NO): "You get no medicines to make room for the new cells (no lymphodepletion).",
    (BurdenKind.LYMPHODEPLETION, Said.SOME): "Some people, not all, get medicines that make room (lymphodepletion).",
    (BurdenKind.OUTPATIENT, Said.YES): "At least a part of the treatment needs no night in hospital (outpatient).",
    (BurdenKind.OUTPATIENT, Said.NO): "The treatment is not given without a night in hospital.",
    (BurdenKind.OUTPATIENT, Said.SOME): "Some people, not all, are treated without a night in hospital (outpatient).",
    (BurdenKind.TRAVEL, Said.YES): "There is some help with travel or lodging.",
    (BurdenKind.TRAVEL, Said.NO): "There is no help with travel or lodging.",
    (BurdenKind.TRAVEL, Said.SOME): "Some people, not all, get help with travel or lodging.",
}
COSTS = {
    "free": "At least a part of the trial is free of charge for you.",
    "sponsor": "The sponsor or the trial pays at least a part of the costs.",
    "insurance": "Insurance is asked to pay at least a part of the costs.",
    "not-covered": "The trial does not pay for everything.",
}
MOMENTS = {
    "screening": "the first tests for the trial (screening)",
    "enrolment": "you join",
    "leukapheresis": "the cells are collected",
    "lymphodepletion": "the medicines that make room for the cells",
    "treatment": "you get the treatment",
    "infusion": "the infusion",
    "randomisation": "chance decides who gets which treatment (randomisation)",
    "baseline": "the first visit of the trial (baseline)",
    "visit": "the first visit",
    "surgery": "the operation",
}
UNITS = {
    "treatment": ("treatment", "treatments"),
    "line": ("line of treatment", "lines of treatment"),
    "km": ("km", "km"),
}
ROLES = (
    (Role.REQUIRED, "You need this antibody", "The trial asks for"),
    (Role.ALLOWED, "With it or without it", "With them or without them"),
    (Role.EXCLUDED, "With it you cannot join", "With one of these you cannot join"),
)


@dataclass(frozen=True)
class Line:
    """One sentence, and the rows that say it; `partial` where the registry's words say more than it."""

    sentence: str
    partial: bool
    rows: list[TrialBurden]


@dataclass(frozen=True)
class Part:
    """A part of the way through a trial."""

    name: str
    lines: list[Line]
    stops: bool  # whether medicines have to be stopped


@dataclass(frozen=True)
class Takes:
    """All that joining takes, in a patient's order, and what is not stated of what a patient would ask for."""

    parts: list[Part]
    missing: list[str]
    half_lives: bool  # the word needs to be explained


@register.filter
def takes(rows: Iterable[TrialBurden]) -> Takes:
    """What the rows say, each sentence once; vetoed rows say nothing."""
    held = [(row, _value(row)) for row in rows if not row.vetoed]
    parts = []
    for name, kinds in PARTS:
        lines = [line for kind in kinds for line in _lines(kind, held)]
        if lines:
            stops = any(row.kind == BurdenKind.WASH_OUT for line in lines for row in line.rows)
            parts.append(Part(name, lines, stops))
    stated = {row.kind for row, _ in held}
    missing = [words for words, kinds in ASKED if stated.isdisjoint(kinds)]
    return Takes(parts, missing, any(value.half_lives for _, value in held))


@register.filter
def by_role(labels: Sequence[TrialAutoantibody]) -> list[tuple[str, list[TrialAutoantibody]]]:
    """The autoantibodies under what the trial asks of them. Of several that it asks for, one may be enough."""
    found = []
    for role, one, several in ROLES:
        if those := [label for label in labels if label.role == role]:
            found.append((several if len(those) > 1 else one, those))
    return found


def _lines(kind: str, held: Sequence[Held]) -> list[Line]:
    if kind == BurdenKind.LYMPHODEPLETION_DRUG:
        return _drugs(held)
    found: dict[tuple[str, bool], list[TrialBurden]] = {}
    for row, value in held:
        if row.kind == kind:
            found.setdefault((_sentence(kind, value), value.partial), []).append(row)
    return [Line(sentence, partial, rows) for (sentence, partial), rows in found.items()]


def _drugs(held: Sequence[Held]) -> list[Line]:
    """The medicines of a lymphodepletion in one sentence."""
    those = [(row, value) for row, value in held if row.kind == BurdenKind.LYMPHODEPLETION_DRUG]
    names = dict.fromkeys(name for _, value in those for name in _named(value.subjects))
    if not names:
        return []
    known = any(row.kind == BurdenKind.LYMPHODEPLETION and value.said != Said.NO for row, value in held)
    lead = "Its medicines" if known else "Medicines that make room for the new cells"
    return [Line(f"{lead}: {', '.join(names)}.", any(value.partial for _, value in those), [row for row, _ in those])]


def _value(row: TrialBurden) -> Value:
    """The row's value. An editor may have written anything: what has no known form says nothing."""
    said = row.value
    if isinstance(said, dict):
        for name in ("amount", "distance"):
            if isinstance(said.get(name), dict):
                ends = {"minimum": None, "maximum": None, **said[name]}
                said = {**said, name: None if ends["minimum"] is ends["maximum"] is None else ends}
    try:
        return msgspec.convert(said, Value)
    except msgspec.ValidationError:
        return Value()


def _sentence(kind: str, value: Value) -> str:
    """Where the value says too little for a sentence, or what we have none for, the kind alone is named."""
    make = SENTENCES.get(kind)
    sentence = make(value) if make and value.said in (None, Said.YES) else SAID.get((kind, value.said))
    return sentence or f"{BurdenKind(kind).label}: see “Why?”."


def _costs(value: Value) -> str:
    return " ".join(COSTS[slug] for slug in value.subjects if slug in COSTS)


def _tried(value: Value) -> str:
    sentence = f"You must have tried {_amount(value.amount) or 'other treatments'} before."
    return sentence + (f" The registry names: {', '.join(_named(value.subjects))}." if value.subjects else "")


def _stopped(value: Value) -> str:
    names = sorted(_named(value.subjects), key=lambda name: " that " in name)  # last, where it reads clearly
    if not names:
        return f"Other treatments must have ended{_ahead(value)}." if value.amount or value.half_lives else ""
    if len(names) <= SHORT_LIST:
        return f"No {_joined(names, 'or')}{_ahead(value)}."
    rest = "; there may be more on the registry’s list" if len(names) >= MOST_SUBJECTS else ""
    return f"{_capital(_ahead(value).strip())} none of these: {', '.join(names)}{rest}."


def _vaccine(value: Value) -> str:
    return f"No live vaccine{_ahead(value)}."


def _stay(value: Value) -> str:
    return f"{_capital(_amount(value.amount))} in hospital." if value.amount else ""


def _near(value: Value) -> str:
    if not value.amount and not value.distance:
        return ""
    where = "near the treatment centre"
    if value.distance:
        travel = " of travel" if value.distance.unit in ("hour", "minute") else ""
        most = value.distance.maximum or value.distance.minimum
        where = f"within {_counted(most, value.distance.unit)}{travel} of the treatment centre"
    return f"You stay {where}{f' for {_amount(value.amount)}' if value.amount else ''}."


def _birth_control(value: Value) -> str:
    who = _capital(_joined(value.subjects, "and"))
    asked = f"for {_amount(value.amount)} after the treatment" if value.amount else "is asked for"
    return f"{who}: birth control {asked}." if who else f"Birth control {asked}."


def _visits(value: Value) -> str:
    return f"Visits for {_amount(value.amount)}." if value.amount else ""


def _late_visits(value: Value) -> str:
    return f"Long-term visits for {_amount(value.amount)}." if value.amount else ""


SENTENCES: dict[str, Callable[[Value], str]] = {
    BurdenKind.PRIOR_TREATMENT: _tried,
    BurdenKind.WASH_OUT: _stopped,
    BurdenKind.LIVE_VACCINE: _vaccine,
    BurdenKind.HOSPITAL_STAY: _stay,
    BurdenKind.NEAR_CENTRE: _near,
    BurdenKind.CONTRACEPTION: _birth_control,
    BurdenKind.FOLLOW_UP: _visits,
    BurdenKind.LONG_TERM_FOLLOW_UP: _late_visits,
    BurdenKind.COSTS: _costs,
}


def _ahead(value: Value) -> str:
    """` for at least 6 months before you join`"""
    wait = _amount(value.amount)
    if value.half_lives:
        lives = f"{value.half_lives} half-{'life' if value.half_lives == 1 else 'lives'} of the medicine"
        fixed = wait.removeprefix("at least ")
        wait = f"at least {lives}{f' or {fixed}' if fixed else ''}"
        wait += f", whichever is {value.whichever}," if fixed and value.whichever else ""
    moment = MOMENTS.get(value.before, value.before.replace("-", " "))
    end = f"before {moment}" if moment else "beforehand"
    return f" for {wait} {end}" if wait else f" {end}"


def _amount(amount: Amount | None) -> str:
    """`at least 7 days`, `up to 10 days`, `7 to 14 days`, `1 day`; weeks that are whole years say so."""
    if amount is None:
        return ""
    low, high, unit = amount.minimum, amount.maximum, amount.unit
    if low is None:
        return f"up to {_counted(high, unit)}"
    if high is None:
        return f"at least {_counted(low, unit)}"
    return _counted(low, unit) if low == high else f"{low} to {_counted(high, unit)}"


def _counted(number: int | None, unit: str) -> str:
    """`1 day`, `3 lines of treatment`, `156 weeks (about 3 years)`"""
    one, many = UNITS.get(unit, (unit, f"{unit}s"))
    counted = f"{number} {one if number == 1 else many}"
    if unit == "week" and number and number % WEEKS_OF_A_YEAR == 0:
        return f"{counted} (about {_counted(number // WEEKS_OF_A_YEAR, 'year')})"
    return counted


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """What fixtures/burden.toml calls each treatment and medicine."""
    rows = read_fixture("burden")
    return {row["slug"]: row["name"] for row in [*rows["drug"], *rows["treatment"]]}


def _named(slugs: Iterable[str]) -> list[str]:
    return [_names().get(slug, slug.replace("-", " ")) for slug in slugs]


def _joined(names: Sequence[str], word: str) -> str:
    """`A, B or C`"""
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
