"""The diseases that a trial enrols, the most specific ones."""

import re

from trials.labels.evidence import Evidence
from trials.labels.matching import Match
from trials.labels.reading import HEADINGS, INCLUSION, LISTED, TEXTS, Reading
from trials.labels.vocabulary import CONDITION, Vocabulary

UNSPECIFIED = "autoimmune-disease-unspecified"
BESIDE = "beside-another-disease"  # the group of organ damage and the like: named beside a disease, it is no second one
AUTOIMMUNE = "autoimmune"

# An entry of the registry's conditions that holds nothing but abbreviations: "MG", "SSC RA SS IIM".
ONLY_ABBREVIATIONS = re.compile(r"\W*(?:\b[a-z]{0,2}[A-Z]{2,6}[a-z]?\b\W*)+")
SHORT = 2  # letters of an abbreviation that means too many things elsewhere: MS, RA, MG
# Words before a disease in a sentence that say whom the trial takes, and those that make it a remark.
ENROLLED = re.compile(
    r"\b(?:patients?|participants?|subjects?|adults?|adolescents?|children|people|individuals|population)\b"
    r"(?:[^.;]*?\b(?:with|have|having|diagnosed|suffering|including|includes?|consists?|classified)\b)",
    re.IGNORECASE,
)
A_REMARK = re.compile(
    r"\b(?:publish\w*|previous\w*|showed|shown|demonstrat\w+|reported|results?|has been|have been|had|models?|studies"
    r"|evidence|data from|enrolled (?:\d+|an?|\w+teen)|believed|thought|known|typically|such as"
    r"|with or without|without|excluding|except|history|recent\w*|global|derived|from)\b",
    re.IGNORECASE,
)
A_REMARK_ON_OTHERS = re.compile(
    r"\b(?:thought|known|show\w+|demonstrat\w+|reported|has been|have been)\b", re.IGNORECASE
)
OTHERS_TOO = re.compile(r"\bother\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
WHOM = re.compile(r"\b(?:patients?|participants?|subjects?|treatment of|treating|conditions?)\b", re.IGNORECASE)
DIAGNOSED = re.compile(
    r"\b(?:diagnos\w+|criteria|classifi\w+|fulfil\w*|meet\w*|patients? with|confirmed)\b", re.IGNORECASE
)
NOT_THIS = re.compile(r"\b(?:no|not|without|except|exclud\w+|rule[sd]? out|other than|history of)\b", re.IGNORECASE)


def conditions(read: Reading, vocabulary: Vocabulary) -> dict[str, Evidence]:
    """From what the record says it is about; its other texts fill in what is left open there.

    A summary adds kinds of what is named, and to a basket of diseases those of the people whom the trial takes; where
    nothing else names a disease, any. Inclusion criteria add those that a basket without names takes.
    """

    def counts(number: int, match: Match) -> bool:
        return not _is_short(match) or bool(ONLY_ABBREVIATIONS.fullmatch(read.texts[number]))

    def is_new(match: Match) -> bool:
        slug = match.entry.slug
        return slug not in found and vocabulary.is_autoimmune(slug) and not _is_short(match)

    def is_enrolled(number: int, match: Match) -> bool:
        if not is_new(match) or not (basket or any(group in found for group in vocabulary.above(match.entry.slug))):
            return False
        before = read.before(number, match)
        words = before[-1:] + read.texts[number][match.start : match.end]
        one_disease = "/" in words  # SLE/LN
        return not one_disease and bool(ENROLLED.search(before)) and not A_REMARK.search(before)

    def is_asked_for(number: int, match: Match) -> bool:
        if not is_new(match):
            return False
        before = read.before(number, match)
        whole = before + read.texts[number][match.start : match.end] + read.after(number, match)
        return bool(DIAGNOSED.search(whole)) and not NOT_THIS.search(before)

    found = read.first(CONDITION, HEADINGS, counts)
    if not found:
        found = read.first(CONDITION, TEXTS, lambda number, match: not _is_short(match))
    elif named := [slug for slug in found if vocabulary.is_autoimmune(slug)]:
        unnamed = UNSPECIFIED in found or not vocabulary.groups.isdisjoint(found)
        basket = unnamed or len(named) > 1
        if basket or not vocabulary.with_kinds.isdisjoint(named):
            _add(found, read.first(CONDITION, TEXTS, is_enrolled), vocabulary)
        if unnamed:
            _add(found, read.first(CONDITION, INCLUSION, is_asked_for), vocabulary)
    return _most_specific(found, read, vocabulary)


def _add(found: dict[str, Evidence], more: dict[str, Evidence], vocabulary: Vocabulary) -> None:
    """Add the diseases among `more`, but for groups of what is found."""
    above = {group for slug in found for group in vocabulary.above(slug)}
    for slug, evidence in more.items():
        if slug != UNSPECIFIED and slug not in above and slug not in vocabulary.groups:
            found.setdefault(slug, evidence)


def _most_specific(found: dict[str, Evidence], read: Reading, vocabulary: Vocabulary) -> dict[str, Evidence]:
    """Without what is only a wider word for other diseases that are found, or goes with them."""
    named = [slug for slug in found if slug != UNSPECIFIED and vocabulary.is_autoimmune(slug)]
    if not named:
        return found
    wider = {slug for slug in found if slug == UNSPECIFIED or BESIDE in vocabulary.above(slug)}
    for group in vocabulary.groups.intersection(named):
        listed = read.first(CONDITION, LISTED)
        kinds = sum(group in vocabulary.above(slug) for slug in named)
        if kinds > 1 or (kinds and group not in listed):
            wider.add(group)
    kept = {slug: evidence for slug, evidence in found.items() if slug not in wider}
    return kept | read.first(CONDITION, HEADINGS | TEXTS, lambda *place: _others_too(read, *place))


def _others_too(read: Reading, number: int, match: Match) -> bool:
    """Whether the words are "and other autoimmune diseases", of those whom the trial takes."""
    if match.entry.slug != UNSPECIFIED or not OTHERS_TOO.search(before := read.before(number, match)):
        return False
    return read.fields[number] in HEADINGS or bool(WHOM.search(before) and not A_REMARK_ON_OTHERS.search(before))


def _is_short(match: Match) -> bool:
    return match.entry.exact and len(match.entry.text) <= SHORT
