"""Kept records read again as parser, rules and vocabulary read them today; needs no network."""

import logging
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone

from trials import store
from trials.models import Rereading, Snapshot, Trial
from trials.registry.records import ParseError
from trials.sync.alone import alone
from trials.sync.labeller import Labeller
from trials.sync.sisters import renew_facts

BATCH = 200

log = logging.getLogger(__name__)


def relabel(progress: Callable[[Rereading], None] | None = None) -> Rereading:
    """Read the kept versions again; the row that is returned tells how many, and what moved.

    Each batch is one transaction, and what is done need not be done again: a run that was cut off is finished by the
    next. `progress` hears after each batch. Raises AlreadyRunning while a sync is under way: it could not tell which
    version it labels.
    """
    with alone():
        labeller = Labeller()
        behind = Trial.objects.filter(record_digest__isnull=False).exclude(labelled_with=labeller.vocabulary.digest)
        pks = list(behind.order_by("pk").values_list("pk", flat=True))
        told = Rereading(expected=len(pks))
        if not pks:
            return told
        told.save()
        for start in range(0, len(pks), BATCH):
            _read(pks[start : start + BATCH], labeller, told)
            if progress:
                progress(told)
        _read(_pks_of(renew_facts(labeller.vocabulary)), Labeller(), told)
        told.read = min(told.read, told.expected)  # sisters are read twice
        told.finished = timezone.now()
        told.save()
        return told


def read_sisters_again() -> None:
    """After records came in: what they say of products labels the trials that only name these."""
    labeller = Labeller()
    touched = _pks_of(renew_facts(labeller.vocabulary))
    for start in range(0, len(touched), BATCH):
        _reread(touched[start : start + BATCH], Labeller())


def _pks_of(numbers: set[str]) -> list[int]:
    return list(Trial.objects.filter(nct_id__in=numbers).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _read(pks: Sequence[int], labeller: Labeller, told: Rereading) -> None:
    before = store.labels_held(pks)
    told.read += _reread(pks, labeller)
    after = store.labels_held(pks)
    numbers = dict(Trial.objects.filter(pk__in=pks).values_list("pk", "nct_id"))
    lines = [f"{numbers[pk]}: {store.moved(before[pk], after[pk])}" for pk in pks if before[pk] != after[pk]]
    told.moved += len(lines)
    told.what_moved += "".join(f"{line}\n" for line in lines)
    told.save()


@transaction.atomic
def _reread(pks: Sequence[int], labeller: Labeller) -> int:
    versions = [version for version in map(_version, store.current_snapshots(pks).values()) if version]
    store.rewrite([labeller.label(version) for version in versions])
    # One that could not be read would be tried for ever otherwise.
    Trial.objects.filter(pk__in=pks).update(labelled_with=labeller.vocabulary.digest)
    return len(versions)


def _version(snapshot: Snapshot) -> store.Version | None:
    """None, and a line in the log, where the parser of today cannot read what an earlier one could."""
    try:
        return store.Version.of(store.unpacked(snapshot))
    except ParseError as error:
        log.warning("%s can no longer be read: %s", error.nct_id or snapshot.trial_id, error)
        return None
