"""Every kept record read again as parser, rules and vocabulary read it today; needs no network."""

import logging
from collections.abc import Callable

from trials import store
from trials.models import Snapshot, Trial
from trials.registry.records import ParseError
from trials.sync.alone import alone
from trials.sync.pages import Labeller

BATCH = 200

log = logging.getLogger(__name__)


def relabel(progress: Callable[[int, int], None] | None = None) -> int:
    """Read the kept versions again; the number of trials that were read. Each batch is one transaction, and what is
    done need not be done again: a run that was cut off is finished by the next.

    `progress` hears how many are done, and of how many. Raises AlreadyRunning while a sync is under way: it could not
    tell which version it labels.
    """
    with alone():
        labeller = Labeller()
        behind = Trial.objects.filter(record_digest__isnull=False).exclude(labelled_with=labeller.vocabulary.digest)
        pks = list(behind.values_list("pk", flat=True))
        done = 0
        for start in range(0, len(pks), BATCH):
            snapshots = store.current_snapshots(pks[start : start + BATCH])
            versions = [version for version in map(_version, snapshots.values()) if version]
            store.rewrite([labeller.label(version) for version in versions])
            done += len(versions)
            if progress:
                progress(start + len(snapshots), len(pks))
        return done


def _version(snapshot: Snapshot) -> store.Version | None:
    """None, and a line in the log, where the parser of today cannot read what an earlier one could."""
    try:
        return store.Version.of(store.unpacked(snapshot))
    except ParseError as error:
        log.warning("%s can no longer be read: %s", error.nct_id or snapshot.trial_id, error)
        return None
