"""A trial's own row: the registry's values, with the word of an editor where one stands above them."""

from collections.abc import Mapping, Sequence

from sources.models import Source
from trials.models import Statement, Trial
from trials.registry.records import RegistryDate
from trials.sources import SETTABLE, settled
from trials.store.copying import Row, add, clear, copy, overwrite
from trials.store.known import Known
from trials.store.versions import Labelled


def save_trials(labelled: Sequence[Labelled], held: Mapping[str, int], known: Known) -> dict[str, int]:
    """Write the trials' own rows, those that are `held` anew; the primary keys of all, by registry number."""
    shown = shown_values(labelled, held)
    sponsors = known.sponsors(_sponsor_kinds(labelled, shown))
    rows = {one.version.record.nct_id: _row(one, shown[one.version.record.nct_id], sponsors) for one in labelled}
    new = [number for number in rows if number not in held]
    pks = {number: held[number] for number in rows if number in held}
    # Columns that the registry does not fill: a trial that the article or an editor named keeps them.
    first = {"field_ruling_reason": ""}
    added = add(Trial, [{"slug": number, "nct_id": number, **first, **rows[number]} for number in new])
    overwrite(Trial, [{"id": pk, **rows[number]} for number, pk in pks.items()])
    helpers = Trial.collaborators.through
    clear(helpers, list(pks.values()))
    pks |= zip(new, added, strict=True)
    copy(
        helpers,
        (
            {"trial": pks[one.version.record.nct_id], "sponsor": sponsors[name]}
            for one in labelled
            for name in {helper.name for helper in one.version.record.collaborators}
        ),
    )
    return pks


def _row(one: Labelled, shown: Mapping[str, str], sponsors: Mapping[str, int]) -> Row:
    record, evidence = one.version.record, one.labels.cell_source_evidence
    return {
        "title": shown["title"],
        "official_title": record.official_title,
        "acronym": record.acronym,
        "summary": record.summary,
        "description": record.description,
        "eligibility": record.eligibility,
        "keywords": list(record.keywords),
        "registry_conditions": list(record.conditions),
        "mesh_terms": list(record.mesh_terms),
        "primary_outcomes": list(record.primary_outcomes),
        "stage": shown["stage"],
        "status": shown["status"],
        "why_stopped": record.why_stopped,
        "study_type": record.study_type,
        "sponsor": sponsors.get(shown["sponsor"]),
        "enrolment": int(shown["enrolment"]) if shown["enrolment"] else None,
        "enrolment_is_actual": record.enrolment_is_actual,
        "sex": shown["sex"],
        "minimum_age": record.minimum_age.text if record.minimum_age else "",
        "maximum_age": record.maximum_age.text if record.maximum_age else "",
        "minimum_age_years": record.minimum_age.years if record.minimum_age else None,
        "maximum_age_years": record.maximum_age.years if record.maximum_age else None,
        "healthy_volunteers": record.healthy_volunteers,
        "has_results": record.has_results,
        **_dates(start=record.start, primary_completion=record.primary_completion),
        **_dates(completion=record.completion, verified=record.verified),
        "registry_updated": record.updated,
        "record_digest": one.version.digest,
        "cell_source": shown["cell_source"],
        "cell_source_evidence": f"{evidence.field}: {evidence.quotation}"[:300] if evidence else "",
        "field_by_rule": one.labels.in_field,
        "field_reason": one.labels.field_reason,
        "search_terms": one.search_terms,
        "labelled_with": one.labelled_with,
    }


def _dates(**dates: RegistryDate | None) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name, known in dates.items():
        columns[name] = known.first_day if known else None
        columns[f"{name}_precision"] = known.precision.value if known else ""
    return columns


def shown_values(labelled: Sequence[Labelled], held: Mapping[str, int]) -> dict[str, dict[str, str]]:
    """By registry number, the fields that several sources can fill, as they are shown. Where another source speaks
    too, the registry's word is kept as a Statement beside it."""
    said = _statements([held[one.version.record.nct_id] for one in labelled if one.version.record.nct_id in held])
    registry = Source.objects.get(kind=Source.Kind.REGISTRY) if said else None
    shown, registrys = {}, []
    for one in labelled:
        record = one.version.record
        values = _registry_values(one)
        statements = [s for s in said.get(held.get(record.nct_id), []) if s.source.kind != Source.Kind.REGISTRY]
        shown[record.nct_id] = settled(values, statements)
        registrys += [
            Statement(
                trial_id=s.trial_id, field=s.field, source=registry, value=values[s.field], means=values[s.field],
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


def _statements(trials: Sequence[int]) -> dict[int, list[Statement]]:
    said: dict[int, list[Statement]] = {}
    for statement in Statement.objects.filter(trial__in=trials, field__in=SETTABLE).select_related("source"):
        said.setdefault(statement.trial_id, []).append(statement)
    return said


def _sponsor_kinds(labelled: Sequence[Labelled], shown: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Every sponsor's name with the registry's class; an editor's word has none."""
    kinds = {one["sponsor"]: "" for one in shown.values() if one["sponsor"]}
    for record in (one.version.record for one in labelled):
        kinds |= {one.name: one.kind for one in (record.sponsor, *record.collaborators) if one}
    return kinds
