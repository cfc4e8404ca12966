"""A trial's own row: the registry's values, with the word of an editor where one stands above them."""

from collections.abc import Sequence

from sources.models import Source
from trials.models import Sponsor, Statement, Trial
from trials.registry.records import RegistryDate, StudyRecord
from trials.sources import SETTABLE, settled
from trials.store.versions import Labelled


def save_trials(labelled: Sequence[Labelled]) -> dict[str, Trial]:
    records = [one.version.record for one in labelled]
    shown = shown_values(labelled)
    names = {shown[record.nct_id]["sponsor"] for record in records} - {""}
    sponsors = _sponsors(records, names)
    rows = [_trial(one, shown[one.version.record.nct_id], sponsors) for one in labelled]
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


def _trial(one: Labelled, shown: dict[str, str], sponsors: dict[str, Sponsor]) -> Trial:
    record, evidence = one.version.record, one.labels.cell_source_evidence
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
        mesh_terms=list(record.mesh_terms),
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
        record_digest=one.version.digest,
        cell_source=shown["cell_source"],
        cell_source_evidence=f"{evidence.field}: {evidence.quotation}"[:300] if evidence else "",
        field_by_rule=one.labels.in_field,
        field_reason=one.labels.field_reason,
        search_terms=one.search_terms,
        labelled_with=one.labelled_with,
    )


def _written_columns() -> list[str]:
    """Every column that the registry fills; a trial that the article named is filled in, not made twice."""
    kept = {"id", "nct_id", "slug", "vanished", "field_ruling", "field_ruling_reason"}
    return [one.name for one in Trial._meta.concrete_fields if one.name not in kept and not one.generated]


def _dates(**dates: RegistryDate | None) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name, known in dates.items():
        columns[name] = known.first_day if known else None
        columns[f"{name}_precision"] = known.precision.value if known else ""
    return columns


def shown_values(labelled: Sequence[Labelled]) -> dict[str, dict[str, str]]:
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
