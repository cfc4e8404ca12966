"""The search words of trials of which a person or the article, not the record alone, has a word to say."""

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


def with_other_words(trials: Iterable[int]) -> Iterable[Trial]:
    """Those of `trials` of which somebody beside the registry has said something, or that an editor has labelled."""
    pks = list(trials)
    if not pks:
        return []
    said = Statement.objects.exclude(source__kind=Source.Kind.REGISTRY).filter(trial__in=pks).order_by()
    labelled = [kind.objects.filter(origin=Origin.CURATOR, trial__in=pks).values_list("trial") for kind in LABELS]
    return Trial.objects.filter(pk__in=[pk for (pk,) in said.values_list("trial").union(*labelled)])
