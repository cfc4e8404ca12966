"""The words that rules look for, and what each stands for. Plain data: made from the database by trials/vocabulary.py,
and by hand in tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

# What a term can stand for; a label of the same name comes of it.
AXES = CONDITION, AUTOANTIBODY, TARGET, MODALITY, THERAPY, CELL_SOURCE = (
    "condition",
    "autoantibody",
    "target",
    "modality",
    "therapy",
    "cell_source",
)


@dataclass(frozen=True)
class TermEntry:
    """`text` stands for the entry `slug` of an axis; an exact one is found only as written, capitals and all."""

    axis: str
    slug: str
    text: str
    exact: bool = False


@dataclass(frozen=True)
class ConditionEntry:
    kind: str  # autoimmune, alloimmune, cancer, other
    parent: str | None = None


@dataclass(frozen=True)
class TherapyEntry:
    """What is known of a product; empty where it is not."""

    targets: tuple[str, ...] = ()
    modality: str = ""
    cell_source: str = ""


@dataclass(frozen=True)
class Vocabulary:
    terms: tuple[TermEntry, ...]
    conditions: Mapping[str, ConditionEntry] = field(default_factory=dict)
    therapies: Mapping[str, TherapyEntry] = field(default_factory=dict)
    specificity: Mapping[str, int] = field(default_factory=dict)  # of each modality: the higher one is the trial's
    autoantigens: frozenset[str] = frozenset()  # targets that only a CAAR-T displays
    antigen_words: frozenset[str] = frozenset()  # every one-word name of a target, folded
    patient_words: Mapping[tuple[str, str], list[str]] = field(default_factory=dict)  # by axis and slug; never a label
    digest: str = ""  # changes when any word of it does

    @cached_property
    def spellings(self) -> Mapping[tuple[str, str], list[str]]:
        """All that an entry, known by axis and slug, is called."""
        found: dict[tuple[str, str], list[str]] = {}
        for term in self.terms:
            found.setdefault((term.axis, term.slug), []).append(term.text)
        return found

    def is_autoimmune(self, slug: str) -> bool:
        """Whether a condition is one of the field."""
        return self.conditions[slug].kind == "autoimmune"

    def above(self, slug: str) -> list[str]:
        """The groups that a condition is a kind of, the nearest first."""
        found: list[str] = []
        while (entry := self.conditions.get(slug)) and entry.parent and entry.parent not in found:
            found.append(slug := entry.parent)
        return found

    @cached_property
    def with_kinds(self) -> frozenset[str]:
        """The conditions that others are kinds of."""
        return frozenset(entry.parent for entry in self.conditions.values() if entry.parent)

    @cached_property
    def groups(self) -> frozenset[str]:
        """The autoimmune conditions that are groups, no diseases: roots of the tree whose kinds have kinds."""
        deep = {above[-1] for slug in self.conditions if len(above := self.above(slug)) > 1}
        return frozenset(slug for slug in deep if self.is_autoimmune(slug))
