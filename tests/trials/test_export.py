"""The export: every trial that patients see, each one JSON object with all of its fields."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from tests.builders import (
    make_autoantibody,
    make_burden,
    make_condition,
    make_modality,
    make_programme,
    make_site,
    make_sponsor,
    make_target,
    make_trial,
)
from trials.models import Origin, TrialCondition, TrialModality, TrialSite

pytestmark = pytest.mark.django_db
FIELDS = {
    "nct_id", "slug", "title", "status", "stage", "sponsor", "conditions", "targets", "modality", "modalities",
    "cell_source", "autoantibodies", "takes", "sites", "registry_updated", "last_checked",
}  # fmt: skip


def exported():
    out = StringIO()
    call_command("export_trials", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_trial_is_written_with_all_that_is_known_of_it():
    trial = make_trial(
        conditions=[make_condition("Myositis"), make_condition("Lupus")],
        targets=[make_target("CD19"), make_target("BCMA")],
        modalities=[make_modality("CAR-T")],
        autoantibodies=[make_autoantibody("Anti-Jo-1")],
        sites=[make_site("Lindenhof Hospital")],
        nct_id="NCT10000001",
        title="CAR-T – “Lupus”\nand more",
        sponsor=make_sponsor("Linden Therapeutics"),
        registry_updated=date(2025, 2, 20),
        last_checked=datetime(2025, 3, 1, 4, 0, tzinfo=UTC),
    )
    make_burden(trial)
    make_burden(trial, "travel", vetoed=True, origin="curator")
    trial.autoantibody_labels.create(autoantibody=make_autoantibody("Anti-Mi-2"), role="excluded")
    assert exported() == [
        {
            "nct_id": "NCT10000001",
            "slug": "NCT10000001",
            "title": trial.title,
            "status": "RECRUITING",
            "stage": "phase-1",
            "sponsor": "Linden Therapeutics",
            "conditions": ["lupus", "myositis"],
            "targets": ["BCMA", "CD19"],
            "modality": "CAR-T",
            "modalities": ["CAR-T"],
            "cell_source": "autologous",
            "autoantibodies": ["anti-jo-1"],
            "takes": [{"kind": "leukapheresis", "value": {"said": "yes"}, "words": "Cells are taken."}],
            "sites": [
                {
                    "facility": "Lindenhof Hospital",
                    "city": "Erlangen",
                    "country": "Germany",
                    "status": "RECRUITING",
                    "lat": 49.59,
                    "lon": 11.0,
                }
            ],
            "registry_updated": "2025-02-20",
            "last_checked": "2025-03-01T04:00:00+00:00",
        }
    ]


def test_what_nobody_stated_is_null_and_no_list_is_left_out():
    make_programme(slug="a-programme", stage="", cell_source="unknown")
    (row,) = exported()
    assert set(row) == FIELDS
    assert {name for name in FIELDS if row[name] is None} == {
        "nct_id", "status", "stage", "sponsor", "registry_updated", "last_checked",
    }  # fmt: skip
    lists = ("conditions", "targets", "modalities", "autoantibodies", "sites", "takes")
    assert [row[name] for name in lists] == [[]] * len(lists)
    assert (row["modality"], row["cell_source"]) == ("unknown", "unknown")


def test_a_place_without_country_status_or_coordinates_is_written():
    trial = make_trial()
    site = make_site("Somewhere", country=None, latitude=None, longitude=None)
    TrialSite.objects.create(trial=trial, site=site)
    assert exported()[0]["sites"] == [
        {"facility": "Somewhere", "city": "Erlangen", "country": "", "status": None, "lat": None, "lon": None}
    ]


def test_only_trials_of_the_field_are_written():
    make_trial(nct_id="NCT10000001")
    make_trial(nct_id="NCT10000002", in_field=False)
    assert [row["slug"] for row in exported()] == ["NCT10000001"]


def test_a_finder_of_the_whole_registry_writes_all(settings):
    settings.REGISTRY_SCOPE = "all"
    make_trial(nct_id="NCT10000001")
    make_trial(nct_id="NCT10000002", in_field=False)
    assert [row["slug"] for row in exported()] == ["NCT10000001", "NCT10000002"]


def test_a_vetoed_label_is_not_written():
    trial = make_trial()
    TrialCondition.objects.create(trial=trial, condition=make_condition("Lupus"), origin=Origin.CURATOR, vetoed=True)
    assert exported()[0]["conditions"] == []


def test_the_leading_kind_is_the_trials_own():
    trial = make_trial()
    for name, leading in (("CAR-NK", False), ("CAR-T", True), ("Treg", False)):
        TrialModality.objects.create(trial=trial, modality=make_modality(name), leading=leading)
    assert (exported()[0]["modality"], exported()[0]["modalities"]) == ("CAR-T", ["CAR-T", "CAR-NK", "Treg"])


def test_the_order_is_that_of_the_addresses_and_always_the_same():
    for number in (3, 1, 2):
        make_trial(nct_id=f"NCT1000000{number}")
    assert [row["slug"] for row in exported()] == ["NCT10000001", "NCT10000002", "NCT10000003"]
    assert exported() == exported()


def test_more_trials_take_no_more_queries(django_assert_max_num_queries):
    for _ in range(20):
        make_trial(conditions=[make_condition()], targets=[make_target()], sites=[make_site(), make_site()])
    with django_assert_max_num_queries(9):
        assert len(exported()) == 20


def test_nothing_held_is_nothing_written():
    assert exported() == []
