"""What is written of a study: each trial once, each place once, labels by whose word they are."""

from datetime import date

import pytest
from django.db import transaction

from conditions.models import Condition
from tests.builders import make_country, make_trial
from tests.records import bare_study, body, location, study, write_lines
from tests.trials.search.searching import found
from tests.trials.syncing import bring_in, every_row, make_words, slugs, the_trial, told
from trials.models import (
    Contact,
    Country,
    Modality,
    OldNumber,
    Origin,
    Site,
    Snapshot,
    Sponsor,
    Target,
    Trial,
    TrialCondition,
    TrialSite,
)
from trials.store import Known, known, parts, unpacked
from trials.sync import pages, relabel, runs, sync_files

pytestmark = pytest.mark.django_db
LATER = {"lastUpdatePostDateStruct": {"date": "2025-03-01"}}
EARLIER = {"lastUpdatePostDateStruct": {"date": "2024-01-01"}, "overallStatus": "NOT_YET_RECRUITING"}


@pytest.fixture(autouse=True)
def _words(db):
    make_words()


@pytest.fixture
def sync(tmp_path):
    return lambda *studies: bring_in(tmp_path, *studies)


def at(*locations):
    return {"contactsLocationsModule": {"locations": list(locations)}}


def test_a_study_becomes_a_trial_with_all_that_it_says(sync):
    sync(study())
    trial = the_trial()
    assert (trial.slug, trial.title, trial.stage, trial.status) == (
        "NCT10000001", "CD19 CAR-T Cells in Lupus", "phase-1-2", "RECRUITING",
    )  # fmt: skip
    assert (trial.sponsor.name, trial.sponsor.kind) == ("Linden Therapeutics", "INDUSTRY")
    assert [one.name for one in trial.collaborators.all()] == ["University of the Regnitz"]
    assert (trial.enrolment, trial.enrolment_is_actual, trial.sex) == (24, False, "ALL")
    assert (trial.minimum_age, trial.minimum_age_years, trial.maximum_age_years) == ("18 Years", 18, 65)
    assert (trial.start, trial.start_precision) == (date(2024, 3, 5), "day")
    assert (trial.completion, trial.completion_precision) == (date(2027, 1, 1), "year")
    assert (trial.verified, trial.registry_updated) == (date(2025, 2, 1), date(2025, 2, 20))
    assert trial.registry_conditions == ["Systemic Lupus Erythematosus"]
    assert [(one.name, one.other_names) for one in trial.interventions.all()] == [("LND-19", ["Linden-cel"])]
    assert trial.last_checked is not None


def test_a_trial_gets_its_labels_with_their_evidence(sync):
    sync(study())
    trial = the_trial()
    label = trial.condition_labels.get()
    assert (label.condition.slug, label.origin, label.field, label.evidence) == ("lupus", "rule", "title", "Lupus")
    assert slugs(trial.target_labels, "target") == {"cd19"}
    assert slugs(trial.modality_labels, "modality") == {"car-t"}
    assert (trial.cell_source, trial.cell_source_evidence) == ("autologous", "interventions: Autologous")
    assert (trial.in_field, trial.field_reason) == (
        True,
        "It names a cell therapy (“CAR-T”) and what it treats: “Lupus”.",
    )


def test_a_study_that_says_only_its_number_is_stored(sync):
    assert told(sync(bare_study())) == (1, 0, 0, 0)
    trial = the_trial()
    assert (trial.status, trial.stage, trial.sponsor, trial.enrolment, trial.start) == ("", "", None, None, None)
    assert trial.in_field is False


def test_the_same_page_twice_changes_nothing(sync):
    studies = [study(), study("NCT10000002", **at(location(), location("Other House")))]
    sync(*studies)
    before = every_row()
    assert told(sync(*studies)) == (0, 0, 2, 0)
    assert every_row() == before


def test_the_same_study_with_its_keys_in_another_order_is_unchanged(sync):
    sync(study())
    turned = dict(reversed(study()["protocolSection"].items()))
    assert told(sync({"hasResults": False, "protocolSection": turned})) == (0, 0, 1, 0)


def test_a_study_that_was_looked_at_again_says_when(sync):
    sync(study())
    first = the_trial().last_checked
    sync(study())
    assert the_trial().last_checked > first


def test_a_newer_version_replaces_what_was_held_and_both_are_kept(sync):
    sync(study())
    fewer = {"armsInterventionsModule": {"interventions": [{"name": "BCMA CAR-T"}]}, **at(location("Other House"))}
    newer = study(statusModule={**LATER, "overallStatus": "COMPLETED"}, **fewer)
    assert told(sync(newer)) == (0, 1, 0, 0)
    trial = the_trial()
    assert trial.status == "COMPLETED"
    assert [one.name for one in trial.interventions.all()] == ["BCMA CAR-T"]
    assert [one.site.facility for one in trial.trial_sites.all()] == ["Other House"]
    assert slugs(trial.target_labels, "target") == {"cd19", "bcma"}
    assert {unpacked(one) for one in trial.snapshots.all()} == {body(), body(newer)}


def test_an_older_version_is_kept_and_replaces_nothing(sync):
    sync(study())
    before = Trial.objects.values().get()
    assert told(sync(study(statusModule=EARLIER))) == (0, 0, 1, 0)
    assert Trial.objects.values().get() == before
    assert Snapshot.objects.count() == 2
    assert told(sync(study())) == (0, 0, 1, 0)


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_versions_on_one_page_the_newer_counts(sync, turn):
    assert told(sync(*[study(), study(statusModule=EARLIER)][::turn])) == (1, 0, 0, 0)
    assert the_trial().status == "RECRUITING"


def test_a_place_listed_twice_is_one_place_and_recruits_if_either_does(sync):
    sync(study(**at(location(), location(status="COMPLETED"))))
    assert TrialSite.objects.get().status == "RECRUITING"
    assert Contact.objects.filter(trial_site=TrialSite.objects.get()).count() == 2


def test_a_place_listed_twice_that_recruits_in_neither_has_the_last_status(sync):
    sync(study(**at(location(status="WITHDRAWN"), location(status="COMPLETED"))))
    assert TrialSite.objects.get().status == "COMPLETED"


def test_a_place_of_two_trials_is_one_row(sync):
    sync(study(), study("NCT10000002"))
    assert Site.objects.count() == 1
    assert Site.objects.get().trial_sites.count() == 2


def test_a_place_without_a_country_or_coordinates_is_stored_once(sync):
    nowhere = location(country="", geoPoint=None)
    sync(study(**at(nowhere)), study("NCT10000002", **at(nowhere)))
    site = Site.objects.get()
    assert (site.country, site.latitude) == (None, None)


def test_a_place_keeps_the_coordinates_that_an_editor_gave_it(sync):
    sync(study())
    Site.objects.update(latitude=1.0, longitude=2.0)
    sync(study(statusModule=LATER))
    assert (Site.objects.get().latitude, Site.objects.get().longitude) == (1.0, 2.0)


def test_countries_that_an_address_would_spell_the_same_stay_two(sync):
    make_country("Côte d'Ivoire")
    abroad = [location(country=name) for name in ("Cote d'Ivoire", "中国", "日本", "Côte d'Ivoire")]
    assert told(sync(study(**at(*abroad)))) == (1, 0, 0, 0)
    assert dict(Country.objects.values_list("name", "slug")) == {
        "Côte d'Ivoire": "cote-divoire", "Cote d'Ivoire": "cote-divoire-2", "中国": "unnamed", "日本": "unnamed-2",
    }  # fmt: skip


def test_contacts_of_the_trial_and_of_its_places_are_told_apart(sync):
    sync(study())
    assert {one.name: bool(one.trial_site) for one in Contact.objects.all()} == {
        "Trial Office": False,
        "Study Nurse": True,
    }


def test_a_sponsor_of_many_trials_is_one_row(sync):
    sync(study(), study("NCT10000002"))
    assert Sponsor.objects.filter(name="Linden Therapeutics").count() == 1


def test_labels_of_rules_are_replaced_by_what_the_rules_say_now(sync):
    sync(study())
    words = {"identificationModule": {"briefTitle": "CD19 CAR-T in Myasthenia Gravis", "officialTitle": ""}}
    sync(study(statusModule=LATER, conditionsModule={"conditions": ["Myasthenia Gravis"]}, **words))
    assert slugs(the_trial().condition_labels, "condition") == {"myasthenia-gravis"}


def test_an_editors_label_and_veto_outlive_a_sync(sync):
    sync(study())
    myasthenia = Condition.objects.get(slug="myasthenia-gravis")
    TrialCondition.objects.filter(condition__slug="lupus").update(origin=Origin.CURATOR, vetoed=True)
    TrialCondition.objects.create(trial=the_trial(), condition=myasthenia, origin=Origin.CURATOR, evidence="Paper")
    sync(study(statusModule=LATER))
    assert list(the_trial().condition_labels.order_by("pk").values_list("condition__slug", "origin", "vetoed")) == [
        ("lupus", "curator", True),
        ("myasthenia-gravis", "curator", False),
    ]


def article_trial(**labels):
    silent = {"registry_updated": None, "verified": None, "verified_precision": ""}
    return make_trial(nct_id="NCT10000001", origin=Origin.ARTICLE, title="As the article has it", **silent, **labels)


def test_a_trial_that_the_article_named_is_filled_in_and_its_labels_give_way_to_the_rules(sync):
    article = article_trial(
        conditions=[Condition.objects.get(slug="myasthenia-gravis")], targets=[Target.objects.get(slug="bcma")]
    )
    assert told(sync(study())) == (1, 0, 0, 0)
    trial = the_trial()
    assert (trial.pk, trial.title) == (article.pk, "CD19 CAR-T Cells in Lupus")
    assert slugs(trial.condition_labels, "condition") == {"lupus"}
    assert slugs(trial.target_labels, "target") == {"cd19"}


def test_the_articles_labels_stay_where_the_rules_find_none_of_their_kind(sync):
    article_trial(targets=[Target.objects.get(slug="bcma")], modalities=[Modality.objects.get(slug="car-t")])
    sync(bare_study(briefTitle="A study in lupus"))
    assert slugs(the_trial().target_labels, "target") == {"bcma"}
    assert slugs(the_trial().modality_labels, "modality") == {"car-t"}


def test_an_old_number_leads_to_the_trial(sync):
    sync(study(identificationModule={"nctIdAliases": ["NCT00000007"]}))
    assert OldNumber.objects.get(nct_id="NCT00000007").trial == the_trial()


def test_an_old_number_of_two_studies_leads_to_the_last(sync):
    alias = {"nctIdAliases": ["NCT00000007"]}
    run = sync(study(identificationModule=alias), study("NCT10000002", identificationModule=alias))
    assert told(run) == (2, 0, 0, 0)
    assert OldNumber.objects.get().trial.nct_id == "NCT10000002"


def test_what_copying_could_mistake_for_its_own_signs_is_stored_as_it_is(sync):
    odd = ["\\N", "NULL", "", "a,b", "{c}", '"d"', "tab\there", "\\.", "中国 😀"]
    given = {"interventions": [{"name": name, "otherNames": odd, "description": "one\n\\.\ntwo"} for name in odd]}
    abroad = at(location("\\N", city="\t", contacts=[{"name": "\\N"}]))
    sync(study(conditionsModule={"conditions": odd}, armsInterventionsModule=given, **abroad))
    trial = the_trial()
    assert trial.registry_conditions == odd
    assert [(one.name, one.other_names, one.description) for one in trial.interventions.all()] == [
        (name, odd, "one\n\\.\ntwo") for name in odd
    ]
    assert (Site.objects.get().facility, Site.objects.get().city) == ("\\N", "\t")


@pytest.fixture
def page_by_page(tmp_path, monkeypatch):
    """Brings studies in, one a page; the second argument is called after each page."""
    monkeypatch.setattr(runs, "BATCH", 1)

    def bring(studies, after=lambda run: None):
        return sync_files(write_lines(tmp_path / "studies.jsonl", studies), progress=after)

    return bring


def test_a_study_on_two_pages_in_a_row_is_new_once(page_by_page):
    assert told(page_by_page([study(), study(), study("NCT10000002"), study()])) == (2, 0, 2, 0)


def test_of_two_versions_on_two_pages_the_second_is_a_change_of_the_first(page_by_page):
    newer = study(statusModule={**LATER, "overallStatus": "COMPLETED"})
    assert told(page_by_page([study(), newer, study(statusModule=EARLIER)])) == (1, 1, 1, 0)
    assert the_trial().status == "COMPLETED"
    assert set(the_trial().changes.values_list("kind", flat=True)) == {"status"}
    assert Snapshot.objects.count() == 3


@pytest.mark.parametrize("most", [0, known.MOST])
def test_a_place_and_a_sponsor_of_two_pages_are_one_row_each(page_by_page, monkeypatch, most):
    monkeypatch.setattr(known, "MOST", most)
    page_by_page([study(), study("NCT10000002"), study("NCT10000003", **at(location(), location("Other House")))])
    assert {one.facility: one.trial_sites.count() for one in Site.objects.all()} == {
        location()["facility"]: 3,
        "Other House": 1,
    }
    assert Sponsor.objects.count() == 2


def test_nothing_of_a_page_that_fails_is_left_and_the_next_run_brings_it_in(page_by_page, monkeypatch):
    second = study(
        "NCT10000002",
        sponsorCollaboratorsModule={"leadSponsor": {"name": "Second Sponsor"}},
        **at(location("Second House")),
    )
    studies = [study(), second, study("NCT10000003")]

    def fail_for_the_second(model, rows):
        held = list(rows)
        if model is Contact and Trial.objects.filter(nct_id="NCT10000002").exists():
            raise RuntimeError("the disk is full")
        return copied(model, held)

    with monkeypatch.context() as broken:
        copied = parts.copy
        broken.setattr(parts, "copy", fail_for_the_second)
        with pytest.raises(RuntimeError, match="the disk is full"):
            page_by_page(studies)
    assert [trial.nct_id for trial in Trial.objects.all()] == ["NCT10000001"]
    assert (Snapshot.objects.count(), Site.objects.count(), Sponsor.objects.count()) == (1, 1, 2)
    assert told(page_by_page(studies)) == (2, 0, 1, 0)


def test_rows_that_were_undone_are_made_again():
    shared = Known()

    def fail():
        with shared.unless_undone(), transaction.atomic():
            shared.sponsors({"Linden Therapeutics": "INDUSTRY"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert shared.sponsors({"Linden Therapeutics": ""})["Linden Therapeutics"] == Sponsor.objects.get().pk


def test_a_trial_that_somebody_made_a_moment_ago_is_filled_in(sync, monkeypatch):
    sync(study())
    looked_up, answers = pages.store.held_of, [{}]
    monkeypatch.setattr(pages.store, "held_of", lambda numbers: answers.pop() if answers else looked_up(numbers))
    assert told(sync(study(statusModule=LATER))) == (0, 1, 0, 0)
    assert (Trial.objects.count(), Snapshot.objects.count()) == (1, 2)


def test_a_place_that_somebody_deleted_a_moment_ago_is_made_again(page_by_page):
    def delete(run):
        if run.pages == 1:
            TrialSite.objects.all().delete()
            Site.objects.all().delete()

    assert told(page_by_page([study(), study("NCT10000002")], delete)) == (2, 0, 0, 0)
    assert TrialSite.objects.get().trial.nct_id == "NCT10000002"


def test_a_study_that_left_the_field_stays_kept(sync):
    sync(study())
    gone = bare_study(briefTitle="A drug in lymphoma")
    gone["protocolSection"]["statusModule"] = LATER
    sync(gone)
    assert (the_trial().in_field, the_trial().field_reason) == (False, "It names no cell therapy.")
    assert Trial.objects.shown().count() == 0


def test_relabelling_changes_labels_and_nothing_else_of_a_trial(sync):
    sync(study())
    before = Trial.objects.values().get()
    Condition.objects.get(slug="lupus").terms.create(text="no other treatment helped")
    Target.objects.create(slug="lnd", name="LND-19", source=Condition.objects.first().source)
    assert relabel().read == 1
    after = Trial.objects.values().get()
    assert slugs(the_trial().target_labels, "target") == {"cd19", "lnd"}
    assert {name for name in after if after[name] != before[name]} == {"labelled_with"}
    assert relabel().read == 0


def test_a_study_read_with_new_words_counts_as_unchanged(sync):
    sync(study())
    Target.objects.create(slug="lnd", name="LND-19", source=Condition.objects.first().source)
    assert told(sync(study())) == (0, 0, 1, 0)
    assert slugs(the_trial().target_labels, "target") == {"cd19", "lnd"}


def test_a_spelling_of_a_kind_that_names_an_antigen_finds_only_trials_of_that_antigen(sync):
    kind = Modality.objects.get(slug="car-t")
    kind.names.create(text="BCMA CAR")
    kind.names.create(text="CART")
    sync(study())
    assert slugs(the_trial().target_labels, "target") == {"cd19"}
    assert [len(found(f"q={words}")) for words in ("CART", "CD19", "BCMA", "BCMA+CAR")] == [1, 1, 0, 0]
