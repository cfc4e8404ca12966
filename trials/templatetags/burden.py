"""What joining takes, in plain words and in a patient's order: `No rituximab for at least 6 months before you join.`

Why a sentence stands there, in the registry's own words, is beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trials.labels.burden_values import Said, Value
from trials.models import BurdenKind, CellSource, Role, Trial, TrialAutoantibody, TrialBurden
from trials.templatetags import burden_words as words
from trials.templatetags.sentences import kinds_plainly

register = template.Library()
Held = tuple[TrialBurden, Value]
Words = str | Promise

# The way through a trial: a slug, what a step is called, and the kinds that tell of it.
STEPS: tuple[tuple[str, Words, tuple[BurdenKind, ...]], ...] = (
    ("before", _("Before you join"), (BurdenKind.PRIOR_TREATMENT, BurdenKind.WASH_OUT, BurdenKind.LIVE_VACCINE)),
    ("collection", _("Collecting cells"), (BurdenKind.LEUKAPHERESIS,)),
    ("making", _("Making the cells"), ()),
    ("room", _("Medicines that make room"), (BurdenKind.LYMPHODEPLETION, BurdenKind.LYMPHODEPLETION_DRUG)),
    ("treatment", _("The treatment"), ()),
    ("hospital", _("In hospital"), (BurdenKind.HOSPITAL_STAY, BurdenKind.OUTPATIENT)),
    ("near", _("Staying near"), (BurdenKind.NEAR_CENTRE,)),
    ("visits", _("Visits afterwards"), (BurdenKind.CONTRACEPTION, BurdenKind.FOLLOW_UP)),
    ("late", _("Long-term visits"), (BurdenKind.LONG_TERM_FOLLOW_UP,)),
)
MONEY = (_("Money and travel"), (BurdenKind.COSTS, BurdenKind.TRAVEL))
# What rows tell of, in a patient's order.
PARTS: tuple[tuple[Words, tuple[BurdenKind, ...]], ...] = (
    *((name, kinds) for _slug, name, kinds in STEPS if kinds),
    MONEY,
)
# What a patient would ask for, and the kinds that answer it.
ASKED: tuple[tuple[Words, set[BurdenKind]], ...] = (
    (_("if cells are collected from your blood"), {BurdenKind.LEUKAPHERESIS}),
    (
        _("medicines that make room for the cells"),
        {BurdenKind.LYMPHODEPLETION, BurdenKind.LYMPHODEPLETION_DRUG},
    ),
    (_("days in hospital"), {BurdenKind.HOSPITAL_STAY}),
    (_("staying near the centre"), {BurdenKind.NEAR_CENTRE}),
    (_("visits afterwards"), {BurdenKind.FOLLOW_UP, BurdenKind.LONG_TERM_FOLLOW_UP}),
    (_("who pays"), {BurdenKind.COSTS}),
    (_("help with travel"), {BurdenKind.TRAVEL}),
)
ROLES = (
    (Role.REQUIRED, _("You need this antibody"), _("The trial asks for")),
    (Role.ALLOWED, _("With it or without it"), _("With them or without them")),
    (Role.EXCLUDED, _("With it you cannot join"), _("With one of these you cannot join")),
)


@dataclass(frozen=True)
class Line:
    """One sentence, and the rows that say it; `partial` where the registry's words say more than it."""

    sentence: str
    partial: bool
    rows: list[TrialBurden]


@dataclass(frozen=True)
class Part:
    """What rows tell of one part of the way."""

    name: Words
    lines: list[Line]

    @property
    def stops(self) -> bool:
        """Whether medicines have to be stopped."""
        return any(row.kind == BurdenKind.WASH_OUT for line in self.lines for row in line.rows)


@dataclass(frozen=True)
class Step(Part):
    """A step of the way. `known` is what a label of another kind says of it. Without that and without a line it is not
    stated; and `unread` is what the rules do not look for in a record."""

    known: Words
    unread: bool


@dataclass(frozen=True)
class Takes:
    """What rows say that joining takes, and what is not stated of what a patient would ask for."""

    parts: list[Part]
    missing: list[Words]
    half_lives: bool  # the word needs to be explained


@dataclass(frozen=True)
class Way:
    """Every step of the way through a trial, told or not; what is said of money and travel, and what is `missing`."""

    steps: list[Step]
    money: list[Line]
    missing: list[Words]
    takes: Takes


@register.filter
def takes(rows: Iterable[TrialBurden]) -> Takes:
    """What the rows say, each sentence once; vetoed rows say nothing."""
    held = [(row, _value(row)) for row in rows if not row.vetoed]
    told = [Part(name, [line for kind in kinds for line in _lines(kind, held)]) for name, kinds in PARTS]
    stated = {row.kind for row, _value_of_it in held}
    missing = [asked for asked, kinds in ASKED if stated.isdisjoint(kinds)]
    return Takes([part for part in told if part.lines], missing, any(value.half_lives for _row, value in held))


@register.filter
def way(trial: Trial) -> Way:
    """What the trial's rows and its other labels say of each step."""
    said = takes(trial.burden_labels.all())
    lines = {part.name: part.lines for part in said.parts}
    steps = [
        Step(name, lines.get(name, []), _known(slug, trial), unread=not kinds)
        for slug, name, kinds in STEPS
        if slug not in _not_on_the_way(trial)
    ]
    about_money = [asked for asked, kinds in ASKED if kinds <= set(MONEY[1])]
    return Way(steps, lines.get(MONEY[0], []), [one for one in said.missing if one in about_money], said)


@register.filter
def by_role(labels: Sequence[TrialAutoantibody]) -> list[tuple[Words, list[TrialAutoantibody]]]:
    """The autoantibodies under what the trial asks of them. Of several that it asks for, one may be enough."""
    found = []
    for role, one, several in ROLES:
        if those := [label for label in labels if label.role == role]:
            found.append((several if len(those) > 1 else one, those))
    return found


def _not_on_the_way(trial: Trial) -> set[str]:
    """What is made inside the body is not made before; a donor's cells are not made while the patient waits."""
    return {"making"} if trial.cell_source in (CellSource.IN_VIVO, CellSource.ALLOGENEIC) else set()


def _known(step: str, trial: Trial) -> Words:
    """What the trial's labels say of a step: whose cells are used, and what is given."""
    if step == "collection" and trial.cell_source == CellSource.ALLOGENEIC:
        return _("The cells of the treatment come from a donor.")
    if step == "collection" and trial.cell_source == CellSource.IN_VIVO:
        return _("The treatment changes cells inside the body.")
    if step == "treatment":
        return _("The trial tests: %(treatment)s.") % {"treatment": kinds_plainly(trial)}
    return ""


def _lines(kind: str, held: Sequence[Held]) -> list[Line]:
    if kind == BurdenKind.LYMPHODEPLETION_DRUG:
        return _drugs(held)
    found: dict[tuple[str, bool], list[TrialBurden]] = {}
    for row, value in held:
        if row.kind == kind:
            found.setdefault((words.sentence(kind, value), value.partial), []).append(row)
    return [Line(sentence, partial, rows) for (sentence, partial), rows in found.items()]


def _drugs(held: Sequence[Held]) -> list[Line]:
    those = [(row, value) for row, value in held if row.kind == BurdenKind.LYMPHODEPLETION_DRUG]
    names = dict.fromkeys(name for _, value in those for name in words.named(value.subjects))
    if not names:
        return []
    known = any(row.kind == BurdenKind.LYMPHODEPLETION and value.said != Said.NO for row, value in held)
    partial = any(value.partial for _, value in those)
    return [Line(words.drugs(names, known), partial, [row for row, _ in those])]


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
