"""Labels that rules made, replaced by what the rules say now; an editor's labels and vetoes stay."""

from collections.abc import Sequence

from django.db import models

from conditions.models import Autoantibody, Condition
from trials.labels.classify import Evidence
from trials.models import (
    Modality,
    Origin,
    Target,
    Therapy,
    Trial,
    TrialAutoantibody,
    TrialCondition,
    TrialModality,
    TrialTarget,
    TrialTherapy,
)
from trials.store.versions import Labelled


def replace_labels(trials: dict[str, Trial], labelled: Sequence[Labelled]) -> None:
    kinds: tuple[tuple[type[models.Model], type[models.Model], str, str], ...] = (
        (TrialCondition, Condition, "condition", "conditions"),
        (TrialTarget, Target, "target", "targets"),
        (TrialModality, Modality, "modality", "modalities"),
        (TrialTherapy, Therapy, "therapy", "therapies"),
        (TrialAutoantibody, Autoantibody, "autoantibody", "autoantibodies"),
    )
    for label, entry, name, plural in kinds:
        found = {one.version.record.nct_id: getattr(one.labels, plural) for one in labelled}
        _replace_kind(label, entry, name, {trials[number]: slugs for number, slugs in found.items()})


def _replace_kind(
    label: type[models.Model], entry: type[models.Model], name: str, found: dict[Trial, dict[str, Evidence]]
) -> None:
    label.objects.filter(trial__in=found, origin=Origin.RULE).delete()
    label.objects.filter(trial__in=[t for t, slugs in found.items() if slugs], origin=Origin.ARTICLE).delete()
    entries = {one.slug: one for one in entry.objects.filter(slug__in={s for slugs in found.values() for s in slugs})}
    rows = []
    for trial, slugs in found.items():
        for place, (slug, evidence) in enumerate(slugs.items()):
            row = label(trial=trial, origin=Origin.RULE, field=evidence.field, evidence=evidence.quotation)
            setattr(row, name, entries[slug])
            if label is TrialModality:
                row.leading = place == 0
            rows.append(row)
    label.objects.bulk_create(rows, ignore_conflicts=True)  # an editor's label, or veto, is there already
