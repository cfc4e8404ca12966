"""PostgreSQL refuses what must not be: each named constraint is broken once."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from conditions.models import AutoantibodyName, Condition, Term
from sources.models import SeededRow, Source
from tests.builders import (
    make_autoantibody,
    make_burden,
    make_change,
    make_condition,
    make_fact,
    make_intervention,
    make_modality,
    make_site,
    make_statement,
    make_target,
    make_therapy,
    make_trial,
)
from trials.models import (
    CellSourceName,
    ModalityName,
    Origin,
    TargetName,
    Therapy,
    TherapyName,
    Trial,
    TrialAutoantibody,
    TrialCondition,
    TrialModality,
    TrialSite,
    TrialTarget,
    TrialTherapy,
)

LABELS = {
    "condition": (TrialCondition, make_condition),
    "target": (TrialTarget, make_target),
    "modality": (TrialModality, make_modality),
    "therapy": (TrialTherapy, make_therapy),
    "autoantibody": (TrialAutoantibody, make_autoantibody),
}


def update_trial(**columns):
    return lambda: Trial.objects.filter(pk=make_trial().pk).update(**columns)


def name_twice(names, link, make_entry):
    def both():
        entry = make_entry()
        for _ in range(2):
            names.objects.create(text="the same", **{link: entry})

    return both


def label(name, **columns):
    model, make_entry = LABELS[name]
    return lambda: model.objects.create(trial=make_trial(), **{name: make_entry()}, **columns)


def label_twice(name):
    model, make_entry = LABELS[name]

    def both():
        trial, entry = make_trial(), make_entry()
        for origin in (Origin.RULE, Origin.CURATOR):
            model.objects.create(trial=trial, origin=origin, **{name: entry})

    return both


def condition_its_own_parent():
    condition = make_condition()
    Condition.objects.filter(pk=condition.pk).update(parent=condition)


def intervention_twice():
    trial = make_trial()
    make_intervention(trial, position=1)
    make_intervention(trial, position=1)


def site_twice(country):
    def both():
        for _ in range(2):
            make_site("Hospital", country=country)

    return both


def trial_site_twice():
    trial, place = make_trial(), make_site()
    for status in ("", "RECRUITING"):
        TrialSite.objects.create(trial=trial, site=place, status=status)


def statement_twice():
    trial = make_trial()
    make_statement(trial=trial, means="phase-1")
    make_statement(trial=trial, means="phase-2")


def burden_twice():
    trial = make_trial()
    for origin in (Origin.RULE, Origin.CURATOR):
        make_burden(trial, origin=origin)


def fact_twice():
    make_fact()
    make_fact()


def seeded_twice():
    for values in ({}, {"a": 1}):
        SeededRow.objects.create(table="trials.trial", key="one", values=values)


def cell_source_name_twice():
    for source in ("autologous", "allogeneic"):
        CellSourceName.objects.create(cell_source=source, text="own cells")


BROKEN = [
    ("trial_number_well_formed", update_trial(nct_id="NCT1234", slug="NCT1234")),
    ("trial_number_well_formed", update_trial(nct_id="nct00000001", slug="nct00000001")),
    ("trial_number_well_formed", update_trial(nct_id="", slug="")),
    ("trial_address_is_its_number", update_trial(slug="another-address")),
    ("trial_stage_known", update_trial(stage="phase-9")),
    ("trial_cell_source_known", update_trial(cell_source="")),
    ("trial_ruling_has_its_reason", update_trial(field_ruling=False)),
    ("trial_burden_once", burden_twice),
    ("trial_burden_kind_known", lambda: make_burden(kind="queue")),
    ("trial_burden_origin_known", lambda: make_burden(origin="nobody")),
    ("trial_burden_vetoed_by_an_editor", lambda: make_burden(vetoed=True)),
    ("trial_autoantibody_role_known", label("autoantibody", role="asked")),
    ("product_fact_once", fact_twice),
    ("product_fact_axis_known", lambda: make_fact(axis="colour")),
    ("product_fact_ruling_has_its_reason", lambda: make_fact(ruling=False)),
    ("change_kind_known", lambda: make_change(kind="moved")),
    ("trial_age_not_negative", update_trial(minimum_age_years=-1)),
    ("intervention_place_once", intervention_twice),
    ("site_once", site_twice("Germany")),
    ("site_once", site_twice(None)),
    ("site_coordinates_whole_and_on_earth", lambda: make_site(latitude=91)),
    ("site_coordinates_whole_and_on_earth", lambda: make_site(longitude=-181)),
    ("site_coordinates_whole_and_on_earth", lambda: make_site(latitude=91, longitude=None)),
    ("trial_site_once", trial_site_twice),
    ("target_name_once", name_twice(TargetName, "target", make_target)),
    ("modality_name_once", name_twice(ModalityName, "modality", make_modality)),
    ("therapy_name_once", name_twice(TherapyName, "therapy", make_therapy)),
    ("term_once_a_condition", name_twice(Term, "condition", make_condition)),
    ("autoantibody_name_once", name_twice(AutoantibodyName, "autoantibody", make_autoantibody)),
    ("cell_source_name_once", cell_source_name_twice),
    ("therapy_cell_source_known", lambda: Therapy.objects.filter(pk=make_therapy().pk).update(cell_source="pig")),
    ("statement_once", statement_twice),
    ("statement_has_one_subject", lambda: make_statement()),
    ("statement_has_one_subject", lambda: make_statement(trial=make_trial(), condition=make_condition())),
    ("statement_has_one_subject", lambda: make_statement(therapy=make_therapy(), site=make_site())),
    ("condition_not_its_own_parent", condition_its_own_parent),
    ("condition_kind_known", lambda: make_condition(kind="nuisance")),
    ("condition_mesh_id_well_formed", lambda: make_condition(mesh_id="lupus")),
    ("source_kind_known", lambda: Source.objects.create(slug="hearsay", name="Hearsay", kind="hearsay")),
    ("seeded_row_once", seeded_twice),
    *((f"trial_{name}_once", label_twice(name)) for name in LABELS),
    *((f"trial_{name}_origin_known", label(name, origin="hearsay")) for name in LABELS),
    *((f"trial_{name}_vetoed_by_an_editor", label(name, origin=Origin.RULE, vetoed=True)) for name in LABELS),
]


@pytest.mark.parametrize(("name", "break_it"), BROKEN, ids=[name for name, _ in BROKEN])
def test_the_database_refuses(db, name, break_it):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        break_it()


@pytest.mark.parametrize("missing", ["latitude", "longitude"])
def test_the_database_refuses_half_a_place_on_the_map(db, missing):
    with pytest.raises(IntegrityError, match="site_coordinates"), transaction.atomic():
        make_site(**{missing: None})


def test_every_named_constraint_is_broken_once():
    named = {
        constraint.name
        for app in ("sources", "conditions", "trials")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }
    assert named == {name for name, _ in BROKEN}


def test_what_the_constraints_leave_alone(db):
    """A programme without a number, several of them, sites without coordinates, an editor's veto."""
    make_trial(nct_id=None)
    make_trial(nct_id=None, minimum_age_years=0)
    make_site(latitude=None, longitude=None)
    make_site("Hospital", country="Germany")
    make_site("Hospital", country="Austria")
    make_condition(mesh_id="D008180")
    make_statement(site=make_site())
    label("target", origin=Origin.CURATOR, vetoed=True)()
