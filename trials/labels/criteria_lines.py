"""An eligibility text in stretches: one for each line, and for each criterion that stands within a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from operator import le

from trials.labels.criteria_headings import WITH_WORDS_AFTER, WITHIN, main_heading
from trials.labels.criteria_markers import Count, mark_at, marks_within

TAB = 4
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
COMMENT = re.compile(r"\s*<!--\s*-->\s*$")
WORDS = re.compile(r"[^\W_]")
ABBREVIATED = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|vs|dr|mr|mrs|ms|prof|st|no|nos|ver|approx|ca|cf|etc|al|fig|sect|incl|max|min|resp|spp?|inc|ltd)"
    r"|\b[a-z](?:\.[a-z])*|\W)$",
    re.IGNORECASE,
)
STOP = re.compile(r"[.;。；!?](?=\s)\s*|[。；]")
MOST_HEADINGS = 20  # in one line
WIDTH = 40  # how far back an abbreviation is looked for


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part [start, end) of a text; its words are [body_start, body_end), a mark may stand before them."""

    start: int
    body_start: int
    body_end: int
    end: int
    indent: int = 0
    counts: tuple[Count, ...] = ()
    after_blank: bool = False  # a blank line stands before it
    inline: bool = False  # it does not begin its line
    heading: bool = False  # it was cut off as a main heading: "Inclusion criteria: age ..."


def stretches(text: str) -> list[Stretch]:
    """The stretches of a text, each from the end of the one before; what has no words goes to the one before."""
    found: list[Stretch] = []
    blank = False
    last_dotted: tuple[int, ...] = ()
    for line in _lines(text):
        start, end = line
        body_start, body_end = _trimmed(text, start, end)
        if not WORDS.search(text, body_start, body_end) or COMMENT.match(text, start, end):
            blank = True
            continue
        mark = mark_at(text, body_start, body_end, last_dotted)
        indent = _width(text, start, body_start)
        counts = mark.counts if mark else ()
        words_at = mark.end if mark and mark.end < body_end else body_start
        last_dotted = (1,) if counts and "1.1" in counts[0].style else ()
        one = Stretch(start, words_at, body_end, end, indent, counts if words_at > body_start else (), blank)
        if found and _goes_on(text, found[-1], one):
            found[-1] = replace(found[-1], body_end=body_end, end=end)
        else:
            found.extend(_parts(text, one))
        blank = False
    return _joined(found, len(text))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for line in LINE.finditer(text):
        if line.end() > line.start():
            yield line.span()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """[start, end) without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _width(text: str, start: int, end: int) -> int:
    width = 0
    for sign in text[start:end]:
        width = (width // TAB + 1) * TAB if sign == "\t" else width + 1
    return width


def _goes_on(text: str, before: Stretch, line: Stretch) -> bool:
    """Whether an unmarked line continues the words before it, over a line break."""
    if line.counts or before.heading or "|" in text[line.body_start : line.body_start + 200]:
        return False
    last, first = text[before.body_end - 1], text[line.body_start]
    if line.after_blank:
        return first.islower() and last not in ".;:!?。；：" and bool(before.counts) and line.indent >= before.indent
    if main_heading(text[before.body_start : before.body_end][:200]) or main_heading(
        text[line.body_start : line.body_end][:200]
    ):
        return False
    return first.islower() or (bool(before.counts) and line.indent > before.indent) or last in ",-–/(&"


def _joined(found: list[Stretch], end: int) -> list[Stretch]:
    """The same without gaps: each goes on to where the next begins, the first begins the text."""
    starts = [one.start for one in found[1:]]
    whole = [replace(one, end=after) for one, after in zip(found, [*starts, end], strict=True)] if found else []
    return [replace(whole[0], start=0), *whole[1:]] if whole else [Stretch(0, 0, 0, end)] if end else []


def _parts(text: str, line: Stretch) -> Iterator[Stretch]:
    """A line taken apart at its headings, then at the marks within it."""
    for part in _at_headings(text, line):
        if part.heading or main_heading(text[part.body_start : part.body_end][:200]):
            yield part
            continue
        yield from _at_marks(text, part)


def _at_headings(text: str, line: Stretch) -> Iterator[Stretch]:
    if main_heading(text[line.body_start : line.body_end][:200]):
        yield line
        return
    cuts: list[tuple[int, int]] = []
    first = WITH_WORDS_AFTER.match(text, line.body_start, line.body_end)
    if first and _is_heading(text, first):
        cuts.append((line.body_start, first.end("heading")))
    for within in islice(WITHIN.finditer(text, line.body_start, line.body_end), MOST_HEADINGS):
        before = (text.count(sign, line.body_start, within.start()) for sign in "()")
        after = cuts[-1][1] if cuts else line.body_start + 1
        if within.start("heading") >= after and le(*before) and _begins(text, line, within.start("heading")):
            cuts.append(within.span("heading"))
    place, body = line.start, line.body_start
    for start, end in cuts:
        if start > body:
            yield _part(text, line, place, body, start)
            place = start
        yield replace(_part(text, line, place, start, end), heading=True, counts=())
        place = body = end
    if body < line.body_end:
        rest = _part(text, line, place, body, line.end)
        mark = mark_at(text, rest.body_start, rest.body_end) if cuts else None
        if mark and mark.end < rest.body_end:
            rest = replace(rest, body_start=mark.end, counts=mark.counts)
        yield rest


def _begins(text: str, line: Stretch, place: int) -> bool:
    """ "... all inclusion criteria:" goes on, "Inclusion criteria:" begins, and anything after a stop."""
    before = text[max(line.body_start, place - 3) : place].rstrip()
    return text[place].isupper() or before[-1:] in tuple(".;:。；")


def _is_heading(text: str, found: re.Match[str]) -> bool:
    """ "Exclusion Criteria Patients with ..." is one, "exclusion of pregnancy" is not."""
    last = found["heading"].rstrip("*_ ")[-1]
    if last in ":：":
        return True
    before_a_capital = text[found.end()].isupper() or not text[found.end()].isalpha()
    return before_a_capital and "criteri" in found["heading"].lower() and found["heading"][0].isupper()


def _part(text: str, line: Stretch, start: int, body: int, end: int) -> Stretch:
    body_start, body_end = _trimmed(text, body, min(end, line.body_end))
    first = start == line.start
    return replace(
        line,
        start=start,
        body_start=body_start,
        body_end=max(body_end, body_start),
        end=end,
        counts=line.counts if first else (),
        inline=not first,
        after_blank=line.after_blank and first,
    )


def _at_marks(text: str, part: Stretch) -> Iterator[Stretch]:
    marks = [one for one in marks_within(text, part.body_start, part.body_end, part.counts) if one.end < part.body_end]
    if marks and not WORDS.search(text, part.body_start, marks[0].start):
        part, marks = replace(part, body_start=marks[0].end, counts=marks[0].counts), marks[1:]
    ends = [one.start for one in marks] + [part.end]
    yield replace(_part(text, part, part.start, part.body_start, ends[0]), counts=part.counts, inline=part.inline)
    for mark, end in zip(marks, ends[1:], strict=True):
        yield replace(_part(text, part, mark.start, mark.end, end), counts=mark.counts, inline=True, after_blank=False)


def sentences(text: str, whole: Stretch, stops: str) -> list[Stretch]:
    """A stretch taken apart after each of these stops, outside of brackets and never after an abbreviation."""
    cuts, inside, seen = [], 0, whole.body_start
    for stop in STOP.finditer(text, whole.body_start, whole.body_end):
        for sign in text[seen : stop.start()]:
            inside = max(0, inside + (sign in "(（[") - (sign in ")）]"))
        seen = stop.start()
        if inside or stop[0][0] not in stops or stop.end() >= whole.body_end:
            continue
        before = text[max(whole.body_start, stop.start() - WIDTH) : stop.start()]
        if stop[0][0] == "." and (ABBREVIATED.search(before) or text[stop.end()].islower()):
            continue
        cuts.append(stop.end())
    ends = [*cuts, whole.end]
    first = _part(text, whole, whole.start, whole.body_start, ends[0])
    return [replace(first, counts=whole.counts, inline=whole.inline)] + [
        replace(_part(text, whole, start, start, end), counts=whole.counts, inline=True, after_blank=False)
        for start, end in zip(cuts, ends[1:], strict=True)
    ]
