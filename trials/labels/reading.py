"""A record's texts in the order in which they say what it is about, and what is found in them."""

import re
from collections.abc import Callable, Iterable, Iterator

from trials.labels.evidence import EVIDENCE_LENGTH, Evidence
from trials.labels.matching import Found, Match, Matcher
from trials.labels.vocabulary import MODALITY, THERAPY
from trials.registry.records import StudyRecord

TITLES = frozenset({"title", "official title", "acronym"})
KEYWORDS = frozenset({"keywords"})
LISTED = frozenset({"conditions"})
HEADINGS = TITLES | KEYWORDS | LISTED
GIVEN = frozenset({"interventions", "arms"})
TEXTS = frozenset({"summary", "description"})
OUTCOMES = frozenset({"primary outcomes"})
INCLUSION = frozenset({"inclusion criteria"})
EXCLUSION = frozenset({"exclusion criteria"})
ANYWHERE = HEADINGS | GIVEN | TEXTS | OUTCOMES | INCLUSION

SENTENCE_END = re.compile(r";|\n|\.(?!\d)")
HEADING = r"\W*(?:key |main )?exclusion\b.{0,40}$"
AT_THE_START = re.compile(HEADING, re.IGNORECASE | re.MULTILINE)
ON_A_NEW_LINE = re.compile(rf"\n{HEADING}", re.IGNORECASE | re.MULTILINE)  # quicker than ^, tried at each letter
BACK_TO_INCLUSION = re.compile(r"\n\W*(?:key |main )?inclusion\b.{0,40}$", re.IGNORECASE | re.MULTILINE)

OF_ANTIBODIES = re.compile(r"(?i:anti)(?:bod|-[A-Za-z])|positiv|ANA\b|ACPA|ANCA")

Counts = Callable[[int, Match], bool]  # whether a match in the text of this number is one
NOTHING = Found([])


class Reading:
    """A record's texts and what is found in them."""

    def __init__(self, passages: Iterable[tuple[str, str]], matcher: Matcher) -> None:
        said = [(name, text) for name, text in passages if text]
        self.fields = [name for name, _ in said]
        self.texts = [text for _, text in said]
        self._found = matcher.find_all(self.texts) if said else NOTHING

    def matches(self, axis: str, fields: frozenset[str]) -> Iterator[tuple[int, Match]]:
        """Each match in these fields, with the number of its text."""
        for number in self._found.numbers(axis):
            if self.fields[number] in fields:
                for match in self._found.matches(axis, number):
                    yield number, match

    def in_text(self, axis: str, number: int) -> list[Match]:
        """The matches in the text of this number."""
        return self._found.matches(axis, number)

    def first(self, axis: str, fields: frozenset[str], counts: Counts | None = None) -> dict[str, Evidence]:
        """Each slug of an axis with the first words in these fields that stand for it, and that count."""
        evidence: dict[str, Evidence] = {}
        for number, match in self.matches(axis, fields):
            if match.entry.slug not in evidence and (counts is None or counts(number, match)):
                evidence[match.entry.slug] = self.evidence(number, match)
        return evidence

    def evidence(self, number: int, match: Match) -> Evidence:
        """The words of a match."""
        return Evidence(self.fields[number], self.texts[number][match.start : match.end][:EVIDENCE_LENGTH], match.start)

    def names(self, axis: str, slug: str) -> bool:
        """Whether an entry is named in any text."""
        return any(match.entry.slug == slug for _, match in self.matches(axis, ANYWHERE))

    def near_a_cell(self, number: int, match: Match) -> bool:
        """Whether the sentence around a match names a kind of cell therapy or a product too."""
        text, place = self.texts[number], match.start
        cells = self._found.matches(MODALITY, number) + self._found.matches(THERAPY, number)
        return any(not SENTENCE_END.search(text, min(place, cell.start), max(place, cell.start) + 1) for cell in cells)

    def before(self, number: int, match: Match, most: int = 300) -> str:
        """What stands before a match in its sentence."""
        said = self.texts[number][max(0, match.start - most) : match.start]
        ends = [end.end() for end in SENTENCE_END.finditer(said)]
        return said[ends[-1] :] if ends else said

    def after(self, number: int, match: Match, most: int = 80) -> str:
        """What follows a match, in its sentence or not."""
        return self.texts[number][match.end : match.end + most]


def passages(record: StudyRecord) -> Iterator[tuple[str, str]]:
    """The record's texts, each with its field, what says most about it first."""
    yield "title", record.title
    yield "official title", record.official_title
    yield "acronym", record.acronym
    for text in record.conditions:
        yield "conditions", text
    for given in record.interventions:
        yield "interventions", given.name
        for text in given.other_names:
            yield "interventions", text
        yield "interventions", given.description
    for text in record.keywords:
        yield "keywords", text
    for arm in record.arms:
        yield "arms", arm.label
        yield "arms", arm.description
    yield "summary", record.summary
    yield "description", record.description
    yield "inclusion criteria", inclusion(record.eligibility)


def outcomes(record: StudyRecord) -> Iterator[tuple[str, str]]:
    """What is measured: read only of a record whose other texts are silent."""
    for text in record.primary_outcomes:
        yield "primary outcomes", text


def exclusions(record: StudyRecord) -> Iterator[tuple[str, str]]:
    """What keeps people out: read only for the autoantibodies that do, where it speaks of any."""
    text = inclusion_and_exclusion(record.eligibility)[1]
    yield "exclusion criteria", text if OF_ANTIBODIES.search(text) else ""


def inclusion(eligibility: str) -> str:
    """The eligibility text up to its heading of exclusions."""
    return inclusion_and_exclusion(eligibility)[0]


def inclusion_and_exclusion(eligibility: str) -> tuple[str, str]:
    """The eligibility text up to its heading of exclusions, and from there to a later heading of inclusions."""
    if AT_THE_START.match(eligibility):
        place = 0
    elif heading := ON_A_NEW_LINE.search(eligibility):
        place = heading.start() + 1
    else:
        return eligibility, ""
    later = BACK_TO_INCLUSION.search(eligibility, place)
    return eligibility[:place], eligibility[place : later.start() + 1 if later else len(eligibility)]
