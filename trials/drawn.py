"""Where the marks of the pipeline's pictures stand, in the units of their SVGs. Numbers alone: no words, no colours."""

from collections.abc import Sequence
from dataclasses import dataclass

CELL_WIDTH, CELL_HEIGHT = 76, 44
MARGIN = 4  # within a cell, so that its dots keep off those of the next one
DOTS_AT = 15  # how far below the top of a cell its dots stand
NUMBER_AT = 38  # and the foot of its number
SIZES = ((50, 6.5), (15, 5.4), (5, 4.4), (2, 3.5), (1, 2.7))  # from how many trials on, and the radius of their dot
BAR = 1000  # the units of a whole bar
# From where and how high a stretch is drawn in a bar of 20: told apart without colour, as the signs of a status are.
HEIGHTS = {"open": (0, 20), "soon": (10, 10), "doubt": (2, 16), "shut": (8, 4)}
WHOLE = (3, 14)


@dataclass(frozen=True)
class Dot:
    """A dot in its cell: the further right, the later the stage; the larger, the more trials."""

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
    """The dots of a cell that begins at `left`; none where nothing is tested."""
    slot = (CELL_WIDTH - 2 * MARGIN) / len(stages)
    return [
        Dot(stage, round(left + MARGIN + slot * (number + 0.5)), DOTS_AT, radius(count))
        for number, (stage, count) in enumerate(zip(stages, counts, strict=True))
        if count
    ]


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
