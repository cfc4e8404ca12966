"""What must be stopped before joining, and what must have been tried."""

import pytest

from tests.trials.labels.taking import excluded, found, included, value
from trials.labels.burden import Amount, BurdenKind, Value


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
