"""The words by which full-text search finds a trial beside its own title and summary.

All are folded, since "CAR-T" alone does not find "CAR T". What the record says stands line by line, so that a phrase
in quotation marks is found; of the spellings of its labels and of its towns only those words follow that are new, since
PostgreSQL reads every word at a price.
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
        *(place.facility for place in record.locations),
    ]
    towns = [words for place in record.locations for words in (place.city, place.state, place.country)]
    slugs = (labels.conditions, labels.targets, labels.modalities, labels.therapies, labels.autoantibodies)
    return _folded(said, towns, zip(LABELLED, slugs, strict=True), vocabulary)


def terms_of(trial: Trial, vocabulary: Vocabulary) -> str:
    """The words of a trial as it is held, with an editor's labels and without the vetoed ones."""
    places = trial.sites.select_related("country")
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
        *(place.facility for place in places),
    ]
    towns = [words for one in places for words in (one.city, one.state, one.country.name if one.country else "")]
    slugs = (
        (axis, getattr(trial, f"{axis}_labels").filter(vetoed=False).values_list(f"{axis}__slug", flat=True))
        for axis in LABELLED
    )
    return _folded(said, towns, slugs, vocabulary)


def _folded(
    said: Iterable[str], towns: Iterable[str], labelled: Iterable[tuple[str, Iterable[str]]], vocabulary: Vocabulary
) -> str:
    lines = list(filter(None, dict.fromkeys(fold_all(list(said)))))
    others = fold_all(list(dict.fromkeys(towns)))
    for axis, slugs in labelled:
        for slug in slugs:
            others += vocabulary.search_words(axis, slug)
    known = {word for line in lines for word in line.split()}
    new = dict.fromkeys(word for line in others for word in line.split() if word not in known)
    return "\n".join([*lines, " ".join(new)]).strip()
