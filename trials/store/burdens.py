"""What joining takes, as rules read it; what an editor said of it stays."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from psycopg.types.json import Jsonb

from trials.labels.burden_values import as_json
from trials.models import Origin, TrialBurden
from trials.store.copying import copy
from trials.store.versions import Labelled


def replace_burdens(labelled: Sequence[Labelled], pks: Mapping[str, int], held: Sequence[int]) -> None:
    """Write the burdens of the trials `pks`, of which `held` may have some."""
    kept = set()
    if held:
        TrialBurden.objects.filter(trial__in=held, origin=Origin.RULE).delete()
        of_editors = TrialBurden.objects.filter(trial__in=held).values_list("trial_id", "kind", "value")
        kept = {(pk, kind, _key(value)) for pk, kind, value in of_editors}
    found = (
        (pks[one.version.record.nct_id], burden.kind.value, as_json(burden.value), burden.evidence)
        for one in labelled
        for burden in one.burdens
    )
    copy(
        TrialBurden,
        (
            {
                "trial": pk,
                "kind": kind,
                "value": Jsonb(value),
                "origin": Origin.RULE.value,
                "field": evidence.field,
                "evidence": evidence.quotation,
                "vetoed": False,
            }
            for pk, kind, value, evidence in found
            if (pk, kind, _key(value)) not in kept
        ),
    )


def _key(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True)
