"""The words by which full-text search finds a trial beside its own title and summary."""

from trials.labels.classify import Labels
from trials.labels.matching import fold
from trials.labels.vocabulary import AUTOANTIBODY, CONDITION, MODALITY, TARGET, THERAPY, Vocabulary
from trials.registry.records import StudyRecord


def search_terms(record: StudyRecord, labels: Labels, vocabulary: Vocabulary) -> str:
    """What lies in other tables, and every spelling of every label, folded: "CAR-T" alone does not find "CAR T"."""
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
    for axis, slugs in (
        (CONDITION, labels.conditions),
        (TARGET, labels.targets),
        (MODALITY, labels.modalities),
        (THERAPY, labels.therapies),
        (AUTOANTIBODY, labels.autoantibodies),
    ):
        said += [text for slug in slugs for text in vocabulary.spellings[axis, slug]]
    return "\n".join(dict.fromkeys(words for words in map(fold, said) if words))
