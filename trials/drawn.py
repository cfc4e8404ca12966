"""Where the marks of the pipeline's pictures stand, in the units of their SVGs. Numbers alone: no words, no colours."""

from collections.abc import Sequence
from dataclasses import dataclass

CELL_WIDTH, CELL_HEIGHT = 76, 44
MARGIN = 4  # within a cell, so that its dots keep off those of the next one
DOTS_AT = 15  # how far below the top of a cell its dots stand
ASIDE_AT = 34  # and the dot of what is at no stage: at the left, beside the number
NUMBER_AT = 38  # and the foot of its number
SIZES = ((50, 6.5), (15, 5.4), (5, 4.4), (2, 3.5), (1, 2.7))  # from how many trials on, and the radius of their dot
BAR = 1000  # the units of a whole bar
SWATCH = 40
# From where and how high a stretch is drawn in a bar of 20: told apart without colour, as the signs of a status are.
HEIGHTS = {"open": (0, 20), "soon": (10, 10), "doubt": (2, 16), "shut": (8, 4)}
WHOLE = (3, 14)


@dataclass(frozen=True)
class Dot:
    """A dot in its cell: the further right, the later the stage; the larger, the more trials. Where no stage is stated
    it stands below the others."""

    stage: str
    x: int
    y: int
    radius: float


@dataclass(frozen=True)
class Part:
    """A stretch of a bar."""

    slug: str
    start: int
    width: int
    top: int
    height: int


def radius(count: int) -> float:
    """Five sizes that can be told apart; the number stands beside them."""
    return next((size for least, size in SIZES if count >= least), 0)


def dots(stages: Sequence[str], counts: Sequence[int], left: int = 0) -> list[Dot]:
    """The dots of a cell that begins at `left`; none where nothing is tested. The last of `stages` is none: it stands
    aside."""
    *in_line, aside = zip(stages, counts, strict=True)
    slot = (CELL_WIDTH - 2 * MARGIN) / len(in_line)
    places = [(*one, slot * (number + 0.5), DOTS_AT) for number, one in enumerate(in_line)]
    places.append((*aside, slot * 0.5, ASIDE_AT))
    return [Dot(stage, round(left + MARGIN + x), y, radius(count)) for stage, count, x, y in places if count]


def sizes() -> list[tuple[int, int | None, float]]:
    """The sizes of a dot, the smallest first: from how many trials to how many, and its radius."""
    rising = SIZES[::-1]
    most = [least - 1 for least, _radius in rising[1:]]
    return [(least, to, size) for (least, size), to in zip(rising, (*most, None), strict=True)]


def swatch(slug: str) -> Part:
    """A short stretch of a bar, for its key."""
    return Part(slug, 0, SWATCH, *HEIGHTS.get(slug, WHOLE))


def parts(counts: Sequence[tuple[str, int]], most: int) -> list[Part]:
    """The stretches of a bar, one behind the other, where `most` is the longest bar of all.

    Each ends where its sum does, so that rounding never makes a bar longer than its number; what is there is seen.
    """
    found, so_far = [], 0
    for slug, count in counts:
        if count:
            start, end = (round(BAR * one / most) for one in (so_far, so_far + count))
            found.append(Part(slug, start, max(2, end - start), *HEIGHTS.get(slug, WHOLE)))
        so_far += count
    return found
