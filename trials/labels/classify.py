"""A record and the vocabulary in, labels with their evidence out. Pure: no database, clock or network.

What is read, in this order: the titles, the registry's conditions, the interventions, the keywords, the arms, then
summary and description. Of what a trial excludes only the autoantibodies are read.
"""

from collections.abc import Callable, Iterable, Iterator

from trials.labels.autoantibodies import autoantibodies
from trials.labels.cells import cell_source, leading_first, modalities, products
from trials.labels.diseases import conditions
from trials.labels.evidence import AskedFor, Evidence, Labels, Role, shortened
from trials.labels.facts import SISTER, ProductFact, Sisters
from trials.labels.matching import Matcher
from trials.labels.reading import Reading, exclusions, inclusion, outcomes, passages
from trials.labels.targets import carriers, targets
from trials.labels.vocabulary import CELL_SOURCE, MODALITY, TARGET, Vocabulary
from trials.registry.records import StudyRecord

__all__ = ["AskedFor", "Classifier", "Evidence", "Labels", "Role", "inclusion"]


class Classifier:
    """Labels records by one vocabulary, and by what sister records say of the products that they only name."""

    def __init__(self, vocabulary: Vocabulary, facts: Iterable[ProductFact] = ()) -> None:
        self.vocabulary = vocabulary
        self.sisters = Sisters(facts)
        self.matcher = Matcher((*vocabulary.terms, *self.sisters.terms(vocabulary)))
        self.carriers = carriers(vocabulary, self.matcher)

    def classify(self, record: StudyRecord) -> Labels:
        """The labels of one record."""
        known = self.vocabulary
        read, measured = Reading(passages(record), self.matcher), self._later(outcomes(record))
        labels = Labels()
        labels.conditions = conditions(read, known)
        labels.therapies = products(read)
        labels.targets = targets(read, labels.therapies, known, self.carriers)
        labels.modalities = modalities(read, measured, labels.therapies, known)
        source = cell_source(read, labels.therapies, self._is_engineered(labels), known)
        if source:
            labels.cell_source, labels.cell_source_evidence = source
        self._ask_the_sisters(read, record.nct_id, labels)
        self._field(labels)
        self._autoantibodies(read, record, labels)
        return labels

    def _later(self, passages: Iterator[tuple[str, str]]) -> Callable[[], Reading]:
        """Texts that are read only if they are asked for."""
        return lambda: Reading(passages, self.matcher)

    def _is_engineered(self, labels: Labels) -> bool:
        return any(self.vocabulary.specificity.get(slug, 1) > 1 for slug in labels.modalities)

    def _ask_the_sisters(self, read: Reading, nct_id: str, labels: Labels) -> None:
        """Where the record and the vocabulary are silent, what other records say of the product."""
        if not self.sisters or (labels.targets and labels.modalities and labels.cell_source != "unknown"):
            return
        named = products(read, SISTER)
        if not labels.targets:
            labels.targets = self.sisters.say(named, TARGET, nct_id)
        if not labels.modalities:
            labels.modalities = leading_first(self.sisters.say(named, MODALITY, nct_id), self.vocabulary)
        if labels.cell_source == "unknown":
            for source, evidence in self.sisters.say(named, CELL_SOURCE, nct_id).items():
                labels.cell_source, labels.cell_source_evidence = source, evidence

    def _autoantibodies(self, read: Reading, record: StudyRecord, labels: Labels) -> None:
        later = self._later(exclusions(record)) if labels.in_field else None
        labels.autoantibody_roles = autoantibodies(read, later, basket=len(labels.conditions) > 1)
        labels.autoantibodies = {
            slug: asked.evidence for slug, asked in labels.autoantibody_roles.items() if asked.role != Role.EXCLUDED
        }

    def _field(self, labels: Labels) -> None:
        diseases = [evidence for slug, evidence in labels.conditions.items() if self.vocabulary.is_autoimmune(slug)]
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
        labels.field_reason = shortened(labels.field_reason)
