"""What records say of products that others only name: found in the records themselves.

"RXIM002, a CD19-targeting in-vivo CAR T-cell therapy" in one record tells what RXIM002 is in its sister trials.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from trials.labels.cells import cell_source, modalities
from trials.labels.evidence import Evidence
from trials.labels.facts import SISTER, ProductFact, Saying
from trials.labels.folding import fold
from trials.labels.matching import Matcher
from trials.labels.reading import GIVEN, HEADINGS, SENTENCE_END, TEXTS, TITLES, Reading, outcomes, passages
from trials.labels.targets import targets
from trials.labels.vocabulary import (
    CELL_SOURCE,
    MODALITY,
    TARGET,
    THERAPY,
    TermEntry,
    TherapyEntry,
    Vocabulary,
)
from trials.registry.records import StudyRecord

SAID = (TARGET, MODALITY, CELL_SOURCE)
# A developer's code: letters and at least two digits, or six capitals and more where they are cells or an injection.
CODE = re.compile(
    r"(?<![\w.-])[A-Z][A-Za-z]{0,9}-?(?:[A-Z]{1,6}-?)?\d{2,6}[A-Za-z]{0,2}(?:-[A-Z0-9]{1,5}){0,2}(?![\w-]|\.\d)"
    r"|(?<![\w-])[A-Z]{6,10}(?=\s(?:injection|cells?)\b)",
)
NO_CODE = re.compile(
    r"(?:CD|CCL|CCR|CXCR|IL|DL|COVID|SARS|PD|HLA|WHO|ACR|SLEDAI|DAS|PASI|EDSS|BILAG|SRI|TCR|IgG|CTLA|TNF|PHASE|PART|COHORT"
    r"|DAY|WEEK|ICD|NCT|CTCAE|AP|[A-Z])-?\d+[A-Za-z]?",
    re.IGNORECASE,
)

BESIDE_A_CELL = re.compile(r"\b(?:after|following|maintenance|plus|combin\w+ with|in combination)\b", re.IGNORECASE)


def product_facts(records: Iterable[StudyRecord], vocabulary: Vocabulary) -> list[ProductFact]:
    """What the records say of each product that two or more of them name, where the vocabulary does not know it.

    Where they contradict each other, each thing said is a fact of its own, marked as conflicting.
    """
    held = list(records)
    spoken = _Corpus(held, vocabulary).spoken()
    return [fact for product in sorted(spoken) for fact in _facts_of(spoken[product], vocabulary)]


@dataclass
class _Product:
    """A product, the records that name it, and what each says of it on each axis."""

    name: str
    therapy: str = ""
    named_in: list[str] = field(default_factory=list)
    said: dict[str, list[tuple[str, dict[str, Evidence]]]] = field(default_factory=lambda: defaultdict(list))


class _Corpus:
    """Records read for the products that they name and what they say of each."""

    def __init__(self, records: list[StudyRecord], vocabulary: Vocabulary) -> None:
        self.records = records
        # Only a record's own words count here, so nothing is known of any product.
        self.silent = replace(vocabulary, therapies=dict.fromkeys(vocabulary.therapies, TherapyEntry()))
        known = Matcher(vocabulary.terms)
        self.products = {slug: _Product(_main(slug, names), slug) for slug, names in _named(vocabulary, known)}
        for code in sorted({code for record in records for code in _codes(record, known)}):
            self.products.setdefault(fold(code), _Product(code))
        terms = [TermEntry(SISTER, key, text) for key in self.products for text in self._spellings(key, vocabulary)]
        self.matcher = Matcher((*vocabulary.terms, *terms))

    def spoken(self) -> dict[str, _Product]:
        """The products that two records or more name, with what is said of them."""
        for record in self.records:
            read = Reading(passages(record), self.matcher)
            named = read.first(SISTER, HEADINGS | GIVEN | TEXTS)
            for key in named:
                self.products[key].named_in.append(record.nct_id)
                for axis, said in self._say(record, read, key, alone=len(named) == 1):
                    self.products[key].said[axis].append((record.nct_id, said))
        return {key: product for key, product in self.products.items() if len(product.named_in) > 1}

    def _spellings(self, key: str, vocabulary: Vocabulary) -> Iterable[str]:
        product = self.products[key]
        return vocabulary.spellings[THERAPY, product.therapy] if product.therapy else (product.name,)

    def _say(
        self, record: StudyRecord, read: Reading, key: str, *, alone: bool
    ) -> Iterator[tuple[str, dict[str, Evidence]]]:
        """What a record says of a product on each axis: all its words where it names no other, else the sentences
        that name only this one. Nothing where something else that is given is the engineered cell."""
        if not _is_the_cell(read, key, self.silent):
            return
        if not alone:
            read = Reading(self._sentences(read, key), self.matcher)
        named = read.first(THERAPY, HEADINGS | GIVEN | TEXTS)
        found = {TARGET: targets(read, named, self.silent)}
        measured = outcomes(record) if alone else iter(())
        kinds = modalities(read, lambda: Reading(measured, self.matcher), named, self.silent)
        engineered = [slug for slug in kinds if self.silent.specificity.get(slug, 1) > 1]
        if len(engineered) != 1:  # of two therapies there is no telling which is meant
            return
        found[MODALITY] = dict(list(kinds.items())[:1])
        source = cell_source(read, named, True, self.silent)
        found[CELL_SOURCE] = dict([source]) if source else {}
        yield from ((axis, said) for axis, said in found.items() if said)

    def _sentences(self, read: Reading, key: str) -> Iterator[tuple[str, str]]:
        for number, text in enumerate(read.texts):
            places = [match.start for match in read.in_text(SISTER, number) if match.entry.slug == key]
            others = [match.start for match in read.in_text(SISTER, number) if match.entry.slug != key]
            if places and read.fields[number] in HEADINGS | GIVEN | TEXTS:
                for start, end in _ends(text):
                    here = any(start <= place < end for place in places)
                    if here and not any(start <= place < end for place in others):
                        yield read.fields[number], text[start:end]


def _is_the_cell(read: Reading, key: str, vocabulary: Vocabulary) -> bool:
    """Whether a product may be the engineered cell of its record, and is no drug that is given with another one."""
    for number, match in read.matches(SISTER, TITLES):
        if match.entry.slug == key and BESIDE_A_CELL.search(read.texts[number]):
            return False
    given = [number for number, name in enumerate(read.fields) if name == "interventions"]
    its_own = {number for number in given if any(match.entry.slug == key for match in read.in_text(SISTER, number))}
    cells = {
        number
        for number in given
        for match in read.in_text(MODALITY, number)
        if vocabulary.specificity.get(match.entry.slug, 1) > 1
    }
    return not its_own or not cells or bool(its_own & cells)


def _facts_of(product: _Product, vocabulary: Vocabulary) -> Iterator[ProductFact]:
    known = vocabulary.therapies.get(product.therapy, TherapyEntry())
    for axis, knows in zip(SAID, (known.targets, known.modality, known.cell_source), strict=True):
        claims: dict[tuple[str, ...], list[tuple[str, Saying]]] = {}
        for number, said in () if knows else product.said[axis]:
            claim = claims.setdefault(tuple(sorted(said)), [])
            claim += [(slug, Saying(number, evidence)) for slug, evidence in said.items()]
        for slugs, sayings in claims.items():
            numbers = tuple(product.named_in)
            yield ProductFact(product.name, product.therapy, axis, slugs, tuple(sayings), numbers, len(claims) > 1)


def _named(vocabulary: Vocabulary, known: Matcher) -> Iterator[tuple[str, list[str]]]:
    """The vocabulary's products that have a name of their own; "CD19/BCMA CAR-T" is none."""
    for slug in vocabulary.therapies:
        names = vocabulary.spellings.get((THERAPY, slug), [])
        own = [name for name in names if not any(match.entry.axis in (TARGET, MODALITY) for match in known.find(name))]
        if own:
            yield slug, own


def _main(slug: str, names: list[str]) -> str:
    """The name that the slug is made of, else the shortest."""
    return min(names, key=lambda name: (fold(name).replace(" ", "-") != slug, len(name)))


def _codes(record: StudyRecord, known: Matcher) -> Iterator[str]:
    """What looks like a developer's code where the therapy is named, and is no word of the vocabulary."""
    for name, text in passages(record):
        if name in TITLES or name == "interventions":
            taken = [(match.start, match.end) for match in known.find(text)]
            for code in CODE.finditer(text):
                inside = any(start < code.end() and code.start() < end for start, end in taken)
                if not inside and not NO_CODE.fullmatch(code[0]):
                    yield code[0]


def _ends(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in SENTENCE_END.finditer(text):
        yield start, end.end()
        start = end.end()
    yield start, len(text)
