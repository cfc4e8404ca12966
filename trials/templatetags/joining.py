"""Who can join: the registry's criteria apart as needed and as keeping out, under what they are about.

The words stay the registry's; only the order and the titles are ours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trials.labels.criteria import Criterion, Group, Kind, Role, criteria

register = template.Library()
SHOWN_AT_ONCE = 8  # criteria of a side; of a longer one, what rules out most readers stays unfolded
FIRST = {Group.AGE, Group.DIAGNOSIS, Group.ANTIBODIES, Group.TREATMENTS, Group.CELL_THERAPY}
TITLES: dict[Group, str | Promise] = {
    Group.AGE: _("Age"),
    Group.DIAGNOSIS: _("Your disease, and how bad it is"),
    Group.ANTIBODIES: _("Antibodies and other blood marks"),
    Group.TREATMENTS: _("Other treatments"),
    Group.CELL_THERAPY: _("Earlier cell therapy or transplant"),
    Group.ORGANS: _("Heart, lungs, liver, kidneys, blood"),
    Group.INFECTIONS: _("Infections"),
    Group.PREGNANCY: _("Pregnancy and birth control"),
    Group.ILLNESSES: _("Other illnesses"),
    Group.CONSENT: _("Consent, visits and other trials"),
    Group.OTHER: _("Other points"),
}


# The same for a doctor.
CLINICAL: dict[Group, str | Promise] = {
    Group.AGE: _("Age"),
    Group.DIAGNOSIS: _("Diagnosis and activity"),
    Group.ANTIBODIES: _("Antibodies, biomarkers"),
    Group.TREATMENTS: _("Prior and concomitant treatment"),
    Group.CELL_THERAPY: _("Prior cell therapy, transplant"),
    Group.ORGANS: _("Organ function"),
    Group.INFECTIONS: _("Infections"),
    Group.PREGNANCY: _("Pregnancy, contraception"),
    Group.ILLNESSES: _("Comorbidities"),
    Group.CONSENT: _("Consent, adherence, other trials"),
    Group.OTHER: _("Other"),
}


@dataclass(frozen=True)
class Gathered:
    """Criteria about one thing, with its title for patients and for doctors; `opened`: shown without a tap."""

    title: str | Promise
    clinical: str | Promise
    criteria: list[Criterion]
    opened: bool


@dataclass(frozen=True)
class Side:
    """What is needed, or what keeps out. `notes` are words that stand above the criteria and are none. `parts`: under
    how many headings the criteria stand, each of which may be for some people only, or for one step of the way."""

    groups: list[Gathered]
    notes: list[Criterion]
    count: int
    parts: int


@dataclass(frozen=True)
class Joining:
    """The two sides, and criteria that the text puts on neither; `apart` is false where it has no sides at all."""

    need: Side
    cannot: Side
    neither: list[Criterion]
    apart: bool


@register.filter
@lru_cache(maxsize=100)
def joining(text: str) -> Joining:
    """The criteria of an eligibility text. Pages of one trial are read again and again: the newest are kept."""
    found = criteria(text)
    need, cannot = (_side([one for one in found if one.role is role]) for role in (Role.INCLUSION, Role.EXCLUSION))
    neither = [one for one in found if one.role not in (Role.INCLUSION, Role.EXCLUSION)]
    return Joining(need, cannot, neither, bool(need.count or cannot.count))


def _side(those: Sequence[Criterion]) -> Side:
    asked = [one for one in those if one.kind is not Kind.NOTE]
    few = len(asked) <= SHOWN_AT_ONCE
    groups = [
        Gathered(title, CLINICAL[group], held, few or group in FIRST)
        for group, title in TITLES.items()
        if (held := [one for one in asked if one.group is group])
    ]
    notes = [one for one in those if one.kind is Kind.NOTE]
    return Side(groups, notes, len(asked), len({one.heading for one in asked}))


@register.filter
def under(those: Iterable[Criterion]) -> list[tuple[str, Criterion]]:
    """Each criterion with the headings it stands under in the record, where they are new."""
    found, last = [], ""
    for one in those:
        found.append((one.heading if one.heading != last else "", one))
        last = one.heading
    return found
