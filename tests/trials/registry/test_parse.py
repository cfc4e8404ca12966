"""A study's JSON becomes one typed record, or a ParseError that says why and of which number."""

import json
from datetime import date

import pytest

from tests.records import NUMBER, bare_study, body, location, study
from trials.registry.parse import number_in, parse_age, parse_date, parse_stage, parse_study
from trials.registry.records import (
    Age,
    ArmRecord,
    ContactRecord,
    InterventionRecord,
    ParseError,
    Precision,
    RegistryDate,
    SponsorRecord,
)
from trials.store import Version


def with_location(**overrides):
    return body(contactsLocationsModule={"locations": [location(**overrides)]})


def test_a_whole_study_is_read():
    mesh = {"conditionBrowseModule": {"meshes": [{"id": "D008180", "term": "Lupus Erythematosus, Systemic"}]}}
    record = parse_study(body(hasResults=True, derivedSection=mesh))
    assert record.nct_id == NUMBER
    assert record.title == "CD19 CAR-T Cells in Lupus"
    assert record.official_title == "A Phase 1/2 Study of CD19 CAR-T Cells in Systemic Lupus Erythematosus"
    assert record.acronym == "LINDEN"
    assert record.conditions == ("Systemic Lupus Erythematosus",)
    assert record.keywords == ("CAR-T",)
    assert record.mesh_terms == ("Lupus Erythematosus, Systemic",)
    assert record.interventions == (
        InterventionRecord("BIOLOGICAL", "LND-19", "Autologous CD19 CAR-T cells.", ("Linden-cel",)),
    )
    assert record.arms == (ArmRecord("CAR-T", "EXPERIMENTAL", "One infusion."),)
    assert record.primary_outcomes == ("Side effects",)
    assert record.sponsor == SponsorRecord("Linden Therapeutics", "INDUSTRY")
    assert record.collaborators == (SponsorRecord("University of the Regnitz", "OTHER"),)
    assert (record.stage, record.status, record.study_type) == ("phase-1-2", "RECRUITING", "INTERVENTIONAL")
    assert (record.enrolment, record.enrolment_is_actual) == (24, False)
    assert (record.sex, record.healthy_volunteers, record.has_results) == ("ALL", False, True)
    assert record.minimum_age == Age("18 Years", 18.0)
    assert record.maximum_age == Age("65 Years", 65.0)
    assert record.eligibility.startswith("Inclusion Criteria:\n\n* Lupus")


def test_a_partial_date_keeps_how_exact_it_is():
    record = parse_study(body())
    assert record.start == RegistryDate(date(2024, 3, 5), Precision.DAY)
    assert record.primary_completion == RegistryDate(date(2026, 9, 1), Precision.MONTH)
    assert record.completion == RegistryDate(date(2027, 1, 1), Precision.YEAR)
    assert record.verified == RegistryDate(date(2025, 2, 1), Precision.MONTH)
    assert record.updated == date(2025, 2, 20)


def test_a_place_and_its_contacts_are_read():
    (place,) = parse_study(body()).locations
    assert place.place == ("Lindenhof Hospital", "Erlangen", "Germany")
    assert (place.state, place.postcode, place.status) == ("Bavaria", "91054", "RECRUITING")
    assert (place.latitude, place.longitude) == (49.59, 11.0)
    assert place.contacts == (ContactRecord("Study Nurse", "CONTACT", "+49 1", "nurse@lindenhof.example"),)


def test_a_telephone_extension_stays_with_its_number():
    assert parse_study(body()).contacts == (
        ContactRecord("Trial Office", "CONTACT", "+49 2 ext. 7", "o@linden.example"),
    )


def test_a_study_that_says_only_its_number_is_read_as_silent():
    record = parse_study(body(bare_study()))
    assert (record.nct_id, record.title) == (NUMBER, NUMBER)
    assert (record.status, record.stage, record.sex, record.summary, record.eligibility) == ("", "", "", "", "")
    assert (record.sponsor, record.enrolment, record.start, record.updated) == (None, None, None, None)
    assert (record.minimum_age, record.maximum_age, record.healthy_volunteers) == (None, None, None)
    assert record.locations == record.contacts == record.interventions == record.conditions == record.arms == ()


@pytest.mark.parametrize("module", [name for name in study()["protocolSection"] if name != "identificationModule"])
def test_any_other_module_may_be_missing(module):
    assert parse_study(body(study(**{module: None}))).nct_id == NUMBER


def test_the_official_title_stands_in_for_a_missing_brief_one():
    assert parse_study(body(bare_study(officialTitle="A Long Title"))).title == "A Long Title"


def test_a_place_without_coordinates_has_none():
    (place,) = parse_study(with_location(geoPoint=None)).locations
    assert (place.latitude, place.longitude) == (None, None)


def test_values_that_the_registry_has_not_had_before_are_let_through():
    record = parse_study(
        body(
            statusModule={"overallStatus": "PAUSED_BY_WEATHER"},
            eligibilityModule={"sex": "ANY"},
            designModule={"phases": ["PHASE9"], "studyType": "DREAM"},
            sponsorCollaboratorsModule={"leadSponsor": {"name": "Linden", "class": "GUILD"}},
        )
    )
    assert (record.status, record.sex, record.study_type) == ("PAUSED_BY_WEATHER", "ANY", "DREAM")
    assert record.stage == ""
    assert record.sponsor.kind == "GUILD"


@pytest.mark.parametrize(
    ("phases", "stage"),
    [
        (["EARLY_PHASE1"], "early-phase-1"),
        (["PHASE1"], "phase-1"),
        (["PHASE1", "PHASE2"], "phase-1-2"),
        (["PHASE2", "PHASE1"], "phase-1-2"),
        (["PHASE2"], "phase-2"),
        (["PHASE2", "PHASE3"], "phase-2-3"),
        (["PHASE3"], "phase-3"),
        (["PHASE4"], "phase-4"),
        (["NA"], "not-applicable"),
        ([], ""),
    ],
)
def test_phases_become_a_stage(phases, stage):
    assert parse_stage(phases) == stage


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (body(statusModule={"startDateStruct": {"date": "5 March 2024"}}), "not a registry date: '5 March 2024'"),
        (body(statusModule={"startDateStruct": {"date": "2024-02-30"}}), "not a registry date: '2024-02-30'"),
        (body(statusModule={"completionDateStruct": {"date": "2024-13"}}), "not a registry date: '2024-13'"),
        (body(eligibilityModule={"minimumAge": "eighteen"}), "not an age: 'eighteen'"),
        (body(eligibilityModule={"maximumAge": "-3 Years"}), "not an age: '-3 Years'"),
        (with_location(geoPoint={"lat": 91, "lon": 0}), "not a place on earth: 91.0, 0.0"),
        (with_location(geoPoint={"lat": 0, "lon": -180.5}), "not a place on earth: 0.0, -180.5"),
        (with_location(geoPoint={"lat": 49.59}), r"missing required field `lon`"),
        (body(designModule={"enrollmentInfo": {"count": -1}}), "not a number of people: -1"),
        (body(designModule={"enrollmentInfo": {"count": 2**31}}), "not a number of people: 2147483648"),
        (body(designModule={"enrollmentInfo": {"count": "many"}}), r"Expected `int \| null`, got `str`"),
        (body(designModule={"phases": "PHASE1"}), "Expected `array`, got `str`"),
        (body(identificationModule={"briefTitle": 5}), "Expected `str`, got `int`"),
        (body(conditionsModule={"conditions": [None]}), "Expected `str`, got `null`"),
        (body(eligibilityModule={"healthyVolunteers": "no"}), r"Expected `bool \| null`, got `str`"),
        (body(statusModule={"overallStatus": "S" * 41}), "length <= 40"),
        (body(eligibilityModule={"sex": "S" * 11}), "length <= 10"),
        (with_location(facility="F" * 601), "length <= 600"),
        (with_location(country="C" * 101), "length <= 100"),
    ],
)
def test_what_the_api_does_not_promise_is_an_error_that_names_the_study(broken, reason):
    with pytest.raises(ParseError, match=reason) as caught:
        parse_study(broken)
    assert caught.value.nct_id == NUMBER


@pytest.mark.parametrize(
    "number", ["", "   ", "NCT123", "EUCT2024-1", "NCT123456789", "NCT0000000١", "NCT10000001 NCT10000002"]
)
def test_a_study_needs_a_registry_number(number):
    with pytest.raises(ParseError, match="no registry number"):
        parse_study(body(bare_study(number)))


def test_a_number_in_small_letters_is_the_same_number():
    assert parse_study(body(bare_study(" nct10000001 "))).nct_id == NUMBER


def test_old_numbers_are_kept_once_and_without_the_number_itself():
    aliases = ["NCT00000007", NUMBER, "NCT00000007", "no number", "NCT00000005"]
    record = parse_study(body(identificationModule={"nctIdAliases": aliases}))
    assert record.old_numbers == ("NCT00000007", "NCT00000005")


def test_nul_characters_are_left_out_of_texts():
    record = parse_study(body(identificationModule={"briefTitle": "Lu\0pus"}, conditionsModule={"keywords": ["\0a"]}))
    assert (record.title, record.keywords) == ("Lupus", ("a",))


def test_a_written_backslash_before_u0000_is_no_nul():
    assert parse_study(body(identificationModule={"briefTitle": r"path \u0000"})).title == r"path \u0000"


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"5", id="a number"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"{}", id="no study"),
        pytest.param(b'{"protocolSection": {}}', id="no identification"),
        pytest.param(b'{"protocolSection": {"identificationModule"', id="cut short"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"[" * 100_000, id="very deep"),
    ],
)
def test_what_is_no_study_is_a_parse_error(broken):
    with pytest.raises(ParseError):
        parse_study(broken)


@pytest.mark.parametrize("unread", [b'"\xff"', b"1e999", b"[" * 5000 + b"]" * 5000, b'"\\ud800"'])
def test_a_fault_in_a_part_that_is_not_read_is_a_parse_error_all_the_same(unread):
    broken = body().removesuffix(b"}") + b', "resultsSection": ' + unread + b"}"
    with pytest.raises(ParseError):
        Version.of(broken)


def test_the_number_of_a_broken_study_is_found_where_it_can_be_read():
    assert (
        number_in(b'{"protocolSection": {"identificationModule": {"nctId": "NCT10000001", "briefTitle": 5}}}') == NUMBER
    )
    assert number_in(b'{"protocolSection": {"identificationModule": {"nctId": 5}}}') == ""
    assert number_in(b'{"protocolSection": [1]}') == ""
    assert number_in(json.dumps([study()]).encode()) == ""
    assert number_in(b"[" * 100_000) == ""


@pytest.mark.parametrize("text", ["2024-03-05T10:00", "2024-03-05 10:00:59"])
def test_a_time_behind_the_day_is_left_out(text):
    assert parse_date(text) == RegistryDate(date(2024, 3, 5), Precision.DAY)


@pytest.mark.parametrize("text", ["2024-W05-1", "2024-03-05garbage", "20240305", "24-03", "2024-", "٢٠٢٤", "2024-3-5"])
def test_other_ways_to_write_a_date_are_errors(text):
    with pytest.raises(ParseError, match="not a registry date"):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "years"),
    [("18 Years", 18), ("1 Year", 1), ("6 Months", 0.5), ("26 Weeks", 0.498), ("1 Day", 0.003), ("30 Minutes", 0)],
)
def test_an_age_is_kept_as_written_and_in_years(text, years):
    assert parse_age(text) == Age(text, years)


def test_silence_and_not_applicable_are_no_limit_of_age():
    assert parse_age("") is None
    assert parse_age("N/A") is None


@pytest.mark.parametrize("text", ["18", "18 years", "١٨ Years", "9" * 400 + " Years", "18 Years\n"])
def test_other_ways_to_write_an_age_are_errors(text):
    with pytest.raises(ParseError, match="not an age"):
        parse_age(text)
