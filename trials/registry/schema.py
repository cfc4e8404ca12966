"""A study as ClinicalTrials.gov API v2 writes it: the modules and pieces that we read, all of them optional.

Field names follow the API's data structure (in camelCase there). A value that the registry has not used before is
let through as text; a value of another type, or longer than the database holds, is a fault, and msgspec says where.
"""

from typing import Annotated

import msgspec

# What msgspec raises for bytes that are no JSON, or not the JSON that was asked for.
NOT_READABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)

Word = Annotated[str, msgspec.Meta(max_length=40)]  # one of the API's enumerated values
Name = Annotated[str, msgspec.Meta(max_length=600)]  # the registry's own limit is 254 letters
Text = Annotated[str, msgspec.Meta(max_length=100_000)]  # the registry's own limit is 32,000 letters


class Piece(msgspec.Struct, rename="camel", frozen=True, gc=False):
    """Base of all pieces; pieces that we do not name are skipped."""


class DateStruct(Piece):
    date: str = ""
    type: str = ""


class IdentificationModule(Piece):
    nct_id: str = ""
    nct_id_aliases: list[str] = []
    brief_title: Text = ""
    official_title: Text = ""
    acronym: Text = ""


class StatusModule(Piece):
    overall_status: Word = ""
    why_stopped: str = ""
    status_verified_date: str = ""
    start_date_struct: DateStruct = DateStruct()
    primary_completion_date_struct: DateStruct = DateStruct()
    completion_date_struct: DateStruct = DateStruct()
    last_update_post_date_struct: DateStruct = DateStruct()


class SponsorPiece(Piece):
    name: Name = ""
    kind: Word = msgspec.field(default="", name="class")


class SponsorCollaboratorsModule(Piece):
    lead_sponsor: SponsorPiece = SponsorPiece()
    collaborators: list[SponsorPiece] = []


class DescriptionModule(Piece):
    brief_summary: Text = ""
    detailed_description: Text = ""


class ConditionsModule(Piece):
    conditions: list[str] = []
    keywords: list[str] = []


class EnrollmentInfo(Piece):
    count: int | None = None
    type: str = ""


class DesignModule(Piece):
    study_type: Word = ""
    phases: list[str] = []
    enrollment_info: EnrollmentInfo = EnrollmentInfo()


class ArmGroup(Piece):
    label: str = ""
    type: str = ""
    description: str = ""


class InterventionPiece(Piece):
    type: Word = ""
    name: Text = ""
    description: str = ""
    other_names: list[str] = []


class ArmsInterventionsModule(Piece):
    arm_groups: list[ArmGroup] = []
    interventions: list[InterventionPiece] = []


class Outcome(Piece):
    measure: str = ""


class OutcomesModule(Piece):
    primary_outcomes: list[Outcome] = []


class EligibilityModule(Piece):
    eligibility_criteria: Text = ""
    healthy_volunteers: bool | None = None
    sex: Annotated[str, msgspec.Meta(max_length=10)] = ""
    minimum_age: str = ""
    maximum_age: str = ""


class ContactPiece(Piece):
    name: str = ""
    role: str = ""
    phone: str = ""
    phone_ext: str = ""
    email: str = ""


class GeoPoint(Piece):
    lat: float
    lon: float


class LocationPiece(Piece):
    facility: Name = ""
    status: Word = ""
    city: Annotated[str, msgspec.Meta(max_length=200)] = ""
    state: str = ""
    zip: str = ""
    country: Annotated[str, msgspec.Meta(max_length=100)] = ""
    contacts: list[ContactPiece] = []
    geo_point: GeoPoint | None = None


class ContactsLocationsModule(Piece):
    central_contacts: list[ContactPiece] = []
    locations: list[LocationPiece] = []


class MeshTerm(Piece):
    id: str = ""
    term: str = ""


class BrowseModule(Piece):
    meshes: list[MeshTerm] = []


class ProtocolSection(Piece):
    identification_module: IdentificationModule
    status_module: StatusModule = StatusModule()
    sponsor_collaborators_module: SponsorCollaboratorsModule = SponsorCollaboratorsModule()
    description_module: DescriptionModule = DescriptionModule()
    conditions_module: ConditionsModule = ConditionsModule()
    design_module: DesignModule = DesignModule()
    arms_interventions_module: ArmsInterventionsModule = ArmsInterventionsModule()
    outcomes_module: OutcomesModule = OutcomesModule()
    eligibility_module: EligibilityModule = EligibilityModule()
    contacts_locations_module: ContactsLocationsModule = ContactsLocationsModule()


class DerivedSection(Piece):
    condition_browse_module: BrowseModule = BrowseModule()


class Study(Piece):
    protocol_section: ProtocolSection
    derived_section: DerivedSection = DerivedSection()
    has_results: bool = False


class StudyPage(Piece):
    """One answer of `/studies`; each study stays as bytes until it is parsed on its own."""

    studies: list[msgspec.Raw]
    next_page_token: str = ""
    total_count: int | None = None
