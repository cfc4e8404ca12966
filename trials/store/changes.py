"""What changed between the versions of a study, written down beside the version that changed it."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from trials.models import Change, ChangeKind, Snapshot, SyncRun, Trial
from trials.registry.differences import Difference, differences
from trials.registry.parse import parse_study
from trials.registry.records import ParseError, StudyRecord
from trials.store.versions import Version, current_snapshots, unpacked

COMING_AND_GOING = (ChangeKind.NEW, ChangeKind.VANISHED)  # these do not come of two versions

log = logging.getLogger(__name__)


def changes_of(versions: Sequence[Version], pks: Mapping[str, int], run: SyncRun | None, now: datetime) -> list[Change]:
    """How each of `versions` differs from the one that is held; the trials' primary keys by number are `pks`."""
    held = current_snapshots(pks[one.record.nct_id] for one in versions)
    found = []
    for version in versions:
        pk = pks[version.record.nct_id]
        before = _record(held[pk]) if pk in held else None
        if before is not None:
            found += [_change(pk, one, version.record.updated, now, run) for one in differences(before, version.record)]
    return found


def news_of(versions: Sequence[Version], pks: Mapping[str, int], run: SyncRun | None, now: datetime) -> list[Change]:
    """That each of `versions` is the first of a new trial."""
    return [
        _change(
            pks[one.record.nct_id],
            Difference(ChangeKind.NEW, None, one.record.status or None),
            one.record.updated,
            now,
            run,
        )
        for one in versions
    ]


def record_return(numbers: Iterable[str], run: SyncRun | None, day: date | None, now: datetime) -> None:
    """Show again those of the trials that had vanished: the registry lists them once more."""
    back = list(Trial.objects.filter(nct_id__in=list(numbers), vanished__isnull=False).values_list("pk", "vanished"))
    if not back:
        return
    Trial.objects.filter(pk__in=[pk for pk, _ in back]).update(vanished=None)
    Change.objects.bulk_create(
        _change(pk, Difference(ChangeKind.VANISHED, gone.isoformat(), None), day, now, run) for pk, gone in back
    )


def record_vanished(pks: Sequence[int], run: SyncRun | None, day: date, now: datetime) -> None:
    """Mark trials that the registry holds no longer. Nothing of them is deleted."""
    Trial.objects.filter(pk__in=pks).update(vanished=day)
    Change.objects.bulk_create(
        _change(pk, Difference(ChangeKind.VANISHED, None, day.isoformat()), day, now, run) for pk in pks
    )


def renew_changes(pks: Sequence[int]) -> None:
    """Tell the changes of trials anew from all their kept versions, as today's parser reads them."""
    told: dict[int, list[Change]] = {pk: [] for pk in pks}
    for change in Change.objects.filter(trial__in=pks).exclude(kind__in=COMING_AND_GOING).order_by("found", "pk"):
        told[change.trial_id].append(change)
    several = [pk for pk in pks if told[pk]]
    several += [pk for pk in _with_several_versions(pks) if not told[pk]]
    for pk in several:
        wanted = _from_versions(pk)
        if sorted(map(_said, wanted)) != sorted(map(_said, told[pk])):
            Change.objects.filter(pk__in=[one.pk for one in told[pk]]).delete()
            Change.objects.bulk_create(wanted)


def _with_several_versions(pks: Sequence[int]) -> list[int]:
    pairs = Snapshot.objects.filter(trial__in=pks, late=False).order_by().values_list("trial_id", flat=True)
    seen: dict[int, int] = {}
    for pk in pairs:
        seen[pk] = seen.get(pk, 0) + 1
    return [pk for pk, versions in seen.items() if versions > 1]


def _from_versions(pk: int) -> list[Change]:
    found, before = [], None
    for snapshot in Snapshot.objects.filter(trial=pk, late=False).order_by("fetched", "pk"):
        after = _record(snapshot)
        if before is not None and after is not None:
            found += [_change(pk, one, after.updated, snapshot.fetched, None) for one in differences(before, after)]
        before = after or before
    return found


def _said(change: Change) -> str:
    return repr((change.kind, change.before, change.after, change.registry_date, change.found))


def _record(snapshot: Snapshot) -> StudyRecord | None:
    """The record of a kept version; None, and a line in the log, where today's parser cannot read it."""
    try:
        return parse_study(unpacked(snapshot))
    except ParseError as error:
        log.warning("version %s of %s can no longer be read: %s", snapshot.pk, snapshot.trial_id, error)
        return None


def _change(pk: int, one: Difference, day: date | None, now: datetime, run: SyncRun | None) -> Change:
    before, after = _storable(one.before), _storable(one.after)
    return Change(trial_id=pk, kind=one.kind, before=before, after=after, registry_date=day, found=now, run=run)


def _storable(value: Any) -> Any:
    """A copy: what is saved is not what the record holds."""
    return dict(value) if isinstance(value, dict) else value
