"""Editors keep targets, kinds of therapy and products; what trials use is not deleted."""

import pytest
from django.urls import reverse

from tests import builders
from tests.forms import post
from trials.models import CellSourceName, Therapy

ENTRIES = {
    "target": ("targets", builders.make_target),
    "modality": ("modalities", builders.make_modality),
    "therapy": ("therapies", builders.make_therapy),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_that_trials_use_is_not_deleted_and_the_page_names_them(admin_client, name):
    plural, make = ENTRIES[name]
    entry = make()
    trial = builders.make_trial(**{plural: [entry]})
    address = reverse(f"admin:trials_{name}_delete", args=[entry.pk])
    text = admin_client.post(address, {"post": "yes"}).text
    assert f"Cannot delete {name}" in text
    assert "1 trial:" in text
    assert trial.nct_id in text
    assert type(entry).objects.filter(pk=entry.pk).exists()


@pytest.mark.parametrize("name", ENTRIES)
def test_the_list_says_how_many_trials_an_entry_labels(admin_client, name):
    plural, make = ENTRIES[name]
    entry = make()
    for _ in range(3):
        builders.make_trial(**{plural: [entry]})
    text = admin_client.get(reverse(f"admin:trials_{name}_changelist"), {"o": "3"}).text
    assert f'<a href="/admin/trials/trial/?{name}={entry.slug}">3</a>' in text


def test_a_product_is_added_with_its_targets_and_names(admin_client):
    cd19, cells, source = builders.make_target("CD19"), builders.make_modality(), builders.make_source()
    post(
        admin_client,
        reverse("admin:trials_therapy_add"),
        name="Obe-cel",
        slug="obe-cel",
        modality=cells.pk,
        targets=[cd19.pk],
        source=source.pk,
        **{"names-TOTAL_FORMS": "1", "names-0-text": "AUTO1", "names-0-use": "name"},
    )
    made = Therapy.objects.get()
    assert (made.modality, list(made.targets.all()), made.names.get().text) == (cells, [cd19], "AUTO1")


def test_a_word_for_whose_cells_are_used_is_added(admin_client):
    post(admin_client, reverse("admin:trials_cellsourcename_add"), text="own cells", cell_source="autologous")
    assert CellSourceName.objects.get().text == "own cells"
