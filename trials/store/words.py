"""The search words of trials whose labels or values a person, not a record, has decided."""

from collections.abc import Iterable

from sources.models import Source
from trials.models import (
    Origin,
    Statement,
    Trial,
    TrialAutoantibody,
    TrialCondition,
    TrialModality,
    TrialTarget,
    TrialTherapy,
)
from trials.store.terms import terms_of
from trials.vocabulary import load_vocabulary

LABELS = (TrialCondition, TrialTarget, TrialModality, TrialTherapy, TrialAutoantibody)


def renew_words(trials: Iterable[Trial]) -> None:
    """Gather the words of `trials` anew from what is held of them."""
    held = list(trials)
    if not held:
        return
    vocabulary = load_vocabulary()
    for trial in held:
        trial.search_terms = terms_of(trial, vocabulary)
    Trial.objects.bulk_update(held, ["search_terms"])


def decided_by_an_editor(trials: Iterable[Trial]) -> list[Trial]:
    """Those of `trials` with a label or a value of an editor's."""
    wanted = {trial.pk: trial for trial in trials}
    corrected = Statement.objects.filter(source__kind=Source.Kind.EDITOR, trial__in=wanted).order_by()
    labelled = [kind.objects.filter(origin=Origin.CURATOR, trial__in=wanted).values_list("trial") for kind in LABELS]
    return [wanted[pk] for (pk,) in corrected.values_list("trial").union(*labelled)]
