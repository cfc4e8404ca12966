"""The words by which full-text search finds a trial beside its own title and summary.

All are folded, since "CAR-T" alone does not find "CAR T", and every spelling of every label is among them.
"""

from collections.abc import Iterable

from trials.labels.classify import Labels
from trials.labels.folding import fold_all
from trials.labels.vocabulary import AUTOANTIBODY, CONDITION, MODALITY, TARGET, THERAPY, Vocabulary
from trials.models import Trial
from trials.registry.records import StudyRecord

LABELLED = (CONDITION, TARGET, MODALITY, THERAPY, AUTOANTIBODY)


def search_terms(record: StudyRecord, labels: Labels, vocabulary: Vocabulary) -> str:
    """The words of a record as it comes in, with the labels that the rules gave it."""
    said = [
        record.nct_id,
        *record.old_numbers,
        record.title,
        record.acronym,
        record.official_title,
        *record.conditions,
        *record.keywords,
        *record.mesh_terms,
        *(name for one in record.interventions for name in (one.name, *one.other_names)),
        *(one.name for one in (record.sponsor, *record.collaborators) if one),
        *(" ".join((place.facility, place.city, place.state, place.country)) for place in record.locations),
    ]
    slugs = (labels.conditions, labels.targets, labels.modalities, labels.therapies, labels.autoantibodies)
    return _folded(said, zip(LABELLED, slugs, strict=True), vocabulary)


def terms_of(trial: Trial, vocabulary: Vocabulary) -> str:
    """The words of a trial as it is held, with an editor's labels and without the vetoed ones."""
    said = [
        trial.slug,
        trial.title,
        trial.acronym,
        trial.official_title,
        *trial.registry_conditions,
        *trial.keywords,
        *trial.mesh_terms,
        *(statement.value for statement in trial.statements.all()),
        *(number.nct_id for number in trial.old_numbers.all()),
        *(name for one in trial.interventions.all() for name in (one.name, *one.other_names)),
        *(one.name for one in (trial.sponsor, *trial.collaborators.all()) if one),
        *(
            " ".join((site.facility, site.city, site.state, site.country.name if site.country else ""))
            for site in trial.sites.select_related("country")
        ),
    ]
    slugs = (
        (axis, getattr(trial, f"{axis}_labels").filter(vetoed=False).values_list(f"{axis}__slug", flat=True))
        for axis in LABELLED
    )
    return _folded(said, slugs, vocabulary)


def _folded(said: Iterable[str], labelled: Iterable[tuple[str, Iterable[str]]], vocabulary: Vocabulary) -> str:
    found = fold_all(list(said))
    for axis, slugs in labelled:
        for slug in slugs:
            found += vocabulary.search_words(axis, slug)
    return "\n".join(filter(None, dict.fromkeys(found)))
