"""A record and the vocabulary in, labels with their evidence out. Pure: no database, clock or network.

What is read, in this order: the titles, the registry's conditions, the interventions, the keywords, the MeSH terms,
the arms, then summary and description. What a trial excludes is never read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

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
    r"\b(?:prior|previous(?:ly)?|relapsed after|fail(?:ed|ure)|refractory to|after|negative)\b[^.;]{0,40}$",
    re.I,
)
SENTENCE = re.compile(r"[^.;\n]+(?:\.(?=\d)[^.;\n]*)*[.;\n]?")
EXCLUSION = re.compile(r"^\W*(?:key |main )?exclusion\b.{0,40}$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Evidence:
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


@dataclass(frozen=True)
class Passage:
    """One text of a record."""

    field: str
    text: str


class Classifier:
    """Labels records by one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.matcher = Matcher(vocabulary.terms)

    def classify(self, record: StudyRecord) -> Labels:
        """The labels of one record."""
        read = [(passage, self.matcher.find(passage.text)) for passage in passages(record)]
        labels = Labels()
        labels.conditions = self._conditions(read)
        labels.autoantibodies = _first(_of(read, AUTOANTIBODY, HEADINGS | TEXTS | INCLUSION))
        labels.therapies = _first(_of(read, THERAPY, HEADINGS | GIVEN))
        labels.targets = self._targets(read, labels.therapies)
        labels.modalities = self._modalities(read, labels.therapies)
        self._cell_source(read, labels)
        self._field(labels)
        return labels

    def _conditions(self, read: "Read") -> dict[str, Evidence]:
        """From what the record says it is about; from its summary only where that names no disease at all."""
        found = _first(_of(read, CONDITION, HEADINGS))
        if not found.keys() - {UNSPECIFIED}:
            found = {**_first(_of(read, CONDITION, TEXTS)), **found}
        if any(self._is_autoimmune(slug) for slug in found if slug != UNSPECIFIED):
            found.pop(UNSPECIFIED, None)
        return found

    def _targets(self, read: "Read", therapies: dict[str, Evidence]) -> dict[str, Evidence]:
        """Antigens named where the therapy is named; where none is, what is known of the product.

        An autoantigen is a target only of a product that displays it: "AChR+ myasthenia" is about the patient.
        """
        found = _first((p, m) for p, m in _of(read, TARGET, HEADINGS | GIVEN) if self._can_bind(p, m, read))
        if not found:
            found = _first(
                (p, m)
                for p, m in _of(read, TARGET, TEXTS)
                if self._can_bind(p, m, read) and self._near_a_cell(p, m, read)
            )
        if not found:
            for slug, evidence in therapies.items():
                for target in self.vocabulary.therapies[slug].targets:
                    found.setdefault(target, _of_product(evidence))
        return found

    def _modalities(self, read: "Read", therapies: dict[str, Evidence]) -> dict[str, Evidence]:
        found = _first(_of(read, MODALITY, TITLES | GIVEN))
        for slug, evidence in therapies.items():
            if kind := self.vocabulary.therapies[slug].modality:
                found.setdefault(kind, _of_product(evidence))
        if not found:
            # A summary names many a treatment; what it says of engineered cells is what the trial tests.
            named = _first(_of(read, MODALITY, KEYWORDS | TEXTS))
            found = {slug: words for slug, words in named.items() if self.vocabulary.specificity.get(slug, 1) > 1}
        ordered = sorted(found, key=lambda slug: -self.vocabulary.specificity.get(slug, 1))
        return {slug: found[slug] for slug in ordered}

    def _cell_source(self, read: "Read", labels: Labels) -> None:
        """What the record says; else what is known of the product; silence stays unknown."""
        said = _first(_of(read, CELL_SOURCE, TITLES | GIVEN | KEYWORDS)) or _first(_of(read, CELL_SOURCE, TEXTS))
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

    def _can_bind(self, passage: Passage, match: Match, read: "Read") -> bool:
        displayed = match.entry.slug not in self.vocabulary.autoantigens or any(
            one.entry.slug == "caar-t" for _, matches in read for one in matches if one.entry.axis == MODALITY
        )
        return displayed and _binds(passage.text, match)

    @staticmethod
    def _near_a_cell(passage: Passage, match: Match, read: "Read") -> bool:
        """Whether the sentence around an antigen names a kind of cell therapy or a product too."""
        sentence = next((s for s in SENTENCE.finditer(passage.text) if s.start() <= match.start < s.end()), None)
        others = next(matches for other, matches in read if other is passage)
        return sentence is not None and any(
            one.entry.axis in (MODALITY, THERAPY) and sentence.start() <= one.start < sentence.end() for one in others
        )


Read = list[tuple[Passage, list[Match]]]
TITLES = frozenset({"title", "official title", "acronym"})
KEYWORDS = frozenset({"keywords"})
HEADINGS = TITLES | KEYWORDS | {"conditions"}
GIVEN = frozenset({"interventions", "arms"})
TEXTS = frozenset({"summary", "description"})
INCLUSION = frozenset({"inclusion criteria"})


def passages(record: StudyRecord) -> Iterator[Passage]:
    """The record's texts, what says most about it first."""
    yield Passage("title", record.title)
    yield Passage("official title", record.official_title)
    yield Passage("acronym", record.acronym)
    for text in record.conditions:
        yield Passage("conditions", text)
    for given in record.interventions:
        yield Passage("interventions", given.name)
        for text in given.other_names:
            yield Passage("interventions", text)
        yield Passage("interventions", given.description)
    for text in record.keywords:
        yield Passage("keywords", text)
    for arm in record.arms:
        yield Passage("arms", arm.label)
        yield Passage("arms", arm.description)
    yield Passage("summary", record.summary)
    yield Passage("description", record.description)
    yield Passage("inclusion criteria", inclusion(record.eligibility))


def inclusion(eligibility: str) -> str:
    """The eligibility text up to its heading of exclusions."""
    heading = EXCLUSION.search(eligibility)
    return eligibility[: heading.start()] if heading else eligibility


def _of(read: Read, axis: str, fields: frozenset[str]) -> Iterator[tuple[Passage, Match]]:
    for passage, matches in read:
        if passage.field in fields:
            for match in matches:
                if match.entry.axis == axis:
                    yield passage, match


def _first(found: Iterable[tuple[Passage, Match]]) -> dict[str, Evidence]:
    """Each slug with the first words that stand for it."""
    evidence: dict[str, Evidence] = {}
    for passage, match in found:
        words = passage.text[match.start : match.end][:EVIDENCE_LENGTH]
        evidence.setdefault(match.entry.slug, Evidence(passage.field, words, match.start))
    return evidence


def _of_product(evidence: Evidence) -> Evidence:
    """The same words, as the name of a product of which more is known than the record says."""
    return Evidence(f"product named in {evidence.field}", evidence.quotation, evidence.start)


def _binds(text: str, match: Match) -> bool:
    """Whether an antigen's words can be the cell's target: not a drug's, not an earlier treatment's."""
    return not NOT_A_TARGET.match(text[match.end : match.end + 60]) and not EARLIER.search(
        text[max(0, match.start - 60) : match.start]
    )
