"""A record and the vocabulary in, labels with their evidence out. Pure: no database, clock or network.

What is read, in this order: the titles, the registry's conditions, the interventions, the keywords, the MeSH terms,
the arms, then summary and description. What a trial excludes is never read.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import msgspec

from trials.labels.matching import Match, Matcher
from trials.labels.vocabulary import (
    AUTOANTIBODY,
    CELL_SOURCE,
    CONDITION,
    MODALITY,
    TARGET,
    THERAPY,
    Vocabulary,
)
from trials.registry.records import StudyRecord

UNSPECIFIED = "autoimmune-disease-unspecified"
EVIDENCE_LENGTH = 300
# Words around an antigen that make it a drug's, not the cell's: "anti-CD20 monoclonal antibody", "CD3/CD28 beads".
NOT_A_TARGET = re.compile(
    r"^(?:/[\w\-]+)?[\s\-)]*(?:(?:monoclonal|directed|targeted|bispecific|depleting)[\s\-]*)*"
    r"(?:antibod(?:y|ies)\b|mAbs?\b|monoclonal|therapies\b|agents?\b|beads\b)",
    re.IGNORECASE,
)
EARLIER = re.compile(
    r"\b(?=[prfan])(?:prior|previous(?:ly)?|relapsed after|fail(?:ed|ure)|refractory to|after|negative)\b[^.;]{0,40}$",
    re.I,
)
SENTENCE_END = re.compile(r";|\n|\.(?!\d)")
HEADING = r"\W*(?:key |main )?exclusion\b.{0,40}$"
AT_THE_START = re.compile(HEADING, re.IGNORECASE | re.MULTILINE)
ON_A_NEW_LINE = re.compile(rf"\n{HEADING}", re.IGNORECASE | re.MULTILINE)  # quicker than ^, tried at each letter


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """The words of a field that earned a label, with their place in it."""

    field: str
    quotation: str
    start: int = 0


@dataclass
class Labels:
    """What a trial is about: each label's slug with the evidence that earned it first."""

    conditions: dict[str, Evidence] = field(default_factory=dict)
    autoantibodies: dict[str, Evidence] = field(default_factory=dict)
    targets: dict[str, Evidence] = field(default_factory=dict)
    modalities: dict[str, Evidence] = field(default_factory=dict)  # the leading one first
    therapies: dict[str, Evidence] = field(default_factory=dict)
    cell_source: str = "unknown"
    cell_source_evidence: Evidence | None = None
    in_field: bool = False
    field_reason: str = ""


class Classifier:
    """Labels records by one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.matcher = Matcher(vocabulary.terms)

    def classify(self, record: StudyRecord) -> Labels:
        """The labels of one record."""
        read = Reading(record, self.matcher)
        labels = Labels()
        labels.conditions = self._conditions(read)
        labels.autoantibodies = read.first(AUTOANTIBODY, HEADINGS | TEXTS | INCLUSION)
        labels.therapies = read.first(THERAPY, HEADINGS | GIVEN)
        labels.targets = self._targets(read, labels.therapies)
        labels.modalities = self._modalities(read, labels.therapies)
        self._cell_source(read, labels)
        self._field(labels)
        return labels

    def _conditions(self, read: "Reading") -> dict[str, Evidence]:
        """From what the record says it is about; from its summary only where that names no disease at all."""
        found = read.first(CONDITION, HEADINGS)
        if not found.keys() - {UNSPECIFIED}:
            found = {**read.first(CONDITION, TEXTS), **found}
        if any(self._is_autoimmune(slug) for slug in found if slug != UNSPECIFIED):
            found.pop(UNSPECIFIED, None)
        return found

    def _targets(self, read: "Reading", therapies: dict[str, Evidence]) -> dict[str, Evidence]:
        """Antigens named where the therapy is named; where none is, what is known of the product.

        An autoantigen is a target only of a product that displays it: "AChR+ myasthenia" is about the patient.
        """

        def can_bind(number: int, match: Match) -> bool:
            displayed = match.entry.slug not in self.vocabulary.autoantigens or read.names(MODALITY, "caar-t")
            return displayed and _binds(read.texts[number], match)

        found = read.first(TARGET, HEADINGS | GIVEN, can_bind)
        if not found:
            found = read.first(TARGET, TEXTS, lambda *place: read.near_a_cell(*place) and can_bind(*place))
        if not found:
            for slug, evidence in therapies.items():
                for target in self.vocabulary.therapies[slug].targets:
                    found.setdefault(target, _of_product(evidence))
        return found

    def _modalities(self, read: "Reading", therapies: dict[str, Evidence]) -> dict[str, Evidence]:
        found = read.first(MODALITY, TITLES | GIVEN)
        for slug, evidence in therapies.items():
            if kind := self.vocabulary.therapies[slug].modality:
                found.setdefault(kind, _of_product(evidence))
        if not found:
            # A summary names many a treatment; what it says of engineered cells is what the trial tests.
            named = read.first(MODALITY, KEYWORDS | TEXTS)
            found = {slug: words for slug, words in named.items() if self.vocabulary.specificity.get(slug, 1) > 1}
        ordered = sorted(found, key=lambda slug: -self.vocabulary.specificity.get(slug, 1))
        return {slug: found[slug] for slug in ordered}

    def _cell_source(self, read: "Reading", labels: Labels) -> None:
        """What the record says; else what is known of the product; silence stays unknown."""
        said = read.first(CELL_SOURCE, TITLES | GIVEN | KEYWORDS) or read.first(CELL_SOURCE, TEXTS)
        for slug, evidence in labels.therapies.items():
            if source := self.vocabulary.therapies[slug].cell_source:
                said = said or {source: _of_product(evidence)}
        for source in ("in-vivo", "allogeneic", "autologous"):
            if source in said:
                labels.cell_source, labels.cell_source_evidence = source, said[source]
                return

    def _field(self, labels: Labels) -> None:
        diseases = [evidence for slug, evidence in labels.conditions.items() if self._is_autoimmune(slug)]
        cells = [*labels.modalities.values(), *labels.therapies.values()]
        if not cells:
            labels.field_reason = "It names no cell therapy."
        elif not diseases:
            named = "; ".join(f"“{evidence.quotation}”" for evidence in labels.conditions.values())
            labels.field_reason = f"It names no autoimmune disease as what it treats, but: {named or 'none at all'}."
        else:
            labels.in_field = True
            names = "; ".join(f"“{evidence.quotation}”" for evidence in diseases)
            labels.field_reason = f"It names a cell therapy (“{cells[0].quotation}”) and what it treats: {names}."
        labels.field_reason = labels.field_reason[:EVIDENCE_LENGTH]

    def _is_autoimmune(self, slug: str) -> bool:
        return self.vocabulary.conditions[slug].kind == "autoimmune"


class Reading:
    """A record's texts and what is found in them."""

    def __init__(self, record: StudyRecord, matcher: Matcher) -> None:
        said = [(name, text) for name, text in passages(record) if text]
        self.fields = [name for name, _ in said]
        self.texts = [text for _, text in said]
        self._found = matcher.find_all(self.texts)

    def first(
        self, axis: str, fields: frozenset[str], counts: Callable[[int, Match], bool] = lambda number, match: True
    ) -> dict[str, Evidence]:
        """Each slug of an axis with the first words in these fields that stand for it, and that count."""
        evidence: dict[str, Evidence] = {}
        for number in self._found.numbers(axis):
            if (field := self.fields[number]) in fields:
                for match in self._found.matches(axis, number):
                    slug = match.entry.slug
                    if slug not in evidence and counts(number, match):
                        words = self.texts[number][match.start : match.end][:EVIDENCE_LENGTH]
                        evidence[slug] = Evidence(field, words, match.start)
        return evidence

    def names(self, axis: str, slug: str) -> bool:
        """Whether an entry is named in any text."""
        return any(
            match.entry.slug == slug
            for number in self._found.numbers(axis)
            for match in self._found.matches(axis, number)
        )

    def near_a_cell(self, number: int, match: Match) -> bool:
        """Whether the sentence around a match names a kind of cell therapy or a product too."""
        text, place = self.texts[number], match.start
        cells = self._found.matches(MODALITY, number) + self._found.matches(THERAPY, number)
        return any(not SENTENCE_END.search(text, min(place, cell.start), max(place, cell.start) + 1) for cell in cells)


TITLES = frozenset({"title", "official title", "acronym"})
KEYWORDS = frozenset({"keywords"})
HEADINGS = TITLES | KEYWORDS | {"conditions"}
GIVEN = frozenset({"interventions", "arms"})
TEXTS = frozenset({"summary", "description"})
INCLUSION = frozenset({"inclusion criteria"})


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


def inclusion(eligibility: str) -> str:
    """The eligibility text up to its heading of exclusions."""
    if AT_THE_START.match(eligibility):
        return ""
    heading = ON_A_NEW_LINE.search(eligibility)
    return eligibility[: heading.start() + 1] if heading else eligibility


def _of_product(evidence: Evidence) -> Evidence:
    """The same words, as the name of a product of which more is known than the record says."""
    return Evidence(f"product named in {evidence.field}", evidence.quotation, evidence.start)


def _binds(text: str, match: Match) -> bool:
    """Whether an antigen's words can be the cell's target: not a drug's, not an earlier treatment's."""
    return not NOT_A_TARGET.match(text[match.end : match.end + 60]) and not EARLIER.search(
        text[max(0, match.start - 60) : match.start]
    )
