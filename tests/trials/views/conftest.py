"""A small finder: every kind of row once, for the tests that look at all kinds of pages."""

from types import SimpleNamespace

import pytest

from tests.builders import (
    make_autoantibody,
    make_condition,
    make_contact,
    make_intervention,
    make_modality,
    make_site,
    make_sponsor,
    make_statement,
    make_target,
    make_therapy,
    make_trial,
)
from tests.trials.views.changing import change_everything


@pytest.fixture
def finder(db):
    """The vocabulary of a small finder; `finder.add_trial()` makes a trial that has all of it, twice where it can."""
    lupus = make_condition("Lupus", slug="lupus", terms=["SLE"], door=1)
    known = SimpleNamespace(
        conditions=[lupus, make_condition("Lupus nephritis", parent=lupus)],
        targets=[make_target("CD19"), make_target("MuSK", autoantigen=True)],
        modalities=[make_modality("CAR-T"), make_modality("CAAR-T")],
        autoantibodies=[make_autoantibody("Anti-MuSK", [lupus], antigen="MuSK")],
        sites=[make_site("Charité", city="Berlin"), make_site("Clinic", country="China", city="Wuhan")],
    )
    known.therapies = [make_therapy("KYV-101", targets=known.targets, modality=known.modalities[0])]
    labels = vars(known).copy()

    def add_trial(**columns):
        trial = make_trial(sponsor=make_sponsor(f"Sponsor of {columns.get('title', 'many')}"), **{**labels, **columns})
        trial.collaborators.add(make_sponsor("A helper"))
        make_intervention(trial)
        make_contact(trial)
        for place in trial.trial_sites.all():
            make_contact(trial, place)
        make_statement(trial=trial, field="stage", means="phase-1")
        change_everything(trial)
        return trial

    known.add_trial = add_trial
    known.addresses = [
        "/conditions/lupus/",
        "/conditions/lupus-nephritis/",
        "/autoantibodies/anti-musk/",
        "/therapies/kyv-101/",
        known.sites[0].get_absolute_url(),
        "/",
        "/therapies/",
        "/conditions/",
        "/changes/",
        "/data/",
    ]
    return known
