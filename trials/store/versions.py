"""Versions of studies as they came, and how each stands to what is held."""

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec

from trials.labels.classify import Labels
from trials.models import Snapshot, Trial
from trials.registry.records import ParseError, StudyRecord
from trials.registry.schema import NOT_READABLE

_anything = msgspec.json.Decoder()


@dataclass(frozen=True)
class Version:
    """One version of a study as it came: its typed record and its JSON."""

    record: StudyRecord
    body: bytes
    digest: bytes

    @classmethod
    def of(cls, record: StudyRecord, body: bytes) -> "Version":
        """The digest tells versions apart by what they say, not by spaces or the order of keys.

        Raises ParseError where a part that the record does not need is no JSON.
        """
        try:
            said = msgspec.json.encode(_anything.decode(body), order="sorted")
        except (*NOT_READABLE, OverflowError) as error:
            raise ParseError(str(error), record.nct_id) from error
        return cls(record, body, hashlib.blake2b(said, digest_size=16).digest())


@dataclass(frozen=True)
class Labelled:
    """A version with the labels that the vocabulary of digest `labelled_with` gave it, and the words that find it."""

    version: Version
    labels: Labels
    search_terms: str
    labelled_with: str


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


def compare(versions: Iterable[Version], vocabulary_digest: str) -> Standing:
    """Sort versions by what is held of them. Of two versions of one study the newer counts, else the later one."""
    newest: dict[str, Version] = {}
    for version in versions:
        before = newest.get(version.record.nct_id)
        if before is None or _day(version.record.updated) >= _day(before.record.updated):
            newest[version.record.nct_id] = version
    held = {
        number: (digest and bytes(digest), updated, labelled_with)
        for number, digest, updated, labelled_with in Trial.objects.filter(nct_id__in=newest).values_list(
            "nct_id", "record_digest", "registry_updated", "labelled_with"
        )
    }
    standing = Standing()
    for number, version in newest.items():
        digest, updated, labelled_with = held.get(number, (None, None, ""))
        if number not in held or digest is None:
            standing.new.append(version)
        elif digest == version.digest:
            same = labelled_with == vocabulary_digest
            (standing.unchanged if same else standing.relabelled).append(version)
        elif _day(version.record.updated) < _day(updated):
            standing.older.append(version)
        else:
            standing.changed.append(version)
    return standing


def unpacked(snapshot: Snapshot) -> bytes:
    """The JSON of a kept version."""
    return zlib.decompress(snapshot.body)


def keep_versions(trials: Mapping[str, Trial], versions: Sequence[Version], now: datetime) -> None:
    Snapshot.objects.bulk_create(
        [
            Snapshot(
                trial=trials[one.record.nct_id],
                digest=one.digest,
                body=zlib.compress(one.body),
                registry_updated=one.record.updated,
                fetched=now,
            )
            for one in versions
        ],
        ignore_conflicts=True,
    )


def _day(day: date | None) -> date:
    return day or date.min
