"""Misspelled words, and the vocabulary's words that they may be (RapidFuzz, optimal string alignment)."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5
LONG = 8  # letters, from which on a word may have two faults, or another first letter
CANDIDATES = 3
TAIL = 3  # letters by which a word with another first letter is known


class Speller:
    """Knows the words of some spellings; says what a word that it does not know may be."""

    def __init__(self, spellings: Iterable[str]) -> None:
        self.counts = Counter(word for spelling in spellings for word in spelling.split())
        self._alike: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.counts):
            if len(word) >= SHORTEST - 1 and word.isalpha():
                self._alike[word[0]].append(word)
                if len(word) >= LONG - 2:
                    self._alike[word[-TAIL:]].append(word)

    def candidates(self, word: str) -> list[str]:
        """The nearest known words for a folded word of letters, best first: the frequent and the short before others.

        None for a short word. Five to seven letters may have one fault, of which a swap of neighbours is one; more
        may have two. The first letter may be another one only in a long word whose end is right.
        """
        if len(word) < SHORTEST or not word.isalpha():
            return []
        long = len(word) >= LONG
        alike = self._alike.get(word[0], []) + (self._alike.get(word[-TAIL:], []) if long else [])
        faults = 1 + long
        found = process.extract(word, alike, scorer=OSA.distance, score_cutoff=faults, limit=None)
        ranked = sorted({(distance, -self.counts[one], len(one), one) for one, distance, _ in found})
        return [one for *_, one in ranked[:CANDIDATES]]
