"""What the registry's status words mean to somebody who wants to join."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# A sponsor confirms its record at least once a year; twice that and "recruiting" is in doubt.
CONFIRMATION_HOLDS = timedelta(days=730)


@dataclass(frozen=True)
class Standing:
    """One of four answers to "can I join?". `rank` orders results: what takes people now comes first. Its words are of
    the language of the page, so that they do not make it another one."""

    slug: str  # of the look: open, soon, shut, doubt
    words: str | Promise = field(compare=False)
    rank: int


OPEN = Standing("open", gettext_lazy("Recruiting"), 0)
SOON = Standing("soon", gettext_lazy("Opens soon"), 1)
DOUBT = Standing("doubt", gettext_lazy("Ask first"), 2)
SHUT = Standing("shut", gettext_lazy("Not taking new people"), 3)

# The registry's fourteen statuses (ClinicalTrials.gov API v2, enum Status).
STATUSES: dict[str, tuple[Standing, Promise]] = {
    "RECRUITING": (OPEN, gettext_lazy("recruiting")),
    "AVAILABLE": (OPEN, gettext_lazy("available outside a trial (expanded access)")),
    "NOT_YET_RECRUITING": (SOON, gettext_lazy("not yet recruiting")),
    "UNKNOWN": (DOUBT, gettext_lazy("status unknown: not confirmed for over two years")),
    "WITHHELD": (DOUBT, gettext_lazy("status withheld")),
    "TEMPORARILY_NOT_AVAILABLE": (SHUT, gettext_lazy("not available for now")),
    "ENROLLING_BY_INVITATION": (SHUT, gettext_lazy("by invitation only")),
    "ACTIVE_NOT_RECRUITING": (SHUT, gettext_lazy("under way, taking nobody new")),
    "SUSPENDED": (SHUT, gettext_lazy("on hold")),
    "COMPLETED": (SHUT, gettext_lazy("finished")),
    "TERMINATED": (SHUT, gettext_lazy("stopped early")),
    "WITHDRAWN": (SHUT, gettext_lazy("withdrawn before anybody joined")),
    "NO_LONGER_AVAILABLE": (SHUT, gettext_lazy("no longer available")),
    "APPROVED_FOR_MARKETING": (SHUT, gettext_lazy("approved: no longer on trial")),
}

OPEN_STATUSES = frozenset(status for status, (meaning, _words) in STATUSES.items() if meaning is OPEN)


def status_slug(status: str) -> str:
    """The status as an address writes it: `NOT_YET_RECRUITING` is `not-yet-recruiting`."""
    return status.lower().replace("_", "-")


def status_words(status: str) -> str:
    """The status in plain words; one that the registry has not had before is spelled out as it is."""
    known = STATUSES.get(status)
    return str(known[1]) if known else status.lower().replace("_", " ") or _("not stated")


def last_day_too_old(today: date) -> date:
    """A "recruiting" that was last confirmed on this day or before is in doubt."""
    return today - CONFIRMATION_HOLDS


def standing(status: str, stage: str, confirmed: date | None, today: date) -> Standing:
    """Where a trial stands on `today`; `confirmed` is its verification, or else its last change in the registry.

    What is preclinical takes nobody; where no status is known, it is in doubt.
    """
    if stage == "preclinical":
        return SHUT
    found = STATUSES.get(status, (DOUBT, ""))[0]
    if found is OPEN and confirmed is not None and confirmed <= last_day_too_old(today):
        return DOUBT
    return found
