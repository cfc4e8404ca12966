"""One JSON study into one typed record, or a ParseError that says why not."""

import re
from datetime import date
from functools import lru_cache

import msgspec

from trials.registry import schema
from trials.registry.records import (
    Age,
    ArmRecord,
    ContactRecord,
    InterventionRecord,
    LocationRecord,
    ParseError,
    Precision,
    RegistryDate,
    SponsorRecord,
    StudyRecord,
)

NCT_ID = re.compile(r"NCT[0-9]{8}")
# The API has answered with a time behind the day for some fields.
DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ][0-9:.]+Z?)?)?)?")
AGE = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) (Year|Month|Week|Day|Hour|Minute)s?")
A_YEAR_IN = {"Year": 1, "Month": 12, "Week": 52.1775, "Day": 365.2425, "Hour": 8765.82, "Minute": 525949.2}
# The registry's phases, as an array: phase 1/2 is two entries.
STAGES = {
    ("EARLY_PHASE1",): "early-phase-1",
    ("PHASE1",): "phase-1",
    ("PHASE1", "PHASE2"): "phase-1-2",
    ("PHASE2",): "phase-2",
    ("PHASE2", "PHASE3"): "phase-2-3",
    ("PHASE3",): "phase-3",
    ("PHASE4",): "phase-4",
    ("NA",): "not-applicable",
}

_study = msgspec.json.Decoder(schema.Study)
_anything = msgspec.json.Decoder()


def parse_study(body: bytes) -> StudyRecord:
    """Read one study's JSON. Raises ParseError where it is not a study, or a value is not what the API promises."""
    try:
        study = _study.decode(_storable(body))
    except schema.NOT_READABLE as error:
        raise ParseError(str(error), number_in(body)) from error
    number = study.protocol_section.identification_module.nct_id.strip().upper()
    if not NCT_ID.fullmatch(number):
        raise ParseError("a study with no registry number" if not number else f"no registry number: {number!r}")
    try:
        return _record(number, study)
    except ParseError as error:
        raise ParseError(str(error), number) from error


def _storable(body: bytes) -> bytes:
    """The same JSON without NUL characters: PostgreSQL holds none, and nothing readable is lost with them."""
    if b"\\u0000" not in body:
        return body
    return msgspec.json.encode(_without_nul(_anything.decode(body)))


def _without_nul(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_without_nul(one) for one in value]
    if isinstance(value, dict):
        return {key: _without_nul(one) for key, one in value.items()}
    return value


def number_in(body: bytes) -> str:
    """The registry number of a study that may be broken, or an empty text."""
    try:
        number = _anything.decode(body)["protocolSection"]["identificationModule"]["nctId"]
    except (*schema.NOT_READABLE, KeyError, TypeError, IndexError):
        return ""
    return number if isinstance(number, str) and NCT_ID.fullmatch(number) else ""


@lru_cache(maxsize=20_000)
def parse_date(text: str) -> RegistryDate | None:
    """The registry writes 2024-03-05, or 2024-03 or 2024 where it knows no more; None where it is silent.

    Raises ParseError for anything else.
    """
    if not text:
        return None
    found = DATE.fullmatch(text)
    if not found:
        raise ParseError(f"not a registry date: {text!r}")
    year, month, day = found.groups()
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    try:
        return RegistryDate(date(int(year), int(month or 1), int(day or 1)), precision)
    except ValueError as error:
        raise ParseError(f"not a registry date: {text!r}") from error


@lru_cache(maxsize=1_000)
def parse_age(text: str) -> Age | None:
    """The registry writes "18 Years" or "6 Months"; "N/A" and silence are no limit.

    Raises ParseError for anything else.
    """
    if text in ("", "N/A"):
        return None
    found = AGE.fullmatch(text)
    if not found:
        raise ParseError(f"not an age: {text!r}")
    return Age(text, round(float(found[1]) / A_YEAR_IN[found[2]], 3))


def parse_stage(phases: list[str]) -> str:
    """The stage in our words; empty where the registry names no phase, or one that it has not had before."""
    return STAGES.get(tuple(sorted(set(phases))), "")


def _record(number: str, study: schema.Study) -> StudyRecord:
    protocol = study.protocol_section
    identification, status = protocol.identification_module, protocol.status_module
    design, eligibility = protocol.design_module, protocol.eligibility_module
    places, sponsors = protocol.contacts_locations_module, protocol.sponsor_collaborators_module
    updated = parse_date(status.last_update_post_date_struct.date)
    enrolment = design.enrollment_info
    if enrolment.count is not None and not 0 <= enrolment.count < 2**31:
        raise ParseError(f"not a number of people: {enrolment.count}")
    return StudyRecord(
        nct_id=number,
        old_numbers=_old_numbers(identification.nct_id_aliases, number),
        title=identification.brief_title or identification.official_title or number,
        official_title=identification.official_title,
        acronym=identification.acronym,
        summary=protocol.description_module.brief_summary,
        description=protocol.description_module.detailed_description,
        eligibility=eligibility.eligibility_criteria,
        conditions=tuple(protocol.conditions_module.conditions),
        keywords=tuple(protocol.conditions_module.keywords),
        mesh_terms=tuple(mesh.term for mesh in study.derived_section.condition_browse_module.meshes),
        primary_outcomes=tuple(one.measure for one in protocol.outcomes_module.primary_outcomes if one.measure),
        interventions=tuple(
            InterventionRecord(one.type, one.name, one.description, tuple(one.other_names))
            for one in protocol.arms_interventions_module.interventions
        ),
        arms=tuple(
            ArmRecord(arm.label, arm.type, arm.description) for arm in protocol.arms_interventions_module.arm_groups
        ),
        stage=parse_stage(design.phases),
        status=status.overall_status,
        why_stopped=status.why_stopped,
        study_type=design.study_type,
        sponsor=_sponsor(sponsors.lead_sponsor),
        collaborators=tuple(_sponsor(one) for one in sponsors.collaborators if one.name),
        enrolment=enrolment.count,
        enrolment_is_actual=enrolment.type == "ACTUAL",
        sex=eligibility.sex,
        minimum_age=parse_age(eligibility.minimum_age),
        maximum_age=parse_age(eligibility.maximum_age),
        healthy_volunteers=eligibility.healthy_volunteers,
        has_results=study.has_results,
        start=parse_date(status.start_date_struct.date),
        primary_completion=parse_date(status.primary_completion_date_struct.date),
        completion=parse_date(status.completion_date_struct.date),
        verified=parse_date(status.status_verified_date),
        updated=updated.first_day if updated else None,
        locations=tuple(_location(one) for one in places.locations),
        contacts=_contacts(places.central_contacts),
    )


def _old_numbers(aliases: list[str], number: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(old for old in aliases if NCT_ID.fullmatch(old) and old != number))


def _sponsor(piece: schema.SponsorPiece) -> SponsorRecord | None:
    return SponsorRecord(piece.name, piece.kind) if piece.name else None


def _location(piece: schema.LocationPiece) -> LocationRecord:
    point = piece.geo_point
    if point and not (-90 <= point.lat <= 90 and -180 <= point.lon <= 180):
        raise ParseError(f"not a place on earth: {point.lat}, {point.lon}")
    return LocationRecord(
        facility=piece.facility,
        city=piece.city,
        state=piece.state,
        postcode=piece.zip,
        country=piece.country,
        status=piece.status,
        latitude=point.lat if point else None,
        longitude=point.lon if point else None,
        contacts=_contacts(piece.contacts),
    )


def _contacts(pieces: list[schema.ContactPiece]) -> tuple[ContactRecord, ...]:
    if not pieces:
        return ()
    return tuple(
        ContactRecord(one.name, one.role, " ext. ".join(part for part in (one.phone, one.phone_ext) if part), one.email)
        for one in pieces
    )
