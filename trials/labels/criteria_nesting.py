"""Which criterion a criterion is part of, and under which headings it stands: told by indents, marks and colons."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from trials.labels.criteria_lines import Stretch
from trials.labels.criteria_markers import Count

DEEPEST = 8
LAST_WORDS = 40
SAME = 1  # columns by which the indents of one list may differ: " 9." and "10."
PLAIN = ""  # the style of a line without a mark
LEADS_IN = re.compile(
    r"(?:[:：]|\b(?:following|as follows|defined as|including|include|such as|either))\W*$", re.IGNORECASE
)


def leads_in_to_a_list(words: str) -> bool:
    """Whether the last words say that a list follows."""
    return bool(LEADS_IN.search(words[-LAST_WORDS:]))


class Place(NamedTuple):
    """How many criteria stand above a piece, the nearest of them, and the headings it stands under."""

    depth: int
    parent: int | None
    headings: tuple[int, ...]


@dataclass(slots=True)
class Level:
    """A list that is open: where it stands, how it counts, and its last item."""

    indent: int
    style: str
    number: int
    item: int | None  # the last item, the one that a deeper list belongs to; None if that is a heading
    leads_in: bool
    headings: tuple[int, ...] = ()


class Nesting:
    """The lists that are open at a place in the text."""

    def __init__(self) -> None:
        self._levels: list[Level] = []
        self._top: list[tuple[int, int]] = []  # headings of no list, each with its rank, the widest first
        self._left: dict[tuple[int, str], tuple[int, list[Level]]] = {}  # lists that may go on: number, levels
        self._whole: list[tuple[int, int]] = []  # the heading of all roles that follow
        self._last_heading = -1

    @property
    def at_the_top(self) -> bool:
        """Whether no list has begun since the last heading."""
        return not self._levels

    @property
    def bare(self) -> Place:
        return Place(0, None, ())

    def begins_a_list(self, one: Stretch, following: Stretch) -> bool:
        """Whether what follows is a list that belongs to this."""
        if not following.counts:
            return False
        if following.indent > one.indent + SAME or not one.counts:
            return True
        own = {count.style for count in one.counts}
        return not own & {count.style for count in following.counts} and any(
            count.number == 1 for count in following.counts
        )

    def main_heading(self, number: int, empty: bool) -> None:
        """All lists end, and all headings."""
        if self._top and self._last_heading == number - 1:  # "Cohort A", then "Inclusion criteria"
            self._whole = self._top[-1:]
        self._levels, self._left = [], {}
        self._top = [*self._whole, *([] if empty else [(0, number)])]

    def introduction(self) -> Place:
        """Words before a list, which are no part of it, though the list may stand deeper."""
        return Place(0, None, self._headings())

    def note(self, one: Stretch) -> Place:
        """A note belongs to what stands before it, if anything does."""
        self._levels = [level for level in self._levels if level.indent <= one.indent + SAME] or self._levels[:1]
        item = next((level.item for level in reversed(self._levels) if level.item is not None), None)
        depth = sum(level.item is not None for level in self._levels)
        return Place(depth if item is not None else 0, item, self._headings())

    def sub_heading(self, number: int, one: Stretch, words: str) -> Place:
        """A heading with a mark is for its own list only; another is for all up to the next."""
        if one.counts or one.indent > SAME:
            count = self._open(one)
            above = self._place()
            self._levels.append(Level(one.indent, count.style, count.number, None, True, (number,)))
            return above
        rank = 2 if words.isupper() else 3
        self._top = [(other, at) for other, at in self._top if other < rank or at == number - 1 == self._last_heading]
        self._top = self._top[-3:]
        above = self._place_of_headings()
        self._top.append((rank, number))
        self._levels, self._left, self._last_heading = [], {}, number
        return above

    def criterion(self, number: int, one: Stretch, words: str) -> Place:
        """The place of a criterion; what comes after may belong to it."""
        count = self._open(one)
        place = self._place()
        self._levels.append(Level(one.indent, count.style, count.number, number, leads_in_to_a_list(words)))
        return place

    def _place_of_headings(self) -> Place:
        return Place(0, None, tuple(at for _, at in self._top))

    def _headings(self) -> tuple[int, ...]:
        return (*(at for _, at in self._top), *(at for level in self._levels for at in level.headings))

    def _place(self) -> Place:
        items = [level.item for level in self._levels if level.item is not None]
        return Place(len(items), items[-1] if items else None, self._headings())

    def _open(self, one: Stretch) -> Count:
        """Closes the lists that are over, so that the open ones are those that the stretch is part of."""
        counts = one.counts or (Count(PLAIN, 0),)
        indent = one.indent
        self._close(lambda level: level.indent > indent + SAME)
        found = self._same_list(counts, indent)
        if found is not None:
            place, count = found
            self._close(lambda level: False, down_to=place)
            return count
        begins = next((count for count in counts if count.number in (0, 1)), counts[-1])
        if gone_on := self._goes_on_with(counts, indent):
            self._levels, count = gone_on
            return count
        if self._levels and not self._is_part_of(self._levels[-1], begins, indent, one):
            base = min(level.indent for level in self._levels if level.indent >= indent - SAME)
            self._close(lambda level: level.indent >= base and not self._holds(level, one))
        if len(self._levels) >= DEEPEST:
            self._close(lambda level: False, down_to=DEEPEST - 1)
        return begins

    def _holds(self, level: Level, one: Stretch) -> bool:
        """Whether a plain line with a colon, or a heading, still holds lists at its own indent."""
        return bool(one.counts) and level.style == PLAIN and level.leads_in

    def _close(self, over, down_to: int | None = None) -> None:
        """Takes lists off the end, and remembers how far those that count had come."""
        while self._levels and (over(self._levels[-1]) if down_to is None else len(self._levels) > down_to):
            level = self._levels.pop()
            if level.number:
                self._left[level.indent, level.style] = level.number, list(self._levels)

    def _same_list(self, counts: tuple[Count, ...], indent: int) -> tuple[int, Count] | None:
        """The open list that a mark counts on in, the nearest that does; else the nearest of its style."""
        fitting = [
            (place, count, level)
            for place, level in reversed(list(enumerate(self._levels)))
            for count in counts
            if level.style == count.style and abs(level.indent - indent) <= SAME
        ]
        for place, count, level in fitting:
            if count.number and 0 < count.number - level.number <= 2:
                return place, count
        for place, count, level in fitting:
            if count.number != 1 or not level.leads_in or level.number == 0:
                return place, count
        return None

    def _goes_on_with(self, counts: tuple[Count, ...], indent: int) -> tuple[list[Level], Count] | None:
        """The lists that were open before a list that now goes on after something else."""
        for count in counts:
            number, levels = self._left.get((indent, count.style), (0, []))
            if number and 0 < count.number - number <= 2:
                return list(levels), count
        return None

    def _is_part_of(self, level: Level, begins: Count, indent: int, one: Stretch) -> bool:
        if indent > level.indent + SAME:
            return True
        if level.style == PLAIN:
            return bool(one.counts) and level.leads_in
        if begins.style == PLAIN:
            return False
        return level.leads_in or (begins.number == 1 and level.number == 0) or (begins.number == 1 and one.inline)
