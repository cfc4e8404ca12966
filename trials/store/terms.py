"""The words by which full-text search finds a trial beside its own title, summary and eligibility.

All are folded, since "CAR-T" alone does not find "CAR T". What the record says stands line by line, so that a phrase
in quotation marks is found; of its towns only those words follow that are new, since PostgreSQL reads every word at a
price. What its labels are called is not here: a search knows the vocabulary itself.
"""

from collections.abc import Iterable

from trials.labels.folding import fold_all
from trials.models import Trial
from trials.registry.records import StudyRecord


def search_terms(record: StudyRecord) -> str:
    """The words of a record as it comes in."""
    said = [
        record.nct_id,
        *record.old_numbers,
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
    return _folded(said, towns)


def terms_of(trial: Trial) -> str:
    """The words of a trial as it is held, with what others than the registry say of it."""
    places = trial.sites.select_related("country")
    said = [
        trial.slug,
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
    return _folded(said, towns)


def _folded(said: Iterable[str], towns: Iterable[str]) -> str:
    lines = list(filter(None, dict.fromkeys(fold_all(list(said)))))
    known = {word for line in lines for word in line.split()}
    others = fold_all(list(dict.fromkeys(towns)))
    new = dict.fromkeys(word for line in others for word in line.split() if word not in known)
    return "\n".join([*lines, " ".join(new)]).strip()
