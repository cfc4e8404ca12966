"""Every list and every page of the admin opens, stays within its queries, and shows nothing to those without rights."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conditions.models import AutoantibodyName
from sources.models import SeededRow
from tests import builders
from trials.models import (
    CellSourceName,
    ModalityName,
    OldNumber,
    RegistryQuery,
    Rereading,
    TargetName,
    TherapyName,
    Trial,
)

OURS = ("sources", "conditions", "trials")
MODELS = sorted((m for m in admin.site._registry if m._meta.app_label in OURS), key=lambda model: model.__name__)
# The pages of these tables grow with the number of trials, sites or both.
LISTS = [
    "trial",
    "site",
    "sponsor",
    "change",
    "contact",
    "intervention",
    "sighting",
    "snapshot",
    "statement",
    "oldnumber",
    "trialburden",
    "trialcondition",
    "trialsite",
]


def fill(number: int) -> Trial:
    """`number` trials with all that can hang on one; the last of them."""
    lupus = builders.make_condition(terms=["SLE"])
    cd19 = builders.make_target()
    cells = builders.make_modality()
    product = builders.make_therapy(targets=[cd19], modality=cells)
    musk = builders.make_autoantibody(conditions=[lupus])
    TargetName.objects.create(target=cd19, text="CD-19")
    ModalityName.objects.create(modality=cells, text="CAR T")
    TherapyName.objects.create(therapy=product, text="obe-cel")
    AutoantibodyName.objects.create(autoantibody=musk, text="anti-MuSK")
    for _ in range(number):
        trial = builders.make_trial(
            conditions=[lupus],
            targets=[cd19],
            modalities=[cells],
            therapies=[product],
            autoantibodies=[musk],
            sites=[builders.make_site()],
            sponsor=builders.make_sponsor(),
        )
        trial.collaborators.add(builders.make_sponsor())
        builders.make_contact(trial, trial.trial_sites.get())
        builders.make_intervention(trial)
        builders.make_snapshot(trial)
        builders.make_burden(trial)
        builders.make_change(trial, before="RECRUITING", after="COMPLETED")
        builders.make_statement("article", "stage", "phase-1", trial=trial)
        OldNumber.objects.create(nct_id=f"NCT9{trial.nct_id[4:]}", trial=trial)
    return trial


@pytest.fixture
def rows(db):
    """At least one row of every model."""
    fill(1)
    CellSourceName.objects.create(text="your own", cell_source="autologous")
    RegistryQuery.objects.create(name="lupus")
    SeededRow.objects.create(table="conditions", key="lupus", values={"name": "Lupus"})
    builders.make_set_aside()
    builders.make_fact()
    Rereading.objects.create(what_moved="NCT00000001: + target cd19")


def page(model, view: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def test_every_model_of_ours_is_in_the_admin():
    from django.apps import apps

    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            assert admin.site.is_registered(model), model


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_list_opens_and_can_be_searched(admin_client, rows, model):
    assert admin_client.get(page(model, "changelist")).status_code == 200
    found = admin_client.get(page(model, "changelist"), {"q": "lupus 'x\\ & |"})
    assert found.status_code == 200
    assert admin.site._registry[model].search_fields, "an editor can search every list"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_row_opens_within_fifteen_queries(admin_client, rows, model, django_assert_max_num_queries):
    row = model.objects.first()
    assert row is not None, "the fixture makes one"
    with django_assert_max_num_queries(15):
        opened = admin_client.get(page(model, "change", row.pk))
    assert opened.status_code == 200
    assert ("viewsitelink" in opened.text) == hasattr(row, "get_absolute_url")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_can_be_added_by_hand_only_where_no_sync_writes(admin_client, rows, model):
    allowed = admin.site._registry[model].has_add_permission(admin_client.get("/admin/").wsgi_request)
    assert admin_client.get(page(model, "add")).status_code == (200 if allowed else 403)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_page_of_ours_holds_a_script_or_style_that_the_browser_would_refuse(admin_client, rows, model):
    for address in (page(model, "changelist"), page(model, "change", model.objects.first().pk)):
        response = admin_client.get(address)
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert "<script>" not in response.text
        assert " style=" not in response.text
        assert "<style" not in response.text


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as done:
        assert client.get(address).status_code == 200
    return len(done)


def test_each_list_takes_the_same_queries_for_thirty_and_for_three_hundred_trials(admin_client):
    addresses = [reverse(f"admin:trials_{name}_changelist") for name in LISTS]
    fill(30)
    for address in addresses:
        admin_client.get(address)  # content types and the like are read once a process
    few = {address: queries_of(admin_client, address) for address in addresses}
    fill(270)
    many = {address: queries_of(admin_client, address) for address in addresses}
    assert few == many
    assert max(many.values()) <= 15


@pytest.mark.parametrize("name", ["condition", "autoantibody", "target", "modality", "therapy"])
def test_a_vocabulary_is_listed_with_its_trials_in_one_query(admin_client, django_assert_max_num_queries, name):
    app = "conditions" if name in ("condition", "autoantibody") else "trials"
    fill(3)
    address = reverse(f"admin:{app}_{name}_changelist")
    admin_client.get(address)
    with django_assert_max_num_queries(10) as few:
        admin_client.get(address)
    for _ in range(5):
        fill(2)
    with django_assert_max_num_queries(10) as many:
        admin_client.get(address)
    assert len(few) == len(many)


def test_a_trials_page_takes_the_same_queries_with_thirty_sites_and_labels_as_with_one(
    admin_client, django_assert_max_num_queries
):
    trial = fill(1)
    address = page(Trial, "change", trial.pk)
    admin_client.get(address)
    with django_assert_max_num_queries(15) as few:
        admin_client.get(address)
    for _ in range(30):
        trial.condition_labels.create(condition=builders.make_condition())
        trial.target_labels.create(target=builders.make_target())
        place = trial.trial_sites.create(site=builders.make_site())
        builders.make_contact(trial, place)
    with django_assert_max_num_queries(15) as many:
        admin_client.get(address)
    assert len(few) == len(many)


def test_a_programmes_page_takes_the_same_queries_however_many_sites_it_has(
    admin_client, django_assert_max_num_queries
):
    trial = builders.make_programme(sites=[builders.make_site()])
    address = page(Trial, "change", trial.pk)
    admin_client.get(address)
    with django_assert_max_num_queries(15) as few:
        admin_client.get(address)
    for _ in range(30):
        trial.trial_sites.create(site=builders.make_site())
    with django_assert_max_num_queries(15) as many:
        admin_client.get(address)
    assert len(few) == len(many)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_staff_without_rights_sees_no_list_and_no_row(client, rows, model):
    client.force_login(get_user_model().objects.create_user("guest", password="password", is_staff=True))
    assert client.get(page(model, "changelist")).status_code == 403
    assert client.get(page(model, "change", model.objects.first().pk)).status_code == 403
    assert page(model, "changelist") not in client.get(reverse("admin:index")).text


def test_staff_with_the_right_to_look_opens_a_trial_without_a_field_to_change(client, rows):
    from django.contrib.auth.models import Permission

    guest = get_user_model().objects.create_user("guest", password="password", is_staff=True)
    guest.user_permissions.add(Permission.objects.get(codename="view_trial"))
    client.force_login(guest)
    opened = client.get(page(Trial, "change", Trial.objects.first().pk))
    assert opened.status_code == 200
    assert 'name="title"' not in opened.text
    assert 'name="reason"' not in opened.text
