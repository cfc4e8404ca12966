"""What joining a trial takes of a patient, as plain data: what a page says in words and can translate."""

from enum import StrEnum
from typing import Any

import msgspec

from trials.labels.evidence import Evidence


class BurdenKind(StrEnum):
    """What is asked of the patient. The value's own fields that each kind fills stand beside it."""

    LEUKAPHERESIS = "leukapheresis"  # said: blood cells are collected from the patient, or need not be
    LYMPHODEPLETION = "lymphodepletion"  # said: yes, no, or some of the participants
    LYMPHODEPLETION_DRUG = "lymphodepletion-drug"  # subjects: one drug; its dose only in the quotation
    HOSPITAL_STAY = "hospital-stay"  # amount
    OUTPATIENT = "outpatient"  # said: treatment without a night in hospital is possible
    NEAR_CENTRE = "near-centre"  # amount: how long to stay near; distance: how near
    WASH_OUT = "wash-out"  # subjects: treatments to stop; amount: how long ahead; before: of what
    LIVE_VACCINE = "live-vaccine"  # amount: how long ahead there may be none; before: of what
    PRIOR_TREATMENT = "prior-treatment"  # amount: how many were tried before; subjects: of which sort
    FOLLOW_UP = "follow-up"  # amount
    LONG_TERM_FOLLOW_UP = "long-term-follow-up"  # amount
    COSTS = "costs"  # subjects: free, sponsor, insurance or not-covered
    TRAVEL = "travel"  # said: whether travel or lodging is helped with
    CONTRACEPTION = "contraception"  # amount: how long after treatment; subjects: women, men, or nobody named


class Said(StrEnum):
    YES = "yes"
    NO = "no"
    SOME = "some"  # of the participants


class Amount(msgspec.Struct, frozen=True, gc=False):
    """At least `minimum`, at most `maximum`, both where a range or one number is said; the unit in the singular."""

    minimum: int | None
    maximum: int | None
    unit: str


class Value(msgspec.Struct, frozen=True):
    """What is known of one burden; an empty field is not said."""

    said: Said | None = None
    amount: Amount | None = None
    distance: Amount | None = None
    subjects: tuple[str, ...] = ()
    before: str = ""  # the moment that a wait is counted back from
    half_lives: int | None = None  # of the medicine, beside the amount
    whichever: str = ""  # longer or shorter, of the amount and the half-lives
    partial: bool = False  # exceptions, doses or other ways in are named beside it: show the words


class Burden(msgspec.Struct, frozen=True):
    """One thing that joining takes, with the registry's own words for it."""

    kind: BurdenKind
    value: Value
    evidence: Evidence


def as_json(value: Value) -> dict[str, Any]:
    """The value with its filled fields alone."""
    said = msgspec.to_builtins(value)
    return {name: one for name, one in said.items() if one not in (None, "", False, [], ())}
