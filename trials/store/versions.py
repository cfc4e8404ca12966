"""Versions of studies as they came, and how each stands to what is held."""

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec
from django.db import connection

from trials.labels.burden_values import Burden
from trials.labels.evidence import Labels
from trials.models import Snapshot
from trials.registry.parse import parse_study
from trials.registry.records import ParseError, StudyRecord
from trials.registry.schema import NOT_READABLE
from trials.store.copying import copy

COMPRESSION = 3  # of zlib's nine levels

_anything = msgspec.json.Decoder()


@dataclass(frozen=True)
class Version:
    """One version of a study as it came: its typed record and its JSON.

    `digest` tells versions apart by what they say, `fingerprint` by their very bytes.
    """

    record: StudyRecord
    body: bytes
    digest: bytes
    fingerprint: bytes

    @classmethod
    def of(cls, body: bytes) -> "Version":
        """Raises ParseError where it is no study, or a part that the record does not need is no JSON."""
        record = parse_study(body)
        try:
            said = msgspec.json.encode(_anything.decode(body), order="sorted")
        except (*NOT_READABLE, OverflowError) as error:
            raise ParseError(str(error), record.nct_id) from error
        return cls(record, body, hashlib.blake2b(said, digest_size=16).digest(), fingerprint(body))


def fingerprint(body: bytes) -> bytes:
    """Of the very bytes: a study that comes just as it came last time need not be read."""
    return hashlib.blake2b(body, digest_size=16).digest()


@dataclass(frozen=True)
class Labelled:
    """A version with the labels that the vocabulary of digest `labelled_with` gave it, and the words that find it."""

    version: Version
    labels: Labels
    search_terms: str
    labelled_with: str
    burdens: Sequence[Burden] = ()


HELD = """
    SELECT nct_id, trial.id, record_digest, registry_updated, labelled_with, fingerprint
      FROM trials_trial AS trial LEFT JOIN trials_sighting AS sighting ON sighting.trial_id = trial.id
     WHERE nct_id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What tells whether a study that comes is one that we have."""

    pk: int
    digest: bytes | None  # None where no record has come yet
    updated: date | None
    labelled_with: str
    fingerprint: bytes | None


def held_of(numbers: Iterable[str]) -> dict[str, Held]:
    """What is held of the studies with these registry numbers; empty texts are none."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [list(filter(None, numbers))])
        return {number: Held(*known) for number, *known in cursor}


@dataclass
class Standing:
    """How versions stand to what is held."""

    new: list[Version] = field(default_factory=list)
    changed: list[Version] = field(default_factory=list)
    unchanged: list[Version] = field(default_factory=list)
    relabelled: list[Version] = field(default_factory=list)  # the same record, read with another vocabulary
    older: list[Version] = field(default_factory=list)

    @property
    def to_write(self) -> list[Version]:
        return self.new + self.changed + self.relabelled


def compare(versions: Iterable[Version], held: Mapping[str, Held], vocabulary_digest: str) -> Standing:
    """Sort versions by what is held of them. Of two versions of one study the newer counts, else the later one."""
    newest: dict[str, Version] = {}
    for version in versions:
        before = newest.get(version.record.nct_id)
        if before is None or _day(version.record.updated) >= _day(before.record.updated):
            newest[version.record.nct_id] = version
    standing = Standing()
    for number, version in newest.items():
        before = held.get(number)
        if before is None or before.digest is None:
            standing.new.append(version)
        elif before.digest == version.digest:
            same = before.labelled_with == vocabulary_digest
            (standing.unchanged if same else standing.relabelled).append(version)
        elif _day(version.record.updated) < _day(before.updated):
            standing.older.append(version)
        else:
            standing.changed.append(version)
    return standing


def unpacked(snapshot: Snapshot) -> bytes:
    """The JSON of a kept version."""
    return zlib.decompress(snapshot.body)


def current_snapshots(trials: Iterable[int]) -> dict[int, Snapshot]:
    """The kept version that is shown of each trial, by the trial's primary key."""
    found = Snapshot.objects.filter(trial__in=list(trials), late=False)
    return {one.trial_id: one for one in found.order_by("trial_id", "-fetched", "-pk").distinct("trial_id")}


def keep_versions(trials: Mapping[str, int], versions: Sequence[Version], now: datetime, *, late: bool = False) -> None:
    """Keep the versions, with the trials' primary keys by number; a late one that is held already is not kept twice."""
    if late:
        numbers = {pk: number for number, pk in trials.items()}
        kept = Snapshot.objects.filter(trial__in=numbers, digest__in=[one.digest for one in versions])
        known = {(numbers[pk], bytes(digest)) for pk, digest in kept.values_list("trial_id", "digest")}
        versions = [one for one in versions if (one.record.nct_id, one.digest) not in known]
    copy(
        Snapshot,
        (
            {
                "trial": trials[one.record.nct_id],
                "digest": one.digest,
                "body": zlib.compress(one.body, COMPRESSION),
                "registry_updated": one.record.updated,
                "fetched": now,
                "late": late,
            }
            for one in versions
        ),
    )


def _day(day: date | None) -> date:
    return day or date.min
