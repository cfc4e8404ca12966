"""Trials that an address names by their numbers: `?trial=NCT…&trial=NCT…`, in the order given."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from trials.models import OldNumber, Trial

NUMBER = re.compile(r"NCT\s?(\d{8})(?!\d)", re.IGNORECASE)
MOST_LISTED = 30  # trials of a list that somebody saves
LONGEST = 100  # characters of a trial's address
MOST_NAMED = 100  # no page shows as many; of a longer address the first are read, and the rest is not told of


@dataclass(frozen=True)
class Chosen:
    """The first MOST_NAMED that an address names: what we do not know among them is told, so that it can be mended."""

    slugs: tuple[str, ...]  # of the trials that we hold, each once, by what they are called today
    pks: tuple[int, ...]  # theirs
    unknown: tuple[str, ...]  # what is no trial of ours, as it was written


def choose(values: Iterable[str]) -> Chosen:
    """The trials that the values name, in two queries at most. An old number stands for the trial that has it now.

    A value may be a number in any form, the address of a record that holds it, or several with spaces between.
    """
    named = list(dict.fromkeys(one for value in values for one in _names(value)))[:MOST_NAMED]
    found = dict(Trial.objects.filter(slug__in=named).values_list("slug", "pk"))
    missing = [one for one in named if one not in found]
    today = {}
    if missing:
        renamed = OldNumber.objects.filter(nct_id__in=missing).values_list("nct_id", "trial__slug", "trial_id")
        for old, slug, pk in renamed:
            today[old], found[slug] = slug, pk
    slugs = tuple(dict.fromkeys(today.get(one, one) for one in named if one in found or one in today))
    unknown = tuple(one for one in missing if one not in today)
    return Chosen(slugs, tuple(found[slug] for slug in slugs), unknown)


def _names(value: str) -> list[str]:
    """`NCT01234567` of any text that holds one; or else the words, which may be a programme's address."""
    text = value.replace("\0", "")
    if numbers := NUMBER.findall(text):
        return [f"NCT{digits}" for digits in numbers]
    return [word[:LONGEST].lower() for word in re.split(r"[\s,;]+", text) if word]
