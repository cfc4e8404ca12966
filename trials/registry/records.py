"""The typed record of one study: what the rest of the house reads. JSON ends before it."""

from datetime import date
from enum import StrEnum

import msgspec


class ParseError(Exception):
    """A study that cannot be read; the message says why. `nct_id` is its number where that much could be read."""

    def __init__(self, reason: str, nct_id: str = "") -> None:
        super().__init__(reason)
        self.nct_id = nct_id


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class RegistryDate(msgspec.Struct, frozen=True):
    """A date as exact as the registry gives it; a month or a year stands as its first day."""

    first_day: date
    precision: Precision


class Age(msgspec.Struct, frozen=True):
    """`text` as the registry writes it ("6 Months"), and the same in years."""

    text: str
    years: float


class SponsorRecord(msgspec.Struct, frozen=True):
    name: str
    kind: str


class InterventionRecord(msgspec.Struct, frozen=True):
    kind: str
    name: str
    description: str
    other_names: tuple[str, ...]


class ArmRecord(msgspec.Struct, frozen=True):
    label: str
    kind: str
    description: str


class ContactRecord(msgspec.Struct, frozen=True):
    name: str
    role: str
    phone: str
    email: str


class LocationRecord(msgspec.Struct, frozen=True):
    facility: str
    city: str
    state: str
    postcode: str
    country: str
    status: str
    latitude: float | None
    longitude: float | None
    contacts: tuple[ContactRecord, ...]

    @property
    def place(self) -> tuple[str, str, str]:
        """What the registry knows a site by: facility, town and country."""
        return self.facility, self.city, self.country


class StudyRecord(msgspec.Struct, frozen=True):
    """One version of one study. An empty text, an empty tuple or None: the registry is silent."""

    nct_id: str
    old_numbers: tuple[str, ...]
    title: str
    official_title: str
    acronym: str
    summary: str
    description: str
    eligibility: str
    conditions: tuple[str, ...]
    keywords: tuple[str, ...]
    mesh_terms: tuple[str, ...]
    primary_outcomes: tuple[str, ...]
    interventions: tuple[InterventionRecord, ...]
    arms: tuple[ArmRecord, ...]
    stage: str
    status: str
    why_stopped: str
    study_type: str
    sponsor: SponsorRecord | None
    collaborators: tuple[SponsorRecord, ...]
    enrolment: int | None
    enrolment_is_actual: bool
    sex: str
    minimum_age: Age | None
    maximum_age: Age | None
    healthy_volunteers: bool | None
    has_results: bool
    start: RegistryDate | None
    primary_completion: RegistryDate | None
    completion: RegistryDate | None
    verified: RegistryDate | None
    updated: date | None
    locations: tuple[LocationRecord, ...]
    contacts: tuple[ContactRecord, ...]
