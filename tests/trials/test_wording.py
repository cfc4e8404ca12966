"""Registry values in plain words."""

from datetime import date, timedelta

import pytest
from django.template import Context, Template

from tests.builders import UPDATED
from trials.models import Trial, TrialSite
from trials.models.status import DOUBT, OPEN, SHUT, SOON
from trials.templatetags import wording

STALE = UPDATED - timedelta(days=800)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("18 Years", "65 Years", "18 to 65 years"),
        ("18 Years", "", "18 years and over"),
        ("", "17 Years", "up to 17 years"),
        ("6 Months", "17 Years", "6 months to 17 years"),
        ("1 Year", "18 Years", "1 year to 18 years"),
        ("", "", "no age limit stated"),
    ],
)
def test_ages(low, high, words):
    assert wording.ages(Trial(minimum_age=low, maximum_age=high)) == words


@pytest.mark.parametrize(
    ("sex", "words"), [("ALL", "all"), ("FEMALE", "women and girls"), ("MALE", "men and boys"), ("", "not stated")]
)
def test_sexes(sex, words):
    assert wording.sexes(sex) == words


@pytest.mark.parametrize(
    ("precision", "words"), [("day", "3 May 2024"), ("month", "May 2024"), ("year", "2024"), ("", "3 May 2024")]
)
def test_a_date_is_no_more_exact_than_its_source(precision, words):
    assert wording.exact_date(date(2024, 5, 3), precision) == words
    assert wording.exact_date(None, precision) == "not stated"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"Age \>= 18 and \< 65", "Age >= 18 and < 65"),
        (r"\[Note\] 5\*10\^6 cells\_kg \~ a\-b \#1 \! \& \|", "[Note] 5*10^6 cells_kg ~ a-b #1 ! & |"),
        (r"a \\ b", r"a \ b"),
        (r"C:\new \d", r"C:\new \d"),
        ("nothing to do", "nothing to do"),
        ("", ""),
    ],
)
def test_the_registrys_escapes_are_taken_out(text, words):
    assert wording.unescaped(text) == words


def test_text_without_its_escapes_is_still_escaped_for_html():
    template = Template("{% load wording %}{{ text|unescaped }}")
    assert template.render(Context({"text": r"\<script\>1 & 2"})) == "&lt;script&gt;1 &amp; 2"


@pytest.mark.parametrize(
    ("of_trial", "confirmed", "at_site", "shown"),
    [
        ("RECRUITING", UPDATED, "RECRUITING", OPEN),
        ("RECRUITING", UPDATED, "", OPEN),
        ("RECRUITING", UPDATED, "COMPLETED", SHUT),
        ("RECRUITING", UPDATED, "NOT_YET_RECRUITING", SOON),
        ("RECRUITING", UPDATED, "SUSPENDED", SHUT),
        ("RECRUITING", UPDATED, "A_WORD_NEVER_SEEN", DOUBT),
        ("RECRUITING", STALE, "RECRUITING", DOUBT),
        ("RECRUITING", STALE, "NOT_YET_RECRUITING", DOUBT),
        ("RECRUITING", STALE, "WITHDRAWN", SHUT),
        ("NOT_YET_RECRUITING", UPDATED, "RECRUITING", SOON),
        ("NOT_YET_RECRUITING", UPDATED, "", SOON),
        ("UNKNOWN", UPDATED, "RECRUITING", DOUBT),
        ("UNKNOWN", UPDATED, "NOT_YET_RECRUITING", DOUBT),
        ("COMPLETED", UPDATED, "RECRUITING", SHUT),
        ("COMPLETED", UPDATED, "NOT_YET_RECRUITING", SHUT),
        ("", None, "", DOUBT),
    ],
)
def test_a_site_takes_people_only_if_its_trial_does(of_trial, confirmed, at_site, shown):
    trial = Trial(status=of_trial, stage="phase-1", verified=confirmed)
    assert wording.site_standing(trial, TrialSite(status=at_site)) is shown


def test_no_site_of_a_preclinical_programme_takes_people(db):
    assert wording.site_standing(Trial(stage="preclinical"), TrialSite(status="RECRUITING")) is SHUT


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("autologous", "your own cells"),
        ("allogeneic", "a donor's cells"),
        ("in-vivo", "made inside the body"),
        ("unknown", ""),
    ],
)
def test_whose_cells(source, words):
    assert wording.whose_cells(source) == words


@pytest.mark.parametrize(
    ("phone", "address"), [("+49 9131 85", "+49913185"), ("555-0100 ext. 12", "555-0100;ext=12"), ("", "")]
)
def test_a_telephone_address_keeps_its_extension_apart(phone, address):
    assert wording.telephone(phone) == address


def test_a_word_of_the_registrys_lists_is_read_as_words():
    assert wording.plain_word("PRINCIPAL_INVESTIGATOR") == "principal investigator"
