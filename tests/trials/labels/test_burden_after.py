"""Visits afterwards, who pays, help with travel, birth control."""

import pytest

from tests.trials.labels.taking import excluded, found, included, value
from trials.labels.burden import Amount, BurdenKind, Said, Value


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
