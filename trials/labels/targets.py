"""The antigens that the engineered cell itself binds."""

import re
from collections.abc import Mapping
from itertools import pairwise

from trials.labels.evidence import EVIDENCE_LENGTH, Evidence, of_product
from trials.labels.matching import Match, Matcher
from trials.labels.reading import GIVEN, HEADINGS, TEXTS, Counts, Reading
from trials.labels.vocabulary import MODALITY, TARGET, THERAPY, Vocabulary

# Words after an antigen that make it a drug's or a bead's, not the cell's: "anti-CD20 monoclonal antibody", "CD3/CD28
# beads", "CD38 (daratumumab)".
OF_A_DRUG = re.compile(
    r"(?:/[\w\-]+)?[\s\-(]*(?:\w+mab\b|\)?[\s\-]*(?:(?:monoclonal|directed|targeted|bispecific|depleting)[\s\-]*)*"
    r"(?:antibod(?:y|ies)\b|mAbs?\b|monoclonal|therapies\b|agents?\b|drugs?\b|inhibitors?\b|beads\b))",
    re.IGNORECASE,
)
NAMED_AFTER_A_DRUG = re.compile(r"\w{3}mab\b[\s,:(–-]*(?:an?\s|the\s)?[\s(]*(?:anti)?[\s\-]*$", re.IGNORECASE)
# ... or that make it a mark of other cells: "CD19-positive B cells", "CD19+ B cell depletion", "CD19-negative relapse".
OF_OTHER_CELLS = re.compile(
    r"[\s\-]*(?:positiv\w+|expressi\w+|expressing\b|aplasia\b|B[\s-]cells?\b(?! matur)|counts?\b|levels?\b"
    r"|\+\s*(?:[BT][\s-]|cells?\b|lympho|leuk|disease|malig|tumou?r|blast|[,;.)]|$))",
    re.IGNORECASE,
)
NEGATIVE = re.compile(r"[\s\-]*(?:neg\b|negativ)", re.IGNORECASE)
AIMED_AT = re.compile(
    r"\b(?:target|against|recogni|direct|bind|bound|kill|eliminat|deplet|specific|attack|clear)\w*\b[^.;]{0,60}$", re.I
)
EARLIER = re.compile(
    r"\b(?=[prfan])(?:prior|previous(?:ly)?|relapsed after|fail(?:ed|ure)|refractory to|after|negative)\b[^.;]{0,40}$",
    re.I,
)
EXPRESSED = re.compile(
    r"\b(?:\w*oma|leuk\w+|malignan\w+|tumou?rs?|cancers?|B[\s-]cells?|diseases?|NHL|ALL|CLL|blasts?)\s+"
    r"(?:that\s+|which\s+|with\s+)?express\w*\s[^.;]{0,25}$",
    re.IGNORECASE,
)
# CD19/20 is CD19 and CD20.
SHORT_FOR_TWO = re.compile(r"\bCD[\s-]?\d+$", re.IGNORECASE)
SECOND_NUMBER = re.compile(
    r"\s?[/×xX&+]\s?(\d{1,3})(?![\d.,]|\s?%)"
    r"|(?:\s+and\s+|-)(\d{2,3})(?=[\s-]?(?:U?CAR|dual|bi-?spec|tandem|target|directed|chimeric))",
    re.IGNORECASE,
)
JOINED = re.compile(r"[\s/×+&,()\-]*(?:and/or|and|or|plus)?(?:\s*anti)?[\s/×+&,()\-]*", re.IGNORECASE)

NO_CARRIERS: Mapping[str, set[str]] = {}


def targets(
    read: Reading,
    products: dict[str, Evidence],
    vocabulary: Vocabulary,
    carriers: Mapping[str, set[str]] = NO_CARRIERS,
) -> dict[str, Evidence]:
    """Antigens named where the therapy is named; else those of its products; else those beside a cell in the summary.

    An autoantigen is a target only of a product that displays it: "AChR+ myasthenia" is about the patient. What is
    known of a product stands above the antigen in its name: a BAFF CAR carries BAFF and binds what BAFF binds.
    """

    def can_bind(number: int, match: Match) -> bool:
        slug = match.entry.slug
        displayed = slug not in vocabulary.autoantigens or read.names(MODALITY, "caar-t")
        carried = slug in carriers and any(read.names(THERAPY, product) for product in carriers[slug])
        return displayed and not carried and _binds(read, number, match)

    def is_the_cells(number: int, match: Match) -> bool:
        return can_bind(number, match) and read.near_a_cell(number, match)

    found = _with_second_numbers(read, HEADINGS | GIVEN, vocabulary, can_bind)
    known = _known(read.first(THERAPY, HEADINGS | GIVEN), vocabulary)
    if found:
        if found.keys() < known.keys():  # the record names a part of what its product binds
            return known | found
        return found if known or len(found) > 1 else found | _joined(read, found, is_the_cells)
    said = _with_second_numbers(read, TEXTS, vocabulary, is_the_cells)
    return {slug: said.get(slug, evidence) for slug, evidence in known.items()} or said or _known(products, vocabulary)


def _known(products: dict[str, Evidence], vocabulary: Vocabulary) -> dict[str, Evidence]:
    """What is known of products."""
    found: dict[str, Evidence] = {}
    for slug, evidence in products.items():
        for target in vocabulary.therapies[slug].targets:
            found.setdefault(target, of_product(evidence))
    return found


def carriers(vocabulary: Vocabulary, matcher: Matcher) -> dict[str, set[str]]:
    """The antigens in the names of products that are known not to bind them, each with these products."""
    found: dict[str, set[str]] = {}
    for slug, known in vocabulary.therapies.items():
        for name in vocabulary.spellings.get((THERAPY, slug), ()) if known.targets else ():
            for match in matcher.find(name):
                if match.entry.axis == TARGET and match.entry.slug not in known.targets:
                    found.setdefault(match.entry.slug, set()).add(slug)
    return found


def _with_second_numbers(
    read: Reading, fields: frozenset[str], vocabulary: Vocabulary, counts: Counts
) -> dict[str, Evidence]:
    """The first words for each antigen, and for the second of "CD19/20"."""
    found: dict[str, Evidence] = {}
    for number, match in read.matches(TARGET, fields):
        new = match.entry.slug not in found
        text = read.texts[number]
        second = SHORT_FOR_TWO.search(text, match.start, match.end) and SECOND_NUMBER.match(text, match.end)
        if (new or second) and counts(number, match):
            found.setdefault(match.entry.slug, read.evidence(number, match))
            slug = f"cd{second[1] or second[2]}" if second else ""
            if (TARGET, slug) in vocabulary.spellings and slug not in found:
                words = text[match.start : second.end()][:EVIDENCE_LENGTH]
                found[slug] = Evidence(read.fields[number], words, match.start)
    return found


def _joined(read: Reading, found: dict[str, Evidence], counts: Counts) -> dict[str, Evidence]:
    """Antigens in the summary that "and", "or" or a stroke joins to one that is a target: "either CD19 or BCMA"."""
    joined: dict[str, Evidence] = {}
    for (number, one), (following, other) in pairwise(read.matches(TARGET, TEXTS)):
        if number == following and JOINED.fullmatch(read.texts[number], one.end, other.start):
            for this, beside in ((one, other), (other, one)):
                if this.entry.slug not in found and beside.entry.slug in found and counts(number, this):
                    joined.setdefault(this.entry.slug, read.evidence(number, this))
    return joined


def _binds(read: Reading, number: int, match: Match) -> bool:
    """Whether an antigen's words can be the target: not a drug's, not other cells', not an earlier treatment's."""
    text = read.texts[number]
    before = text[max(0, match.start - 80) : match.start]
    if NEGATIVE.match(text, match.end) or OF_A_DRUG.match(text, match.end) or EARLIER.search(before):
        return False
    if NAMED_AFTER_A_DRUG.search(before) or EXPRESSED.search(before):
        return False
    other = OF_OTHER_CELLS.match(text, match.end) or text[match.start : match.end].lower().endswith("positive")
    return not other or bool(AIMED_AT.search(before))
