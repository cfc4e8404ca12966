"""Where the patient has to be and for how long, and who pays."""

import re
from collections.abc import Iterator

from trials.labels.burden_amounts import Found, days, distances, durations, is_part
from trials.labels.burden_reading import ELIGIBILITY, EXCLUSION, TOLD, Reading, Statement
from trials.labels.burden_values import Amount, Burden, BurdenKind, Said, Value

PAST = re.compile(r"\b(?:was|were|median|mean|average|reported|retrospective\w*|published|literature)\b|%")
LENGTH = (
    r"(?:at least |about |approximately |around |up to |an? |a total of |a minimum of |the |~ ?|≥ ?|> ?=? ?|< ?=? ?|"
    r"≤ ?|minimum of |the first |other |least ){0,3}$"
)

# Hospital
STAY_AFTER = re.compile(
    r"[ -](?:(?:inpatient|in-patient|in-hospital|overnight|planned|mandatory|required) ){0,2}"
    r"(?:hospital(?:i[sz]ations?)?(?: stay| admission)?|stay in (?:the )?hospital|(?:inpatient|"
    r"in-patient) (?:stay|admission|"
    r"hospitali[sz]ation|observation|monitoring))\b(?! (?:after|visit|discharge))"
)
STAY_BEFORE = re.compile(
    r"\b(?:hospitali[sz]ed|hospitali[sz]ation|inpatients?|in-patients?|admitted|in (?:the |a )?hospital|"
    r"hospital stay)\b"
    rf"(?:(?!follow|visit|then|discharg|after|outpatient|within|prior|before|contact)[^.;\d]){{0,50}}?"
    rf"\b(?:for|of|lasts?|lasting|is|be|least|up to|~|≥) ?{LENGTH}"
)
STAY_LATER = re.compile(
    r",? (?:the )?(?:patients?|participants?|subjects?|you|they) (?:\w+ ){0,3}(?:hospitali[sz]ed|admitted|"
    r"inpatients?)\b"
)
OVERNIGHT = re.compile(
    r"\b(?:stay(?:ing)?|remain|kept|hospitali[sz]ed|admitted)\b[^.;,]{0,30}\bovernight\b|"
    r"\bovernight (?:hospital )?(?:stay|hospitali[sz]ation)"
)
NO_STAY = re.compile(
    r"length of|duration of (?:the )?hosp|\bhistory|\bprior\b(?! to\b)|\bprevious|\bwithin [^.;]{0,12}\b(?:days?|"
    r"weeks?|months?)|intensive care|\bicu\b|surg|"
    r"post-?op|\boperat|reduc|prolong|shorten|\bif\b|in case|mortality"
)
WILL = re.compile(
    r"\b(?:will|must|may|should|required?|expected|remain|stay|asked|need|plan\w*|recommended|subjects? to be)\b"
)
OUTPATIENT = re.compile(
    r"\b(?:infus|administ|treat|given|receiv|dos|lymphodeplet|conditioning|"
    r"chemotherap)\w*\b[^.;]{0,60}\b(?:as an? out-?patients?|on an "
    r"out-?patient basis|in (?:an|the) (?:inpatient or )?out-?patient(?: setting| clinic| or inpatient setting)?)\b|"
    r"\bout-?patient (?:administration|infusion|dosing|lymphodeplet\w+)\b[^.;]{0,60}\b(?:is|are|may|can|will|"
    r"allowed|permitted|possible)\b"
)
NOT_OUTPATIENT = re.compile(r"\b(?:not|no|prior|previous|visits?|attending|recruit\w*|could|easier)\b")

# Near the centre
STAY = re.compile(r"\b(?:stay\w*|remain\w*|resid\w+|liv(?:e|ing)|lodg\w+|located|accommodat\w+|relocat\w+)\b")
PLACE = re.compile(
    r"\b(?:sites?|cent(?:er|re)s?|hospital|clinic|institution|facility|campus|treating|city|study|infusion)\b"
)
NEAR = re.compile(r"\b(?:near(?:by)?|close to|vicinity|proximity|within|local)\b")
FOR = re.compile(rf"\b(?:for|through|until|during|least|minimum of|of) ?{LENGTH}")
WITHIN = re.compile(r"\bwithin ?(?:about |approximately |an? |~ ?|a radius of )?$")
HOUR = re.compile(r"\bwithin an? hour(?:'s|s)?\b")
REACH = re.compile(r"[ -]?(?:s )?(?:'s?|drive|driving|travel|by car|of|from|radius|distance|\()")

# Follow-up
FOLLOWED = re.compile(
    r"(?:follow(?:ed)?[ -]?up|followed(?! by\b)|ltfu|monitored)(?:(?!every|each|occurr|visits? at|at week|"
    r"at month|follow)[^.;:\d]){0,70}?"
    rf"(?:\b(?:for|of|is|last|lasts|lasting|period|to|until|through|over|total|phase|time|duration|about|"
    rf"approximately)|\(|:|,|≥|~) ?{LENGTH}"
)
FOLLOW_AFTER = re.compile(
    r"[ -](?:(?!dose|an?\b|plus\b|later|after|before|at\b|prior)[a-z,&/-]+ ){0,6}?(?:[a-z]+-)?follow(?:ed)"
    r"?[ -]?up\b(?! visits? (?:at|every)| ?(?:duration|period|time|phase)? ?:)"
)
TAKES = re.compile(rf"\bparticipation\b[^.;\d]{{0,60}}?\b(?:last|lasts|be|is|for|take|takes|up) ?{LENGTH}")
GENE_THERAPY = re.compile(rf"\b(?:for|through|least) ?{LENGTH}|up to (?:an? )?$")
YEARLY = re.compile(r"\b(?:yearly|annual\w*|every year)\b")
AFTERWARDS = re.compile(r" ?(?:after|following|post|from)\b")
YEAR_OF_FOLLOW_UP = re.compile(r"\bthrough year (\d{1,2}) of (?:the )?(?:long[ -]term follow|ltfu)")
A_YEAR, TEN_YEARS = 360, 3650  # in days
LONG_TERM = re.compile(r"\b(?:long[ -]?term|ltfu|extended)\b")
SHORT = re.compile(
    r"\b(?:dlt|dose[ -]limiting|event|survival|efficacy endpoint|enrol\w+|accrual|study will (?:last|take))\b"
)
WILLING = re.compile(r"\b(?:participat\w*|willing\w*|unwilling\w*|agree\w*|unable|comply|complete|consent\w*)\b")

# Contraception
UNTIL = re.compile(
    r"\b(?:for|until|within|though|through|to|least|up to|and|minimum of|during|≥|approximately) ?" + LENGTH
)
SINCE_TREATMENT = re.compile(
    r" ?\(?[^;.)]{0,12}?\)? ?(?:after|following|post|from)[ -](?!the last menst|menst|menop|vasect|delivery|"
    r"signing|screening|consent|enrol|birth)"
)
ASKED = re.compile(r"\b(?:must|agree\w*|should|willing\w*|who|whose|with|has|have|need|will|are|is)\b")
WOMEN, MEN = re.compile(r"\b(?:wom[ae]n|females?|wocbp)\b"), re.compile(r"\b(?:m[ae]n|males?)\b(?! condom)")


def hospital(reading: Reading) -> Iterator[Burden]:
    """Days in hospital, and whether none are needed."""
    for statement in reading.saying("hospital", "outpatient"):
        plain = statement.plain
        if statement.field not in TOLD or PAST.search(plain):
            continue
        if statement.of("outpatient") and not NOT_OUTPATIENT.search(plain) and (found := OUTPATIENT.search(plain)):
            yield Burden(BurdenKind.OUTPATIENT, Value(said=Said.YES), statement.evidence(*found.span()))
        if statement.of("hospital") and not NO_STAY.search(plain):
            for amount, start, end in _hospital(plain):
                yield Burden(BurdenKind.HOSPITAL_STAY, Value(amount=amount), statement.evidence(start, end))
                break


def _hospital(plain: str) -> Iterator[Found]:
    for time in durations(plain):
        if time.amount.unit not in ("night", "day", "week") or (is_part(plain, time.start) and "first" not in plain):
            continue
        before = STAY_BEFORE.search(plain[max(0, time.start - 140) : time.start])
        later = STAY_LATER.match(plain, time.end) and WILL.search(plain)
        if STAY_AFTER.match(plain, time.end) or later or (before and WILL.search(plain)):
            yield time
    if found := OVERNIGHT.search(plain):
        yield Found(Amount(1, 1, "night"), *found.span())


def near_centre(reading: Reading) -> Iterator[Burden]:
    """How near to stay, and how long, where either is said in numbers."""
    for statement in reading.saying("near"):
        plain = statement.plain
        if not (statement.field in TOLD or statement.field == ELIGIBILITY):
            continue
        if statement.section == EXCLUSION and not re.search(r"\b(?:unable|unwilling|not|inability)\b", plain):
            continue
        stay = STAY.search(plain)
        if stay and PLACE.search(plain) and NEAR.search(plain) and not PAST.search(plain):
            distance = next(_near(plain), None)
            time = next((one for one in durations(plain) if _is_stay(plain, stay.start(), one)), None)
            if distance or time:
                value = Value(amount=time.amount if time else None, distance=distance.amount if distance else None)
                yield Burden(BurdenKind.NEAR_CENTRE, value, statement.evidence(stay.start(), len(plain)))


def _near(plain: str) -> Iterator[Found]:
    for found in distances(plain):
        low = found.amount
        if WITHIN.search(plain[max(0, found.start - 30) : found.start]) and REACH.match(plain, found.end):
            yield Found(Amount(None, low.maximum or low.minimum, low.unit), found.start, found.end)
    if found_hour := HOUR.search(plain):
        yield Found(Amount(None, 1, "hour"), *found_hour.span())


def _is_stay(plain: str, stay: int, time: Found) -> bool:
    return (
        time.amount.unit in ("day", "week", "month")
        and time.start > stay
        and bool(FOR.search(plain[max(0, time.start - 40) : time.start]))
    )


def follow_up(reading: Reading) -> Iterator[Burden]:
    """The longest follow-up of each patient, and the longest of those called long-term."""
    longest: dict[BurdenKind, tuple[Found, Statement]] = {}
    for statement in reading.saying("follow"):
        if statement.field == "primary outcomes":
            for time in _of_outcomes(statement.plain):
                longest.setdefault(BurdenKind.LONG_TERM_FOLLOW_UP, (time, statement))
            continue
        times = list(durations(statement.plain))
        if times and _tells_of_follow_up(statement):
            for time in times:
                kind = _follow_up(statement, time)
                if kind and (kind not in longest or days(time.amount) > days(longest[kind][0].amount)):
                    longest[kind] = time, statement
    for kind, (time, statement) in longest.items():
        yield Burden(kind, Value(amount=time.amount), statement.evidence(time.start, time.end))


def _of_outcomes(plain: str) -> Iterator[Found]:
    """ "Through year 15 of long-term follow-up": the one way in which an outcome tells of each patient's follow-up."""
    for year in YEAR_OF_FOLLOW_UP.finditer(plain):
        yield Found(Amount(int(year[1]), int(year[1]), "year"), *year.span())


def _tells_of_follow_up(statement: Statement) -> bool:
    if statement.field == ELIGIBILITY:
        return bool(WILLING.search(statement.plain))
    return statement.field in TOLD and not PAST.search(statement.plain)


def _follow_up(statement: Statement, time: Found) -> BurdenKind | None:
    plain = statement.plain
    if days(time.amount) < 28 or is_part(plain, time.start):
        return None
    before = plain[max(0, time.start - 110) : time.start]
    after = FOLLOW_AFTER.match(plain, time.end)
    followed = FOLLOWED.search(before)
    fifteen = (time.amount.maximum or time.amount.minimum) == 15 and time.amount.unit == "year"
    late = fifteen and GENE_THERAPY.search(before) and (AFTERWARDS.match(plain, time.end) or YEARLY.search(before))
    takes = statement.field in TOLD and TAKES.search(before)
    short = SHORT.search(before[-60:]) or SHORT.search(plain, time.end, time.end + 25)
    if short or not (after or followed or late or takes):
        return None
    said = (after[0] if after else "") + before[followed.start() - 30 if followed and followed.start() > 30 else -60 :]
    long = days(time.amount) > TEN_YEARS or (days(time.amount) > A_YEAR and LONG_TERM.search(said))
    return BurdenKind.LONG_TERM_FOLLOW_UP if late or long else BurdenKind.FOLLOW_UP


def contraception(reading: Reading) -> Iterator[Burden]:
    """How long after treatment to prevent a pregnancy: the longest time for women, for men, or for all."""
    longest: dict[tuple[str, ...], Burden] = {}
    for statement in reading.saying("contraception"):
        if statement.field != ELIGIBILITY:
            continue
        plain = statement.plain
        subject = ASKED.split(plain, maxsplit=1)[0]
        who = tuple(name for name, words in (("women", WOMEN), ("men", MEN)) if words.search(subject))
        for time in durations(plain):
            asked = UNTIL.search(plain[max(0, time.start - 40) : time.start]) and SINCE_TREATMENT.match(plain, time.end)
            known = longest.get(who)
            if (
                asked
                and days(time.amount) > 20
                and (known is None or known.value.amount is None or days(time.amount) > days(known.value.amount))
            ):
                value = Value(
                    amount=Amount(time.amount.minimum or time.amount.maximum, None, time.amount.unit), subjects=who
                )
                longest[who] = Burden(BurdenKind.CONTRACEPTION, value, statement.evidence(time.start, time.end))
    yield from longest.values()
