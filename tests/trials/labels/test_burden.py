"""What joining takes: each value with the words that say it, and silence wherever a sentence means something else."""

import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.records import body, study
from trials.labels.burden import Amount, Burden, BurdenKind, Said, Value, burdens, from_rows
from trials.labels.burden_reading import passages
from trials.labels.evidence import EVIDENCE_LENGTH
from trials.registry.parse import parse_study
from trials.registry.records import StudyRecord

ROWS = tomllib.loads((Path(settings.BASE_DIR) / "fixtures" / "burden.toml").read_text("utf-8"))
WORDS = from_rows(ROWS["drug"], ROWS["treatment"], ROWS["moment"], ROWS["phrase"])


def record(
    eligibility: str = "",
    summary: str = "",
    description: str = "",
    title: str = "CD19 CAR-T Cells in Lupus",
    arms: tuple[tuple[str, str], ...] = (),
    given: tuple[tuple[str, str], ...] = (),
    conditions: tuple[str, ...] = ("Lupus",),
    outcomes: tuple[str, ...] = (),
) -> StudyRecord:
    """A study that says these words; an arm is its kind and its description, what is given a name and a description."""
    return parse_study(
        body(
            study(
                identificationModule={"briefTitle": title, "officialTitle": "", "acronym": ""},
                conditionsModule={"conditions": list(conditions), "keywords": []},
                descriptionModule={"briefSummary": summary, "detailedDescription": description},
                eligibilityModule={"eligibilityCriteria": eligibility},
                armsInterventionsModule={
                    "armGroups": [{"label": "Arm", "type": kind, "description": text} for kind, text in arms],
                    "interventions": [{"name": name, "description": text} for name, text in given],
                },
                outcomesModule={"primaryOutcomes": [{"measure": outcome} for outcome in outcomes]},
            )
        )
    )


def found(kind: BurdenKind, *args: str, **texts) -> list[Burden]:
    return [one for one in burdens(record(*args, **texts), WORDS) if one.kind is kind]


def value(kind: BurdenKind, *args: str, **texts) -> Value | None:
    """The one value of a kind, or None where there is none."""
    values = [one.value for one in found(kind, *args, **texts)]
    assert len(values) < 2
    return values[0] if values else None


def excluded(*items: str) -> str:
    return "Inclusion Criteria:\n\n* Lupus\n\nExclusion Criteria:\n\n" + "\n".join(f"* {item}" for item in items)


def included(*items: str) -> str:
    listed = "\n".join(f"* {item}" for item in items)
    return f"Inclusion Criteria:\n\n{listed}\n\nExclusion Criteria:\n\n* Pregnancy"


def test_a_record_that_says_nothing_of_it_takes_nothing():
    assert burdens(record(included("Adults with lupus"), summary="CD19 CAR-T cells are tested."), WORDS) == []


def test_a_value_keeps_the_words_that_say_it_and_their_place():
    text = "Cells are tested. Participants stay in hospital for 10 days. Then they go home."
    (stay,) = found(BurdenKind.HOSPITAL_STAY, summary=text)
    assert stay.evidence.quotation == "Participants stay in hospital for 10 days."
    assert (stay.evidence.field, stay.evidence.start) == ("summary", text.index("Participants"))


def test_a_list_item_is_quoted_without_its_bullet():
    (wait,) = found(BurdenKind.WASH_OUT, excluded("Rituximab within 6 months of screening"))
    assert wait.evidence.quotation == "Rituximab within 6 months of screening"


def test_a_long_sentence_is_quoted_around_its_value():
    long = "Rituximab, " + "or a medicine of its kind, " * 30 + "or belimumab within 6 months before screening"
    (wait,) = found(BurdenKind.WASH_OUT, excluded(long))
    assert "within 6 months" in wait.evidence.quotation or "Rituximab" in wait.evidence.quotation
    assert len(wait.evidence.quotation) <= EVIDENCE_LENGTH
    assert set(wait.evidence.quotation.replace(",", "").split()) <= set(long.replace(",", "").split()), "whole words"


class TestLeukapheresis:
    @pytest.mark.parametrize(
        "texts",
        [
            {"summary": "Participants undergo leukapheresis, then lymphodepletion."},
            {"summary": "The phases are screening, cell collection, infusion of CAR T cells and follow-up."},
            {"description": "Their T cells will be collected by apheresis."},
            {"given": (("Leukapheresis", ""),)},
            {"eligibility": included("Adequate venous access for leucapheresis")},
            {"eligibility": included("No contraindication to apheresis")},
            {"eligibility": excluded("Steroids within 5 days prior to leukapheresis")},
        ],
    )
    def test_it_is_collected(self, texts):
        assert value(BurdenKind.LEUKAPHERESIS, **texts) == Value(said=Said.YES)

    @pytest.mark.parametrize(
        "texts",
        [
            {"title": "Allogeneic CD19 CAR-T Cells in Lupus"},
            {"summary": "The CAR T cells come from a healthy donor."},
            {"title": "An In Vivo CAR-T for Lupus"},
            {"title": "Allogeneic CD19 CAR-T Cells in Lupus", "summary": "Autologous cells take long to make."},
            {"summary": "CAR T cells arise in the body without the need for leukapheresis."},
            {"description": "This treatment does not require apheresis or chemotherapy."},
        ],
    )
    def test_it_is_not_needed(self, texts):
        assert value(BurdenKind.LEUKAPHERESIS, **texts) == Value(said=Said.NO)

    @pytest.mark.parametrize(
        "texts",
        [
            {"eligibility": excluded("Prior leukapheresis for another CAR-T trial")},
            {"eligibility": excluded("Plasmapheresis within 4 weeks")},
            {"description": "Products from previous leukapheresis are stored."},
            {"description": "A donor undergoes leukapheresis."},
            {"summary": "LDL apheresis lowers cholesterol."},
            {"summary": "Stem cell collection is done elsewhere."},
            {"summary": "T cells are counted and compared to those of healthy donors."},
            {"title": "Autologous or Allogeneic CD19 CAR-T Cells in Lupus"},
        ],
    )
    def test_silence_stays_silence(self, texts):
        assert value(BurdenKind.LEUKAPHERESIS, **texts) is None

    def test_a_donor_s_leukapheresis_is_not_the_patient_s(self):
        eligibility = included("Donor: able to undergo apheresis", "Negative test within 2 weeks of first apheresis")
        title = "Donor-Derived CD19 CAR T Cells in Lupus"
        assert value(BurdenKind.LEUKAPHERESIS, eligibility, title=title) == Value(said=Said.NO)

    def test_none_of_the_exclusion_criteria_is_no_refusal(self):
        text = "People who meet none of the exclusion criteria will have their T cells collected."
        assert value(BurdenKind.LEUKAPHERESIS, summary=text) == Value(said=Said.YES)


class TestLymphodepletion:
    @pytest.mark.parametrize(
        "texts",
        [
            {"summary": "CAR T cells are given after lymphodepleting chemotherapy."},
            {"arms": (("EXPERIMENTAL", "After preconditioning with chemotherapy, the cells are infused."),)},
            {"eligibility": excluded("Infection prior to lymphodepletion")},
        ],
    )
    def test_there_is_one(self, texts):
        assert value(BurdenKind.LYMPHODEPLETION, **texts) == Value(said=Said.YES)

    @pytest.mark.parametrize(
        "text",
        [
            "CAR T cells are given without lymphodepletion.",
            "CAR T Cells Without Conditioning Chemotherapy (Lymphodepletion)",
            "Participants will not undergo lymphodepleting chemotherapy.",
            "No prior conditioning, a lymphodepletion-free regimen of CAR T cells.",
        ],
    )
    def test_it_is_stated_that_there_is_none(self, text):
        assert value(BurdenKind.LYMPHODEPLETION, summary=text) == Value(said=Said.NO)

    @pytest.mark.parametrize(
        "text",
        [
            "CAR T cells with or without lymphodepletion.",
            "CAR T cells in nephritis following lymphodepletion (LD) and in skin disease without LD.",
            "Patients are randomized to a lymphodepletion or a no lymphodepletion arm of CAR T cells.",
        ],
    )
    def test_some_have_one(self, text):
        assert value(BurdenKind.LYMPHODEPLETION, summary=text) == Value(said=Said.SOME)

    @pytest.mark.parametrize(
        "texts",
        [
            {"eligibility": excluded("Earlier lymphodepletion for cell therapy")},
            {"eligibility": excluded("Allergy to lymphodepletion drugs such as fludarabine")},
            {"eligibility": excluded("Fludarabine within 6 months")},
            {"summary": "Myeloablative conditioning regimen before a transplant of stem cells."},
            {"summary": "Ischemic preconditioning of the heart."},
            {"arms": (("EXPERIMENTAL", "CAR T cells"), ("ACTIVE_COMPARATOR", "Lymphodepletion alone"))},
        ],
    )
    def test_silence_stays_silence(self, texts):
        assert value(BurdenKind.LYMPHODEPLETION, **texts) is None

    def test_its_drugs_are_named_with_the_words_that_give_a_dose(self):
        drugs = found(
            BurdenKind.LYMPHODEPLETION_DRUG,
            summary="Lymphodepletion with fludarabine and cyclophosphamide precedes the cells.",
            given=(("Fludarabine", "Fludarabine 30 mg/m\\^2 on three days"), ("CAR T cells", "One infusion")),
        )
        assert [one.value.subjects for one in drugs] == [("fludarabine",), ("cyclophosphamide",)]
        assert drugs[0].evidence.quotation == "Fludarabine 30 mg/m\\^2 on three days"

    def test_fludarabine_and_cyclophosphamide_as_interventions_are_one(self):
        given = (("Fludarabine", ""), ("Cyclophosphamide", ""), ("LND-19", ""))
        assert value(BurdenKind.LYMPHODEPLETION, given=given) == Value(said=Said.YES)
        assert value(BurdenKind.LYMPHODEPLETION, given=given, conditions=("Chronic leukemia",)) is None

    def test_cyclophosphamide_of_the_standard_care_is_none_of_its_drugs(self):
        drugs = found(
            BurdenKind.LYMPHODEPLETION_DRUG,
            summary="Lymphodepletion with fludarabine precedes the cells.",
            given=(("Cyclophosphamide", "Cyclophosphamide as standard of care"),),
        )
        assert [one.value.subjects for one in drugs] == [("fludarabine",)]


class TestHospital:
    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("Participants will attend visits and an 8-day inpatient hospital stay.", Amount(8, 8, "day")),
            ("Patients will remain admitted for at least 7 days after infusion.", Amount(7, None, "day")),
            ("Patients are expected to be in hospital for 4-6 weeks.", Amount(4, 6, "week")),
            ("In the following two weeks, patients will be hospitalized.", Amount(2, 2, "week")),
            ("Participants will be hospitalised for up to 14 days.", Amount(None, 14, "day")),
            ("They stay in hospital overnight for monitoring.", Amount(1, 1, "night")),
        ],
    )
    def test_days_in_hospital(self, text, amount):
        assert value(BurdenKind.HOSPITAL_STAY, summary=text) == Value(amount=amount)

    @pytest.mark.parametrize(
        "text",
        [
            "Length of hospital stay will be compared at 30 days.",
            "Patients hospitalized within 30 days before screening will be excluded.",
            "Patients will be discharged from hospital and followed for 28 days.",
            "The median hospital stay was 12 days.",
            "DLT will be observed within 28 days after infusion in hospital.",
            "Patients will be admitted in case of fever for 3 days.",
        ],
    )
    def test_other_numbers_are_none(self, text):
        assert value(BurdenKind.HOSPITAL_STAY, summary=text) is None

    def test_an_earlier_stay_among_the_exclusions_is_none(self):
        assert value(BurdenKind.HOSPITAL_STAY, excluded("Hospitalized for 7 days or more")) is None

    def test_the_infusion_may_be_given_to_outpatients(self):
        text = "The infusion may be given on an outpatient basis."
        assert value(BurdenKind.OUTPATIENT, summary=text) == Value(said=Said.YES)

    @pytest.mark.parametrize("text", ["Outpatient visits follow.", "The infusion is not given as an outpatient."])
    def test_outpatient_visits_are_no_outpatient_treatment(self, text):
        assert value(BurdenKind.OUTPATIENT, summary=text) is None


class TestNearTheCentre:
    def test_how_near_and_how_long(self):
        text = "Participants must remain within 2 hours of the treatment centre for at least 28 days."
        expected = Value(amount=Amount(28, None, "day"), distance=Amount(None, 2, "hour"))
        assert value(BurdenKind.NEAR_CENTRE, summary=text) == expected

    def test_miles(self):
        text = included("Willing to stay within 30 miles of the study site for four weeks")
        expected = Value(amount=Amount(4, 4, "week"), distance=Amount(None, 30, "mile"))
        assert value(BurdenKind.NEAR_CENTRE, text) == expected

    @pytest.mark.parametrize(
        "texts",
        [
            {"eligibility": excluded("Plans to move more than 60 miles from the study site")},
            {"summary": "Participants stay near the clinic."},
            {"eligibility": excluded("Travel within 30 days to an area near the site of an outbreak")},
        ],
    )
    def test_silence_stays_silence(self, texts):
        assert value(BurdenKind.NEAR_CENTRE, **texts) is None


def wait(count: int, unit: str, *subjects: str, **more) -> Value:
    return Value(amount=Amount(count, None, unit), subjects=subjects, **more)


class TestWashOuts:
    @pytest.mark.parametrize(
        ("item", "expected"),
        [
            ("Rituximab within 6 months of screening", wait(6, "month", "rituximab", before="screening")),
            ("B-cell depleting agents within six (6) months", wait(6, "month", "b-cell-depletion")),
            (
                "IVIG or plasma exchange within 14 days prior to cell collection",
                wait(14, "day", "immunoglobulin", "plasma-exchange", before="leukapheresis"),
            ),
            ("Received belimumab in the last 3 months", wait(3, "month", "belimumab")),
            (
                "Within 30 days before enrolment, methotrexate was taken",
                wait(30, "day", "methotrexate", before="enrolment"),
            ),
            ("Cyclophosphamide \\<4 weeks before infusion", wait(4, "week", "cyclophosphamide", before="treatment")),
            ("Less than 6 months since rituximab", wait(6, "month", "rituximab")),
            (
                "Any investigational agent within 4 weeks or 5 half-lives of screening, whichever is longer",
                wait(4, "week", "investigational-drug", before="screening", half_lives=5, whichever="longer"),
            ),
            (
                "Systemic steroids within 2 weeks before infusion, except inhaled ones",
                wait(2, "week", "glucocorticoid", before="treatment", partial=True),
            ),
            (
                "An anti-CD20 monoclonal antibody within 1 year of screening",
                wait(1, "year", "b-cell-depletion", before="screening"),
            ),
            (
                "Prednisone (\\&gt; 10 mg daily) within 14 days of screening",
                wait(14, "day", "glucocorticoid", before="screening", partial=True),
            ),
            (
                "Tacrolimus within ２ weeks before screening",
                wait(2, "week", "calcineurin-inhibitor", before="screening"),
            ),
        ],
    )
    def test_what_is_excluded_must_be_stopped(self, item, expected):
        assert value(BurdenKind.WASH_OUT, excluded(item)) == expected

    @pytest.mark.parametrize(
        ("item", "expected"),
        [
            (
                "No use of rituximab within 12 weeks prior to screening",
                wait(12, "week", "rituximab", before="screening"),
            ),
            ("At least 4 weeks must have elapsed since chemotherapy", wait(4, "week", "chemotherapy")),
            ("≥ 21 days post radiotherapy", wait(21, "day", "radiotherapy")),
            (
                "Immunosuppressive drugs must be discontinued at least 7 days prior to leukapheresis",
                wait(7, "day", "immunosuppressant", before="leukapheresis"),
            ),
        ],
    )
    def test_what_is_asked_among_the_inclusions(self, item, expected):
        assert value(BurdenKind.WASH_OUT, included(item)) == expected

    def test_a_list_under_a_heading_of_wash_outs(self):
        text = "Inclusion Criteria:\n\n1. Wash-out of earlier treatment:\n\n   * Radiotherapy: ≥ 4 weeks\n   * Age 18"
        assert value(BurdenKind.WASH_OUT, text) == wait(4, "week", "radiotherapy")

    def test_each_treatment_has_its_own_time(self):
        item = "Rituximab within 6 months, or belimumab within 3 months prior to screening"
        waits = [one.value for one in found(BurdenKind.WASH_OUT, excluded(item))]
        assert [(one.subjects, one.amount) for one in waits] == [
            (("rituximab",), Amount(6, None, "month")),
            (("belimumab",), Amount(3, None, "month")),
        ]

    def test_what_the_summary_asks_to_stop(self):
        text = "Participants discontinue methotrexate at least 7 days prior to leukapheresis."
        expected = wait(7, "day", "methotrexate", before="leukapheresis")
        assert value(BurdenKind.WASH_OUT, summary=text) == expected

    def test_no_live_vaccine_is_a_kind_of_its_own(self):
        eligibility = excluded("Live vaccine within 30 days of screening")
        expected = Value(amount=Amount(30, None, "day"), before="screening")
        assert value(BurdenKind.LIVE_VACCINE, eligibility) == expected
        assert value(BurdenKind.WASH_OUT, eligibility) is None

    @pytest.mark.parametrize(
        "item",
        [
            "Change in the dose of azathioprine within 4 weeks",
            "Not on a stable dose of methotrexate for 8 weeks before screening",
            "Infection requiring immunosuppressive therapy to be paused within 2 weeks",
            "Another autoimmune disease requiring immunosuppressive therapy within 2 years of screening",
            "Relapse within 6 months after rituximab",
            "Allergy to rituximab within 6 months",
            "Chemotherapy (nitrosoureas within 6 weeks)",
            "Palliative radiotherapy within 2 weeks of screening is allowed",
            "A washout is permitted (≤2 weeks of radiotherapy)",
            "Steroids for 1 month prior to enrolment",
            "Pregnancy test positive within 7 days before chemotherapy",
            "Lymphodepleting chemotherapy within 30 days",
            "Rituximab at any time",
            "Systemic treatment with herbal medicine within 2 weeks of screening",
        ],
    )
    def test_something_else_among_the_exclusions_is_none(self, item):
        assert value(BurdenKind.WASH_OUT, excluded(item)) is None

    @pytest.mark.parametrize(
        "item",
        [
            "Received rituximab within 12 months of screening",
            "Stable dose of prednisone for at least 4 weeks before screening",
            "Contraception for 12 months after the last dose of cyclophosphamide",
            "Recurrence within 6 months after chemotherapy",
            "A lesion persistent for ≥3 months post-radiotherapy",
            "Prednisone may be given within 4 weeks of screening",
            "No response to at least 6 months of mycophenolate",
        ],
    )
    def test_something_else_among_the_inclusions_is_none(self, item):
        assert value(BurdenKind.WASH_OUT, included(item)) is None

    def test_without_headings_only_a_refusal_counts(self):
        assert value(BurdenKind.WASH_OUT, "Rituximab within 6 months of screening") is None
        refused = "No rituximab within 6 months of screening"
        assert value(BurdenKind.WASH_OUT, refused) == wait(6, "month", "rituximab", before="screening")

    def test_a_dose_limiting_time_is_none(self):
        text = "Toxicity of chemotherapy is observed within 28 days after infusion."
        assert value(BurdenKind.WASH_OUT, description=text) is None


class TestPriorTreatment:
    @pytest.mark.parametrize(
        ("item", "amount", "subjects"),
        [
            (
                "Failed 2 or more immunosuppressive therapies",
                Amount(2, None, "treatment"),
                ("immunosuppressant",),
            ),
            ("Inadequate response to at least two DMARDs", Amount(2, None, "treatment"), ("antirheumatic",)),
            ("Refractory to \\>= 2 prior lines of therapy", Amount(2, None, "line"), ()),
            ("Relapsed after ≥ 2 lines of treatment", Amount(2, None, "line"), ()),
            ("Received more than one prior regimen", Amount(2, None, "line"), ()),
            ("Failed 1-3 prior lines", Amount(1, 3, "line"), ()),
            ("Progressed after two lines of therapy", Amount(2, None, "line"), ()),
            (
                "At least one of azathioprine or methotrexate has been used",
                Amount(1, None, "treatment"),
                ("azathioprine", "methotrexate"),
            ),
            ("Failed at least one (1) biologic", Amount(1, None, "treatment"), ("biologic",)),
        ],
    )
    def test_how_many_were_tried(self, item, amount, subjects):
        known = value(BurdenKind.PRIOR_TREATMENT, included(item))
        assert (known.amount, known.subjects) == (amount, subjects)

    def test_of_two_ways_in_the_easier_counts(self):
        item = "Failed two or more immunosuppressive therapies, or failed at least 1 such therapy and needed IVIG"
        known = value(BurdenKind.PRIOR_TREATMENT, included(item))
        assert (known.amount.minimum, known.partial) == (1, True)

    @pytest.mark.parametrize(
        "item",
        [
            "No more than 3 prior lines of therapy",
            "Received ≤ 2 prior lines",
            "Failed at least 3 months of treatment",
            "Received at least one infusion of LND-19",
            "At least one measurable lesion after prior therapy",
            "On a stable dose of at least one immunosuppressant after relapse",
            "Refractory disease with at least 2 flares on therapy",
            "May have received one prior line of therapy",
            "Refractory to at least 4 cycles of chemotherapy with ≥ 2 drugs",
            "Prior CAR-T therapy",
        ],
    )
    def test_other_numbers_are_none(self, item):
        assert value(BurdenKind.PRIOR_TREATMENT, included(item)) is None

    def test_what_is_excluded_is_not_required(self):
        assert value(BurdenKind.PRIOR_TREATMENT, excluded("Received at least 2 prior lines of therapy")) is None


class TestFollowUp:
    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("Everyone who is infused will be followed for 156 weeks.", Amount(156, 156, "week")),
            ("Participants will receive a 1-year follow-up.", Amount(1, 1, "year")),
            ("Participants will be followed for up to two years after treatment.", Amount(None, 2, "year")),
            ("The follow-up lasts 24 to 52 weeks.", Amount(24, 52, "week")),
            ("Follow-up visits will be completed annually, for a total of 5 years.", Amount(5, 5, "year")),
            ("A treatment period of 24 weeks and a follow-up period of 8 weeks.", Amount(8, 8, "week")),
            ("The planned follow-up period is at least 12 months.", Amount(12, None, "month")),
        ],
    )
    def test_how_long_each_is_followed(self, text, amount):
        assert value(BurdenKind.FOLLOW_UP, summary=text) == Value(amount=amount)

    @pytest.mark.parametrize(
        ("texts", "amount"),
        [
            ({"summary": "Long-term follow-up will last up to 15 years."}, Amount(None, 15, "year")),
            ({"summary": "Participants continue in long-term follow-up for fifteen years."}, Amount(15, 15, "year")),
            ({"summary": "Events are captured for up to 15 years following infusion."}, Amount(None, 15, "year")),
            ({"outcomes": ("Deaths through Year 15 of long-term follow-up",)}, Amount(15, 15, "year")),
            ({"eligibility": excluded("Unwilling to take part in the 15-year follow-up")}, Amount(15, 15, "year")),
        ],
    )
    def test_long_term_follow_up(self, texts, amount):
        assert value(BurdenKind.LONG_TERM_FOLLOW_UP, **texts) == Value(amount=amount)

    def test_both_in_one_sentence(self):
        text = "A 52-week short-term follow-up and up to a 15-year long-term follow-up are planned."
        assert value(BurdenKind.FOLLOW_UP, summary=text) == Value(amount=Amount(52, 52, "week"))
        assert value(BurdenKind.LONG_TERM_FOLLOW_UP, summary=text) == Value(amount=Amount(None, 15, "year"))

    @pytest.mark.parametrize(
        "texts",
        [
            {"outcomes": ("Remission at month 3 of follow-up of 12 months",)},
            {"summary": "Median follow-up was 15 months in an earlier study."},
            {"summary": "Follow-up visits take place every 3 months."},
            {"summary": "One infusion is followed by 12 weeks of steroids."},
            {"summary": "They come back 4 to 6 weeks later for a follow-up sample."},
            {"summary": "Participants will be followed for 28 days (DLT evaluation)."},
            {"summary": "Safety is followed for the first 2 years by blood tests."},
            {"eligibility": included("Stable at follow-up for 12 months")},
            {"summary": "The study will last 4 years."},
        ],
    )
    def test_other_times_are_none(self, texts):
        assert value(BurdenKind.FOLLOW_UP, **texts) is None
        assert value(BurdenKind.LONG_TERM_FOLLOW_UP, **texts) is None


class TestCosts:
    @pytest.mark.parametrize(
        ("text", "purse"),
        [
            ("The cells are provided free of charge.", "free"),
            ("All study procedures will be paid by the sponsor.", "sponsor"),
            ("The sponsor will cover the costs of hospital care.", "sponsor"),
            ("Costs of standard care will not be covered by the study.", "not-covered"),
            ("Standard care will be billed to your insurance.", "insurance"),
        ],
    )
    def test_who_pays(self, text, purse):
        assert value(BurdenKind.COSTS, description=text) == Value(subjects=(purse,))

    @pytest.mark.parametrize(
        "text",
        ["A cost-effectiveness study.", "It could be provided at no cost to all women.", "Workers are paid daily."],
    )
    def test_other_costs_are_none(self, text):
        assert value(BurdenKind.COSTS, description=text) is None

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("Participants will be reimbursed for travel expenses.", Said.YES),
            ("Lodging near the clinic is provided by the sponsor.", Said.YES),
            ("Travel costs will not be reimbursed.", Said.NO),
        ],
    )
    def test_whether_travel_is_helped_with(self, text, said):
        assert value(BurdenKind.TRAVEL, description=text) == Value(said=said)

    def test_travel_to_an_endemic_area_is_none(self):
        assert value(BurdenKind.TRAVEL, excluded("Travel to an endemic area covered by a warning")) is None


class TestContraception:
    def test_for_women_and_men_apart(self):
        eligibility = included(
            "Women of childbearing potential must use contraception until 24 months after the infusion",
            "Men must agree to use contraception for at least 6 months after infusion",
        )
        values = [one.value for one in found(BurdenKind.CONTRACEPTION, eligibility)]
        assert values == [
            Value(amount=Amount(24, None, "month"), subjects=("women",)),
            Value(amount=Amount(6, None, "month"), subjects=("men",)),
        ]

    @pytest.mark.parametrize(
        "item",
        [
            "Contraception with a failure rate \\< 1% per year",
            "Contraception from 28 days prior to infusion",
            "Contraception, unless postmenopausal for 24 months after the last menstruation",
        ],
    )
    def test_other_times_are_none(self, item):
        assert value(BurdenKind.CONTRACEPTION, included(item)) is None


PIECES = [
    *("rituximab", "within 6 months", "prior to screening", "leukapheresis", "lymphodepletion", "without", "15 years"),
    *("follow-up", "hospitalized for", "at least 2", "lines", "(", ")", ".", ";", "\n", "* ", "Exclusion Criteria:\n"),
    *(
        "Inclusion Criteria",
        "≥",
        "\\>= ",
        "contraception",
        "after",
        "２",
        "İ",
        "10\\. ",
        "donor",
        "free of charge",
        "miles",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map(" ".join) | st.text(max_size=300)


@effort(max_examples=150, deadline=None)
@given(eligibility=TEXTS, summary=TEXTS, description=TEXTS)
def test_any_text_is_read_and_quoted_as_it_stands(eligibility, summary, description):
    one = record(eligibility, summary, description)
    for burden in burdens(one, WORDS):
        evidence = burden.evidence
        assert 0 < len(evidence.quotation) <= EVIDENCE_LENGTH
        texts = [text for field, text in passages(one) if field == evidence.field]
        assert any(text.startswith(evidence.quotation, evidence.start) for text in texts)


@pytest.mark.parametrize("piece", ["rituximab ", "((", "a, b ", "6 months ", "follow-up ", "without no ", "\\>= 2 "])
def test_a_text_with_no_end_is_read_in_time(piece):
    text = excluded(f"Rituximab {piece * 2000}within 6 months")
    burdens(record(text, summary=piece * 2000 + " leukapheresis lymphodepletion hospital"), WORDS)


def test_no_word_at_all_finds_nothing():
    assert burdens(record(excluded("Rituximab within 6 months")), from_rows()) == []
