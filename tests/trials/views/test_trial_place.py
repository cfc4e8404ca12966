"""A trial's page for somebody at a place: distances, the nearest site, whom to call; and what age and sex decide."""

import pytest
from django.http import QueryDict

from tests.builders import make_contact, make_programme, make_site, make_trial
from tests.trials.views.reading import read
from trials.models import Trial
from trials.whereabouts import whereabouts, whom_to_call

BOSTON = {"city": "Boston", "country": "United States", "latitude": 42.36, "longitude": -71.06}
BERLIN = {"city": "Berlin", "country": "Germany", "latitude": 52.52, "longitude": 13.4}
ROME = {"city": "Rome", "country": "Italy", "latitude": 41.9, "longitude": 12.5}


@pytest.fixture
def trial(db):
    """It takes people in Berlin and Rome, and in Boston no more."""
    made = make_trial(
        sites=[make_site("Harbour Clinic", **BOSTON), make_site("Spree Clinic", **BERLIN), make_site("Tiber", **ROME)]
    )
    made.trial_sites.filter(site__city="Boston").update(status="COMPLETED")
    return made


def shown(trial, asked=""):
    return whereabouts(Trial.objects.get(pk=trial.pk), QueryDict(asked))


def towns(where):
    return [one.place.site.city for one in where.sites]


def test_sites_that_take_people_come_first_and_the_nearest_of_them_leads(trial):
    assert towns(shown(trial, "near=New York")) == ["Berlin", "Rome", "Boston"]
    assert towns(shown(trial, "near=Naples, Italy")) == ["Rome", "Berlin", "Boston"]


def test_the_page_names_the_nearest_site_that_takes_people_and_how_far_it_is(client, trial):
    words = read(client, f"{trial.get_absolute_url()}?near=02115").words
    assert "The nearest site that takes people: Spree Clinic , Berlin, Germany. It is about 3,7" in words
    assert "miles from ZIP 02115" in words


def test_kilometres_are_told_where_people_think_in_them_or_ask_for_them(trial):
    assert shown(trial, "near=Potsdam").sites[0].far == "about 26 km"
    assert shown(trial, "near=Potsdam&within=50+miles").sites[0].far == "about 16 miles"
    assert shown(trial, "near=Boston&within=50+km").sites[0].far.endswith("km")


def test_an_unknown_place_is_said_to_be_and_loses_nothing(client, trial):
    page = read(client, f"{trial.get_absolute_url()}?near=Qqzzx&age=30")
    assert "We know no place called “Qqzzx”." in page.words
    assert "All sites are shown without distances." in page.words
    assert all(name in page.words for name in ("Harbour Clinic", "Spree Clinic", "Tiber"))
    assert {"name": "age", "value": "30", "type": "hidden"} in page.fields
    assert any(field.get("name") == "near" and field["value"] == "Qqzzx" for field in page.fields)


def test_without_a_place_sites_stand_by_country_those_that_take_people_first(client, trial):
    page = read(client, trial.get_absolute_url())
    names = [words for tag, words in page.headings if tag == "h3"]
    assert [one for one in names if one in ("Germany", "Italy", "United States")] == [
        "Germany",
        "Italy",
        "United States",
    ]
    assert "3 sites. 2 take people now." in page.words
    assert "miles" not in page.words


def test_a_site_without_a_position_is_there_with_no_distance(client, db):
    trial = make_trial(sites=[make_site("Somewhere", city="Ulm", latitude=None, longitude=None)])
    words = read(client, f"{trial.get_absolute_url()}?near=Berlin").words
    assert "How far its sites are from Berlin, Germany is not known" in words
    assert "distance not known" in words


def test_the_place_goes_along_to_the_sheet(client, trial):
    page = read(client, f"{trial.get_absolute_url()}?near=Berlin&age=14&page=3")
    assert f"{trial.get_absolute_url()}sheet/?near=Berlin&age=14" in page.links


def test_an_old_number_keeps_the_place(client, trial):
    answer = client.get(f"{trial.get_absolute_url().lower()}?near=Berlin")
    assert answer.url == f"{trial.get_absolute_url()}?near=Berlin"


# --- whom to call


def call(trial, asked=""):
    held = Trial.objects.get(pk=trial.pk)
    found = whom_to_call(held, whereabouts(held, QueryDict(asked)))
    return found and found.contact.name


def test_the_nearest_open_site_is_called_where_a_place_is_known_and_else_the_trials_own_contact(trial):
    make_contact(trial, name="Central")
    for place in trial.trial_sites.select_related("site"):
        make_contact(trial, place, name=place.site.city)
    assert call(trial) == "Central"
    assert call(trial, "near=Naples, Italy") == "Rome"
    assert call(trial, "near=Boston") == "Berlin"  # Boston itself takes nobody


def test_one_open_site_is_called_without_a_place(trial):
    trial.trial_sites.filter(site__city="Rome").update(status="COMPLETED")
    make_contact(trial, name="Central")
    make_contact(trial, trial.trial_sites.get(site__city="Berlin"), name="At the site")
    assert call(trial) == "At the site"


def test_a_contact_with_a_telephone_comes_before_one_without(trial):
    make_contact(trial, name="Nobody can reach", phone="", email="")
    make_contact(trial, name="By letter", phone="")
    make_contact(trial, name="By telephone")
    assert call(trial) == "By telephone"


@pytest.mark.parametrize("columns", [{"status": "COMPLETED"}, {"vanished": "2026-05-01"}])
def test_nobody_is_called_for_a_trial_that_takes_nobody(client, trial, columns):
    make_contact(trial)
    Trial.objects.filter(pk=trial.pk).update(**columns)
    assert call(trial) is None
    assert "Call the" not in read(client, trial.get_absolute_url()).words


def test_calling_is_the_one_filled_action(client, trial):
    make_contact(trial, name="A. Nurse", phone="555-0100 ext. 12")
    page = read(client, trial.get_absolute_url())
    assert page.links["tel:555-0100;ext=12"].startswith("Call the trial’s contact: 555-0100 ext. 12")
    assert page.html.count('class="button"') == 1
    assert page.links[f"/compare/?trial={trial.nct_id}"] == "Compare"
    assert f'data-shortlist="{trial.nct_id}" hidden' in page.html
    assert page.links[f"{trial.get_absolute_url()}sheet/"] == "Take the sheet to your doctor"


def test_laboratory_work_offers_no_sheet_and_no_distance(client, db):
    page = read(client, make_programme().get_absolute_url())
    assert not any("sheet" in address or "compare/?" in address for address in page.links)
    assert page.html.count('class="button"') == 1
    assert not any(field.get("name") == "near" for field in page.fields)


# --- age and sex


def answer(client, asked, **columns):
    page = read(client, f"{make_trial(**columns).get_absolute_url()}?{asked}")
    return page.words


ADULTS = {"minimum_age": "18 Years", "minimum_age_years": 18, "maximum_age": "65 Years", "maximum_age_years": 65}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("age=14", "Its ages: 18 to 65 years. At age 14, you (or your child) cannot join it now."),
        ("age=70", "Its ages: 18 to 65 years. At age 70, you (or your child) cannot join it."),
        ("age=18", "Its ages: 18 to 65 years. Age 18 is within them."),
        ("age=65", "Its ages: 18 to 65 years. Age 65 is within them."),
        ("age=65.5", "Its ages: 18 to 65 years. Age 65.5 is within them."),
        ("age=66", "Its ages: 18 to 65 years. At age 66, you (or your child) cannot join it."),
    ],
)
def test_an_age_in_the_address_is_answered(client, db, asked, sentence):
    assert sentence in answer(client, asked, **ADULTS)


def test_an_age_is_written_as_the_language_writes_numbers(client, db):
    trial = make_trial(**ADULTS)
    assert "65,5" in read(client, f"/es{trial.get_absolute_url()}?age=65.5").words


def test_of_a_trial_that_no_registry_was_asked_about_no_registry_is_named(client, db):
    programme = make_programme(stage="phase-1", sex="", minimum_age="", maximum_age="")
    words = read(client, f"{programme.get_absolute_url()}?age=14&sex=female").words
    assert "Whom it takes is not stated." in words
    assert "The registry states no age limit" not in words
    assert "The registry does not state which sex" not in words


def test_where_no_site_takes_people_the_nearest_is_named_not_the_one_that_opens_soon(db):
    trial = make_trial(sites=[
        make_site("Far Clinic", city="Munich", latitude=48.14, longitude=11.58),
        make_site("Near Clinic", city="Berlin", latitude=52.52, longitude=13.4),
    ])  # fmt: skip
    trial.trial_sites.filter(site__city="Munich").update(status="NOT_YET_RECRUITING")
    trial.trial_sites.filter(site__city="Berlin").update(status="COMPLETED")
    assert whereabouts(trial, QueryDict("near=Potsdam")).nearest.name == "Near Clinic"


def test_where_no_age_limit_is_stated_the_page_says_so(client, db):
    assert "The registry states no age limit for this trial." in answer(client, "age=14")


@pytest.mark.parametrize("asked", ["age=abc", "age=-1", "age=nan", "age=%00", "sex=other", "near=%00"])
def test_what_is_no_age_and_no_sex_is_not_answered(client, db, asked):
    words = answer(client, asked, **ADULTS)
    assert "Its ages:" not in words
    assert "It takes" not in words


@pytest.mark.parametrize(
    ("sex", "held", "sentence"),
    [
        ("male", "FEMALE", "It takes only women and girls."),
        ("female", "MALE", "It takes only men and boys."),
        ("female", "ALL", "It takes people of any sex."),
        ("female", "", "The registry does not state which sex it takes."),
    ],
)
def test_a_sex_in_the_address_is_answered(client, db, sex, held, sentence):
    assert sentence in answer(client, f"sex={sex}", sex=held)


def test_nobody_is_told_to_qualify(client, db):
    words = answer(client, "age=30&sex=female&near=Berlin", **ADULTS).lower()
    assert "qualify" not in words
    assert "you can join" not in words
