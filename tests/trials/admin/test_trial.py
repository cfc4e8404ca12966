"""An editor puts a trial right: the registry's text stays, the correction stands, a veto holds."""

import pytest
from django.urls import reverse

from sources.models import Source
from tests.builders import (
    make_condition,
    make_contact,
    make_intervention,
    make_programme,
    make_site,
    make_snapshot,
    make_source,
    make_sponsor,
    make_statement,
    make_trial,
)
from tests.forms import faults, post, send, shown
from tests.trials.search.searching import found
from trials.models import OldNumber, Origin, Statement, Trial
from trials.sources import settled

LIST = "/admin/trials/trial/"


@pytest.fixture(autouse=True)
def _sources(db):
    for kind in ("registry", "article", "editor"):
        make_source(kind)


def page(trial: Trial) -> str:
    return reverse("admin:trials_trial_change", args=[trial.pk])


def words(kind: str, trial: Trial, field: str) -> list[str]:
    return list(Statement.objects.filter(trial=trial, field=field, source__kind=kind).values_list("means", flat=True))


# --- the registry's own text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("summary", "Ours"),
        ("description", "Ours"),
        ("eligibility", "Everybody"),
        ("official_title", "Ours"),
        ("keywords", "ours"),
        ("registry_conditions", "ours"),
        ("primary_outcomes", "ours"),
        ("nct_id", "NCT99999999"),
        ("slug", "ours"),
        ("start", "2001-01-01"),
        ("registry_updated", "2001-01-01"),
        ("minimum_age", "5 Years"),
        ("why_stopped", "Ours"),
        ("in_field", ""),
        ("field_reason", "Ours"),
        ("record_digest", "00"),
    ],
)
def test_what_the_registry_wrote_cannot_be_posted_over(admin_client, field, value):
    trial = make_trial(summary="Theirs", eligibility="Adults", keywords=["theirs"])
    before = Trial.objects.filter(pk=trial.pk).values().get()
    post(admin_client, page(trial), **{field: value})
    assert Trial.objects.filter(pk=trial.pk).values().get() == before


def test_the_registrys_places_people_and_texts_are_shown_escaped(admin_client):
    trial = make_trial(summary="<script>alert(1)</script>", sites=[make_site("Charité & friends")])
    make_contact(trial, trial.trial_sites.get(), name="Dr. <b>Bold</b>")
    make_intervention(trial, "CD19 <i>cells</i>")
    OldNumber.objects.create(nct_id="NCT77777777", trial=trial)
    make_snapshot(trial)
    text = admin_client.get(page(trial)).text
    for shown_words in (
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "Charité &amp; friends",
        "Dr. &lt;b&gt;Bold&lt;/b&gt;",
        "CD19 &lt;i&gt;cells&lt;/i&gt;",
        "NCT77777777",
        "1 kept",
    ):
        assert shown_words in text


def test_a_trial_with_more_sites_than_a_form_may_post_is_still_saved(admin_client):
    trial = make_trial()
    for _ in range(600):
        make_contact(trial, trial.trial_sites.create(site=make_site()))
    post(admin_client, page(trial), stage="phase-2")
    trial.refresh_from_db()
    assert trial.stage == "phase-2"


# --- an editor's word


def test_a_correction_stands_beside_the_registrys_value_with_its_reason(admin_client, admin_user):
    trial = make_trial(stage="phase-1")
    post(admin_client, page(trial), stage="phase-1-2", reason="The protocol says so.")
    trial.refresh_from_db()
    assert trial.stage == "phase-1-2"
    assert words("registry", trial, "stage") == ["phase-1"]
    mine = Statement.objects.get(trial=trial, source__kind=Source.Kind.EDITOR)
    assert (mine.field, mine.means, mine.reason, mine.made_by) == (
        "stage",
        "phase-1-2",
        "The protocol says so.",
        admin_user,
    )


def test_a_correction_survives_what_the_registry_says_next(admin_client):
    trial = make_trial(stage="phase-1")
    post(admin_client, page(trial), stage="phase-1-2")
    others = Statement.objects.filter(trial=trial, source__kind=Source.Kind.EDITOR).select_related("source")
    assert settled({"stage": "phase-2", "status": "COMPLETED"}, others) == {
        "stage": "phase-1-2",
        "status": "COMPLETED",
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "A better title"),
        ("stage", "phase-3"),
        ("status", "COMPLETED"),
        ("enrolment", "31"),
        ("sex", "FEMALE"),
        ("cell_source", "allogeneic"),
    ],
)
def test_each_field_that_several_sources_fill_can_be_corrected_and_taken_back(admin_client, field, value):
    trial = make_trial()
    before = getattr(trial, field)
    post(admin_client, page(trial), **{field: value})
    trial.refresh_from_db()
    assert str(getattr(trial, field)) == value
    assert words("editor", trial, field) == [value]
    take_back(admin_client, trial, field)
    trial.refresh_from_db()
    assert getattr(trial, field) == before
    assert not Statement.objects.filter(trial=trial).exists(), "the registry alone speaks again"


def test_a_sponsor_is_corrected_by_name_and_taken_back(admin_client):
    first, second = make_sponsor("Charité"), make_sponsor("Kyverna")
    trial = make_trial(sponsor=first)
    post(admin_client, page(trial), sponsor=second.pk)
    trial.refresh_from_db()
    assert trial.sponsor == second
    assert (words("registry", trial, "sponsor"), words("editor", trial, "sponsor")) == (["Charité"], ["Kyverna"])
    take_back(admin_client, trial, "sponsor")
    trial.refresh_from_db()
    assert trial.sponsor == first


def take_back(client, trial: Trial, field: str) -> None:
    """Tick the editor's statement on the trial's page for deletion."""
    values = shown(client, page(trial))
    mine = Statement.objects.get(trial=trial, field=field, source__kind=Source.Kind.EDITOR)
    line = next(name for name, value in values.items() if name.endswith("-id") and value == str(mine.pk))
    send(client, page(trial), {**values, line.replace("-id", "-DELETE"): "on"})


def test_only_an_editors_statement_can_be_deleted(admin_client):
    trial = make_trial(stage="phase-1")
    theirs = make_statement("article", "stage", "phase-2", trial=trial)
    post(admin_client, page(trial), **{"statements-0-DELETE": "on"})
    assert Statement.objects.filter(pk=theirs.pk).exists()
    assert admin_client.post(
        reverse("admin:trials_statement_delete", args=[theirs.pk]), {"post": "yes"}
    ).status_code == 403  # fmt: skip


def test_a_correction_can_be_taken_back_on_the_statements_own_page(admin_client):
    trial = make_trial(stage="phase-1")
    post(admin_client, page(trial), stage="phase-3")
    mine = Statement.objects.get(trial=trial, source__kind=Source.Kind.EDITOR)
    admin_client.post(reverse("admin:trials_statement_delete", args=[mine.pk]), {"post": "yes"})
    trial.refresh_from_db()
    assert trial.stage == "phase-1"


def test_with_the_article_beside_it_the_registrys_word_is_kept_when_a_correction_goes(admin_client):
    trial = make_trial(stage="phase-1")
    make_statement("article", "stage", "phase-2", trial=trial)
    make_statement("registry", "stage", "phase-1", trial=trial)
    post(admin_client, page(trial), stage="phase-3")
    take_back(admin_client, trial, "stage")
    trial.refresh_from_db()
    assert trial.stage == "phase-1"
    assert words("registry", trial, "stage") == ["phase-1"]


def test_saving_without_a_change_says_nothing_in_an_editors_name(admin_client):
    trial = make_trial(sponsor=make_sponsor(), status="SOMETHING_NEW")
    before = Trial.objects.filter(pk=trial.pk).values().get()
    post(admin_client, page(trial))
    assert not Statement.objects.exists()
    assert Trial.objects.filter(pk=trial.pk).values().get() == before


def test_what_a_sync_changed_while_the_page_was_open_is_neither_undone_nor_taken_for_a_correction(admin_client):
    trial = make_trial(stage="phase-1", status="RECRUITING", title="Old")
    opened = shown(admin_client, page(trial))
    Trial.objects.filter(pk=trial.pk).update(stage="phase-2", title="New", summary="New")
    send(admin_client, page(trial), {**opened, "status": "COMPLETED"})
    trial.refresh_from_db()
    assert (trial.stage, trial.title, trial.summary, trial.status) == ("phase-2", "New", "New", "COMPLETED")
    assert list(Statement.objects.filter(source__kind="editor").values_list("field", flat=True)) == ["status"]


@pytest.mark.parametrize("field", ["title", "stage", "status", "enrolment", "sex"])
def test_a_value_of_the_registry_is_not_emptied_because_a_sync_would_fill_it_again(admin_client, field):
    trial = make_trial()
    response = admin_client.post(page(trial), {**shown(admin_client, page(trial)), field: ""})
    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors, faults(response)


# --- programmes


def test_a_programme_is_added_with_an_address_of_its_own(admin_client):
    site, lupus = make_site(), make_condition()
    post(
        admin_client,
        f"{LIST}add/",
        title="A programme",
        slug="a-programme",
        stage="preclinical",
        keywords="one\r\n\r\ntwo, and three\r\n",
        **{"trial_sites-TOTAL_FORMS": "1", "trial_sites-0-site": site.pk},
        **{"condition_labels-TOTAL_FORMS": "1", "condition_labels-0-condition": lupus.pk},
    )
    made = Trial.objects.get(slug="a-programme")
    assert (made.nct_id, made.stage, made.keywords) == (None, "preclinical", ["one", "two, and three"])
    assert made.trial_sites.get().site == site
    assert made.condition_labels.get().origin == Origin.CURATOR
    assert 'name="nct_id"' not in admin_client.get(f"{LIST}add/").text


def test_a_registry_number_cannot_be_the_address_of_a_programme(admin_client):
    values = {**shown(admin_client, f"{LIST}add/"), "title": "A", "slug": "NCT01234567"}
    assert "slug" in admin_client.post(f"{LIST}add/", values).context["adminform"].form.errors


def test_all_of_a_programme_but_its_address_can_be_changed(admin_client):
    trial = make_programme(slug="mine", stage="")
    values = {"title": "New", "summary": "Ours", "stage": "preclinical", "start": "2026-01-01", "slug": "other"}
    post(admin_client, page(trial), **values, sponsor=make_sponsor("Us").pk, minimum_age="18 Years")
    trial.refresh_from_db()
    assert (trial.title, trial.summary, trial.stage, trial.slug) == ("New", "Ours", "preclinical", "mine")
    assert (str(trial.start), trial.sponsor.name, trial.minimum_age) == ("2026-01-01", "Us", "18 Years")


def test_a_trial_with_a_number_cannot_be_deleted_and_a_programme_can(admin_client):
    trial, programme = make_trial(), make_programme(conditions=[make_condition()], sites=[make_site()])
    make_statement("article", "stage", "preclinical", trial=programme)
    delete = "admin:trials_trial_delete"
    assert admin_client.post(reverse(delete, args=[trial.pk]), {"post": "yes"}).status_code == 403
    assert admin_client.post(reverse(delete, args=[programme.pk]), {"post": "yes"}).status_code == 302
    assert list(Trial.objects.all()) == [trial]


def test_trials_cannot_be_deleted_from_their_list(admin_client):
    trial = make_trial()
    admin_client.post(LIST, {"action": "delete_selected", "_selected_action": [trial.pk], "post": "yes"})
    assert Trial.objects.exists()


def test_a_reason_without_a_changed_value_is_not_lost_in_silence(admin_client):
    trial = make_trial()
    with pytest.raises(AssertionError, match="A reason goes with a changed value"):
        post(admin_client, page(trial), reason="I called the site")
    assert not trial.statements.exists()


def test_a_correction_is_searched_for_at_once_and_the_withdrawn_word_no_more(admin_client):
    trial = make_trial(title="Cells A")
    post(admin_client, page(trial), title="Cells Bravo")
    assert found("q=bravo") == [trial]
    correction = trial.statements.get(source__kind="editor")
    admin_client.post(f"/admin/trials/statement/{correction.pk}/delete/", {"post": "yes"})
    assert found("q=bravo") == []


def test_a_programme_that_an_editor_adds_is_shown(admin_client):
    make_source("editor")
    post(admin_client, "/admin/trials/trial/add/", slug="early-cells", title="Early cells", stage="preclinical")
    assert Trial.objects.shown().filter(slug="early-cells").exists()
