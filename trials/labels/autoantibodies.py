"""The autoantibodies that a trial asks for: required, allowed or excluded."""

import re
from collections.abc import Callable

from trials.labels.evidence import AskedFor, Role
from trials.labels.matching import Match
from trials.labels.reading import EXCLUSION, HEADINGS, INCLUSION, TEXTS, Reading
from trials.labels.vocabulary import AUTOANTIBODY, CONDITION

LINE_END = re.compile(r"[\n;]")
EITHER_WAY = re.compile(
    r"regardless|irrespective|with or without|positive or negative|seropositive or seronegative"
    r"|(?:is|are|be) (?:allowed|permitted|eligible)|may (?:be|have)|not required"
    r"|positive (?:and|or|/|and/or) (?:sero)?negative",
    re.IGNORECASE,
)
NEGATIVE = re.compile(
    r"[\s\-]*(?:antibod\w*[\s\-]*)?(?:status\s)?(?:is |are |must be )?(?:sero)?neg(?:ative)?\b", re.IGNORECASE
)
NEGATED = re.compile(
    r"\b(?:sero)?negative (?:for|test\w* for)\b[^.;\n]*$|\babsence of\b[^.;\n]*$|\bwithout\b[^.;\n]*$", re.IGNORECASE
)
POSITIVE = re.compile(
    r"[\s\-)]*(?:IgG\W*)?(?:(?:auto)?antibod\w+[\s\-]*)?(?:sero)?(?:positiv|\+)|[\s\-]*\w*-positive", re.IGNORECASE
)
ASKED = re.compile(r"\bpositiv\w*(?:\s+\w+){0,3}\s*$", re.IGNORECASE)


def autoantibodies(
    read: Reading, exclusions: Callable[[], Reading] | None, *, basket: bool = False
) -> dict[str, AskedFor]:
    """What the trial asks of each autoantibody. A summary that only tells what an antibody does asks for none.

    One in a disease's name ("ANCA-associated vasculitis") is not asked of the others in a `basket` of diseases.
    """
    asked: dict[str, AskedFor] = {}
    for number, match in read.matches(AUTOANTIBODY, HEADINGS | INCLUSION | TEXTS):
        slug = match.entry.slug
        if slug not in asked and (read.fields[number] not in TEXTS or _is_asked_for(read, number, match)):
            role = Role.ALLOWED if basket and _is_a_diseases(read, number, match) else _role(read, number, match)
            asked[slug] = AskedFor(role, read.evidence(number, match))
    if exclusions:
        excluded = exclusions()
        for number, match in excluded.matches(AUTOANTIBODY, EXCLUSION):
            if match.entry.slug not in asked and not _says_negative(excluded, number, match):
                asked[match.entry.slug] = AskedFor(Role.EXCLUDED, excluded.evidence(number, match))
    return asked


def _is_a_diseases(read: Reading, number: int, match: Match) -> bool:
    """Whether the words are part of a disease's name."""
    diseases = read.in_text(CONDITION, number)
    return any(one.start <= match.start and match.end < one.end for one in diseases)


def _role(read: Reading, number: int, match: Match) -> Role:
    if EITHER_WAY.search(_line(read, number, match)):
        return Role.ALLOWED
    return Role.EXCLUDED if _says_negative(read, number, match) else Role.REQUIRED


def _says_negative(read: Reading, number: int, match: Match) -> bool:
    text = read.texts[number]
    return bool(NEGATIVE.match(text, match.end) or NEGATED.search(read.before(number, match)))


def _is_asked_for(read: Reading, number: int, match: Match) -> bool:
    positive = read.texts[number][match.start : match.end].lower().endswith("positive")
    after = POSITIVE.match(read.texts[number], match.end)
    return positive or bool(after) or bool(ASKED.search(read.before(number, match)))


def _line(read: Reading, number: int, match: Match) -> str:
    """The line around a match."""
    text = read.texts[number]
    start = max(text.rfind("\n", 0, match.start), text.rfind(";", 0, match.start)) + 1
    return text[start : match.end] + LINE_END.split(text[match.end : match.end + 200], maxsplit=1)[0]
