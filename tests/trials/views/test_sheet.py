"""The sheet for the doctor: what stands on it, in which language, where its square leads, and what is cut."""

import re
from datetime import date
from urllib.parse import unquote

import pytest

from tests.builders import (
    make_autoantibody,
    make_burden,
    make_condition,
    make_contact,
    make_modality,
    make_programme,
    make_site,
    make_sponsor,
    make_statement,
    make_target,
    make_trial,
)
from tests.trials.views.reading import read
from trials.models import OldNumber, Trial

ELIGIBILITY = """Inclusion Criteria:

* Age 18 years or over
* Lupus nephritis, class III or IV
* At least one earlier immunosuppressant

Exclusion Criteria:

* Active hepatitis B
* Pregnant or breastfeeding
"""


@pytest.fixture
def trial(db):
    made = make_trial(
        nct_id="NCT00012345",
        title="Cells in lupus nephritis",
        conditions=[make_condition("Lupus nephritis")],
        targets=[make_target("CD19")],
        modalities=[make_modality("CAR-T", plain_name="engineered T cells")],
        autoantibodies=[make_autoantibody("Anti-dsDNA")],
        sites=[
            make_site("Spree Clinic", city="Berlin", latitude=52.52, longitude=13.4),
            make_site("Isar Clinic", city="Munich", latitude=48.14, longitude=11.58),
        ],
        sponsor=make_sponsor("A Small Company"),
        stage="phase-1-2",
        eligibility=ELIGIBILITY,
        minimum_age="18 Years",
        minimum_age_years=18,
    )
    make_contact(made, made.trial_sites.get(site__city="Berlin"), name="B. Nurse", phone="+49 30 1")
    make_burden(made, "hospital-stay", value={"amount": {"minimum": 7, "maximum": None, "unit": "day"}})
    return made


def sheet(client, trial, asked=""):
    return read(client, f"{trial.get_absolute_url()}sheet/{asked}")


def test_a_doctor_finds_what_a_referral_needs(client, trial):
    words = sheet(client, trial, "?near=Potsdam").words
    for part in (
        "Cells in lupus nephritis",
        "NCT00012345",
        "CD19 CAR-T, autologous, Phase 1/2",
        "A Small Company",
        "Recruiting",
        "You need this antibody Anti-dsDNA",
        "18 years and over",
        "At least 7 days in hospital.",
        "Not stated: if cells are collected from your blood",
        "Inclusion (3)",
        "Diagnosis and activity (1): Lupus nephritis, class III or IV",
        "Exclusion (2)",
        "Infections (1): Active hepatitis B",
        "Nearest site that takes people Spree Clinic , Berlin, Germany · about 26 km from Potsdam",
        "1 other site takes people.",
        "B. Nurse +49 30 1",
        "We looked on",
        "clinicaltrials.gov/study/NCT00012345",
    ):
        assert part in words


def test_its_square_leads_back_to_the_page_as_the_visitor_has_it(client, trial):
    answer = client.get(f"{trial.get_absolute_url()}sheet/?near=Potsdam&age=30&in=en")
    assert answer.context["back"] == "http://testserver/trials/NCT00012345/?near=Potsdam&age=30"
    (square,) = re.findall(r'<img src="(data:[^"]+)"', answer.text)
    assert unquote(square).startswith("data:image/svg+xml")


def test_the_square_says_that_it_holds_what_the_visitor_told(client, trial):
    told = "The whole page, with the place, age or sex that were given"
    assert told in sheet(client, trial, "?near=Potsdam&age=30").words
    assert told not in sheet(client, trial).words


def test_an_address_too_long_to_scan_leads_to_the_page_alone(client, trial):
    answer = client.get(f"{trial.get_absolute_url()}sheet/?near={'Ж' * 3000}")
    assert answer.status_code == 200
    assert answer.context["back"] == "http://testserver/trials/NCT00012345/"


def test_the_sheet_is_to_be_had_in_the_doctors_language_and_the_patient_keeps_theirs(client, trial):
    spanish = client.get("/es/trials/NCT00012345/sheet/?near=Berlin")
    assert 'href="/es/trials/NCT00012345/sheet/?near=Berlin&amp;in=en"' in spanish.text
    english = client.get("/es/trials/NCT00012345/sheet/?near=Berlin&in=en")
    assert '<html lang="en"' in english.text
    assert english.headers["Content-Language"] == "en"
    assert english.context["back"] == "http://testserver/trials/NCT00012345/?near=Berlin"
    assert not english.cookies
    assert 'href="/es/trials/NCT00012345/sheet/?near=Berlin"' in english.text
    assert '<html lang="es"' in client.get("/es/trials/NCT00012345/sheet/?in=xx").text


def test_long_lists_and_texts_are_cut_and_say_that_there_is_more(client, db):
    criteria = "\n".join(
        f"* {words} {'and so on ' * 30}"
        for words in ("Pregnant", "Active infection", "Prior CAR-T", "Heart failure", "Cancer", "Age over 80",
                      "Unable to consent", "Rituximab", "Lupus crisis")
    )  # fmt: skip
    trial = make_trial(
        title="A very long title of a trial " * 20,
        conditions=[make_condition(f"Disease {number}") for number in range(9)],
        eligibility=f"Exclusion Criteria:\n\n{criteria}",
    )
    page = sheet(client, trial)
    assert "… 4 more on the page" in page.words
    assert len(page.first_headings[0]) <= 152
    assert page.first_headings[0].endswith(" …")
    assert len(re.findall(r"more on the page", page.words)) == 2
    assert "and so on " * 12 not in page.words


def test_a_text_without_sides_is_shown_by_its_beginning(client, db):
    words = sheet(client, make_trial(eligibility="People with lupus. " * 60)).words
    assert "Main criteria People with lupus." in words
    assert "Inclusion (" not in words


def test_where_the_record_says_nothing_so_does_the_sheet(client, db):
    words = sheet(client, make_trial(stage="", cell_source="unknown", sex="", enrolment=None)).words
    assert words.count("not stated") >= 4
    assert "The registry lists no site." in words
    assert "None" not in words


def test_a_trial_that_takes_nobody_gives_no_number_to_call(client, trial):
    type(trial).objects.filter(pk=trial.pk).update(status="COMPLETED")
    words = sheet(client, trial).words
    assert "none: it takes nobody new." in words
    assert "+49 30 1" not in words


def test_of_a_trial_that_is_gone_the_sheet_gives_the_registrys_last_word(client, trial):
    Trial.objects.filter(pk=trial.pk).update(vanished=date(2026, 5, 4))
    words = sheet(client, trial).words
    assert "The registry’s last word: recruiting." in words
    assert "The registry says" not in words
    assert "Contact: none: the registry no longer lists this trial." in words


def test_an_editors_word_stands_on_the_sheet_as_the_editors(client, trial):
    make_statement("registry", "status", "RECRUITING", trial=trial)
    make_statement("editor", "status", "COMPLETED", trial=trial)
    Trial.objects.filter(pk=trial.pk).update(status="COMPLETED")
    words = sheet(client, trial).words
    assert re.search(r"An editor of this finder says since [^:]+: finished\.", words)
    assert "The registry says" not in words


def test_a_programme_without_a_record_names_no_registry_as_its_source(client, db):
    words = sheet(client, make_programme(stage="phase-1", status="")).words
    assert "per registry" not in words
    assert "it takes nobody new" not in words
    assert "The registry lists no site" not in words


def test_a_group_that_a_criterion_is_for_stands_before_it(client, db):
    trial = make_trial(
        eligibility="Inclusion Criteria:\n\nCohort A\n\n* Lupus nephritis\n\nCohort B\n\n* Age 30 or over"
    )
    words = sheet(client, trial).words
    assert "[Cohort A] Lupus nephritis" in words
    assert "they differ by group or by step" in words


def test_without_a_place_no_site_is_picked_from_several(client, trial):
    words = sheet(client, trial).words
    assert "2 sites in all. 2 take people now. Germany (2)" in words
    assert "Isar Clinic" not in words


def test_a_contact_stands_with_the_site_that_it_is_for(client, trial):
    assert "B. Nurse +49 30 1 a@hospital.example ( Spree Clinic )" in sheet(client, trial, "?near=Munich").words


def test_what_keeps_the_visitor_out_stands_on_the_sheet(client, trial):
    assert "At age 14, you (or your child) cannot join it now." in sheet(client, trial, "?age=14").words


def test_a_programme_says_that_there_is_nothing_to_join(client, db):
    assert "There is no trial to join yet." in sheet(client, make_programme()).words


def test_the_address_of_an_old_number_leads_to_the_sheet(client, trial):
    OldNumber.objects.create(nct_id="NCT00000009", trial=trial)
    for typed in ("NCT00000009", "nct00012345"):
        answer = client.get(f"/trials/{typed}/sheet/?near=Berlin")
        assert (answer.status_code, answer.url) == (301, "/trials/NCT00012345/sheet/?near=Berlin")
    assert client.get("/trials/NCT09999999/sheet/").status_code == 404


def test_registry_text_is_escaped_on_the_sheet(client, db):
    attack = "<script>alert(1)</script>"
    trial = make_trial(
        title=attack, eligibility=f"Inclusion Criteria:\n\n* {attack}\n* more", sponsor=make_sponsor(attack)
    )
    make_contact(trial, name=attack, phone=attack)
    page = sheet(client, trial, f"?near={attack}")
    assert "<script>alert" not in page.html
    assert page.refused == []
