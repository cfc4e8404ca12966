"""What differs between two versions of a study that matters to a patient."""

from collections.abc import Iterator
from typing import Any

import msgspec

from trials.registry.records import RegistryDate, StudyRecord

DATES = ("start", "primary_completion", "completion")


class Difference(msgspec.Struct, frozen=True):
    """One difference, as plain JSON; `kind` is one of those of the model Change."""

    kind: str
    before: Any
    after: Any


def differences(before: StudyRecord, after: StudyRecord) -> list[Difference]:
    """How `after` differs from `before`: status and stage first, then sites, who can join, dates, the rest."""
    found = [
        Difference("status", before.status or None, after.status or None),
        Difference("stage", before.stage or None, after.stage or None),
        *_sites(before, after),
        Difference("eligibility", *_parts_that_differ(_eligibility(before), _eligibility(after))),
        Difference("dates", *_parts_that_differ(_dates(before), _dates(after))),
        Difference("sponsor", _sponsor(before), _sponsor(after)),
        Difference("enrolment", before.enrolment, after.enrolment),
    ]
    return [one for one in found if one.before != one.after]


def sites_of(record: StudyRecord) -> dict[tuple[str, str, str], str]:
    """The status of each place of a study; the place is facility, town and country.

    A place that a study lists more than once recruits if any listing does, else the last listing holds.
    """
    found: dict[tuple[str, str, str], str] = {}
    for location in record.locations:
        if found.get(location.place) != "RECRUITING":
            found[location.place] = location.status
    return found


def _sites(before: StudyRecord, after: StudyRecord) -> Iterator[Difference]:
    old, new = sites_of(before), sites_of(after)
    yield from (Difference("site-added", None, _site(place, new[place])) for place in new if place not in old)
    yield from (Difference("site-removed", _site(place, old[place]), None) for place in old if place not in new)
    for place in old:
        if place in new:
            yield Difference("site-status", _site(place, old[place]), _site(place, new[place]))


def _site(place: tuple[str, str, str], status: str) -> dict[str, str | None]:
    facility, city, country = place
    return {"facility": facility, "city": city, "country": country, "status": status or None}


def _eligibility(record: StudyRecord) -> dict[str, str | None]:
    return {
        "text": record.eligibility or None,
        "minimum_age": record.minimum_age.text if record.minimum_age else None,
        "maximum_age": record.maximum_age.text if record.maximum_age else None,
        "sex": record.sex or None,
    }


def _dates(record: StudyRecord) -> dict[str, str | None]:
    return {name: _date(getattr(record, name)) for name in DATES}


def _date(known: RegistryDate | None) -> str | None:
    """As exact as the registry gives it: 2026, 2026-05 or 2026-05-17."""
    if known is None:
        return None
    return known.first_day.isoformat()[: {"year": 4, "month": 7, "day": 10}[known.precision]]


def _sponsor(record: StudyRecord) -> str | None:
    return record.sponsor.name if record.sponsor else None


def _parts_that_differ(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    changed = [name for name in before if before[name] != after[name]]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}
