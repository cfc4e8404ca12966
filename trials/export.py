"""Every trial that patients see, and every change of them, as one JSON object each."""

from collections.abc import Iterator
from typing import Any

import msgspec
from django.db.models import Prefetch

from trials.models import Trial, TrialSite
from trials.models.change import ChangeQuerySet
from trials.models.querysets import TrialQuerySet

UNKNOWN = "unknown"


class SiteRow(msgspec.Struct):
    facility: str
    city: str
    country: str
    status: str | None
    lat: float | None
    lon: float | None


class ChangeRow(msgspec.Struct):
    """One change: `before` and `after` are what the registry said, `registry_date` is its own day of the change."""

    nct_id: str
    kind: str
    before: Any
    after: Any
    registry_date: str | None


class BurdenRow(msgspec.Struct):
    """One thing that joining takes: see the model TrialBurden. `words` are the registry's own."""

    kind: str
    value: dict[str, Any]
    words: str


class TrialRow(msgspec.Struct):
    """One trial: stage, conditions and autoantibodies as addresses write them, targets and kinds by name, status as
    the registry writes it, dates as ISO 8601; null: not stated."""

    nct_id: str | None
    slug: str
    title: str
    status: str | None
    stage: str | None
    sponsor: str | None
    conditions: list[str]
    targets: list[str]
    modality: str
    modalities: list[str]
    cell_source: str
    autoantibodies: list[str]
    takes: list[BurdenRow]
    sites: list[SiteRow]
    registry_updated: str | None
    last_checked: str | None


def export_rows(trials: TrialQuerySet) -> Iterator[TrialRow]:
    """The rows of `trials` in the order of their numbers, read a batch at a time."""
    places = TrialSite.objects.select_related("site__country").order_by("site__facility", "site__city", "pk")
    antibodies = Trial.objects.labels("autoantibody_labels").exclude(role="excluded").select_related("autoantibody")
    full = trials.with_labels().prefetch_related(
        Prefetch("trial_sites", places),
        Prefetch("autoantibody_labels", antibodies),
        Prefetch("burden_labels", Trial.objects.labels("burden_labels").order_by("pk")),
    )
    for trial in full.order_by("slug").iterator(chunk_size=500):
        yield _row(trial)


def change_rows(changes: ChangeQuerySet) -> Iterator[ChangeRow]:
    """The rows of `changes` in the order in which they were seen, read a batch at a time."""
    told = changes.order_by("found", "pk").values_list("trial__nct_id", "kind", "before", "after", "registry_date")
    for number, kind, before, after, day in told.iterator(chunk_size=500):
        yield ChangeRow(number, kind, before, after, day.isoformat() if day else None)


def _row(trial: Trial) -> TrialRow:
    kinds = sorted(trial.modality_labels.all(), key=lambda label: (not label.leading, label.modality.name))
    names = [label.modality.name for label in kinds]
    return TrialRow(
        nct_id=trial.nct_id,
        slug=trial.slug,
        title=trial.title,
        status=trial.status or None,
        stage=trial.stage or None,
        sponsor=trial.sponsor.name if trial.sponsor else None,
        conditions=sorted(label.condition.slug for label in trial.condition_labels.all()),
        targets=sorted(label.target.name for label in trial.target_labels.all()),
        modality=names[0] if names else UNKNOWN,
        modalities=names,
        cell_source=trial.cell_source,
        autoantibodies=sorted(label.autoantibody.slug for label in trial.autoantibody_labels.all()),
        takes=[BurdenRow(one.kind, one.value, one.evidence) for one in trial.burden_labels.all()],
        sites=[
            SiteRow(
                place.site.facility,
                place.site.city,
                place.site.country.name if place.site.country else "",
                place.status or None,
                place.site.latitude,
                place.site.longitude,
            )
            for place in trial.trial_sites.all()
        ],
        registry_updated=trial.registry_updated.isoformat() if trial.registry_updated else None,
        last_checked=trial.last_checked.isoformat() if trial.last_checked else None,
    )
