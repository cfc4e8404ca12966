"""From the registry, or from files, into the finder: parse, compare with what is held, label, store; told to a SyncRun.

A record that cannot be read is set aside with its reason and the rest go on. Each page is one transaction.
"""

from trials.sync.alone import AlreadyRunning
from trials.sync.relabelling import relabel
from trials.sync.runs import Progress, counts, never_synced, sync_files, sync_registry

__all__ = [
    "AlreadyRunning",
    "Progress",
    "counts",
    "never_synced",
    "relabel",
    "sync_files",
    "sync_registry",
]
