"""The only writer of registry data. One page of studies is one transaction; the same page twice changes nothing.

Labels that rules made are replaced by what the rules say now; an editor's labels and vetoes stay, and the article's
give way once a rule has read the registry's record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from trials.models import Change, OldNumber, Sighting, SyncRun, Trial
from trials.store.burdens import replace_burdens
from trials.store.changes import changes_of, news_of, record_return, record_vanished, renew_changes
from trials.store.known import Known
from trials.store.labels import replace_labels
from trials.store.moves import labels_held, moved
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
    "Known",
    "Labelled",
    "Page",
    "Standing",
    "Version",
    "compare",
    "current_snapshots",
    "fingerprint",
    "held_of",
    "labels_held",
    "look_again",
    "mark_vanished",
    "moved",
    "renew_words",
    "replace_number",
    "rewrite",
    "save",
    "unpacked",
]

SEEN = """
    INSERT INTO trials_sighting (trial_id, seen, listed, fingerprint)
    SELECT pk, %(seen)s, coalesce(%(listed)s, false), print FROM unnest(%(pks)s, %(fingerprints)s) AS known (pk, print)
        ON CONFLICT (trial_id) DO UPDATE
       SET seen = excluded.seen, fingerprint = excluded.fingerprint,
           listed = coalesce(%(listed)s, trials_sighting.listed)
"""
SEEN_AGAIN = """
    UPDATE trials_sighting SET seen = %(seen)s, listed = coalesce(%(listed)s, listed) WHERE trial_id = ANY(%(pks)s)
"""


@dataclass
class Page:
    """Studies to be written together.

    `same` are the primary keys of trials whose record came just as it was. `listed`: whether the registry gave them in
    answer to a query of ours, or only by their numbers; None where they are not from the registry itself. `news`: what
    is new to us is new in the registry, too. `day` is the registry's. `known` is what the run's pages share.
    """

    standing: Standing
    labelled: Sequence[Labelled]
    same: Sequence[int] = ()
    held: dict[str, Held] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
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
        pks |= _write(page.labelled, pks, page.known)
    if page.news:
        changes += news_of(standing.new, pks, page.run, now)
    Change.objects.bulk_create(changes)
    keep_versions(pks, standing.new + standing.changed, now)
    if standing.older:
        keep_versions(pks, standing.older, now, late=True)
    _see(page, pks, now)
    if page.listed is not None:
        record_return([*held, *pks], page.run, page.day, now)
    connection.check_constraints()  # here, not at the commit: what fails then has been counted as written


@transaction.atomic
def rewrite(labelled: Sequence[Labelled]) -> None:
    """Write studies that are held anew, as parser and rules read them now, and their changes."""
    numbers = [one.version.record.nct_id for one in labelled]
    held = dict(Trial.objects.filter(nct_id__in=numbers).values_list("nct_id", "pk"))
    renew_changes(list(_write(labelled, held, Known()).values()))


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


def _write(labelled: Sequence[Labelled], held: Mapping[str, int], known: Known) -> dict[str, int]:
    """The primary keys of all that was written; on a trial that was not `held` nothing can hang yet."""
    pks = save_trials(labelled, held, known)
    records = [one.version.record for one in labelled]
    before = [pk for number, pk in pks.items() if number in held]
    replace_parts(records, pks, before)
    replace_sites(records, pks, before, known)
    replace_labels(labelled, pks, before, known)
    replace_burdens(labelled, pks, before)
    renew_words(with_other_words(before))
    return pks


def _see(page: Page, pks: dict[str, int], now: datetime) -> None:
    """Whatever came was seen now; of what is shown, its very bytes are known."""
    known = {pks[one.record.nct_id]: one.fingerprint for one in (*page.standing.to_write, *page.standing.unchanged)}
    others = {*page.same, *(pks[one.record.nct_id] for one in page.standing.older)} - known.keys()
    given = {"seen": now, "listed": page.listed}
    with connection.cursor() as cursor:
        if known:
            cursor.execute(SEEN, {**given, "pks": list(known), "fingerprints": list(known.values())})
        if others:
            cursor.execute(SEEN_AGAIN, {**given, "pks": list(others)})
