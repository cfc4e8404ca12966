"""A query as it is read: its words, which of them are taken, and as what."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from trials.labels.folding import fold_word
from trials.search.understanding.shapes import ASIDE, Literal, literals, shapes, unaccented
from trials.search.understanding.words import FUNCTION_WORDS, SAYING_NOTHING

# A run of letters, with apostrophes and accents inside, or a run of digits. The x of CD19xBCMA is neither.
TOKEN = re.compile(
    r"(?<=\d)[xX](?=\d|[^\W\d_]{2})|(?P<word>[^\W\d_]+(?:(?:['’`´]|[\u0300-\u036f]+['’`´]?)[^\W\d_]+)*[\u0300-\u036f]*"
    r"|\d+)"
)
MOST_TOKENS = 250  # as many as a query of 500 characters can have
FREE, TAKEN, SILENT = 0, 1, 2


class Token(NamedTuple):
    folded: str
    start: int
    end: int


class Found(NamedTuple):
    """Tokens that stand for `values` of `name`."""

    name: str
    values: tuple[str, ...]
    start: int
    end: int
    corrected: str = ""
    within: str = ""


class Reading:
    """The tokens of a query and what became of them; what is said by its shape is taken from the start."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.plain = unaccented(query)  # for shapes
        self.found: list[Found] = []
        self.literals: list[Literal] = []
        words = islice((one for one in TOKEN.finditer(query) if one["word"]), MOST_TOKENS)
        self.tokens = [Token(fold_word(one["word"]), *one.span("word")) for one in words]
        self._starts, self._ends = [one.start for one in self.tokens], [one.end for one in self.tokens]
        self.state = [FREE] * len(self.tokens)
        for literal, start, end in literals(query):
            self.mark(start, end, TAKEN)
            if any(literal.start <= token.start < literal.end for token in self.tokens):
                self.literals.append(literal)
        for shape in sorted(shapes(self.plain), key=lambda one: (one.start - one.end, one.start)):
            if self.is_free(shape.start, shape.end):
                self.take(Found(*shape))
        for aside in ASIDE.finditer(self.plain):
            if self.is_free(*aside.span()):
                self.mark(*aside.span(), SILENT)

    def within(self, start: int, end: int) -> range:
        """The numbers of the tokens that have a letter in [start, end)."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def is_free(self, start: int, end: int) -> bool:
        numbers = self.within(start, end)
        return bool(numbers) and all(self.state[number] == FREE for number in numbers)

    def take(self, found: Found) -> None:
        self.found.append(found)
        self.mark(found.start, found.end, TAKEN)

    def mark(self, start: int, end: int, state: int) -> None:
        for number in self.within(start, end):
            self.state[number] = state

    def free(self) -> list[int]:
        """The numbers of the tokens that nothing was made of and that say something."""
        return [number for number, state in enumerate(self.state) if state == FREE and not self.says_nothing(number)]

    def says_nothing(self, number: int) -> bool:
        folded = self.tokens[number].folded
        return folded in FUNCTION_WORDS or folded in SAYING_NOTHING or not folded

    def left(self) -> list[tuple[int, int, bool, bool]]:
        """The words that are left, (start, end, whether a phrase, whether excluded); all, if nothing says more."""
        free = self.free()
        if not free and not self.found and not self.literals:
            free = [number for number, one in enumerate(self.tokens) if self.state[number] != TAKEN and one.folded]
            free = [number for number in free if self.tokens[number].folded not in FUNCTION_WORDS] or free
        words = [(start, end, False, False) for start, end in self._unbroken(free)]
        return sorted(words + [tuple(one) for one in self.literals])

    def _unbroken(self, numbers: list[int]) -> Iterator[tuple[int, int]]:
        """Where the tokens are; those with no space between ("x-ray", "IL-6") are one word."""
        start = end = last = -1
        for number in numbers:
            token = self.tokens[number]
            if last >= 0 and number == last + 1 and not re.search(r"[\s,;\"“”„«»]", self.query[end : token.start]):
                end = token.end
            else:
                if last >= 0:
                    yield start, end
                start, end = token.start, token.end
            last = number
        if last >= 0:
            yield start, end
