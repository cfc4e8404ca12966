"""The only writer of registry data. One page of studies is one transaction; the same page twice changes nothing.

Labels that rules made are replaced by what the rules say now; an editor's labels and vetoes stay, and the article's
give way once a rule has read the registry's record.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from trials.models import Trial
from trials.store.labels import replace_labels
from trials.store.parts import replace_parts, replace_sites
from trials.store.rows import LABEL_COLUMNS, label_columns, save_trials, shown_values
from trials.store.versions import Labelled, Version, compare, keep_versions, unpacked
from trials.store.words import renew_words, with_other_words

__all__ = ["Labelled", "Version", "compare", "relabel", "renew_words", "save", "unpacked"]


@transaction.atomic
def save(labelled: Sequence[Labelled], seen: Sequence[Version], older: Sequence[Version], now: datetime) -> None:
    """Write new, changed and relabelled studies; mark those in `seen` as looked at; keep older versions as such."""
    if labelled:
        trials = save_trials(labelled, now)
        records = [one.version.record for one in labelled]
        replace_parts(trials, records)
        replace_sites(trials, records)
        replace_labels(trials, labelled)
        renew_words(with_other_words(trials.values()))
        keep_versions(trials, [one.version for one in labelled], now)
    Trial.objects.filter(nct_id__in=[one.record.nct_id for one in (*seen, *older)]).update(last_checked=now)
    if older:
        held = {one.nct_id: one for one in Trial.objects.filter(nct_id__in=[v.record.nct_id for v in older])}
        keep_versions(held, older, now)


@transaction.atomic
def relabel(labelled: Sequence[Labelled]) -> None:
    """Write new labels of studies that are held; nothing else of them changes."""
    held = {one.nct_id: one for one in Trial.objects.filter(nct_id__in=[o.version.record.nct_id for o in labelled])}
    shown = shown_values(labelled)
    for one in labelled:
        trial = held[one.version.record.nct_id]
        for column, value in label_columns(one, shown[trial.nct_id]).items():
            setattr(trial, column, value)
    Trial.objects.bulk_update(held.values(), LABEL_COLUMNS)
    replace_labels(held, labelled)
    renew_words(with_other_words(held.values()))
