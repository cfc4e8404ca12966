"""A record as statements: its sentences and list items, each with its place, its section and the words found in it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from operator import attrgetter

from trials.labels.burden_words import BurdenWords, Hit, lowered
from trials.labels.evidence import EVIDENCE_LENGTH, Evidence
from trials.registry.records import StudyRecord

ELIGIBILITY = "eligibility"
TOLD = frozenset({"summary", "description", "arms", "interventions"})
INCLUSION, EXCLUSION = "inclusion", "exclusion"
COMPARATORS = frozenset({"ACTIVE_COMPARATOR", "PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION"})
# Letters that look like others, each for one: full-width ones, dashes, escapes.
PLAIN = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{ord(dash): "-" for dash in "‐‑‒–—―−"},
    **{ord(blank): " " for blank in "\\\u00a0\u2009\u202f\u3000\t"},
    **{ord(mark): "'" for mark in "’‘´`"},
    ord("～"): "~", ord("∼"): "~", ord("≧"): "≥", ord("⩾"): "≥", ord("≦"): "≤", ord("⩽"): "≤",
}  # fmt: skip
# Each begins with a set of letters: so begun, a pattern is looked for ten times as fast.
END = re.compile(
    r"[.!?;；。](?:(?<=[；。])|(?<=;)(?<!&gt;)(?<!&lt;)(?<!&amp;)|(?<=[.!?])(?=[\"”)]?\s{1,3}[A-Z0-9(\[\"“•*-]))"
)
NUMBERED = re.compile(r"\d{1,2}\s?\\?[.)]\s{1,3}[A-Z]")
NO_BREAK = re.compile(r"(?:\b(?:e\.g|i\.e|vs|approx|etc|dr|st|ca|incl|resp)|(?:^|[\s(])\d{1,2}\\?)$", re.IGNORECASE)
MARKS = (". ", "? ", "! ", ";", "。", "；", '."', ".)")
ONE_STATEMENT, LONGEST = 200, 1500
MARKER = re.compile(r"\s{0,20}(?:(?:[*•·◦§+-]|\\-|\(?\d{1,2}\s?\\?[.)]|\(?[a-hA-H]\\?[.)])\s{1,4}){0,3}\s{0,20}")
HEADING = re.compile(r"\W{0,6}(?:key |main |general |major )?(in|ex)clusion\b")
NOT_HEADING = re.compile(r"\b(?:not|meet|meets|violat\w*|apply|applies|other)\b")


class Statement:
    """One sentence or list item: `plain` is for rules, lower-case with every letter in its place."""

    def __init__(self, reading: "Reading", field: str, origin: int, start: int, end: int) -> None:
        self.field, self.start, self.end = field, start, end
        self._reading, self._origin = reading, origin

    @cached_property
    def plain(self) -> str:
        return self._reading.low[self.start : self.end].translate(PLAIN)

    @cached_property
    def section(self) -> str:
        return self._reading.section(self.start) if self.field == ELIGIBILITY else ""

    @cached_property
    def hits(self) -> list[Hit]:
        return self._reading.hits_between(self.start, self.end)

    def of(self, *uses: str) -> list[Hit]:
        """The words of these uses, at their places in the statement."""
        return [hit for hit in self.hits if hit.use in uses]

    def evidence(self, start: int = 0, end: int = 0) -> Evidence:
        """The statement in the registry's words; of a long one what lies around [start, end)."""
        text, begin = self._reading.text, self.start
        begin = MARKER.match(text, begin, self.end).end()  # type: ignore[union-attr]
        last = self.end
        if last - begin > EVIDENCE_LENGTH:
            middle = self.start + start - (EVIDENCE_LENGTH - min(end - start, EVIDENCE_LENGTH)) // 2
            first = max(begin, min(middle, self.end - EVIDENCE_LENGTH))
            last = first + EVIDENCE_LENGTH
            blank = text.find(" ", first, self.start + start)
            begin = first if first == begin or blank < 0 else blank + 1
            after = text.rfind(" ", begin, last) if last < self.end else last
            last = last if after < 0 else after
        quoted = text[begin:last]
        kept = quoted.rstrip()
        begin += len(kept) - len(kept.lstrip())
        return Evidence(self.field, kept.lstrip(), begin - self._origin)


class Reading:
    """A record's texts, searched at once; statements are made only where a word was found."""

    def __init__(self, record: StudyRecord, words: BurdenWords) -> None:
        pieces = [(field, text) for field, text in passages(record) if text]
        self.fields = [field for field, _ in pieces]
        self.text = "\n".join(text for _, text in pieces)
        self.low = lowered(self.text)
        self._origins, at = list[int](), 0
        for _, text in pieces:
            self._origins.append(at)
            at += len(text) + 1
        self._sections: list[tuple[int, str]] | None = None
        self._lines: dict[int, list[int]] = {}
        self._subject = " ".join((record.title, record.official_title, *record.conditions)).lower()
        self._statements: dict[int, Statement] = {}
        self.hits = sorted(words.hits(self.low), key=attrgetter("start", "end"))
        self.uses: dict[str, list[Hit]] = {}
        for hit in self.hits:
            self.uses.setdefault(hit.use, []).append(hit)

    def saying(self, *uses: str) -> list[Statement]:
        """The statements with a word of these uses, in the record's order."""
        found: dict[int, Statement] = {}
        for use in uses:
            end = -1
            for hit in self.uses.get(use, ()):
                if hit.start >= end:
                    start, end = self._bounds(hit.start)
                    found[start] = self._statement(start, end)
        return [found[start] for start in sorted(found)]

    def hits_between(self, start: int, end: int) -> list[Hit]:
        """The words found in a part of the text, at their places in the part."""
        first = bisect_left(self.hits, start, key=attrgetter("start"))
        last = bisect_left(self.hits, end, key=attrgetter("start"))
        return [Hit(hit.use, hit.slug, hit.start - start, hit.end - start) for hit in self.hits[first:last]]

    def section(self, start: int) -> str:
        """The part of the eligibility text that a place lies in; empty where no heading says."""
        if self._sections is None:
            self._sections = list(self._headings())
        before = [name for place, name in self._sections if place <= start]
        return before[-1] if before else ""

    def is_about(self, words: re.Pattern[str]) -> bool:
        """Whether the title or a condition has these words."""
        return bool(words.search(self._subject))

    def line_before(self, start: int) -> Iterator[str]:
        """The lines above a place of the same text, the nearest first."""
        origin = self._origins[bisect_right(self._origins, start) - 1]
        end = self.low.rfind("\n", origin, start)
        while end > origin:
            begin = max(self.low.rfind("\n", origin, end) + 1, origin)
            yield self.low[begin:end]
            end = begin - 1

    def indent(self, start: int) -> str:
        """The whole line that a place lies in."""
        begin = self.low.rfind("\n", 0, start) + 1
        end = self.low.find("\n", start)
        return self.low[begin : end if end >= 0 else len(self.low)]

    def _statement(self, start: int, end: int) -> Statement:
        known = self._statements.get(start)
        if known is None:
            number = bisect_right(self._origins, start) - 1
            known = self._statements[start] = Statement(self, self.fields[number], self._origins[number], start, end)
        return known

    def _bounds(self, place: int) -> tuple[int, int]:
        line = self.text.rfind("\n", 0, place) + 1
        ends = self._lines.get(line)
        if ends is None:
            ends = self._lines[line] = self._split(line)
        number = bisect_right(ends, place)
        return ends[number - 1] if number else line, ends[number]

    def _split(self, start: int) -> list[int]:
        """Where the statements of a line end; one without an end is cut."""
        end = self.text.find("\n", start)
        end = end if end >= 0 else len(self.text)
        line = self.text[start:end]
        if len(line) < ONE_STATEMENT and not any(mark in line for mark in MARKS):
            return [end + 1]
        ends = [start]
        for place in sorted({*_ends(line), len(line)}):
            ends.extend(range(ends[-1] + LONGEST, start + place, LONGEST))
            ends.append(start + place)
        return [*ends[1:-1], end + 1]

    def _headings(self) -> Iterator[tuple[int, str]]:
        if ELIGIBILITY not in self.fields:
            return
        place = self.low.find("clusion", self._origins[self.fields.index(ELIGIBILITY)])
        while place >= 0:
            line = self.indent(place)
            begin = self.low.rfind("\n", 0, place) + 1
            if name := _heading(line, place - begin):
                yield begin, name
            place = self.low.find("clusion", begin + len(line))


def _ends(line: str) -> Iterator[int]:
    """Where the sentences of a line end, and where a numbered item begins within it."""
    for found in END.finditer(line):
        if found[0] != "." or not NO_BREAK.search(line[max(0, found.start() - 8) : found.start()]):
            yield found.end()
    for found in NUMBERED.finditer(line):
        if line[found.start() - 1 : found.start()].isspace():
            yield found.start()


def _heading(line: str, place: int) -> str:
    """The section that a line opens, or nothing. A long line opens one by its first words."""
    first = HEADING.match(line)
    both = "inclusion" in line and "exclusion" in line
    short = len(line) < 90 and (line.rstrip().endswith(":") or len(line.split()) < 7)
    if both or NOT_HEADING.search(line[:90]) or not (first or short):
        return ""
    name = first[1] if first else line[place - 2 : place]
    return {"in": INCLUSION, "ex": EXCLUSION}.get(name, "")


def passages(record: StudyRecord) -> Iterator[tuple[str, str]]:
    """The texts that can say what a trial takes, each with its field. What is given to a comparator is left out."""
    yield "title", record.title
    yield "official title", record.official_title
    yield "summary", record.summary
    yield "description", record.description
    tested = [arm for arm in record.arms if arm.kind not in COMPARATORS]
    for arm in tested or record.arms:
        yield "arms", arm.label
        yield "arms", arm.description
    for given in record.interventions:
        yield "interventions", given.name
        yield "interventions", given.description
    for outcome in record.primary_outcomes:
        yield "primary outcomes", outcome
    yield ELIGIBILITY, record.eligibility
