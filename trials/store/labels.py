"""Labels that rules made, replaced by what the rules say now; an editor's labels and vetoes stay."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from conditions.models import Autoantibody, Condition
from trials.labels.evidence import Evidence, Labels
from trials.models import (
    Modality,
    Origin,
    Target,
    Therapy,
    TrialAutoantibody,
    TrialCondition,
    TrialModality,
    TrialTarget,
    TrialTherapy,
)
from trials.store.copying import copy
from trials.store.known import Known
from trials.store.versions import Labelled

KINDS: tuple[tuple[type[models.Model], type[models.Model], str, str], ...] = (
    (TrialCondition, Condition, "condition", "conditions"),
    (TrialTarget, Target, "target", "targets"),
    (TrialModality, Modality, "modality", "modalities"),
    (TrialTherapy, Therapy, "therapy", "therapies"),
    (TrialAutoantibody, Autoantibody, "autoantibody", "autoantibodies"),
)


def replace_labels(labelled: Sequence[Labelled], pks: Mapping[str, int], held: Sequence[int], known: Known) -> None:
    """Write the labels of the trials `pks`, of which `held` may have some."""
    for label, entry, name, plural in KINDS:
        found = {pks[one.version.record.nct_id]: _said(one.labels, plural) for one in labelled}
        kept = _make_room(label, name, found, held) if held else set()
        entries = known.entries(entry)
        copy(
            label,
            (
                {
                    "trial": pk,
                    name: entries[slug],
                    "origin": Origin.RULE.value,
                    "field": evidence.field,
                    "evidence": evidence.quotation,
                    "vetoed": False,
                    **more,
                }
                for pk, slugs in found.items()
                for slug, (evidence, more) in slugs.items()
                if (pk, entries[slug]) not in kept
            ),
        )


def _said(labels: Labels, plural: str) -> dict[str, tuple[Evidence, dict[str, Any]]]:
    """What the rules say, with the columns that only this kind of label has."""
    if plural == "autoantibodies":
        return {slug: (one.evidence, {"role": one.role.value}) for slug, one in labels.autoantibody_roles.items()}
    found: dict[str, Evidence] = getattr(labels, plural)
    leads = ({"leading": place == 0} if plural == "modalities" else {} for place in range(len(found)))
    return {slug: (evidence, more) for (slug, evidence), more in zip(found.items(), leads, strict=True)}


def _make_room(
    label: type[models.Model], name: str, found: Mapping[int, Mapping[str, object]], held: Sequence[int]
) -> set[tuple[int, int]]:
    """Delete what the rules, or the article where a rule has read the record, said; what stays, by trial and entry."""
    of_these = label.objects.filter(trial__in=held)
    of_these.filter(origin=Origin.RULE).delete()
    of_these.filter(trial__in=[pk for pk in held if found[pk]], origin=Origin.ARTICLE).delete()
    return set(of_these.values_list("trial_id", f"{name}_id"))
