"""What the registry's status words mean to somebody who wants to join."""

from dataclasses import dataclass
from datetime import date, timedelta

# A sponsor confirms its record at least once a year; twice that and "recruiting" is in doubt.
CONFIRMATION_HOLDS = timedelta(days=730)


@dataclass(frozen=True)
class Standing:
    """One of four answers to "can I join?". `rank` orders results: what takes people now comes first."""

    slug: str  # of the look: open, soon, shut, doubt
    words: str
    rank: int


OPEN = Standing("open", "Recruiting", 0)
SOON = Standing("soon", "Opens soon", 1)
DOUBT = Standing("doubt", "Ask first", 2)
SHUT = Standing("shut", "Not taking new people", 3)

# The registry's fourteen statuses (ClinicalTrials.gov API v2, enum Status).
STATUSES: dict[str, tuple[Standing, str]] = {
    "RECRUITING": (OPEN, "recruiting"),
    "AVAILABLE": (OPEN, "available outside a trial (expanded access)"),
    "NOT_YET_RECRUITING": (SOON, "not yet recruiting"),
    "UNKNOWN": (DOUBT, "status unknown: not confirmed for over two years"),
    "WITHHELD": (DOUBT, "status withheld"),
    "TEMPORARILY_NOT_AVAILABLE": (SHUT, "not available for now"),
    "ENROLLING_BY_INVITATION": (SHUT, "by invitation only"),
    "ACTIVE_NOT_RECRUITING": (SHUT, "under way, taking nobody new"),
    "SUSPENDED": (SHUT, "on hold"),
    "COMPLETED": (SHUT, "finished"),
    "TERMINATED": (SHUT, "stopped early"),
    "WITHDRAWN": (SHUT, "withdrawn before anybody joined"),
    "NO_LONGER_AVAILABLE": (SHUT, "no longer available"),
    "APPROVED_FOR_MARKETING": (SHUT, "approved: no longer on trial"),
}


def status_slug(status: str) -> str:
    """The status as an address writes it: `NOT_YET_RECRUITING` is `not-yet-recruiting`."""
    return status.lower().replace("_", "-")


def status_words(status: str) -> str:
    """The status in plain words; one that the registry has not had before is spelled out as it is."""
    known = STATUSES.get(status)
    return known[1] if known else status.lower().replace("_", " ") or "not stated"


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
