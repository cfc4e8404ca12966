"""A trial's own page: its address, its facts, who says what, and what is not there."""

import html
import json

import pytest

from tests.builders import (
    make_contact,
    make_intervention,
    make_programme,
    make_site,
    make_source,
    make_sponsor,
    make_statement,
    make_target,
    make_therapy,
    make_trial,
)
from tests.served import trial_record
from tests.trials.views.reading import read
from trials.models import OldNumber, Trial
from trials.sync import sync_files


@pytest.mark.parametrize("typed", ["nct00012345", "Nct00012345"])
def test_a_number_in_any_case_leads_to_the_trial(client, db, typed):
    make_trial(nct_id="NCT00012345")
    answer = client.get(f"/trials/{typed}/")
    assert (answer.status_code, answer.url) == (301, "/trials/NCT00012345/")


@pytest.mark.parametrize("typed", ["NCT00000009", "nct00000009"])
def test_an_old_number_leads_to_the_trial(client, db, typed):
    OldNumber.objects.create(nct_id="NCT00000009", trial=make_trial(nct_id="NCT00012345"))
    answer = client.get(f"/trials/{typed}/")
    assert (answer.status_code, answer.url) == (301, "/trials/NCT00012345/")


def test_the_page_shows_what_is_held(client, finder):
    trial = finder.add_trial(
        title="Cells in lupus",
        summary="A summary.",
        eligibility="Inclusion: lupus.",
        primary_outcomes=["Safety after a year"],
        registry_conditions=["SLE, refractory"],
        minimum_age="18 Years",
        start="2025-05-01",
        start_precision="month",
    )
    page = read(client, trial.get_absolute_url())
    assert page.first_headings == ["Cells in lupus"]
    for words in (
        "A summary.",
        "Inclusion: lupus.",
        "Safety after a year",
        "SLE, refractory",
        "18 years and over",
        "May 2025",
        "Sponsor of Cells in lupus",
        "A helper",
        "A. Coordinator",
        "CD19 CAR-T cells",
        "Charité",
        "Wuhan",
        trial.nct_id,
    ):
        assert words in page.words
    assert {
        "/conditions/lupus/",
        "/autoantibodies/anti-musk/",
        "/therapies/kyv-101/",
        "/trials/?target=cd19",
        trial.registry_url,
        finder.sites[1].get_absolute_url(),
        "tel:+491",
        "mailto:a@hospital.example",
    } <= page.links.keys()


def test_every_label_says_why(client, finder):
    trial = finder.add_trial()
    trial.condition_labels.update(evidence="refractory lupus nephritis", field="summary")
    words = read(client, trial.get_absolute_url()).words
    assert "from: summary" in words
    assert "refractory lupus nephritis" in words


def test_a_labels_quotation_is_shown_without_the_registrys_escapes_and_escaped_for_html(client, finder):
    trial = finder.add_trial()
    trial.condition_labels.update(evidence=r"age \>= 18 <b>", field="eligibility")
    page = read(client, trial.get_absolute_url())
    assert "The words: age >= 18 <b>" in page.words
    assert "age &gt;= 18 &lt;b&gt;" in page.html


def test_an_editors_label_without_words_says_whose_it_is(client, finder):
    trial = finder.add_trial(origin="curator")
    trial.condition_labels.update(evidence="", field="")
    assert "An editor of this finder added this." in read(client, trial.get_absolute_url()).words


def test_an_autoantibody_stands_under_who_can_join(client, finder):
    words = read(client, finder.add_trial().get_absolute_url()).words
    words = words[words.index("Sources and dates Who can join") :]
    places = [words.index(one) for one in ("Who can join", "You need this antibody Anti-MuSK", "What it takes")]
    assert places == sorted(places)


def test_a_vetoed_label_is_not_on_the_page(client, finder):
    trial = finder.add_trial(origin="curator")
    for labels in ("condition_labels", "therapy_labels", "autoantibody_labels", "target_labels"):
        getattr(trial, labels).update(vetoed=True)
    page = read(client, trial.get_absolute_url())
    for address in ("/conditions/lupus/", "/therapies/kyv-101/", "/autoantibodies/anti-musk/", "/trials/?target=cd19"):
        assert address not in page.links


def test_what_is_missing_is_said_to_be(client, db):
    page = read(client, make_trial(stage="", cell_source="unknown", sex="", enrolment=None).get_absolute_url())
    assert page.words.count("not stated") >= 8
    assert "The registry lists no site." in page.words
    assert "None" not in page.words


def test_both_sponsors_stand_on_the_page_where_registry_and_article_differ(client, db):
    trial = make_trial(sponsor=make_sponsor("Cabaletta Bio"))
    make_statement("article", "sponsor", "lenzax", trial=trial)
    make_statement("registry", "sponsor", "Cabaletta Bio", trial=trial)
    page = read(client, trial.get_absolute_url())
    said = page.words[page.words.index("Who runs it") : page.words.index("Stage Phase 1")]
    assert said.index("Cabaletta Bio") < said.index("lenzax")
    assert "Trial registry: “Cabaletta Bio” Shown here." in said
    assert "Article: “lenzax”" in said


def test_after_a_sync_the_articles_sponsor_still_stands_beside_the_registrys(client, db, tmp_path):
    make_source("registry")
    trial = make_trial(
        nct_id="NCT05451212", last_checked=None, registry_updated=None, sponsor=make_sponsor("lenzax"), status=""
    )
    make_statement("article", "sponsor", "lenzax", trial=trial)
    record = trial_record("NCT05451212", "MuSK-CAART in Myasthenia Gravis", "Myasthenia Gravis")
    (tmp_path / "study.json").write_text(json.dumps(record))
    sync_files(tmp_path)
    trial.refresh_from_db()
    assert trial.sponsor.name == "Cabaletta Bio"
    words = read(client, "/trials/NCT05451212/").words
    assert "Trial registry" in words
    assert "“Cabaletta Bio” Shown here." in words
    assert "“lenzax”" in words


def test_an_editors_word_comes_first_with_its_reason(client, db):
    trial = make_trial(stage="phase-2")
    make_statement("registry", "stage", "phase-1", trial=trial)
    make_statement("editor", "stage", "phase-2", trial=trial, reason="Their paper says so.")
    words = read(client, trial.get_absolute_url()).words
    assert "“Phase 2” ( Their paper says so. ) Shown here." in words
    assert "“Phase 1”" in words


def test_a_preclinical_programme_says_that_there_is_nothing_to_join(client, db):
    programme = make_programme(title="Early cells")
    page = read(client, programme.get_absolute_url())
    assert "There is no trial to join yet." in page.words
    assert "no registry number" in page.words
    assert not any("clinicaltrials.gov/study" in address for address in page.links)


@pytest.mark.parametrize(("scope", "address"), [("field", "/trials/"), ("all", "/trials/?status=recruiting")])
def test_a_trial_outside_the_field_keeps_its_page_and_says_so(client, db, settings, scope, address):
    settings.REGISTRY_SCOPE = scope
    trial = make_trial(in_field=False, field_reason="It is about leukaemia.")
    words = read(client, trial.get_absolute_url()).words
    assert "Outside this finder’s field: It is about leukaemia." in words
    assert (trial.slug in read(client, address).ids) is (scope == "all")


def test_a_sites_own_status_is_shown_beside_it(client, db):
    open_site, done = make_site("Open hospital", city="Ulm"), make_site("Done hospital", city="Jena")
    trial = make_trial(sites=[open_site, done])
    trial.trial_sites.filter(site=done).update(status="COMPLETED")
    words = read(client, trial.get_absolute_url()).words
    assert "Recruiting Open hospital" in words
    assert "Not taking new people Done hospital" in words


def test_the_registrys_escapes_are_not_shown(client, db):
    trial = make_trial(
        summary=r"Age \>= 18", eligibility=r"\[a\] 5\*10\^6", description=r"x \< y", primary_outcomes=[r"CR \~ 1"]
    )
    make_intervention(trial, description=r"1\. once")
    page = read(client, trial.get_absolute_url())
    assert "\\" not in page.words
    for words in ("Age >= 18", "[a] 5*10^6", "x < y", "CR ~ 1", "1. once"):
        assert words in page.words


def test_contacts_of_the_whole_trial_and_of_a_site_stand_where_they_belong(client, db):
    trial = make_trial(sites=[make_site("Hospital")])
    make_contact(trial, name="Central")
    make_contact(trial, trial.trial_sites.get(), name="Local")
    words = read(client, trial.get_absolute_url()).words
    words = words[words.index("Whom to ask") :]
    assert words.index("Central") < words.index("Hospital") < words.index("Local")
    assert words.count("Local") == words.count("Central") == 1


def test_a_programmes_address_in_capitals_leads_to_it(client, db):
    make_trial(nct_id=None, slug="early-cells")
    assert client.get("/trials/EARLY-cells/").url == "/trials/early-cells/"
    assert Trial.objects.count() == 1


def test_an_editors_status_is_not_put_in_the_registrys_mouth(client, db):
    trial = make_trial(status="SUSPENDED")
    make_statement("registry", "status", "COMPLETED", trial=trial)
    make_statement("editor", "status", "SUSPENDED", trial=trial, reason="The site told us")
    words = read(client, trial.get_absolute_url()).words
    assert "The registry says" not in words
    assert "Editor says: on hold" in words
    assert "The site told us" in words


def test_the_records_words_do_not_stand_for_an_editors_cell_source(client, db):
    trial = make_trial(cell_source="allogeneic", cell_source_evidence="title: Autologous")
    assert "title: Autologous" in read(client, trial.get_absolute_url()).words
    make_statement("registry", "cell_source", "autologous", trial=trial)
    make_statement("editor", "cell_source", "allogeneic", trial=trial)
    assert "title: Autologous" not in read(client, trial.get_absolute_url()).words


def test_the_article_is_what_is_shown_where_the_registry_is_silent(client, db):
    trial = make_trial(stage="phase-1")
    make_statement("registry", "stage", "", trial=trial)
    make_statement("article", "stage", "phase-1", trial=trial)
    words = read(client, trial.get_absolute_url()).words
    assert words.count("Shown here.") == 1
    assert words.index("Article: “") < words.index("Shown here.") < words.index("Trial registry: “")


# --- whether it takes people now


@pytest.mark.parametrize(
    ("status", "said"),
    [("RECRUITING", "The registry says: recruiting"), ("NOT_YET_RECRUITING", "The registry says: not yet recruiting")],
)
def test_the_page_says_who_says_that_it_takes_people_and_of_when_that_is(client, db, status, said):
    words = read(client, make_trial(status=status, verified="2026-03-01").get_absolute_url()).words
    assert f"{said} . Its sponsor last confirmed the record in March 2026. We looked on" in words


def test_where_nobody_confirmed_it_the_day_of_the_record_is_said(client, db):
    words = read(client, make_trial(verified=None, registry_updated="2026-05-04").get_absolute_url()).words
    assert "The record was last changed on 4 May 2026." in words
    assert "last confirmed the record" not in words


# --- who can join


ELIGIBILITY = r"""Inclusion Criteria:

* Age \>= 18 years
* Lupus nephritis with one of the following:
  * class III
  * class IV

Exclusion Criteria:

* Active hepatitis B
* <b>Pregnant</b>
"""


def test_criteria_stand_on_two_sides_by_what_they_are_about_in_the_registrys_words(client, db):
    page = read(client, make_trial(eligibility=ELIGIBILITY).get_absolute_url())
    for words in (
        "You need 2",
        "Age 1 Age >= 18 years",
        "Lupus nephritis with one of the following: class III class IV",
        "You can’t join with 2",
        "Infections 1 Active hepatitis B",
        "Pregnancy and birth control 1 <b>Pregnant</b>",
        "Sorted by us. The registry’s words are those that count: ask the site.",
    ):
        assert words in page.words
    assert "<b>Pregnant" not in page.html


def test_the_whole_text_is_one_tap_away_and_never_altered(client, db):
    page = read(client, make_trial(eligibility=ELIGIBILITY).get_absolute_url())
    whole = page.html[page.html.index("The registry’s own text, whole") :]
    text = whole[whole.index('<div class="registry-text boxed" lang="en">') :].partition(">")[2].partition("</div>")[0]
    assert html.unescape(text) == ELIGIBILITY.replace(r"\>", ">")


def test_a_text_with_no_sides_is_shown_whole_and_unfolded(client, db):
    page = read(client, make_trial(eligibility="People with lupus.").get_absolute_url())
    assert "You need" not in page.words
    assert "own text, whole" not in page.words
    assert "People with lupus." in page.words


def test_of_a_long_side_what_rules_out_most_readers_stays_unfolded(client, db):
    points = "\n".join(f"* Active infection number {number}" for number in range(9))
    trial = make_trial(eligibility=f"Exclusion Criteria:\n\n{points}\n* Rituximab within six months")
    page = read(client, trial.get_absolute_url())
    folded = page.html[page.html.index('<details class="group">') :].partition("</details>")[0]
    assert "Active infection number 8" in folded
    assert "Rituximab" not in folded


# --- who is behind it


def test_the_sponsor_is_said_to_be_what_the_registry_calls_it(client, db):
    company = make_sponsor("Small Bio", kind="INDUSTRY")
    assert "Run by: Small Bio , a company" in read(client, make_trial(sponsor=company).get_absolute_url()).words


def test_other_trials_of_the_product_stand_below_those_that_take_people_first(client, db):
    product = make_therapy("KYV-101")
    done, open_one = (
        make_trial(title=f"{status} elsewhere", therapies=[product], status=status)
        for status in ("COMPLETED", "RECRUITING")
    )
    make_trial(title="Gone elsewhere", therapies=[product], vanished="2026-05-01")
    words = read(client, make_trial(therapies=[product]).get_absolute_url()).words
    assert "Other trials of the same product" in words
    assert words.index(f"Recruiting {open_one.title}") < words.index(f"Not taking new people {done.title}")
    assert "Gone elsewhere" not in words


def test_without_a_product_trials_of_the_sponsor_with_the_same_target_are_related(client, db):
    sponsor, cd19 = make_sponsor("Small Bio"), make_target("CD19")
    make_trial(title="Same target", sponsor=sponsor, targets=[cd19])
    make_trial(title="Another target", sponsor=sponsor, targets=[make_target("BCMA")])
    make_trial(title="Another sponsor", targets=[cd19])
    words = read(client, make_trial(sponsor=sponsor, targets=[cd19]).get_absolute_url()).words
    assert "Other trials of this sponsor with the same target" in words
    assert "Same target" in words
    assert "Another target" not in words
    assert "Another sponsor" not in words


def test_at_most_five_related_trials_are_listed(client, db):
    product = make_therapy("KYV-101")
    for _ in range(8):
        make_trial(title="Related", therapies=[product])
    page = read(client, make_trial(title="This one", therapies=[product]).get_absolute_url())
    assert [words for _, words in page.anchors].count("Related") == 5


def test_every_part_that_the_list_of_parts_leads_to_is_there(client, finder):
    page = read(client, finder.add_trial().get_absolute_url())
    inside = [address[1:] for address in page.links if address.startswith("#")]
    assert {"join", "takes", "where", "tested", "behind", "changed", "fresh"} <= set(inside)
    assert set(inside) <= set(page.ids)
