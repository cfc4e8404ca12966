"""The glossary's words in a text: a text in, entries and their places out, in one pass (Aho-Corasick).

Case, hyphens and line breaks do not matter, and words are whole, with a plural "s" or "es" allowed. A form with
capitals inside (ANC, eGFR) is found only as written. Where forms overlap, the first one counts, and of those that
begin together the longest. Each process keeps the forms ready, and asks before a use if a row has changed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import ahocorasick
from django.conf import settings
from django.db.models import Count, Max

from guide.models import GlossaryEntry

Stamp = tuple[int, datetime | None]

_BETWEEN_WORDS = str.maketrans(dict.fromkeys("-\u2010\u2011\u2013\u00a0\n\r\t", " ") | {"’": "'"})
_CAPITALS_INSIDE = re.compile(r"\S[A-Z]")
_PLURALS = ("", "s", "es")


class Place(NamedTuple):
    """`entry` stands in the text at [start, end)."""

    start: int
    end: int
    entry: GlossaryEntry


@dataclass(frozen=True)
class Form:
    """A way in which texts write an entry's word; `exact` is how it must be written where its capitals matter."""

    entry: GlossaryEntry
    words: str
    exact: bool


class Glossary:
    """All entries, ready to be looked for in the texts of each language."""

    def __init__(self, entries: Iterable[GlossaryEntry], stamp: Stamp = (0, None)) -> None:
        self.stamp = stamp
        self._entries = list(entries)
        self._automata: dict[str, ahocorasick.Automaton] = {}

    def places_in(self, text: str, language: str) -> list[Place]:
        """Where the entries' words stand in a text of that language, in order; none overlaps another."""
        written = text.translate(_BETWEEN_WORDS)
        found = sorted(self._found(written, language), key=lambda place: (place.start, -place.end))
        places: list[Place] = []
        for place in found:
            if not places or place.start >= places[-1].end:
                places.append(place)
        return places

    def entries_in(self, text: str, language: str) -> list[GlossaryEntry]:
        """The entries whose words stand in the text, in the order in which they first do."""
        return list({place.entry.slug: place.entry for place in self.places_in(text, language)}.values())

    def _found(self, written: str, language: str) -> Iterator[Place]:
        automaton = self._automaton(language)
        if not len(automaton):
            return
        for last, forms in automaton.iter(_lower(written)):
            for form in forms:
                start, end = last + 1 - len(form.words), last + 1
                if form.exact and written[start:end] != form.words:
                    continue
                whole = _whole_word(written, start, end)
                if whole:
                    yield Place(start, whole, form.entry)

    def _automaton(self, language: str) -> ahocorasick.Automaton:
        if language not in self._automata:
            by_letters: dict[str, list[Form]] = defaultdict(list)
            for form in (one for entry in self._entries for one in forms_of(entry, language)):
                by_letters[_lower(form.words)].append(form)
            automaton = ahocorasick.Automaton()
            for letters, forms in by_letters.items():
                automaton.add_word(letters, forms)
            automaton.make_automaton()
            self._automata[language] = automaton
        return self._automata[language]


_held = Glossary([])


def current() -> Glossary:
    """The glossary as its rows are now: one small query, and all rows anew where any has changed."""
    global _held
    asked = GlossaryEntry.objects.aggregate(rows=Count("pk"), last=Max("changed"))
    stamp: Stamp = (asked["rows"], asked["last"])
    if _held.stamp != stamp:
        _held = Glossary(GlossaryEntry.objects.all(), stamp)
    return _held


def entries_in(text: str, language: str) -> list[GlossaryEntry]:
    """The entries whose words stand in a text of that language, in the order in which they first do."""
    return current().entries_in(text, language)


def forms_of(entry: GlossaryEntry, language: str) -> list[Form]:
    """How texts of a language write an entry: abbreviations of the registry's English are used in every language."""
    english = [entry.word, *entry.forms.splitlines()]
    if language == settings.LANGUAGE_CODE:
        said = english
    else:
        word, forms = (getattr(entry, f"{field}_{language}", None) or "" for field in ("word", "forms"))
        said = [word, *forms.splitlines(), *(one for one in english if _CAPITALS_INSIDE.search(one))]
    words = dict.fromkeys(one.strip().translate(_BETWEEN_WORDS) for one in said)
    return [Form(entry, one, bool(_CAPITALS_INSIDE.search(one))) for one in words if one]


def _whole_word(text: str, start: int, end: int) -> int:
    """Where the word ends that stands at [start, end), its plural counted in; 0 where it is a part of another."""
    if start and text[start - 1].isalnum():
        return 0
    for plural in _PLURALS:
        close = end + len(plural)
        if text[end:close] == plural and not text[close : close + 1].isalnum():
            return close
    return 0


def _lower(text: str) -> str:
    """In small letters, each in the place where it was."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
