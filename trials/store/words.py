"""The search words of trials of which a person or the article, not the record alone, has a word to say."""

from collections.abc import Iterable

from sources.models import Source
from trials.models import Statement, Trial
from trials.store.terms import terms_of


def renew_words(trials: Iterable[Trial]) -> None:
    """Gather the words of `trials` anew from what is held of them."""
    held = list(trials)
    for trial in held:
        trial.search_terms = terms_of(trial)
    Trial.objects.bulk_update(held, ["search_terms"])


def with_other_words(trials: Iterable[int]) -> Iterable[Trial]:
    """Those of `trials` of which somebody beside the registry has said something."""
    pks = list(trials)
    if not pks:
        return []
    said = Statement.objects.exclude(source__kind=Source.Kind.REGISTRY).filter(trial__in=pks).order_by()
    return Trial.objects.filter(pk__in=said.values("trial"))
