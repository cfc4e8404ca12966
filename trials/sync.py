"""From the registry, or from files, into the finder: parse, compare with what is held, label, store; told to a SyncRun.

A record that cannot be read is set aside with its reason and the rest go on. Each page is one transaction.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from trials import store
from trials.labels.classify import Classifier
from trials.models import RegistryQuery, SetAside, Snapshot, Stamp, SyncRun
from trials.registry.client import RegistryClient, RegistryError
from trials.registry.files import FilesError, Found, studies_in
from trials.registry.parse import number_in, parse_study
from trials.registry.records import ParseError
from trials.store.terms import search_terms
from trials.vocabulary import load_vocabulary

BATCH = 200
SYNC_LOCK = 0x51AC
LONGEST_RECORD_KEPT = 1_000_000  # characters of a record set aside: enough to see what is wrong with it

log = logging.getLogger(__name__)


class AlreadyRunning(Exception):
    """A second sync was asked for while one runs."""


class Labeller:
    """Rules and vocabulary as they are when a run begins."""

    def __init__(self) -> None:
        self.vocabulary = load_vocabulary()
        self.classifier = Classifier(self.vocabulary)

    def label(self, version: store.Version) -> store.Labelled:
        labels = self.classifier.classify(version.record)
        words = search_terms(version.record, labels, self.vocabulary)
        return store.Labelled(version, labels, words, self.vocabulary.digest)


def sync_files(path: Path) -> SyncRun:
    """Bring in the registry records at `path`. The run that is returned says what was done and how it ended."""
    return _run(str(path), _batches(studies_in(path)))


def sync_registry(url: str) -> SyncRun:
    """Bring in what the registry at `url` holds of the field's queries; the run that is returned says how it went."""
    contact = f" ({settings.CONTACT})" if settings.CONTACT else ""
    client = RegistryClient(url, user_agent=f"cell-therapy-trial-finder/1.0{contact}", delay=settings.REGISTRY_DELAY)
    return _run(url, _pages(client))


def relabel() -> int:
    """Read every kept record again with the vocabulary and rules of today; the number of trials that were read.

    Raises AlreadyRunning while a sync is under way: it could not tell which version it labels.
    """
    with _alone():
        return _relabel()


def _relabel() -> int:
    labeller = Labeller()
    held = Snapshot.objects.filter(digest=F("trial__record_digest")).exclude(
        trial__labelled_with=labeller.vocabulary.digest
    )
    done = 0
    numbers = list(held.values_list("pk", flat=True))
    for chunk in _batches(numbers):
        versions = []
        for snapshot in Snapshot.objects.filter(pk__in=chunk):
            body = store.unpacked(snapshot)
            versions.append(store.Version(parse_study(body), body, bytes(snapshot.digest)))
        store.relabel([labeller.label(version) for version in versions])
        done += len(versions)
    return done


def _run(origin: str, pages: Iterable[list[Found]]) -> SyncRun:
    with _alone():
        # Nobody else runs: what still says so was ended before it could tell.
        SyncRun.objects.filter(outcome=SyncRun.Outcome.RUNNING).update(
            outcome=SyncRun.Outcome.FAILED, message="ended without a word", finished=timezone.now()
        )
        return _store_all(SyncRun.objects.create(origin=origin), pages)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the sync's lock in PostgreSQL, which drops it should this process die. Raises AlreadyRunning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [SYNC_LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning("another sync is under way; wait until it has ended")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SYNC_LOCK])


def _store_all(run: SyncRun, pages: Iterable[list[Found]]) -> SyncRun:
    try:
        labeller = Labeller()
        for number, page in enumerate(pages, 1):
            _store_page(run, labeller, page)
            log.info("%s: page %s, %s", run.origin, number, counts(run))
        run.outcome = SyncRun.Outcome.SET_ASIDE if run.set_aside else SyncRun.Outcome.WELL
    except (RegistryError, FilesError) as error:
        run.outcome, run.message = SyncRun.Outcome.FAILED, str(error)
    except BaseException as error:
        run.outcome, run.message = SyncRun.Outcome.FAILED, f"stopped: {type(error).__name__} {error}".strip()
        raise
    finally:
        run.finished = timezone.now()
        run.save()
        Stamp.prune()
    return run


def counts(run: SyncRun) -> str:
    """What a run did, in one line."""
    return f"{run.new} new, {run.changed} changed, {run.unchanged} unchanged, {run.set_aside} set aside"


def _store_page(run: SyncRun, labeller: Labeller, page: list[Found]) -> None:
    versions, aside = [], []
    for found in page:
        try:
            if found.fault:
                raise ParseError(found.fault)
            versions.append(store.Version.of(parse_study(found.body), found.body))
        except ParseError as error:
            aside.append(_set_aside(run, found, error))
    standing = store.compare(versions, labeller.vocabulary.digest)
    labelled = [labeller.label(version) for version in standing.to_write]
    with transaction.atomic():
        store.save(labelled, standing.unchanged, standing.older, timezone.now())
        SetAside.objects.bulk_create(aside)
        run.new += len(standing.new)
        run.changed += len(standing.changed)
        run.unchanged += len(standing.unchanged) + len(standing.relabelled) + len(standing.older)
        run.set_aside += len(aside)
        run.save()


def _set_aside(run: SyncRun, found: Found, error: ParseError) -> SetAside:
    text = found.body[:LONGEST_RECORD_KEPT].decode("utf-8", "replace").replace("\0", "")
    return SetAside(
        run=run,
        nct_id=error.nct_id or number_in(found.body),
        place=found.place,
        reason=str(error),
        record=text,
    )


def _pages(client: RegistryClient) -> Iterator[list[Found]]:
    for query in RegistryQuery.objects.filter(active=True):
        parts = {
            "query.cond": query.condition,
            "query.intr": query.intervention,
            "query.term": query.term,
            "filter.advanced": query.advanced,
        }
        for number, page in enumerate(client.pages({name: words for name, words in parts.items() if words}), 1):
            yield [Found(f"{query.name}, page {number}", bytes(study)) for study in page.studies]


def _batches(items: Iterable) -> Iterator[list]:
    items = iter(items)
    while batch := list(islice(items, BATCH)):
        yield batch


def never_synced() -> bool:
    """Whether no run has gone through to its end yet; one that was cut off is made up for."""
    return not SyncRun.objects.good().exists()
