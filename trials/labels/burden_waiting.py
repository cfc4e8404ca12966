"""Which treatments must be stopped before, and how long before."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from trials.labels.burden_amounts import HALF_LIVES, Found, durations, number
from trials.labels.burden_reading import ELIGIBILITY, EXCLUSION, INCLUSION, TOLD, Reading, Statement
from trials.labels.burden_values import Amount, Burden, BurdenKind, Value
from trials.labels.burden_words import TREATMENT, BurdenWords, Hit

VACCINE = "live-vaccine"
LIVES = r"(?:,? or \w+ half[ -]?li\w+)?(?: ?\([^)]{0,40}\)|,? whichever [\w ]{0,20},)?"
# "within 6 months of", "in the last 6 months", "less than 6 months before": counted back from now.
WITHIN = re.compile(
    r"\b(?:within|less than|fewer than)(?: the| a)?(?: (?:last|past|previous|preceding|prior|first|recent))? ?$|"
    r"[<≤] ?=? ?$|&lt;=? ?$"
)
LAST = re.compile(r"\b(?:in|during|over|within)? ?(?:the|their)? ?(?:last|past|previous|preceding|prior|recent) ?$")
AHEAD = re.compile(rf"{LIVES} ?(?:immediately )?(?:prior to|before|preceding|ahead of|previous to)\b")
OF = re.compile(rf"{LIVES} ?(?:of|from)\b")
AFTER = re.compile(r" ?(?:after|following|post)\b")
ENDS = re.compile(r" ?(?:$|[,;.:)\n]| (?:and|or|unless|except)\b)")
SINCE = re.compile(
    rf"{LIVES} ?(?:(?:must|should|have|has|had|is|are|required|elapsed|passed|wash-?out|period|time|out|apart)"
    r" ){0,5}(?:since|from|post|after|following|for)\b"
)
STOP = re.compile(
    r"\b(?:discontinu\w*|stop\w*|wash(?:ed|ing)?[ -]?out|withh[eo]ld\w*|off|ceas\w*|interrupt\w*|suspend\w*|"
    r"withdraw\w*|completed)\b"
    r"[^.;]{0,120}$"
)
NEGATED = re.compile(
    r"\b(?:no|not|without|never|none|neither|free of|absence)\b(?! (?:limited|restricted|yet|less|more|fewer)\b)"
)
ELSEWHERE = re.compile(r"\b(?:contracept|birth control|donat|abstain|sperm\b|pregnancy test)")
# Something else than the use of the treatment: its dose, its failure, another disease that it was for.
OTHER = re.compile(
    r"\b(?:stable|chang|adjust|increas|initiat|start(?:ed|ing)?\b|new\b|escalat|allerg|hypersens|intoler|reaction|"
    r"toxicit|"
    r"fail|respon[sd]|relaps|flare|progress|contraindicat|plan(?:s|ned|ning)?\b|pregnan|breast-?fe|infection|malignan|"
    r"unable|requir(?:es|ed|ing|ement)|history of (?!treat|us|recei|prior|previous)|cycles?\b|transfus|hemoglobin|"
    r"recover|"
    r"diagnos|surviv|life expectancy|ineffective|follow-?up\b)"
)
PARTIAL = re.compile(
    r"\b(?:except\w*|unless|other than|physiolog\w*|replacement|topical|inhaled|allowed|permitted|may be|mg|however|"
    r"if \w+|some|certain|equivalent)\b"
)
WASHING = re.compile(
    r"\b(?:wash-?outs?|wash out|elapsed|time ?frames?|time intervals?|time since|from prior therapy|since prior|"
    r"discontinued for|must be discontinued)\b"
)
LIST_ITEM = re.compile(r"\W*[\w ,/()+-]{2,120}(?::|-|–) ?(?:at least |≥ ?|> ?=? ?|must |minimum |more than )?$")
LESION = re.compile(r"\b(?:persist|lesion|measurable|response|remission|disease[ -]free|stable)")
LABEL = re.compile(r": ?(?:at least |≥ ?|> ?=? ?|minimum |more than )?$")
CLAUSE = re.compile(r",? (?:if|except|which|and no|with no|unless|provided|but|\(but)\b|\(but\b|\bat the time\b")
ONLY_WITHIN = re.compile(r"\( ?(?:within|<|≤|less than|in|during)?(?: the)?(?: last| past| previous| prior)? ?")
ALLOWED = re.compile(r"[^.;(,:]{0,70}\b(?:is|are|was|were|be) (?:allowed|permitted|acceptable|eligible)\b")
OF_TREATMENT = re.compile(
    r" (?:[\w-]+ )?(?:radi|irradi|chemo|therap|steroid|cortico|immun|treatment\b(?! start)|antibiot|use\b)"
)
PERMITTED = re.compile(r"\b(?:is|are) (?:allowed|permitted|acceptable)\b")
WHICHEVER = re.compile(r"\bwhich ?ever (?:is |was |period is |comes )?(?:the )?(longer|longest|shorter|shortest)")
NARROWED = re.compile(
    r"(?:\bcd\d+|\banti-?[\w-]+|depleting|specific|targeted|other|checkpoint\w*|nitro\w*|platinum|based|intra\w+|"
    r"hyperthermic)[\s,/)-]*$"
)
LYMPHODEPLETING = re.compile(r"(?:lympho-?deplet\w*|conditioning|preparative|bridging)[ -]$")
Span = tuple[int, int]
TIMES = ("day", "week", "month", "year")
MOST_SUBJECTS = 8


def wash_outs(reading: Reading, words: BurdenWords) -> Iterator[Burden]:
    """Each treatment that must have been stopped for some time before."""
    for statement in reading.saying(TREATMENT):
        if statement.field == ELIGIBILITY or statement.field in TOLD:
            yield from _of_statement(reading, statement, words)


def _of_statement(reading: Reading, statement: Statement, words: BurdenWords) -> Iterator[Burden]:
    plain = statement.plain
    if not any(unit in plain for unit in TIMES):  # quicker than to look for numbers
        return
    times = [one for one in durations(plain) if one.amount.unit in TIMES]
    treatments = treatments_in(statement, words) if times else []
    if not treatments or ELSEWHERE.search(plain):
        return
    for index, time in enumerate(times):
        since = times[index - 1].end if index else 0
        until = times[index + 1].start if index + 1 < len(times) else len(plain)
        span = _Wait(reading, statement, time, since, until).treatments()
        if span and not ALLOWED.match(plain, time.end):
            named = [hit for hit in treatments if span[0] <= hit.start < span[1]]
            if named and not OTHER.search(plain, min(span[0], time.start), max(span[1], time.end)):
                yield from _burdens(statement, time, named, words)


class _Wait:
    """A length of time in a statement, between `since`, where another ended, and `until`, where the next begins."""

    def __init__(self, reading: Reading, statement: Statement, time: Found, since: int, until: int) -> None:
        self.reading, self.statement, self.time, self.until = reading, statement, time, until
        self.plain, self.since = statement.plain, _parenthesis(statement.plain, since, time.start)
        before = self.plain[max(0, time.start - 40) : time.start]
        self.lasting = before.endswith("for ")
        self.negated = bool(NEGATED.search(self.plain, since, time.start))
        self.ahead = bool(AHEAD.match(self.plain, time.end))
        self.counted_back = bool(WITHIN.search(before) or LAST.search(before))
        self.back = self.counted_back and not AFTER.match(self.plain, time.end)

    def treatments(self) -> Span | None:
        """Where the treatments stand that the time is for; None where it is no wash-out."""
        statement, time = self.statement, self.time
        if statement.section == EXCLUSION:
            return self._excluded()
        if not self.negated and self.ahead and STOP.search(self.plain, self.since, time.start):
            return self.since, time.start
        if statement.field in TOLD:
            return None
        return self._counted_back() if self.back else self._asked()

    def _excluded(self) -> Span | None:
        """ "Rituximab within 6 months", "within 6 months before screening, rituximab", "<6 months since rituximab"."""
        plain, time = self.plain, self.time
        ahead = self.ahead and time.amount.maximum is not None and not self.lasting
        if self.negated or not (self.back or ahead) or not (self.ahead or _of_a_moment(plain, time.end)):
            return None
        if (since := SINCE.match(plain, time.end)) and not OF.match(plain, time.end):
            return since.end(), self.until
        first = plain[self.since : time.start].strip(" *-0123456789.)(").removeprefix("within").strip()
        return (time.end, self.until) if self.ahead and not first else (self.since, time.start)

    def _counted_back(self) -> Span | None:
        """ "No rituximab within 6 months of screening"; without the "no" it is asked for."""
        plain, time = self.plain, self.time
        ends = self.ahead or OF.match(plain, time.end) or ENDS.match(plain, time.end)
        if not self.negated or not ends or PERMITTED.search(plain, self.since, time.start):
            return None
        return (self.since, time.start) if self.ahead or _of_a_moment(plain, time.end) else None

    def _asked(self) -> Span | None:
        """ "At least 6 months since rituximab"; under a heading of wash-outs also "Rituximab: 6 months"."""
        plain, time, statement = self.plain, self.time, self.statement
        if self.negated or self.counted_back or LESION.search(plain, self.since, time.start):
            return None
        if since := SINCE.match(plain, time.end):
            asked = statement.section == INCLUSION or _is_washing(self.reading, statement)
            return (since.end(), _clause_end(plain, since.end(), self.until)) if asked else None
        listed = LIST_ITEM.match(plain[self.since : time.start]) or self.ahead
        return (self.since, time.start) if listed and _is_washing(self.reading, statement) else None


def _parenthesis(plain: str, start: int, end: int) -> int:
    """Where the parenthesis opens that holds a length of time and more; what stands before it is not meant."""
    opens = plain.rfind("(", start, end)
    if opens <= plain.rfind(")", start, end) or ONLY_WITHIN.fullmatch(plain, opens, end):
        return start
    return opens


def _of_a_moment(plain: str, end: int) -> bool:
    """False for "2 weeks of radiotherapy": a length of the treatment, not of the time since."""
    of = OF.match(plain, end)
    return not of or not OF_TREATMENT.match(plain, of.end())


def _clause_end(plain: str, start: int, until: int) -> int:
    """Where what is said after "since" ends; nowhere where it is the label of the next length of time."""
    if LABEL.search(plain[max(start, until - 30) : until]):
        return start
    stop = CLAUSE.search(plain, start, until)
    return stop.start() if stop else until


def _is_washing(reading: Reading, statement: Statement) -> bool:
    """Whether the statement, or the line that its list stands under, speaks of wash-outs."""
    if WASHING.search(statement.plain):
        return True
    heads = [line for line in islice(reading.line_before(statement.start), 12) if line.rstrip().endswith(":")]
    return any(WASHING.search(line) for line in heads[:2])


def _burdens(statement: Statement, time: Found, named: Sequence[Hit], words: BurdenWords) -> Iterator[Burden]:
    minimum = time.amount.minimum or time.amount.maximum
    maximum = time.amount.maximum if time.amount.maximum != minimum else None
    half_lives, whichever = _half_lives(statement.plain, time)
    for kind, slugs in (
        (BurdenKind.WASH_OUT, [hit.slug for hit in named if hit.slug != VACCINE]),
        (BurdenKind.LIVE_VACCINE, [hit.slug for hit in named if hit.slug == VACCINE]),
    ):
        if slugs:
            value = Value(
                amount=Amount(minimum, maximum, time.amount.unit),
                subjects=tuple(dict.fromkeys(slugs))[:MOST_SUBJECTS] if kind is BurdenKind.WASH_OUT else (),
                before=_moment(statement, time.end, words),
                half_lives=half_lives,
                whichever=whichever,
                partial=bool(PARTIAL.search(statement.plain)),
            )
            yield Burden(kind, value, statement.evidence(min(named[0].start, time.start), max(named[-1].end, time.end)))


def _moment(statement: Statement, end: int, words: BurdenWords) -> str:
    """The moment named soon after a length of time, before anything else is said."""
    rest = statement.plain[end : end + 90]
    stop = re.search(r"[,;.:](?!\d)", rest)
    limit = end + (stop.start() if stop else len(rest))
    if not (AHEAD.match(rest) or OF.match(rest)):
        return ""
    return words.moment(statement.plain[end:limit])


def _half_lives(plain: str, time: Found) -> tuple[int | None, str]:
    near = plain[max(0, time.start - 60) : time.end + 90]
    lives, whichever = HALF_LIVES.search(near), WHICHEVER.search(near)
    if not lives or not whichever:
        return None, ""
    return number(lives["low"]), "longer" if whichever[1].startswith("long") else "shorter"


def treatments_in(statement: Statement, words: BurdenWords) -> list[Hit]:
    """The treatments named, but for those inside a longer name, and broad ones that a word before them narrows."""
    hits = sorted(statement.of(TREATMENT), key=lambda one: (one.start, -one.end))
    kept: list[Hit] = []
    plain = statement.plain
    for hit in hits:
        if kept and hit.end <= kept[-1].end:
            continue
        if hit.slug in words.broad:
            before = plain[max(0, hit.start - 24) : hit.start]
            named_after = plain.startswith(" with ", hit.end)  # "systemic treatment with tacrolimus"
            if named_after or NARROWED.search(before) or LYMPHODEPLETING.search(before):
                continue
        if not plain.startswith(" vaccine", hit.end):
            kept.append(hit)
    return kept
