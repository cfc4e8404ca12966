"""Terms and a text in, matches with their places in the text out: one pass for all terms (Aho-Corasick).

Case, accents, hyphens, slashes, spacing and apostrophes do not matter, Greek letters count as their names, a plural
"s" at a term's end is allowed. An exact term is found only as written. Words are whole: CD7 is not found in CD70.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick

from trials.labels.vocabulary import TermEntry

# Letters and digits, with an apostrophe or an accent that is written as a character of its own between them.
WORD = re.compile(r"[^\W_]+(?:(?:['’`´]|[\u0300-\u036f]+['’`´]?)[^\W_]+)*[\u0300-\u036f]*")
# Two antigens written as one word: CD19xBCMA.
CROSS = re.compile(r"(?<=\d)[x×X](?=[A-Z])")
APOSTROPHES = re.compile("['’`´]")
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "π": "pi", "σ": "sigma", "τ": "tau", "ω": "omega",
}  # fmt: skip


@dataclass(frozen=True)
class Match:
    """`entry` was found in the text at [start, end)."""

    entry: TermEntry
    start: int
    end: int


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """One word without case, accents and apostrophes, its Greek letters spelled out."""
    plain = unicodedata.normalize("NFKD", APOSTROPHES.sub("", word))
    return "".join(GREEK.get(letter, letter) for letter in plain.casefold() if letter.isalnum())


def fold(text: str) -> str:
    """A text as the matcher sees it: folded words with one space between."""
    return " ".join(fold_word(word) for word in WORD.findall(CROSS.sub(" ", text)))


class Matcher:
    """Finds all terms of a vocabulary at once. Made once, used for any number of texts."""

    def __init__(self, terms: Iterable[TermEntry]) -> None:
        self._folded = ahocorasick.Automaton()
        self._exact = ahocorasick.Automaton()
        folded: dict[str, dict[TermEntry, None]] = {}
        exact: dict[str, dict[TermEntry, None]] = {}
        for term in terms:
            words = fold(term.text)
            if not words:
                continue
            if term.exact:
                exact.setdefault(_as_written(term.text), {})[term] = None
            else:
                folded.setdefault(words, {})[term] = None
                if not words.endswith("s"):
                    folded.setdefault(words + "s", {})[term] = None
        for automaton, found in ((self._folded, folded), (self._exact, exact)):
            for key, entries in found.items():
                automaton.add_word(f" {key} ", tuple(entries))
            automaton.make_automaton()

    def find(self, text: str) -> list[Match]:
        """All matches, in the text's order, but for those that lie inside a longer one of their axis."""
        words = list(WORD.finditer(CROSS.sub(" ", text)))
        found = self._search(self._folded, words, [fold_word(word[0]) for word in words])
        found += self._search(self._exact, words, [word[0] for word in words])
        return _longest(found)

    @staticmethod
    def _search(automaton: ahocorasick.Automaton, words: list[re.Match], forms: list[str]) -> list[Match]:
        if not words or not len(automaton):
            return []
        starts, at = [], 1
        for form in forms:
            starts.append(at)
            at += len(form) + 1
        matches = []
        for last, entries in automaton.iter(f" {' '.join(forms)} "):
            # `last` is the space behind the match, so the word before it is the match's last one.
            end = bisect_right(starts, last - 1) - 1
            for entry in entries:
                first = end - _word_count(entry) + 1
                matches.append(Match(entry, words[first].start(), words[end].end()))
        return matches


def _as_written(text: str) -> str:
    return " ".join(WORD.findall(CROSS.sub(" ", text)))


@lru_cache(maxsize=100_000)
def _word_count(entry: TermEntry) -> int:
    return len(WORD.findall(CROSS.sub(" ", entry.text)))


def _longest(matches: list[Match]) -> list[Match]:
    """Within an axis, a match that lies inside a longer one gives way: "lupus nephritis" is no plain "lupus"."""
    kept: list[Match] = []
    spans: dict[str, list[tuple[int, int]]] = {}
    for match in sorted(matches, key=lambda one: (one.start - one.end, one.start)):
        longer = spans.setdefault(match.entry.axis, [])
        if not any(
            start <= match.start and match.end <= end and end - start > match.end - match.start for start, end in longer
        ):
            longer.append((match.start, match.end))
            kept.append(match)
    return sorted(kept, key=lambda one: (one.start, one.end, one.entry.axis, one.entry.slug))
