"""Terms and texts in, matches with their places in the texts out: one pass for all terms (Aho-Corasick).

Case, accents, hyphens, slashes, spacing and apostrophes do not matter, Greek letters count as their names, a plural
"s" at a term's end is allowed. An exact term is found only as written. Words are whole: CD7 is not found in CD70.
"""

import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import ahocorasick
import msgspec

from trials.labels.folding import BAR, BLANK, BORDER, fold, fold_word, level, words
from trials.labels.vocabulary import AXES, TermEntry

BETWEEN = f"\n{BORDER}\n"  # ends the words on both sides; no term reaches over it


class Match(msgspec.Struct, frozen=True, gc=False):
    """`entry` was found in the text at [start, end)."""

    entry: TermEntry
    start: int
    end: int


class Spelling(NamedTuple):
    """What some folded words stand for, by axis; an exact entry has beside it how it must be written."""

    length: int  # in words
    entries: dict[str, list[tuple[TermEntry, str]]]


class Folded(NamedTuple):
    """Texts as the automaton reads them: words with bars around them. Says where the words came from."""

    words: str
    begins: list[int]  # where each text begins in `words`
    starts: Mapping[int, int] | None = None  # of a text read word by word: where each word starts in the text,
    ends: Mapping[int, int] | None = None  # and where it ends

    def span(self, closing: int, length: int) -> tuple[int, int]:
        """Where so many words lie, of which the last ends at the bar `closing`; of a level text, in `words`."""
        words, bar = self.words, closing
        for _ in range(length):
            bar = words.rfind(BAR, 0, bar)
        start = bar + 1
        if self.starts is not None and self.ends is not None:
            return self.starts[start], self.ends[closing]
        while words[start] == BLANK:
            start += 1
        return start, closing


Hits = dict[str, list[tuple[int, Spelling]]]  # by axis: the bar that closes them, and what the words stand for
NO_HITS: Hits = {}


class Found:
    """What is found in some texts, worked out only for the axis and the text that is asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._folded: list[tuple[Folded, int]] = []  # of each text, with the place where it begins there
        self._hits: dict[int, Hits] = {}  # of each text that has any
        self._numbers: dict[str, list[int]] = {}  # of the texts that have any of an axis
        self._matches: dict[tuple[str, int], list[Match]] = {}

    def read(self, automaton: ahocorasick.Automaton, folded: Folded) -> None:
        """Look for the automaton's words in the next texts."""
        first, end = len(self._folded), 0
        self._numbers.clear()
        self._folded += [(folded, begin) for begin in folded.begins]
        for hit in automaton.iter(folded.words, ignore_white_space=True):
            if hit[0] >= end:
                following = bisect_right(folded.begins, hit[0])
                end = folded.begins[following] if following < len(folded.begins) else sys.maxsize
                hits = self._hits[first + following - 1] = defaultdict(list)
            for axis in hit[1].entries:
                hits[axis].append(hit)

    def numbers(self, axis: str) -> list[int]:
        """The numbers of the texts that may have a match."""
        kept = self._numbers.get(axis)
        if kept is None:
            kept = self._numbers[axis] = [number for number, hits in self._hits.items() if axis in hits]
        return kept

    def matches(self, axis: str, number: int) -> list[Match]:
        """The matches in one text, in its order, but for those that lie inside a longer one."""
        kept = self._matches.get((axis, number))
        if kept is None:
            kept = self._matches[axis, number] = []
            text, (folded, begin) = self.texts[number], self._folded[number]
            for closing, spelling in self._hits.get(number, NO_HITS).get(axis, ()):
                start, end = folded.span(closing, spelling.length)
                start, end = start - begin, end - begin
                for entry, written in spelling.entries[axis]:
                    if not written or written == _as_written(text[start:end]):
                        _keep_longest(kept, Match(entry, start, end))
        return kept


class Matcher:
    """Finds all terms of a vocabulary at once. Made once, used for any number of texts."""

    def __init__(self, terms: Iterable[TermEntry]) -> None:
        spellings: dict[str, Spelling] = {}
        for term in sorted(set(terms), key=lambda one: (one.axis, one.slug)):
            folded = fold(term.text)
            if not folded:
                continue
            forms = [folded] if term.exact or folded.endswith("s") else [folded, folded + "s"]
            for form in forms:
                spelling = spellings.setdefault(form, Spelling(form.count(" ") + 1, {}))
                written = _as_written(term.text) if term.exact else ""
                spelling.entries.setdefault(term.axis, []).append((term, written))
        self._automaton = ahocorasick.Automaton()
        for form, spelling in spellings.items():
            self._automaton.add_word(f"{BAR}{form.replace(' ', BAR)}{BAR}", spelling)
        if not spellings:  # an automaton may not be empty; this is in no text
            self._automaton.add_word(BORDER * 2, Spelling(0, {}))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Match]:
        """All matches, in the text's order, but for those that lie inside a longer one of their axis."""
        found = self.find_all([text])
        matches = [match for axis in AXES for match in found.matches(axis, 0)]
        return sorted(matches, key=lambda one: (one.start, one.end, one.entry.axis, one.entry.slug))

    def find_all(self, texts: Sequence[str]) -> Found:
        """The same for several texts, read at once where their letters allow it."""
        found = Found(texts)
        together = _in_place(texts)
        for folded in [together] if together else (_in_place([text]) or _word_by_word(text) for text in texts):
            found.read(self._automaton, folded)
        return found


def _in_place(texts: Sequence[str]) -> Folded | None:
    """The texts folded together, each word in its place; None where there are none, or a letter does not allow it."""
    whole = BETWEEN.join(("", *texts, ""))
    flat = level(whole) if 1 < whole.count(BORDER) == len(texts) + 1 else None
    if flat is None:
        return None
    begins = [len(BETWEEN)]
    for text in texts[:-1]:
        begins.append(begins[-1] + len(text) + len(BETWEEN))
    return Folded(flat, begins)


def _word_by_word(text: str) -> Folded:
    read = words(text)
    folded = [fold_word(word[0]) for word in read]
    bars = list(accumulate((len(word) + 1 for word in folded), initial=0))
    starts = {bar + 1: word.start() for bar, word in zip(bars, read, strict=False)}
    ends = {bar: word.end() for bar, word in zip(bars[1:], read, strict=True)}
    return Folded(f"{BAR}{BAR.join(folded)}{BAR}", [0], starts, ends)


@lru_cache(maxsize=20_000)
def _as_written(text: str) -> str:
    return " ".join(word[0] for word in words(text))


def _keep_longest(kept: list[Match], match: Match) -> None:
    """Add a match to those of its axis, which end no later; of two, one inside the other, the longer stays.

    "lupus nephritis" is no plain "lupus". At one end the longer comes first.
    """
    while kept and kept[-1].end > match.start:
        last = kept[-1]
        if last.end == match.end and last.start < match.start:
            return
        if last.start < match.start or (last.start, last.end) == (match.start, match.end):
            break
        kept.pop()
    kept.append(match)
