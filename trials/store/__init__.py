"""The only writer of registry data. One page of studies is one transaction; the same page twice changes nothing.

Labels that rules made are replaced by what the rules say now; an editor's labels and vetoes stay, and the article's
give way once a rule has read the registry's record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from trials.models import Change, OldNumber, Sighting, SyncRun, Trial
from trials.store.changes import changes_of, news_of, record_return, record_vanished, renew_changes
from trials.store.labels import replace_labels
from trials.store.parts import replace_parts, replace_sites
from trials.store.rows import save_trials
from trials.store.versions import (
    Held,
    Labelled,
    Standing,
    Version,
    compare,
    current_snapshots,
    fingerprint,
    held_of,
    keep_versions,
    unpacked,
)
from trials.store.words import renew_words, with_other_words

__all__ = [
    "Held",
    "Labelled",
    "Page",
    "Standing",
    "Version",
    "compare",
    "current_snapshots",
    "fingerprint",
    "held_of",
    "look_again",
    "mark_vanished",
    "renew_words",
    "replace_number",
    "rewrite",
    "save",
    "unpacked",
]


@dataclass
class Page:
    """Studies to be written together.

    `same` are the primary keys of trials whose record came just as it was. `listed`: whether the registry gave them in
    answer to a query of ours, or only by their numbers; None where they are not from the registry itself. `news`: what
    is new to us is new in the registry, too. `day` is the registry's.
    """

    standing: Standing
    labelled: Sequence[Labelled]
    same: Sequence[int] = ()
    held: dict[str, Held] = field(default_factory=dict)
    run: SyncRun | None = None
    listed: bool | None = None
    news: bool = False
    day: date | None = None


@transaction.atomic
def save(page: Page) -> None:
    """Write new, changed and relabelled studies with what changed; mark all as seen; keep older versions as such."""
    now = timezone.now()
    standing, held = page.standing, page.held
    pks = {number: one.pk for number, one in held.items()}
    changes = changes_of(standing.changed, pks, page.run, now)
    if page.labelled:
        pks |= {number: trial.pk for number, trial in _write(page.labelled).items()}
    if page.news:
        changes += news_of(standing.new, pks, page.run, now)
    Change.objects.bulk_create(changes)
    keep_versions(pks, standing.new + standing.changed, now)
    if standing.older:
        keep_versions(pks, standing.older, now, late=True)
    _see(page, pks, now)
    if page.listed is not None:
        record_return([*held, *pks], page.run, page.day, now)


@transaction.atomic
def rewrite(labelled: Sequence[Labelled]) -> None:
    """Write studies that are held anew, as parser and rules read them now, and their changes."""
    renew_changes([trial.pk for trial in _write(labelled).values()])


@transaction.atomic
def mark_vanished(numbers: Iterable[str], run: SyncRun | None, day: date) -> None:
    """Mark trials that the registry no longer holds, on its `day`."""
    pks = list(Trial.objects.filter(nct_id__in=list(numbers)).values_list("pk", flat=True))
    record_vanished(pks, run, day, timezone.now())


def replace_number(old: str, new: str) -> None:
    """The registry answers for the number `old` with the study `new`: our address of the one leads to the other."""
    successor = Trial.objects.filter(nct_id=new).first()
    if successor and old != new:
        OldNumber.objects.update_or_create(nct_id=old, defaults={"trial": successor})


def look_again(when: datetime) -> None:
    """Note that at `when` we asked what had changed: what our queries list and did not come has not."""
    Sighting.objects.filter(listed=True, seen__lt=when, trial__vanished=None).update(seen=when)


def _write(labelled: Sequence[Labelled]) -> dict[str, Trial]:
    trials = save_trials(labelled)
    records = [one.version.record for one in labelled]
    replace_parts(trials, records)
    replace_sites(trials, records)
    replace_labels(trials, labelled)
    renew_words(with_other_words(trials.values()))
    return trials


def _see(page: Page, pks: dict[str, int], now: datetime) -> None:
    """Whatever came was seen now; of what is shown, its very bytes are known."""
    listed = {} if page.listed is None else {"listed": page.listed}
    known = {pks[one.record.nct_id]: one.fingerprint for one in (*page.standing.to_write, *page.standing.unchanged)}
    Sighting.objects.bulk_create(
        [Sighting(trial_id=pk, seen=now, fingerprint=print_, **listed) for pk, print_ in known.items()],
        update_conflicts=True,
        unique_fields=["trial"],
        update_fields=["seen", "fingerprint", *listed],
    )
    others = {*page.same, *(pks[one.record.nct_id] for one in page.standing.older)} - known.keys()
    if others:
        Sighting.objects.filter(pk__in=others).update(seen=now, **listed)
