"""Searches as addresses write them."""

from django.http import QueryDict

from trials.filters import TrialFilter
from trials.models import Trial


def search_for(address: str) -> TrialFilter:
    """The search of `?...` over the trials that patients see, checked."""
    search = TrialFilter(QueryDict(address))
    search.is_valid()
    return search


def found(address: str) -> list[Trial]:
    """What the search finds, in its order; a value that is not known fails the test."""
    search = search_for(address)
    assert search.is_valid(), search.errors
    return [Trial.objects.get(pk=pk) for pk in search.results()]
