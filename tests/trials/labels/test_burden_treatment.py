"""Cells collected, medicines that make room for them, days in hospital and near the centre."""

import pytest

from tests.trials.labels.taking import excluded, found, included, value
from trials.labels.burden import Amount, BurdenKind, Said, Value


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
