"""The words that a record is searched for before any rule is tried: drugs, treatments, moments and phrases."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import ahocorasick

DRUG, TREATMENT = "drug", "treatment"
Row = Mapping[str, Any]


class Word(NamedTuple):
    """What a spelling stands for: its use (a drug, a treatment, or what a phrase points at) and slug."""

    use: str
    slug: str
    length: int


class Hit(NamedTuple):
    """A word found at [start, end)."""

    use: str
    slug: str
    start: int
    end: int


@dataclass(frozen=True)
class BurdenWords:
    """Every spelling, lower-case with blanks for hyphens, and the uses and slugs that it stands for."""

    spellings: Mapping[str, tuple[Word, ...]]
    moments: Mapping[str, str] = field(default_factory=dict)  # the slug of each spelling
    broad: frozenset[str] = frozenset()  # treatments that a word before them narrows: "anti-CD20 monoclonal antibody"

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        automaton = ahocorasick.Automaton()
        for spelling, words in self.spellings.items():
            automaton.add_word(spelling, words)
        if not self.spellings:  # an automaton may not be empty; this is in no text
            automaton.add_word("\0", ())
        automaton.make_automaton()
        return automaton

    @cached_property
    def _moments(self) -> re.Pattern[str]:
        longest_first = sorted(self.moments, key=len, reverse=True)
        names = "|".join(re.escape(name).replace("\\ ", "[ -]") for name in longest_first)
        return re.compile(rf"\b(?:{names or '(?!)'})\b")

    def moment(self, text: str) -> str:
        """The slug of the first moment named in a lower-case text; empty where none is."""
        found = self._moments.search(text)
        return self.moments[found[0].replace("-", " ")] if found else ""

    def hits(self, text: str) -> list[Hit]:
        """The whole words found in a lower-case text; a plural "s" may end them."""
        found = []
        text = text.replace("-", " ")
        for last, words in self._automaton.iter(text):
            after = last + 1
            if text[after : after + 1] == "s":
                after += 1
            if text[after : after + 1].isalnum() and text[last].isalnum():
                continue
            for use, slug, length in words:
                start = last + 1 - length
                if not start or not text[start - 1].isalnum() or not text[start].isalnum():
                    found.append(Hit(use, slug, start, after))
        return found


def from_rows(
    drugs: Iterable[Row] = (), treatments: Sequence[Row] = (), moments: Iterable[Row] = (), phrases: Iterable[Row] = ()
) -> BurdenWords:
    """The words of fixtures/burden.toml. A drug, treatment or moment has slug and names, a phrase use and texts."""
    found: dict[str, dict[Word, None]] = {}
    rows = [(use, row["slug"], row["names"]) for use, many in ((DRUG, drugs), (TREATMENT, treatments)) for row in many]
    for use, slug, texts in [*rows, *((row["use"], "", row["texts"]) for row in phrases)]:
        for spelling in filter(None, map(spelled, texts)):
            found.setdefault(spelling, {})[Word(use, slug, len(spelling))] = None
    return BurdenWords(
        spellings={spelling: tuple(words) for spelling, words in found.items()},
        moments={spelled(text): row["slug"] for row in moments for text in row["names"]},
        broad=frozenset(row["slug"] for row in treatments if row.get("broad")),
    )


def spelled(text: str) -> str:
    """A spelling as texts are searched for it."""
    return lowered(text).replace("-", " ")


def lowered(text: str) -> str:
    """A text in lower case, with every letter in its place."""
    low = text.lower()
    if len(low) != len(text):  # a letter that has two in lower case
        low = "".join(lower if len(lower := letter.lower()) == 1 else letter for letter in text)
    return low
