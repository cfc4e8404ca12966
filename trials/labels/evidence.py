"""What rules find: labels, each with the words that earned it."""

from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

EVIDENCE_LENGTH = 300


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """The words of a field that earned a label, with their place in it."""

    field: str
    quotation: str
    start: int = 0


class Role(StrEnum):
    """What a trial asks of an autoantibody."""

    REQUIRED = "required"  # alone, or as one of several
    ALLOWED = "allowed"  # people with it and without it take part
    EXCLUDED = "excluded"


class AskedFor(msgspec.Struct, frozen=True, gc=False):
    """What a trial asks of an autoantibody, and the words that say so."""

    role: Role
    evidence: Evidence


@dataclass
class Labels:
    """What a trial is about: each label's slug with the evidence that earned it first."""

    conditions: dict[str, Evidence] = field(default_factory=dict)
    autoantibodies: dict[str, Evidence] = field(default_factory=dict)  # required or allowed
    autoantibody_roles: dict[str, AskedFor] = field(default_factory=dict)  # the excluded ones too
    targets: dict[str, Evidence] = field(default_factory=dict)
    modalities: dict[str, Evidence] = field(default_factory=dict)  # the leading one first
    therapies: dict[str, Evidence] = field(default_factory=dict)
    cell_source: str = "unknown"
    cell_source_evidence: Evidence | None = None
    in_field: bool = False
    field_reason: str = ""


def of_product(evidence: Evidence) -> Evidence:
    """The same words, as the name of a product of which more is known than the record says."""
    return Evidence(f"product named in {evidence.field}", evidence.quotation, evidence.start)


def shortened(text: str) -> str:
    """A list that its column can hold: of a long one the first entries, whole."""
    if len(text) <= EVIDENCE_LENGTH:
        return text
    start = text[: EVIDENCE_LENGTH - 2]
    return f"{start.rpartition('; ')[0] or start} …"
