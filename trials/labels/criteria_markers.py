"""What stands before a criterion: a bullet, a number, a letter; and the counting that goes on within a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Count(NamedTuple):
    """One way to read a mark: "i)" is the first of Roman numbers or the ninth letter. A bullet has the number 0."""

    style: str
    number: int


@dataclass(frozen=True)
class Mark:
    """A mark that ends at `end`, the place where the words begin."""

    end: int
    counts: tuple[Count, ...]


BULLET = re.compile(
    r"\\?(?:[•●∙▪▫◦○■□◆◇➢➤►▶✓✔§‣⁃・·]|-{1,3}(?!\d+\.\d)|[–—]{1,3}|\*(?![*])|\+(?=\s)|o(?=\s))(?:\\?[*-])*[ \t ]*"
)
HASHES = re.compile(r"#{1,6}[ \t]+")
CIRCLED = re.compile(r"[①-⑳⑴-⒇⒈-⒛]\s*")
OPEN, CLOSE = r"\\?[(（\[【]?", r"\\?[.)）\]】、．]"
ORDERED = re.compile(
    rf"(?P<open>{OPEN})(?P<value>\d{{1,3}}|[A-Za-z]|[ivxIVX]{{2,5}})(?P<close>{CLOSE})\.?(?P<blank>[ \t ]*)"
)
DOTTED = re.compile(r"(?P<value>\d{1,2}(?:\.\d{1,2}){1,3})(?P<close>\\?[.)]?)[ \t ]+(?=[^\W\d_])")
NUMBERED_AGAIN = re.compile(r"\d{1,2}\\[.)]\s+")  # "1. 1\\. Age"
ROMAN = {
    name: number
    for number, name in enumerate(
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"], 1
    )
}
FULL_WIDTH = str.maketrans("（【）】、．", "([)],.")

INLINE = re.compile(
    r"(?:(?<=[\s;:,.；：。，、)）?])|^)(?P<mark>\\?[(（]?(?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})\\?[.)）、]|[①-⑳•●▪◦])(?P<blank>\s*)(?=\S)"
)
BRACKET = re.compile(r"(?:(?<=[\s;:,.(（])|^)[(（]?(?:\d{1,2}|[A-Za-z]|[ivx]{2,4})[)）]|[(（\[)）\]]")
NOWHERE = (1 << 62, 1 << 62)
NAMED_BY_A_NUMBER = re.compile(
    r"(?i:\b(?:type|types|grades?|stages?|class|phases?|version|ver|no|nos|days?|months?|cohorts?|groups?|parts?|levels?|"
    r"criteri(?:on|a)|and|or|to|than|of|least|table|figure|section|visits?|score|arms?|cycles?|weeks?|hepatitis|vitamin|"
    r"[≥≤<>=~])|[≥≤<>=~×x±/–-])\s*\\?$"
)
AFTER_A_STOP = re.compile(r"[;:.；：。,，]\s*$")


def mark_at(text: str, place: int, end: int, last_dotted: tuple[int, ...] = ()) -> Mark | None:
    """The mark at this place, or none; two, if a bullet stands before a number ("* 4. Age")."""
    if hashes := HASHES.match(text, place, end):
        return Mark(hashes.end(), (Count("#", 0),))
    bullet = BULLET.match(text, place, end)
    after = bullet.end() if bullet else place
    if found := _ordered(text, after, end) or _dotted(text, after, end, last_dotted):
        again = NUMBERED_AGAIN.match(text, found.end, end)
        return Mark(again.end(), found.counts) if again else found
    return Mark(after, (Count(bullet[0].strip().lstrip("\\")[:1] or "*", 0),)) if bullet else None


def _ordered(text: str, place: int, end: int) -> Mark | None:
    if circled := CIRCLED.match(text, place, end):
        return Mark(circled.end(), counts_of(circled[0].strip()))
    found = ORDERED.match(text, place, end)
    if not found:
        return None
    after = text[found.end() : found.end() + 1] if found.end() < end else ""
    stop = found["close"].lstrip("\\") in ".．"
    if stop and not found["blank"] and after and (not found["value"].isdecimal() or after.isdecimal()):
        return None  # "i.v.", "1.5"
    if stop and found["value"].isupper() and not found["open"] and found["value"] not in "AI" and after.islower():
        return None  # "E. coli"
    return Mark(found.end(), counts_of(text[found.start() : found.end()].strip()))


def _dotted(text: str, place: int, end: int, last: tuple[int, ...]) -> Mark | None:
    """ "2.1 Disease": not "1.5 mg", so it must begin or go on with a counting unless it has three parts."""
    found = DOTTED.match(text, place, end)
    if not found:
        return None
    parts = tuple(int(part) for part in found["value"].split("."))
    counted = len(parts) > 2 or (text[found.end()].isupper() and (parts[-1] == 1 or bool(last)))
    return Mark(found.end(), (Count("1" + ".1" * (len(parts) - 1), parts[-1]),)) if counted or found["close"] else None


def counts_of(mark: str) -> tuple[Count, ...]:
    """Every way to read a mark such as "(iv)"."""
    mark = mark.replace("\\", "").translate(FULL_WIDTH)
    value = mark.strip("([)],. ")
    shape = mark.replace(value, "{}", 1) if value else mark
    if len(mark) == 1 and not mark.isalnum():
        return (Count(mark, 0),)
    if "①" <= mark[0] <= "⒛":
        return (Count("①", (ord(mark[0]) - ord("①")) % 20 + 1),)
    if value.isdecimal():
        return (Count(shape.format("1"), int(value)),)
    letter_case, counts = "A" if value.isupper() else "a", []
    if value.lower() in ROMAN:
        counts.append(Count(shape.format("I" if value.isupper() else "i"), ROMAN[value.lower()]))
    if len(value) == 1:
        counts.append(Count(shape.format(letter_case), ord(value.lower()) - ord("a") + 1))
    return tuple(counts) or (Count(shape.format(letter_case), 99),)


class InLine(NamedTuple):
    """A mark within a line: its first place, where the words after it begin, and its counts."""

    start: int
    end: int
    counts: tuple[Count, ...]


def marks_within(text: str, start: int, end: int, before: tuple[Count, ...]) -> list[InLine]:
    """The marks within a line that count on from the mark before it, or that begin a counting of two or more."""
    runs: dict[str, list[InLine]] = {count.style: [] for count in before}
    last: dict[str, int] = {count.style: count.number for count in before}
    started = {count.style for count in before if count.number}
    kept: list[list[InLine]] = []
    for found in _candidates(text, start, end):
        for count in found.counts:
            one = InLine(found.start, found.end, (count,))
            stop = bool(AFTER_A_STOP.search(text, max(start, found.start - 3), found.start))
            if count.style in last and 0 < count.number - last[count.style] <= (2 if stop else 1):
                runs[count.style].append(one)
            elif count.number <= (3 if stop and count.style not in last else 1):
                kept.append(runs.get(count.style, []) if _is_counting(runs, count.style, started) else [])
                runs[count.style] = [one]
                started.discard(count.style)
            else:
                continue
            last[count.style] = count.number
            break
    kept += [run for style, run in runs.items() if _is_counting(runs, style, started)]
    return sorted({one.start: one for run in kept for one in run}.values())


def _is_counting(runs: dict[str, list[InLine]], style: str, started: set[str]) -> bool:
    run = runs.get(style, [])
    if not run or style in started or run[0].counts[0].number == 0:
        return bool(run)
    return len(run) >= (3 if run[0].counts[0].number == 3 else 2)


def _candidates(text: str, start: int, end: int) -> Iterator[InLine]:
    """What may be a mark, outside of brackets."""
    brackets = _in_brackets(text, start, end)
    opened, closed = next(brackets, NOWHERE)
    for found in INLINE.finditer(text, start, end):
        while closed < found.start():
            opened, closed = next(brackets, NOWHERE)
        if opened < found.start():
            continue
        mark, blank = found["mark"], found["blank"]
        before = text[max(start, found.start() - 24) : found.start()]
        if mark[-1] == "." and not blank and not (mark[:-1].isdecimal() and AFTER_A_STOP.search(before)):
            continue
        if mark[-1] == "." and mark[:-1].isdecimal() and text[found.end()].isdecimal() and not blank:
            continue
        if NAMED_BY_A_NUMBER.search(before) or (mark[-1] == "." and _goes_on(text, found, before)):
            continue
        yield InLine(found.start(), found.end(), counts_of(mark))


def _in_brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places of each pair of brackets that is in no other; one that is never closed holds nothing."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for found in BRACKET.finditer(text, start, end):
        if len(found[0]) > 1:
            continue
        if found[0] in "(（[":
            opened.append(found.start())
        elif opened:
            first = opened.pop()
            while pairs and pairs[-1][0] > first:
                pairs.pop()
            pairs.append((first, found.start()))
    return iter(pairs)


def _goes_on(text: str, found: re.Match[str], before: str) -> bool:
    """Whether a sentence goes on after "2." or ends with it: only a stop before it or a capital after it says not."""
    if text[found.start("mark")].isupper():
        return True  # "E. coli", "Dr. A. Smith"
    return not AFTER_A_STOP.search(before) and not text[found.end()].isupper()
