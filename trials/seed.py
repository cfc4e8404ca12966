"""The vocabulary of therapies and the article's tables, from fixtures/."""

from conditions.seed import names_of, without_names
from sources.seeding import Row, Tally, read_fixture, seed_table
from sources.translations import read_translated
from trials.models import (
    CellSourceName,
    Country,
    Modality,
    ModalityName,
    RegistryQuery,
    Site,
    Sponsor,
    Statement,
    Target,
    TargetName,
    Therapy,
    TherapyName,
    Trial,
    TrialCondition,
    TrialModality,
    TrialSite,
    TrialTarget,
    TrialTherapy,
)
from trials.store import renew_words


def seed() -> Tally:
    tally = _vocabulary() + seed_table(RegistryQuery, ["name"], read_fixture("queries")["query"]) + _article()
    renew_words(Trial.objects.filter(record_digest=None))
    return tally


def _vocabulary() -> Tally:
    targets = read_translated("targets")["target"]
    modalities = read_translated("modalities")["modality"]
    therapies = read_translated("therapies")["therapy"]
    sources = [
        {"cell_source": row["cell_source"], "text": row["text"], "use": row["use"]}
        for row in names_of("cell_source", read_fixture("cell_sources")["cell_source"])
    ]
    return (
        seed_table(Target, ["slug"], without_names(targets))
        + seed_table(TargetName, ["target", "text"], names_of("target", targets))
        + seed_table(Modality, ["slug"], without_names(modalities))
        + seed_table(ModalityName, ["modality", "text"], names_of("modality", modalities))
        + seed_table(Therapy, ["slug"], without_names(therapies))
        + seed_table(TherapyName, ["therapy", "text"], names_of("therapy", therapies))
        + seed_table(CellSourceName, ["text"], sources)
    )


def _article() -> Tally:
    article = read_fixture("article")
    # Once the registry's record is in, the article fills nothing of a trial any more; its statements stay.
    named = [row["slug"] for row in article["trial"]]
    synced = set(Trial.objects.filter(slug__in=named).exclude(record_digest=None).values_list("slug", flat=True))
    trials = [row for row in article["trial"] if row["slug"] not in synced]
    return (
        seed_table(Country, ["slug"], article["country"])
        + seed_table(Site, ["facility", "city"], article["site"])
        + seed_table(Sponsor, ["name"], article["sponsor"])
        + seed_table(Trial, ["slug"], [_columns(row) for row in trials])
        + seed_table(TrialSite, ["trial", "site"], _links(trials, "sites", "site"))
        + seed_table(TrialCondition, ["trial", "condition"], _labels(trials, "conditions", "condition"))
        + seed_table(TrialTarget, ["trial", "target"], _labels(trials, "targets", "target"))
        + seed_table(TrialModality, ["trial", "modality"], _labels(trials, "modalities", "modality"))
        + seed_table(TrialTherapy, ["trial", "therapy"], _labels(trials, "therapies", "therapy"))
        + seed_table(Statement, ["trial", "condition", "therapy", "site", "field"], article["statement"])
    )


LISTS = ("sites", "conditions", "targets", "modalities", "therapies")


def _columns(row: Row) -> Row:
    return {key: value for key, value in row.items() if key not in LISTS}


def _links(rows: list[Row], plural: str, name: str) -> list[Row]:
    return [{"trial": row["slug"], name: slug} for row in rows for slug in row.get(plural, [])]


def _labels(rows: list[Row], plural: str, name: str) -> list[Row]:
    return [{**row, "origin": "article", "field": "the article's pipeline table"} for row in _links(rows, plural, name)]
