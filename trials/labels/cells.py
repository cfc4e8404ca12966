"""The kind of cell therapy, and whose cells it is made of."""

import re
from collections.abc import Callable

from trials.labels.evidence import EVIDENCE_LENGTH, Evidence, of_product
from trials.labels.matching import Match
from trials.labels.reading import GIVEN, HEADINGS, INCLUSION, KEYWORDS, OUTCOMES, TEXTS, TITLES, Reading
from trials.labels.vocabulary import CELL_SOURCE, MODALITY, THERAPY, Vocabulary

SOURCES = ("in-vivo", "allogeneic", "autologous")  # where two are named, the first of these
# "In vivo CAR-T expansion" is measured in any trial; "allogeneic stem cell transplant" is another treatment.
MEASURED = re.compile(
    r"[\s\-]*(?:\(?CAR[\s-]?T\)?\s)?(?:cells?\s)?(?:safety|expan|persist|prolif|kinetic|pharmaco|amplif|surviv|dynamic|detect"
    r"|number|cop(?:y|ies)|level|and\s+(?:persist|expan)|function|activit|behavio)",
    re.IGNORECASE,
)
TRANSPLANT = re.compile(
    r"[\s\-]*(?:ha?ematopoietic|stem[\s-]cell|bone marrow|HSCT|HCT|SCT|BMT|transplant|peripheral blood stem)",
    re.IGNORECASE,
)
UNLIKE = re.compile(
    r"\b(?:unlike|rather than|instead of|compared (?:to|with)|as opposed to|in contrast to|prior|previous)"
    r"\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# A trial that takes the participants' cells makes its product of them.
TAKEN = re.compile(
    r"\b(?:leuk|lympho)?apheresis\b"
    r"|\b(?:mononuclear|nucleus|nuclear|white blood|blood|T)[\s-]cells? (?:are |is |will be )?(?:collect|harvest)\w*",
    re.IGNORECASE,
)
OF_A_DONOR = re.compile(r"\bdonors?\b|therapeutic plasm|plasm?apheresis|lipoprotein|immunoads", re.IGNORECASE)


def modalities(
    read: Reading, measured: Callable[[], Reading], therapies: dict[str, Evidence], vocabulary: Vocabulary
) -> dict[str, Evidence]:
    """The kinds that are named where the therapy is named, with those of its products; the leading one first.

    A summary, or what is measured, names many a treatment; what they say of engineered cells is what the trial tests.
    """
    found = read.first(MODALITY, TITLES | GIVEN)
    for slug, evidence in therapies.items():
        if kind := vocabulary.therapies[slug].modality:
            found.setdefault(kind, of_product(evidence))
    found = found or _engineered(read.first(MODALITY, KEYWORDS | TEXTS), vocabulary)
    found = found or _engineered(measured().first(MODALITY, OUTCOMES), vocabulary)
    return leading_first(found, vocabulary)


def _engineered(named: dict[str, Evidence], vocabulary: Vocabulary) -> dict[str, Evidence]:
    return {slug: words for slug, words in named.items() if vocabulary.specificity.get(slug, 1) > 1}


def leading_first(found: dict[str, Evidence], vocabulary: Vocabulary) -> dict[str, Evidence]:
    """The kinds in order, the most specific one first."""
    ordered = sorted(found, key=lambda slug: -vocabulary.specificity.get(slug, 1))
    return {slug: found[slug] for slug in ordered}


def products(read: Reading, axis: str = THERAPY) -> dict[str, Evidence]:
    """The products that are named where the therapy is named; where none is, in the summary beside a cell therapy."""
    named = read.first(axis, HEADINGS | GIVEN)
    if named or not read.first(MODALITY, TITLES | GIVEN):
        return named
    return read.first(axis, TEXTS)


def cell_source(
    read: Reading, therapies: dict[str, Evidence], engineered: bool, vocabulary: Vocabulary
) -> tuple[str, Evidence] | None:
    """What the record says where it names the therapy; what is known of the product; what the summary says; whose
    cells are taken. Silence stays silence: None."""

    def counts(number: int, match: Match) -> bool:
        return _is_the_cells(read, number, match, engineered)

    said = read.first(CELL_SOURCE, HEADINGS | GIVEN, counts)
    if not said:
        summary = read.first(CELL_SOURCE, TEXTS, counts)
        known = _known(therapies, vocabulary)
        said = {source: summary.get(source, evidence) for source, evidence in known.items()} or summary
    said = said or (_taken(read) if engineered else {})
    return next(((source, said[source]) for source in SOURCES if source in said), None)


def _known(therapies: dict[str, Evidence], vocabulary: Vocabulary) -> dict[str, Evidence]:
    known = {slug: vocabulary.therapies[slug].cell_source for slug in therapies}
    return {source: of_product(therapies[slug]) for slug, source in reversed(known.items()) if source}


def _is_the_cells(read: Reading, number: int, match: Match, engineered: bool) -> bool:
    """Whether words of a source are about the therapy's cells."""
    text = read.texts[number]
    if match.entry.slug == "in-vivo" and MEASURED.match(text, match.end):
        return False
    if engineered and (TRANSPLANT.match(text, match.end) or TRANSPLANT.search(text, match.start, match.end)):
        return False
    return not UNLIKE.search(text[max(0, match.start - 60) : match.start])


def _taken(read: Reading) -> dict[str, Evidence]:
    for name, text in zip(read.fields, read.texts, strict=True):
        if name in GIVEN | TEXTS | INCLUSION:
            for words in TAKEN.finditer(text):
                if not OF_A_DONOR.search(text, max(0, words.start() - 60), words.end() + 40):
                    return {"autologous": Evidence(name, words[0][:EVIDENCE_LENGTH], words.start())}
    return {}
