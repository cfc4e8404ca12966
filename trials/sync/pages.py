"""One page of studies into the database, or into a preview of what it would change there."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from trials import store
from trials.models import SetAside, SyncRun, Trial
from trials.registry.differences import differences
from trials.registry.files import Found
from trials.registry.numbers import number_in
from trials.registry.parse import parse_study
from trials.registry.records import ParseError
from trials.sync.labeller import Labeller

LONGEST_RECORD_KEPT = 1_000_000  # characters of a record set aside: enough to see what is wrong with it
SHARE_THAT_MAY_GO = 0.1
READ_LATER = "UPDATE trials_setaside SET read_later = %s WHERE read_later IS NULL AND nct_id = ANY(%s)"


class WouldDrop(Exception):
    """A run would take away more than a tenth of the trials that patients see."""


@dataclass
class Guard:
    """Counts the trials that a run takes from what patients see; some leave the registry, some the field."""

    shown: int
    allowed: bool = False
    gone: set[str] = field(default_factory=set)

    @classmethod
    def of_today(cls, *, allowed: bool) -> "Guard":
        return cls(Trial.objects.shown().exclude(record_digest=None).count(), allowed)

    def let_go(self, numbers: set[str], why: str) -> None:
        """Raises WouldDrop once more than a tenth, and more than one, would go; nothing was written of these yet."""
        gone = self.gone | numbers
        if not self.allowed and len(gone) > max(1, self.shown * SHARE_THAT_MAY_GO):
            examples = ", ".join(sorted(gone)[:5])
            raise WouldDrop(
                f"{len(gone)} of {self.shown} trials would be dropped, more than a tenth: {why} ({examples} ...). "
                "Nothing of this was written. If it is right, run sync_trials again with --allow-drop"
            )
        self.gone = gone


@dataclass
class Context:
    """What a page needs to know of the run that it is part of: see store.Page."""

    listed: bool | None = None
    news: bool = False
    day: date | None = None


class Writer:
    """Writes pages, each in a transaction with the run's counters."""

    def __init__(self, run: SyncRun, guard: Guard) -> None:
        self.run, self.guard = run, guard
        self.labeller = Labeller()
        self.known = store.Known()

    def page(self, studies: list[Found], context: Context) -> set[str]:
        """Write the studies; the registry numbers that came. Raises WouldDrop."""
        return self._write(self._read(*_with_what_is_held(studies)), context)

    def pages(self, pages: Iterable[list[Found]], context: Context) -> Iterator[set[str]]:
        """Write page after page. While PostgreSQL writes one, a thread, which never asks it, reads the next."""
        with ThreadPoolExecutor(1) as beside:
            ahead, coming = None, set()
            for studies in pages:
                numbers = _numbers(studies)
                if ahead and not coming.isdisjoint(filter(None, numbers)):
                    # A study is on both pages: what is held of it is what the first of them says.
                    yield self._write(ahead.result(), context)
                    ahead = None
                reading = beside.submit(self._read, studies, numbers, store.held_of(numbers))
                if ahead:
                    yield self._write(ahead.result(), context)
                ahead, coming = reading, set(numbers)
            if ahead:
                yield self._write(ahead.result(), context)

    def _read(self, studies: list[Found], numbers: list[str], held: dict[str, store.Held]) -> "Arrived":
        arrived = Arrived.read(studies, numbers, held, self.labeller.vocabulary.digest)
        arrived.labelled = [self.labeller.label(version) for version in arrived.standing.to_write]
        return arrived

    def _write(self, arrived: "Arrived", context: Context) -> set[str]:
        try:
            return self._save(arrived, context)
        except IntegrityError:  # an editor made or deleted a row just now: what is held is looked up again, once
            return self._save(self._read(*_with_what_is_held(arrived.studies)), context)

    def _save(self, arrived: "Arrived", context: Context) -> set[str]:
        self._guard(arrived)
        run, standing = self.run, arrived.standing
        page = store.Page(standing, arrived.labelled, arrived.same, arrived.held, self.known, run)
        page.listed, page.news, page.day = context.listed, context.news, context.day
        with self.known.unless_undone(), transaction.atomic():
            _commit_at_leisure()
            store.save(page)
            self._set_aside(arrived)
            run.new += len(standing.new)
            run.changed += len(standing.changed)
            run.unchanged += arrived.unchanged
            run.set_aside += len(arrived.faults)
            run.pages += 1
            run.save()
        return arrived.numbers

    def expect_to_lose(self, numbers: set[str]) -> None:
        """Raises WouldDrop where these trials are too many to be lost at once."""
        shown = set(Trial.objects.shown().filter(nct_id__in=numbers).values_list("nct_id", flat=True))
        self.guard.let_go(shown, "the registry no longer lists them")

    def vanish(self, numbers: set[str], day: date) -> None:
        """Mark trials as gone from the registry."""
        with transaction.atomic():
            store.mark_vanished(numbers, self.run, day)
            self.run.vanished += len(numbers)
            self.run.save()

    def _guard(self, arrived: "Arrived") -> None:
        changed = {one.record.nct_id for one in arrived.standing.changed}
        out = {one.version.record.nct_id for one in arrived.labelled if not one.labels.in_field} & changed
        if out:
            leaving = Trial.objects.filter(nct_id__in=out, field_by_rule=True, field_ruling=None, vanished=None)
            self.guard.let_go(
                set(leaving.values_list("nct_id", flat=True)), "their new records no longer belong to the field"
            )

    def _set_aside(self, arrived: "Arrived") -> None:
        with connection.cursor() as cursor:
            cursor.execute(READ_LATER, [timezone.now(), list(arrived.numbers)])
        SetAside.objects.bulk_create(
            SetAside(run=self.run, nct_id=number, place=found.place, reason=reason, record=_text(found.body))
            for found, number, reason in arrived.faults
        )


class Preview:
    """Says what pages would change, and writes nothing."""

    def __init__(self, run: SyncRun, say: Callable[[str], None]) -> None:
        self.run, self.say = run, say
        self.labeller = Labeller()

    def page(self, studies: list[Found], context: Context) -> set[str]:
        """Tell of the studies, a line for each that differs; the registry numbers that came."""
        arrived = Arrived.read(*_with_what_is_held(studies), self.labeller.vocabulary.digest)
        standing, run = arrived.standing, self.run
        for version in standing.new:
            self.say(f"{version.record.nct_id} new: {version.record.title}")
        kept = store.current_snapshots(arrived.held[one.record.nct_id].pk for one in standing.changed)
        for version in standing.changed:
            held = kept.get(arrived.held[version.record.nct_id].pk)
            before = parse_study(store.unpacked(held)) if held else version.record
            found = differences(before, version.record)
            told = "; ".join(f"{one.kind} {_short(one.before)} → {_short(one.after)}" for one in found)
            self.say(f"{version.record.nct_id} changed: {told or 'nothing that matters to a patient'}")
        for found, number, reason in arrived.faults:
            self.say(f"{number or found.place} cannot be read: {reason}")
        run.new += len(standing.new)
        run.changed += len(standing.changed)
        run.unchanged += arrived.unchanged
        run.set_aside += len(arrived.faults)
        run.pages += 1
        return arrived.numbers

    def pages(self, pages: Iterable[list[Found]], context: Context) -> Iterator[set[str]]:
        """Tell of page after page."""
        for studies in pages:
            yield self.page(studies, context)

    def expect_to_lose(self, numbers: set[str]) -> None:
        """A preview loses nothing."""

    def vanish(self, numbers: set[str], day: date) -> None:
        """Tell which trials would be marked as gone."""
        for number in sorted(numbers):
            self.say(f"{number} gone from the registry")
        self.run.vanished += len(numbers)


@dataclass
class Arrived:
    """A page as it came, compared with what is held."""

    studies: list[Found]
    standing: store.Standing
    held: dict[str, store.Held]
    same: list[int]  # trials whose record came just as it was, by primary key
    faults: list[tuple[Found, str, str]]  # with the registry number, where it can be read, and the reason
    labelled: list[store.Labelled] = field(default_factory=list)  # what is to be written

    @classmethod
    def read(
        cls, studies: list[Found], numbers: list[str], held: dict[str, store.Held], vocabulary_digest: str
    ) -> "Arrived":
        """Read what is not known by its bytes; the studies' numbers and what is held of them come with them."""
        same: dict[str, int] = {}
        versions, faults = [], []
        for found, number in zip(studies, numbers, strict=True):
            before = held.get(number)
            known = before is not None and before.labelled_with == vocabulary_digest
            if known and not found.fault and before.fingerprint == store.fingerprint(found.body):
                same[number] = before.pk
                continue
            try:
                if found.fault:
                    raise ParseError(found.fault)
                versions.append(store.Version.of(found.body))
            except ParseError as error:
                faults.append((found, error.nct_id or number, str(error)))
        standing = store.compare(versions, held, vocabulary_digest)
        for version in versions:
            same.pop(version.record.nct_id, None)
        return cls(studies, standing, held, list(same.values()), faults)

    @property
    def unchanged(self) -> int:
        standing = self.standing
        return len(self.same) + len(standing.unchanged) + len(standing.relabelled) + len(standing.older)

    @property
    def numbers(self) -> set[str]:
        """The registry numbers of all that could be read."""
        standing = self.standing
        read = {one.record.nct_id for one in (*standing.to_write, *standing.unchanged, *standing.older)}
        same = set(self.same)
        return read | {number for number, one in self.held.items() if one.pk in same}


def _numbers(studies: list[Found]) -> list[str]:
    return [number_in(found.body) for found in studies]


def _with_what_is_held(studies: list[Found]) -> tuple[list[Found], list[str], dict[str, store.Held]]:
    numbers = _numbers(studies)
    return studies, numbers, store.held_of(numbers)


def _commit_at_leisure() -> None:
    """The transaction ends without waiting for the disk. A crash of the machine may lose the last pages, never a part
    of one; how far we are goes down in a later transaction that does wait, so the next run brings them in again."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def is_readable(body: bytes) -> bool:
    try:
        store.Version.of(body)
    except ParseError:
        return False
    return True


def _text(body: bytes) -> str:
    return body[:LONGEST_RECORD_KEPT].decode("utf-8", "replace").replace("\0", "")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
