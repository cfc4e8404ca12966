"""Trials side by side: which ones the address names, what is said of each, and where they differ."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    make_autoantibody,
    make_burden,
    make_condition,
    make_modality,
    make_site,
    make_sponsor,
    make_statement,
    make_target,
    make_trial,
)
from tests.trials.views.reading import Page, read
from trials.models import OldNumber

ELIGIBILITY = "Inclusion Criteria:\n\n* Age 18 or over\n* Lupus for a year\n\nExclusion Criteria:\n\n* Hepatitis B"


def compared(client, *trials, **more) -> Page:
    """The page that compares the trials, or whatever `trials` writes into the address."""
    slugs = [getattr(one, "slug", one) for one in trials]
    answer = client.get("/compare/", {"trial": slugs, **more})
    assert answer.status_code == 200
    return Page(answer.text)


def rows_of(page: Page) -> str:
    """The words of the table."""
    return page.words.split("the record is silent.")[1]


def test_each_trial_has_a_column_with_its_facts(client, db):
    lupus, myositis = make_condition("Lupus"), make_condition("Myositis")
    first = make_trial([lupus], [make_target("CD19")], [make_modality("CAR-T")], sponsor=make_sponsor("Linden"))
    other = make_trial([myositis], [make_target("BCMA")], stage="phase-2", cell_source="allogeneic", enrolment=7)
    words = compared(client, first, other).words
    for said in (
        "Lupus",
        "Myositis",
        "CD19",
        "BCMA",
        "CAR-T",
        "Phase 1",
        "Phase 2",
        "Linden",
        "20 planned",
    ):
        assert said in words
    assert "2 trials side by side" in words
    assert "Recruiting" in words


def test_each_column_leads_to_the_trials_page_and_sheet(client, db):
    trial, other = make_trial(), make_trial()
    links = compared(client, trial, other).links
    assert f"/trials/{trial.slug}/" in links
    assert f"/trials/{other.slug}/sheet/" in links


def test_the_columns_stand_in_the_order_of_the_address(client, db):
    trials = [make_trial(title=f"Trial {name}") for name in ("one", "two", "three")]
    words = compared(client, *reversed(trials)).words
    assert words.index("Trial three") < words.index("Trial two") < words.index("Trial one")


def test_a_row_in_which_the_trials_do_not_say_the_same_is_marked_with_a_word(client, db):
    page = compared(client, make_trial(stage="phase-1"), make_trial(stage="phase-2"))
    assert "Stage ≠ differs" in rows_of(page)
    assert "Sex</th>" in page.html  # nothing behind it


def test_only_what_differs_is_shown_on_demand_and_all_again(client, db):
    trials = make_trial(stage="phase-1"), make_trial(stage="phase-2")
    page = compared(client, *trials)
    address = next(address for address, words in page.anchors if words == "Show only what differs")
    assert "differs=yes" in address
    fewer = read(client, f"/compare/{address}")
    assert "Stage" in rows_of(fewer)
    assert "Sex" not in rows_of(fewer)
    assert any(words.startswith("Show the") and "alike" in words for words in fewer.links.values())


def test_trials_that_say_the_same_in_all_rows_say_so(client, db):
    trials = [make_trial(title=f"Same {number}") for number in range(2)]
    words = rows_of(compared(client, *trials, differs="yes"))
    assert "In all rows these trials say the same." in words


def test_what_the_record_is_silent_about_is_not_stated(client, db):
    silent = make_trial(stage="", sex="", enrolment=None, cell_source="unknown")
    page = compared(client, silent, make_trial())
    assert page.html.count('<span class="unknown">not stated</span>') > 10


def test_what_it_takes_is_told_by_the_steps_of_the_way(client, db):
    trial = make_trial()
    make_burden(trial)
    assert "Cells are collected from your blood" in rows_of(compared(client, trial, make_trial()))


def test_points_on_who_can_join_are_counted_by_what_they_are_about(client, db):
    words = rows_of(compared(client, make_trial(eligibility=ELIGIBILITY), make_trial()))
    assert "Points that must be true of you ≠ differs" in words
    assert "2 points" in words
    assert "1 point" in words
    assert "Infections: 1" in words


def test_points_of_which_some_may_be_for_one_group_say_so(client, db):
    first = make_trial(eligibility="Inclusion Criteria:\n\nCohort A\n\n* Age 18\n\nCohort B\n\n* Age 30")
    words = rows_of(compared(client, first, make_trial(eligibility=ELIGIBILITY)))
    assert words.count("In 2 parts. A part may be for one group of people only.") == 1


def test_an_editors_status_is_said_to_be_the_editors(client, db):
    trial = make_trial(status="COMPLETED")
    make_statement("registry", "status", "RECRUITING", trial=trial)
    make_statement("editor", "status", "COMPLETED", trial=trial)
    words = rows_of(compared(client, trial, make_trial()))
    assert words.count("an editor’s word of") == 1
    assert words.count("the registry’s word of") == 1


def test_the_nearest_site_of_a_trial_outside_the_field_takes_people_if_it_says_so(client, db):
    berlin = make_site("Spree Clinic", city="Berlin", latitude=52.52, longitude=13.4)
    outside = make_trial(sites=[berlin], in_field=False, field_reason="It is about leukaemia.")
    words = rows_of(compared(client, outside, make_trial(), near="Potsdam"))
    assert "Spree Clinic about 26 km" in words
    assert "it does not recruit now" not in words


def test_antibodies_stand_with_what_is_asked_of_them(client, db):
    asking = make_trial(autoantibodies=[make_autoantibody("Anti-MuSK")])
    assert "You need this antibody: Anti-MuSK" in rows_of(compared(client, asking, make_trial()))


def test_sites_are_counted_with_those_that_take_people(client, db):
    trial = make_trial(sites=[make_site(), make_site(country="China")])
    trial.trial_sites.filter(site__country__name="China").update(status="COMPLETED")
    words = rows_of(compared(client, trial, make_trial()))
    assert "2 sites listed; 1 takes people now" in words
    assert "China, Germany" in words


def test_the_nearest_site_is_told_where_a_place_is_given(client, db):
    trial = make_trial(sites=[make_site("Near Hospital"), make_site("Far Hospital", latitude=0.0, longitude=0.0)])
    page = compared(client, trial, make_trial(), near="Berlin")
    assert "Near Hospital" in rows_of(page)
    assert "Far Hospital" not in rows_of(page)
    assert "about" in rows_of(page)
    assert "Nearest site" not in rows_of(compared(client, trial, make_trial()))


def test_an_unknown_place_is_said_and_nothing_is_lost(client, db):
    trials = make_trial(), make_trial()
    page = compared(client, *trials, near="Xyzzyville")
    assert "We know no place called" in page.words
    assert "2 trials side by side" in page.words
    assert any(field.get("name") == "near" and field.get("value") == "Xyzzyville" for field in page.fields)


def test_an_unknown_number_is_named_and_kept_until_it_is_taken_out(client, db):
    page = compared(client, make_trial(), make_trial(), "NCT99999999")
    assert "We know no trial NCT99999999." in page.words
    assert "2 trials side by side" in page.words
    assert any(field.get("value") == "NCT99999999" for field in page.fields)
    without = next(address for address, words in page.anchors if words == "Take it out")
    assert "NCT99999999" not in without


def test_a_fifth_trial_waits_and_is_named(client, db):
    trials = [make_trial() for _number in range(5)]
    page = compared(client, *trials)
    assert "4 trials side by side" in page.words
    assert "4 trials fit side by side." in page.words
    assert trials[4].slug in page.links[f"/trials/{trials[4].slug}/"]
    out = next(address for address, words in page.anchors if words.startswith("Take out"))
    assert trials[4].slug in out
    assert trials[0].slug not in out
    assert not any(field.get("id") == "add" for field in page.fields)


def test_without_a_trial_the_page_says_what_to_do(client, db):
    page = read(client, "/compare/")
    assert "Type a registry number below." in page.words
    assert any(field.get("id") == "add" for field in page.fields)


def test_one_trial_alone_says_how_to_add_others_and_offers_some_that_recruit(client, db):
    lupus, other = make_condition("Lupus"), make_condition("Other")
    first = make_trial([lupus], title="The first")
    fitting, finished = make_trial([lupus], title="Fitting"), make_trial([lupus], title="Done", status="COMPLETED")
    elsewhere = make_trial([other], title="Elsewhere")
    page = compared(client, first)
    assert "Only one trial stands here yet." in page.words
    offered = [address for address, words in page.anchors if f"Add {fitting.slug}" in words]
    assert offered == [f"?trial={first.slug}&trial={fitting.slug}"]
    assert finished.slug not in page.words
    assert elsewhere.slug not in page.words


def test_at_most_five_are_offered_those_with_the_same_target_first(client, db):
    lupus, cd19 = make_condition("Lupus"), make_target("CD19")
    first, alike = make_trial([lupus], [cd19]), make_trial([lupus], [cd19])
    for _number in range(8):
        make_trial([lupus])
    page = compared(client, first)
    offered = [words for _address, words in page.anchors if "Add NCT" in words]
    assert len(offered) == 5
    assert alike.slug in offered[0]


@pytest.mark.parametrize("written", ["nct{}", "NCT{}", " NCT {} ", "https://clinicaltrials.gov/study/NCT{}?tab=table"])
def test_a_number_is_known_in_any_form(client, db, written):
    trial = make_trial()
    page = compared(client, written.format(trial.slug[3:]))
    assert f"/trials/{trial.slug}/" in page.links


def test_an_old_number_leads_to_the_trial_that_has_it_now(client, db):
    trial = make_trial()
    OldNumber.objects.create(nct_id="NCT88888888", trial=trial)
    page = compared(client, "NCT88888888", trial)
    assert page.words.count("Take out") == 1
    assert f"/trials/{trial.slug}/" in page.links


def test_a_trial_that_is_gone_says_so_and_does_not_recruit(client, db):
    gone = make_trial(vanished="2026-05-01")
    words = rows_of(compared(client, gone, make_trial(status="COMPLETED")))
    assert "Gone from the registry since 1 May 2026" in words
    assert "Recruiting" not in words


def test_the_page_is_not_for_search_engines_and_is_not_kept(client, db):
    answer = client.get("/compare/", {"trial": make_trial().slug})
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_empty_fields_of_the_form_do_not_stay_in_the_address(client, db):
    trial = make_trial()
    answer = client.get("/compare/", {"trial": [trial.slug, ""], "near": ""})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/compare/?trial={trial.slug}"


def test_in_spanish_diseases_have_their_spanish_names(client, db):
    lupus = make_condition("Lupus", i18n={"name_es": "Lupus en español"})
    address = f"/es/compare/?trial={make_trial([lupus]).slug}&trial={make_trial([lupus]).slug}"
    page = read(client, address)
    assert "Lupus en español" in page.words
    assert any(link.startswith("/es/trials/NCT") for link in page.links)


@pytest.mark.parametrize(
    "asked", ["trial=%00", "trial=%FF%FE&near=%00", "trial=' OR 1=1", "near=" + "x" * 3000, "trial=" + "NCT1" * 2000,
              "differs=banana", "&".join(f"trial=x{n}" for n in range(400))]
)  # fmt: skip
def test_whatever_an_address_holds_the_page_answers(client, db, asked):
    assert client.get(f"/compare/?{asked}").status_code == 200
    assert client.get(f"/shortlist/?{asked}").status_code == 200


def test_registry_text_is_escaped(client, db):
    trial = make_trial(title="<script>alert(1)</script>", sponsor=make_sponsor("<b>Big</b>"))
    page = compared(client, trial, "<img src=x>")
    assert "<script>alert(1)" not in page.html
    assert "<b>Big</b>" not in page.html
    assert "<img src=x>" not in page.html
    assert page.refused == []


def test_four_trials_with_many_sites_need_no_more_queries_than_two(client, finder):
    trials = [finder.add_trial() for _number in range(4)]
    compared(client, *trials, near="Berlin")
    counted = []
    for chosen in (trials[:2], trials):
        with CaptureQueriesContext(connection) as asked:
            compared(client, *chosen, near="Berlin")
        counted.append(len(asked))
    assert counted[1] <= counted[0] <= 20
