"""Glossary entries under the letters of the page's language."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from guide.models import GlossaryEntry

OTHER = "#"


def by_letter(entries: Iterable[GlossaryEntry]) -> list[tuple[str, list[GlossaryEntry]]]:
    """Each first letter with its entries in order; accents and case do not matter, and numbers stand under “#”."""
    ordered = sorted(entries, key=lambda entry: _plain_letters(entry.word_i18n))
    return [(letter, list(group)) for letter, group in groupby(ordered, key=_first_letter)]


def _first_letter(entry: GlossaryEntry) -> str:
    first = _plain_letters(entry.word_i18n)[:1].upper()
    return first if first.isalpha() else OTHER


def _plain_letters(word: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one)).casefold()
