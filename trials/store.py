"""The only writer of registry data. One page of studies is one transaction; the same page twice changes nothing.

Labels that rules made are replaced by what the rules say now; an editor's labels and vetoes stay, and the article's
give way once a rule has read the registry's record.
"""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec
from django.db import models, transaction
from django.utils.text import slugify

from conditions.models import Autoantibody, Condition
from sources.models import Source
from trials.labels.classify import Evidence, Labels
from trials.models import (
    Contact,
    Country,
    Intervention,
    Modality,
    OldNumber,
    Origin,
    Site,
    Snapshot,
    Sponsor,
    Statement,
    Target,
    Therapy,
    Trial,
    TrialAutoantibody,
    TrialCondition,
    TrialModality,
    TrialSite,
    TrialTarget,
    TrialTherapy,
)
from trials.registry.records import ContactRecord, LocationRecord, RegistryDate, StudyRecord
from trials.sources import SETTABLE, settled

_anything = msgspec.json.Decoder()


@dataclass(frozen=True)
class Version:
    """One version of a study as it came: its typed record and its JSON."""

    record: StudyRecord
    body: bytes
    digest: bytes

    @classmethod
    def of(cls, record: StudyRecord, body: bytes) -> "Version":
        """The digest tells versions apart by what they say, not by spaces or the order of keys."""
        said = msgspec.json.encode(_anything.decode(body), order="sorted")
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


@transaction.atomic
def save(labelled: Sequence[Labelled], seen: Sequence[Version], older: Sequence[Version], now: datetime) -> None:
    """Write new, changed and relabelled studies; mark those in `seen` as looked at; keep older versions as such."""
    if labelled:
        trials = _save_trials(labelled, now)
        _replace_parts(trials, labelled)
        _replace_sites(trials, labelled)
        _replace_labels(trials, labelled)
        _keep_versions(trials, [one.version for one in labelled], now)
    Trial.objects.filter(nct_id__in=[one.record.nct_id for one in (*seen, *older)]).update(last_checked=now)
    if older:
        held = {one.nct_id: one for one in Trial.objects.filter(nct_id__in=[v.record.nct_id for v in older])}
        _keep_versions(held, older, now)


@transaction.atomic
def relabel(labelled: Sequence[Labelled]) -> None:
    """Write new labels of studies that are held; nothing else of them changes."""
    held = {one.nct_id: one for one in Trial.objects.filter(nct_id__in=[o.version.record.nct_id for o in labelled])}
    shown = _shown_values(labelled)
    for one in labelled:
        number = one.version.record.nct_id
        for column, value in _label_columns(one, shown[number]).items():
            setattr(held[number], column, value)
    if labelled:
        Trial.objects.bulk_update(held.values(), _label_columns(labelled[0], shown[labelled[0].version.record.nct_id]))
        _replace_labels(held, labelled)


def unpacked(snapshot: Snapshot) -> bytes:
    """The JSON of a kept version."""
    return zlib.decompress(snapshot.body)


# --- the trial's own row


def _save_trials(labelled: Sequence[Labelled], now: datetime) -> dict[str, Trial]:
    records = [one.version.record for one in labelled]
    shown = _shown_values(labelled)
    names = {shown[record.nct_id]["sponsor"] for record in records} - {""}
    sponsors = _sponsors(records, names)
    rows = [_trial(one, shown[one.version.record.nct_id], sponsors, now) for one in labelled]
    Trial.objects.bulk_create(rows, update_conflicts=True, unique_fields=["nct_id"], update_fields=_written_columns())
    trials = {trial.nct_id: trial for trial in rows}
    helpers = Trial.collaborators.through
    helpers.objects.filter(trial__in=rows).delete()
    helpers.objects.bulk_create(
        helpers(trial=trials[record.nct_id], sponsor=sponsors[name])
        for record in records
        for name in {one.name for one in record.collaborators}
    )
    return trials


def _trial(one: Labelled, shown: dict[str, str], sponsors: dict[str, Sponsor], now: datetime) -> Trial:
    record = one.version.record
    return Trial(
        slug=record.nct_id,
        nct_id=record.nct_id,
        title=shown["title"],
        official_title=record.official_title,
        acronym=record.acronym,
        summary=record.summary,
        description=record.description,
        eligibility=record.eligibility,
        keywords=list(record.keywords),
        registry_conditions=list(record.conditions),
        primary_outcomes=list(record.primary_outcomes),
        stage=shown["stage"],
        status=shown["status"],
        why_stopped=record.why_stopped,
        study_type=record.study_type,
        sponsor=sponsors.get(shown["sponsor"]),
        enrolment=int(shown["enrolment"]) if shown["enrolment"] else None,
        enrolment_is_actual=record.enrolment_is_actual,
        sex=shown["sex"],
        minimum_age=record.minimum_age.text if record.minimum_age else "",
        maximum_age=record.maximum_age.text if record.maximum_age else "",
        minimum_age_years=record.minimum_age.years if record.minimum_age else None,
        maximum_age_years=record.maximum_age.years if record.maximum_age else None,
        healthy_volunteers=record.healthy_volunteers,
        has_results=record.has_results,
        **_dates(start=record.start, primary_completion=record.primary_completion),
        **_dates(completion=record.completion, verified=record.verified),
        registry_updated=record.updated,
        last_checked=now,
        record_digest=one.version.digest,
        **_label_columns(one, shown),
    )


def _label_columns(one: Labelled, shown: dict[str, str]) -> dict[str, object]:
    evidence = one.labels.cell_source_evidence
    return {
        "cell_source": shown["cell_source"],
        "cell_source_evidence": f"{evidence.field}: {evidence.quotation}"[:300] if evidence else "",
        "in_field": one.labels.in_field,
        "field_reason": one.labels.field_reason,
        "search_terms": one.search_terms,
        "labelled_with": one.labelled_with,
    }


def _written_columns() -> list[str]:
    """Every column that the registry fills; a trial that the article named is filled in, not made twice."""
    kept = {"id", "nct_id", "slug", "search_vector"}
    return [column.name for column in Trial._meta.concrete_fields if column.name not in kept]


def _dates(**dates: RegistryDate | None) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name, known in dates.items():
        columns[name] = known.first_day if known else None
        columns[f"{name}_precision"] = known.precision.value if known else ""
    return columns


def _shown_values(labelled: Sequence[Labelled]) -> dict[str, dict[str, str]]:
    """By registry number, the fields that several sources can fill, as they are shown. Where another source speaks
    too, the registry's word is kept as a Statement beside it."""
    numbers = [one.version.record.nct_id for one in labelled]
    said: dict[str, list[Statement]] = {}
    for statement in Statement.objects.filter(trial__nct_id__in=numbers, field__in=SETTABLE).select_related(
        "source", "trial"
    ):
        said.setdefault(statement.trial.nct_id, []).append(statement)
    registry = Source.objects.get(kind=Source.Kind.REGISTRY) if said else None
    shown, registrys = {}, []
    for one in labelled:
        record = one.version.record
        values = _registry_values(one)
        statements = [s for s in said.get(record.nct_id, []) if s.source.kind != Source.Kind.REGISTRY]
        shown[record.nct_id] = settled(values, statements)
        registrys += [
            Statement(
                trial=s.trial, field=s.field, source=registry, value=values[s.field], means=values[s.field],
                said_on=record.updated,
            )
            for s in {s.field: s for s in statements}.values()
        ]  # fmt: skip
    Statement.objects.bulk_create(
        registrys,
        update_conflicts=True,
        unique_fields=["trial", "condition", "therapy", "site", "source", "field"],
        update_fields=["value", "means", "said_on"],
    )
    return shown


def _registry_values(one: Labelled) -> dict[str, str]:
    record = one.version.record
    return {
        "title": record.title,
        "stage": record.stage,
        "status": record.status,
        "sponsor": record.sponsor.name if record.sponsor else "",
        "enrolment": "" if record.enrolment is None else str(record.enrolment),
        "sex": record.sex,
        "cell_source": one.labels.cell_source,
    }


def _sponsors(records: Sequence[StudyRecord], names: set[str]) -> dict[str, Sponsor]:
    kinds = {one.name: one.kind for record in records for one in (record.sponsor, *record.collaborators) if one}
    wanted = names | kinds.keys()
    Sponsor.objects.bulk_create(
        [Sponsor(name=name, kind=kinds.get(name, "")) for name in sorted(wanted)], ignore_conflicts=True
    )
    return {sponsor.name: sponsor for sponsor in Sponsor.objects.filter(name__in=wanted)}


# --- what hangs on a trial


def _replace_parts(trials: dict[str, Trial], labelled: Sequence[Labelled]) -> None:
    Intervention.objects.filter(trial__in=trials.values()).delete()
    Intervention.objects.bulk_create(
        Intervention(
            trial=trials[record.nct_id],
            position=position,
            kind=given.kind,
            name=given.name,
            other_names=list(given.other_names),
            description=given.description,
        )
        for record in _records(labelled)
        for position, given in enumerate(record.interventions)
    )
    OldNumber.objects.bulk_create(
        [
            OldNumber(nct_id=number, trial=trials[record.nct_id])
            for record in _records(labelled)
            for number in record.old_numbers
        ],
        update_conflicts=True,
        unique_fields=["nct_id"],
        update_fields=["trial"],
    )


def _replace_sites(trials: dict[str, Trial], labelled: Sequence[Labelled]) -> None:
    sites = _sites([place for record in _records(labelled) for place in record.locations])
    TrialSite.objects.filter(trial__in=trials.values()).delete()
    Contact.objects.filter(trial__in=trials.values()).delete()
    rows, contacts = [], []
    for record in _records(labelled):
        trial = trials[record.nct_id]
        contacts += [_contact(one, trial) for one in record.contacts]
        for place, listings in _places(record).items():
            row = TrialSite(trial=trial, site=sites[place], status=site_status(listings))
            rows.append(row)
            contacts += [_contact(one, trial, row) for listing in listings for one in listing.contacts]
    TrialSite.objects.bulk_create(rows)
    Contact.objects.bulk_create(contacts)


def site_status(listings: Sequence[LocationRecord]) -> str:
    """A place that a study lists more than once recruits if any listing does, else the last listing holds."""
    return "RECRUITING" if any(one.status == "RECRUITING" for one in listings) else listings[-1].status


def _places(record: StudyRecord) -> dict[tuple[str, str, str], list[LocationRecord]]:
    places: dict[tuple[str, str, str], list[LocationRecord]] = {}
    for location in record.locations:
        places.setdefault(location.place, []).append(location)
    return places


def _contact(record: ContactRecord, trial: Trial, at: TrialSite | None = None) -> Contact:
    return Contact(
        trial=trial, trial_site=at, name=record.name, role=record.role, phone=record.phone, email=record.email
    )


def _sites(locations: Iterable[LocationRecord]) -> dict[tuple[str, str, str], Site]:
    """The row of each place, made where it is new. A held row keeps its coordinates: an editor may have mended them."""
    wanted = {location.place: location for location in locations}
    countries = _countries({country for _, _, country in wanted} - {""})
    Site.objects.bulk_create(
        [
            Site(
                facility=one.facility,
                city=one.city,
                state=one.state,
                postcode=one.postcode,
                country=countries.get(one.country),
                latitude=one.latitude,
                longitude=one.longitude,
            )
            for one in wanted.values()
        ],
        ignore_conflicts=True,
    )
    found = Site.objects.select_related("country").filter(
        facility__in={facility for facility, _, _ in wanted}, city__in={city for _, city, _ in wanted}
    )
    return {(site.facility, site.city, site.country.name if site.country else ""): site for site in found}


def _countries(names: set[str]) -> dict[str, Country]:
    held = {country.name: country for country in Country.objects.filter(name__in=names)}
    for name in sorted(names - held.keys()):
        held[name], _ = Country.objects.get_or_create(name=name, defaults={"slug": slugify(name) or "unnamed"})
    return held


# --- labels


def _replace_labels(trials: dict[str, Trial], labelled: Sequence[Labelled]) -> None:
    kinds: tuple[tuple[type[models.Model], type[models.Model], str, str], ...] = (
        (TrialCondition, Condition, "condition", "conditions"),
        (TrialTarget, Target, "target", "targets"),
        (TrialModality, Modality, "modality", "modalities"),
        (TrialTherapy, Therapy, "therapy", "therapies"),
        (TrialAutoantibody, Autoantibody, "autoantibody", "autoantibodies"),
    )
    for label, entry, name, plural in kinds:
        found = {one.version.record.nct_id: getattr(one.labels, plural) for one in labelled}
        _replace_kind(label, entry, name, {trials[number]: slugs for number, slugs in found.items()})


def _replace_kind(
    label: type[models.Model], entry: type[models.Model], name: str, found: dict[Trial, dict[str, Evidence]]
) -> None:
    label.objects.filter(trial__in=found, origin=Origin.RULE).delete()
    label.objects.filter(trial__in=[t for t, slugs in found.items() if slugs], origin=Origin.ARTICLE).delete()
    entries = {one.slug: one for one in entry.objects.filter(slug__in={s for slugs in found.values() for s in slugs})}
    rows = []
    for trial, slugs in found.items():
        for place, (slug, evidence) in enumerate(slugs.items()):
            row = label(trial=trial, origin=Origin.RULE, field=evidence.field, evidence=evidence.quotation)
            setattr(row, name, entries[slug])
            if label is TrialModality:
                row.leading = place == 0
            rows.append(row)
    label.objects.bulk_create(rows, ignore_conflicts=True)  # an editor's label, or veto, is there already


# --- versions


def _keep_versions(trials: dict[str, Trial], versions: Sequence[Version], now: datetime) -> None:
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


def _records(labelled: Sequence[Labelled]) -> list[StudyRecord]:
    return [one.version.record for one in labelled]


def _day(day: date | None) -> date:
    return day or date.min
