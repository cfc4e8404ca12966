"""The words of a query, and what of the filters they stand for. Pure: all that is known comes with the lexicon.

First what is said by its shape (quotations, numbers, stages, ages) and by "near" and "in"; then the lexicon's
spellings, the longest first; then bare places; then misspellings. What is left is looked for in the texts.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from trials.search.lexicon import Lexicon
from trials.search.understanding.places import read_bare_places, read_places
from trials.search.understanding.reading import Reading
from trials.search.understanding.shapes import QUOTES
from trials.search.understanding.spellings import read_misspellings, read_spellings
from trials.search.understanding.words import either

DANGLING = re.compile(rf"(?:(?:^|(?<=[\s,;/&+]))(?:{either('LAST')})\s*$|[\s,;/&+]+$)", re.IGNORECASE)
_AND_OR = rf"(?:{either('AND_OR')})"
LEADING = re.compile(rf"^(?:\s*[,;/&+]\s*|\s*{_AND_OR}\b\s*|\s+)+", re.IGNORECASE)
GOES_ON = re.compile(rf"\s*{_AND_OR}\b|\s*[,;/&+]", re.IGNORECASE)
FIRST_WORDS = re.compile(rf"^(?:(?:{either('FIRST')})\b\s*)+", re.IGNORECASE)
EITHER = re.compile(rf"\s*,?\s*\b(?:{either('OR')})\b\s*", re.IGNORECASE)
ANY = re.compile(rf"\s*(?:[,/&;+]|,?\s*\b(?:{either('JOINED')})\b)\s*|\s+", re.IGNORECASE)
# A trial has one of each, or some of many: two that are named are never both asked for.
ALTERNATIVES = ("number", "stage", "status", "country")


@dataclass(frozen=True)
class Part:
    """Some words of a query that were understood as a value of a filter.

    `name` is one of condition, target, modality, cell_source, therapy, autoantibody, stage, status, country, near, age,
    sex, number. `values` are as the filter's address writes them: slugs; for near the words of the place, for age
    "14", for sex "female" or "male", for number "NCT01234567". Several mean any of them; the first is what was asked
    for itself. [start, end) is where the words are in the query, for a place with its "near".
    """

    name: str
    values: tuple[str, ...]
    start: int
    end: int
    text: str  # the words as typed
    corrected: str = ""  # for a misspelled word: the vocabulary's own spelling that it was read as
    within: str = ""  # for near: the distance asked for, "50 miles"; empty: none was


@dataclass(frozen=True)
class Words:
    """Words that are left to be looked for in the texts; a phrase's quotes and a minus lie outside [start, end)."""

    text: str
    start: int
    end: int
    phrase: bool = False  # was in quotation marks
    excluded: bool = False  # had a minus before it


@dataclass(frozen=True)
class Understanding:
    """A query, and in its order the parts that were understood and the words that were not."""

    query: str
    parts: tuple[Part, ...]
    words: tuple[Words, ...]

    def without(self, part: Part | Words) -> str:
        """The query without those words, and without a "for" or a comma that they leave behind."""
        start, end = part.start, part.end
        if isinstance(part, Words):
            if part.phrase:
                start, end = self._with_quotes(start, end)
            start -= part.excluded and self.query[start - 1 : start] in ("-", "−")
        before, after = self.query[:start], self.query[end:]
        tidied = LEADING.sub("", after)
        if GOES_ON.match(after) and tidied and before.strip():
            return _tidy(f"{before.rstrip()} {tidied}" if not before.rstrip().endswith(",") else f"{before} {tidied}")
        while (shorter := DANGLING.sub("", before)) != before:
            before = shorter
        return _tidy(f"{before} {after.lstrip()}" if before else FIRST_WORDS.sub("", tidied))

    def exactly(self, part: Part) -> str:
        """The query with those words in quotation marks: looked for as typed."""
        return f'{self.query[: part.start]}"{part.text.strip(QUOTES)}"{self.query[part.end :]}'

    def _with_quotes(self, start: int, end: int) -> tuple[int, int]:
        while start > 0 and (self.query[start - 1].isspace() or self.query[start - 1] in QUOTES):
            start -= 1
            if self.query[start] in QUOTES:
                break
        while end < len(self.query) and (self.query[end].isspace() or self.query[end] in QUOTES):
            end += 1
            if self.query[end - 1] in QUOTES:
                break
        return start, end


def understand(query: str, lexicon: Lexicon, rarity: Callable[[str], int] = lambda word: 0) -> Understanding:
    """What the query asks for. `rarity(word)` says how many trials' texts hold a word as typed: one that texts use is
    no misspelling, unless what it may be a misspelling of is a hundred times as frequent."""
    reading = Reading(query)
    read_places(reading, lexicon)
    read_spellings(reading, lexicon)
    read_bare_places(reading, lexicon)
    read_misspellings(reading, lexicon, rarity)
    parts = [
        Part(one.name, one.values, one.start, one.end, query[one.start : one.end], one.corrected, one.within)
        for one in sorted(reading.found, key=lambda one: one.start)
    ]
    words = [Words(query[start:end], start, end, phrase, excluded) for start, end, phrase, excluded in reading.left()]
    return Understanding(query, tuple(_with_alternatives(_joined(query, parts))), tuple(words))


def _joined(query: str, parts: list[Part]) -> list[Part]:
    """Neighbours of one name that "or" joins are one part with the values of both; of what a trial has but one, any."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        joint = ANY if part.name in ALTERNATIVES else EITHER
        alike = last and last.name == part.name and part.name not in ("near", "age", "sex")
        if last and alike and not (last.corrected or part.corrected) and joint.fullmatch(query, last.end, part.start):
            values = tuple(dict.fromkeys(last.values + part.values))
            found[-1] = Part(part.name, values, last.start, part.end, query[last.start : part.end])
        else:
            found.append(part)
    return found


def _with_alternatives(parts: list[Part]) -> list[Part]:
    """Two stages, or two numbers, at two places of a query: each stands for any of them."""
    found = []
    for part in parts:
        others = [value for one in parts if one.name == part.name for value in one.values]
        values = tuple(dict.fromkeys((*part.values, *others))) if part.name in ALTERNATIVES else part.values
        found.append(Part(part.name, values, part.start, part.end, part.text, part.corrected, part.within))
    return found


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;/&+")
