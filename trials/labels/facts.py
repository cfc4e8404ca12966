"""What records say of a product that others only name, as data, and how a silent record's labels come of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from trials.labels.evidence import Evidence
from trials.labels.vocabulary import TermEntry, Vocabulary

SISTER = "sister"  # the axis of products of which only other records tell


@dataclass(frozen=True)
class Saying:
    """A record's own words about a product that it names."""

    nct_id: str
    evidence: Evidence


@dataclass(frozen=True)
class ProductFact:
    """What records say of a product on one axis (target, modality, cell_source), for those that name only the product.

    `conflicting`: other records say otherwise, each thing said being a fact of its own; none of them is used.
    """

    product: str  # as the records write it
    therapy: str  # its slug in the vocabulary; empty where the vocabulary does not know it
    axis: str
    slugs: tuple[str, ...]
    sayings: tuple[tuple[str, Saying], ...]  # each with the slug that it earned
    named_in: tuple[str, ...]  # the numbers of all records that name the product
    conflicting: bool = False


class Sisters:
    """The facts that are used, found by the words that name their products."""

    def __init__(self, facts: Iterable[ProductFact]) -> None:
        self._facts: dict[tuple[str, str], ProductFact] = {}
        for fact in facts:
            if not fact.conflicting:
                self._facts[fact.product, fact.axis] = fact

    def __bool__(self) -> bool:
        return bool(self._facts)

    def terms(self, vocabulary: Vocabulary) -> list[TermEntry]:
        """The words that name the products: all of the vocabulary's, else the product's own."""
        found = []
        for fact in {fact.product: fact for fact in self._facts.values()}.values():
            names = vocabulary.spellings.get(("therapy", fact.therapy), ()) if fact.therapy else ()
            found += [TermEntry(SISTER, fact.product, text) for text in {fact.product, *names}]
        return found

    def say(self, products: Iterable[str], axis: str, nct_id: str) -> dict[str, Evidence]:
        """What other records than this one say of the first product of which they say anything."""
        for product in products:
            fact = self._facts.get((product, axis))
            said = {slug: saying for slug, saying in fact.sayings if saying.nct_id != nct_id} if fact else {}
            if fact and said.keys() == set(fact.slugs):
                return {slug: _said_of(product, saying) for slug, saying in said.items()}
        return {}


def _said_of(product: str, saying: Saying) -> Evidence:
    source = f" in {saying.nct_id}"
    field = f"said of {product}"[: FIELD_LENGTH - len(source)] + source
    return Evidence(field, saying.evidence.quotation, saying.evidence.start)


FIELD_LENGTH = 40
