"""How many treatments must have been tried before."""

import re
from collections.abc import Iterator

from trials.labels.burden_amounts import NUMBER, Found, is_part, number
from trials.labels.burden_reading import ELIGIBILITY, EXCLUSION, Reading, Statement
from trials.labels.burden_values import Amount, Burden, BurdenKind, Value
from trials.labels.burden_waiting import MOST_SUBJECTS, treatments_in
from trials.labels.burden_words import TREATMENT, BurdenWords

COUNT = re.compile(
    rf"(?:(?:at least|minimum of|minimum|no fewer than|no less than|not less than|≥|> ?=|&gt;=) ?(?P<least>{NUMBER})"
    rf"(?: ?\({NUMBER}\))?(?:,? (?:but|and) (?:≤|no more than|not more than|a maximum of|up to) ?{NUMBER})?|"
    rf"(?P<more>{NUMBER})(?: ?\({NUMBER}\))? or (?:more|greater)|(?:(?<!no )(?<!not )more than|"
    rf"(?<!<)>) ?(?P<over>{NUMBER})"
    rf"|(?<![\w.,/^+≤<-])(?<![≤<] )(?P<low>{NUMBER}) ?(?:-|~|to|or) ?(?P<high>{NUMBER})(?= (?:prior|previous|lines?))"
    rf"|(?<![\w.,/^+≤<-])(?<![≤<=] )(?<!than )(?P<exact>{NUMBER})(?= (?:prior|previous|lines?)\b))(?! ?[\d%]|[.,]\d)"
)
SORT = re.compile(
    r"(?P<gap>(?: [\w/,+()'-]+){0,6}?) (?P<noun>lines?|regimens?|therap(?:y|ies)|treatments?|immunosuppress\w*|"
    r"immunomodulat\w*|"
    r"[bt]?s?c?dmards?|biologics?|biological agents?|agents?|drugs?|medications?|medicines?|nsaids?|"
    r"of the following(?= (?:[\w-]+ ){0,3}(?:therap|treat|medic|drug|agent|immunosup|dmard)))\b"
)
NO_GAP = re.compile(
    r"\b(?:after|before|from|since|with|in|to|for|by|days?|weeks?|months?|years?|hours?|lesions?|sites?|samples?|"
    r"doses?|"
    r"episodes?|relapses?|points?|criteria|infusions?|cycles?|courses?|attacks?|flares?|times?|mg|g|site|were|was|"
    r"have|had)\b"
)
TRIED = re.compile(
    r"\b(?:fail\w*|refractory|inadequate\w*|insufficient\w*|intoleran\w*|relaps\w*|receiv\w+|respon\w+|"
    r"unrespons\w+|despite|after|resistan\w+|"
    r"treated with|progress\w*|undergone|tried|prior|previous(?:ly)?|exposed|ineffective|following|treatment with|"
    r"treatments)\b"
)
NOW = re.compile(
    r"\b(?:stable|background|concomitant|current(?:ly)?|combin\w+|ongoing|no more than|maximum|at most|up to|not|"
    r"cannot|may|without|cycles?)\b[^.;]{0,40}$"
)
WAYS_IN = re.compile(r" or |\bif\b|\bcohorts?\b|\bpatients with\b|\bsubjects with\b|\bparticipants with\b|\bexcept")
ONE_OF = re.compile(r"(?: or more)? of (?:the following )?(?:[a-z]+: )?")
USED = re.compile(r"\b(?:has|have|had|was|were) (?:been )?(?:used|tried|given|received|failed)\b")
LINES = ("line", "lines", "regimen", "regimens")


def prior_treatments(reading: Reading, words: BurdenWords) -> Iterator[Burden]:
    """How many treatments must have been tried before; of two ways in, the easier one."""
    for statement in reading.saying("count"):
        if statement.field == ELIGIBILITY and statement.section != EXCLUSION:
            counts = list(_counts(statement))
            if counts:
                amount, start, end = min(counts, key=lambda one: one.amount.minimum or 0)
                named = [hit.slug for hit in treatments_in(statement, words) if start <= hit.start < end + 100]
                partial = len(counts) > 1 or bool(WAYS_IN.search(statement.plain))
                value = Value(amount=amount, subjects=tuple(dict.fromkeys(named))[:MOST_SUBJECTS], partial=partial)
                yield Burden(BurdenKind.PRIOR_TREATMENT, value, statement.evidence(start, end))


def _counts(statement: Statement) -> Iterator[Found]:
    plain = statement.plain
    for count in _numbers(statement):
        sort = SORT.match(plain, count.end(), count.end() + 120)
        before = plain[max(0, count.start() - 120) : count.start()]
        if not sort and (named := _named(statement, count)):
            yield named
        if not sort or NO_GAP.search(sort["gap"]) or NOW.search(before) or is_part(plain, count.start()):
            continue
        if TRIED.search(before) or re.search(r"\b(?:prior|previous|earlier)\b", sort[0]):
            minimum = number(count["least"] or count["more"] or count["over"] or count["low"] or count["exact"])
            maximum = number(count["high"]) if count["high"] else None
            unit = "line" if sort["noun"] in LINES else "treatment"
            yield Found(Amount(minimum + bool(count["over"]), maximum, unit), count.start(), sort.end())


def _named(statement: Statement, count: re.Match[str]) -> Found | None:
    """ "At least one of cyclophosphamide, azathioprine or methotrexate has been used"."""
    plain = statement.plain
    least, listed = count["least"] or count["more"], ONE_OF.match(plain, count.end())
    named = listed and any(listed.end() <= hit.start <= listed.end() + 1 for hit in statement.of(TREATMENT))
    if not least or not listed or not named or not (USED.search(plain) or TRIED.search(plain[: count.start()])):
        return None
    return Found(Amount(number(least), None, "treatment"), count.start(), listed.end())


def _numbers(statement: Statement) -> Iterator[re.Match[str]]:
    """The counts beside the words that gave the statement away; to read all of a long one would take too long."""
    done = 0
    for hit in statement.of("count"):
        for count in COUNT.finditer(statement.plain, max(done, hit.start - 40), hit.end + 20):
            done = count.end()
            yield count
