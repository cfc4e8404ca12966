"""What a line of an eligibility text is: a heading, words that lead in to a list, a note, or a criterion."""

import re
from enum import StrEnum


class Role(StrEnum):
    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"
    UNKNOWN = "unknown"  # the text never says


class Kind(StrEnum):
    HEADING = "heading"
    LEAD_IN = "lead-in"  # a criterion that its list makes whole: "Any of the following:"
    CRITERION = "criterion"
    NOTE = "note"


LONGEST_HEADING, LONGEST_MAIN_HEADING = 80, 110

CRITERIA = r"crit[a-z]{3,8}"  # "critieria" too
ROLE = r"(?:non[- ]?)?(?:in|ex)clu(?:sion|ded|sionary)s?"
ROLES = rf"{ROLE}(?:\s*(?:/|and|&|or)\s*{ROLE})?"
MAIN = re.compile(rf"\b(?:{ROLES}\b(?:\s+{CRITERIA})?|criteri(?:a|on)\s+(?:for|of)\s+{ROLES})", re.IGNORECASE)
SAYS_CRITERIA = re.compile(rf"\b{CRITERIA}", re.IGNORECASE)
FIRST_WORDS = re.compile(
    rf"(?:[\w./'’&-]+\s+){{0,5}}?{ROLES}(?:\s+{CRITERIA})?"
    r"(?:(?:\s*[-–(,/]|\s+(?:for|of|in|to|by|at|and|common|specific|applicable|cohorts?|groups?|parts?|arms?|phase|sub|all|"
    r"\d|[A-H]\b))[^:：.\n]{0,60})?\W*",
    re.IGNORECASE,
)
EXCLUSION = re.compile(r"\bexclu|\bnon[- ]?inclu", re.IGNORECASE)
INCLUSION = re.compile(r"(?<!non)(?<!non )(?<!non-)inclusion|(?<!non)(?<!non )(?<!non-)\bincluded", re.IGNORECASE)
SENTENCE = re.compile(
    r"\b(?:must|meets?|are|is|were|was|have|has|had|will|would|may|apply|applies|not|should|can|be|per|any|all|"
    r"from the|based|if|following|includes?|defined)\b",
    re.IGNORECASE,
)
WITH_WORDS_AFTER = re.compile(
    r"\W{0,6}(?P<heading>(?:(?:key|main|major|general|study|patient|subject|participant|principal|primary)s?'?\s+){0,2}"
    rf"(?P<role>{ROLES})(?:\s+{CRITERIA})?"
    r"(?:\s+(?:for|of|in)\s+[^:：.;\n]{1,50}(?=[:：]))?(?:\s?[*_]{0,4}[:：.][*_]{0,4}|\s?[-–—](?=\s)|\s(?=[A-Z0-9≥≤•*])))\s*(?=\S)",
    re.IGNORECASE,
)
CAPITAL_AFTER = re.compile(r"\s[A-Z0-9≥≤•*]")
WITHIN = re.compile(
    r"(?:(?<=[.;。；,:])|(?<=\s))\s*(?P<heading>(?:(?:[Kk]ey|[Mm]ain|[Mm]ajor|KEY|MAIN|[Ss]tudy)\s)?"
    r"(?:(?:Non-?\s?)?(?:Inc|Exc)lusion|(?:NON-?\s?)?(?:INC|EXC)LUSION|(?:in|ex)clusion(?=\scriteria))"
    r"(?:\s+[Cc]riteria|\s+CRITERIA)?\s?[:：])"
)
EMPTY_HEADING = re.compile(
    r"^\W*[IVX]{1,4}\.[\d.]*\s|"
    r"\b(?:key|main|major|general|patients?|subjects?|participants?|study|principal|primary|the|are|as|follows?|"
    r"inclusions?|exclusions?|(?:in|ex)clusionary|non|included|excluded|crit[a-z]{3,8}|includes?|following|and|"
    r"for|of|or|in|this|trial|list|selected|abbreviated|important)\b|[\W_\d]",
    re.IGNORECASE,
)

# A list's own introduction: it says no more than that a list of criteria follows.
INTRODUCTION = re.compile(
    r"(?:to be eligible|in order to (?:be|participate|enrol)|eligible (?:patients|participants|subjects))"
    r".{0,240}[:：]$|"
    r"(?=.{0,300}(?:criteria|conditions?|following|below|requirements?))"
    r"(?=.{0,300}\b(?:eligib|inclu[ds]|exclu|enrol|participat|study entry|entry into|disqualif|ineligib|enter|recruit))"
    r"(?=.{0,120}\b(?:all|any|every|each|one|either|following|who|if|both|these)\b)"
    r"(?!.{0,20}\b(?:women|females?|males?|history|treatment|use|receipt)\b)"
    r".{0,340}(?:[:：]|criteria\s*[.:]?|following|appl(?:y|ies)|true|met|present|below)\W*$",
    re.IGNORECASE | re.DOTALL,
)
KEEPS_OUT = re.compile(
    r"\bexclu|ineligib|not (?:be )?(?:eligible|enrolled|included|enter|participate)|disqualif|not allowed",
    re.IGNORECASE,
)
TAKEN_IN = re.compile(r"(?<!non)(?<!non )(?<!non-)\binclusion\b", re.IGNORECASE)
ABOUT_THE_LIST = re.compile(
    r"(?:other|additional|further|more|all other|some)?\W*(?:protocol|study|inclusion|exclusion|criteria).{0,90}"
    r"\b(?:may |could |might |also |will )*appl(?:y|ies)\W*$",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"[*_\\(\[]*(?:please note|note[sd]?|n\.?b\.?|nota bene|remarks?|comments?|footnotes?)\b"
    r"\W{0,4}(?:[:：–-]|that\b|\s)",
    re.IGNORECASE,
)
NOTHING = re.compile(
    r"\W*(?:none|not applicable|n/?a|no(?:ne)? (?:exclusion|inclusion) criteria|nil|not provided)\W*$", re.IGNORECASE
)
JOINT = re.compile(r"\W*(?:and|or|and/or|plus|either|both)\W*$", re.IGNORECASE)

EMPHASIS = re.compile(r"\*\*|__|\\[*_]")
BOLD = re.compile(r"(?P<mark>\*\*|__|\\\*\\\*)[^*_]{2,90}(?P=mark)[:：]?$")
LEADS_IN = re.compile(
    r"\b(?:following|defined|includ(?:e|es|ed|ing)|either|must|below|least|follows|such as|with|who|have|has|of|and|"
    r"or|by|except(?:ions?)?|limited to|if|are|is|be|meets?|history|adequate|criteria|values?|tests?)\b[^:]{0,24}"
    r"[:：]\W*$",
    re.IGNORECASE,
)
LEADS_TO = re.compile(
    r"\b(?:following|defined|includ(?:e|es|ed|ing)|either|must|below|least|follows|meets?|criteria)\b"
    r"|\b(?:with|who|have|has|or|and|by|if|are|is|be|of|as|such)\W*$",
    re.IGNORECASE,
)
POPULATION = re.compile(
    r"^(?:(?:inclusion|additional|specific|only)?\s*(?:for|in)\s+)?(?:all\s+|the\s+)?(?:[\w'’]+[\s-]){0,3}?"
    r"(?:cohorts?|groups?|arms?|parts?|phases?|sub-?stud(?:y|ies)|stages?|controls?|volunteers|donors?|recipients?|"
    r"patients|participants|subjects|adults|children|caregivers?|parents?)\b(?P<rest>.{0,70})$",
    re.IGNORECASE,
)
ELIGIBILITY = re.compile(r"^(?:\w+\s){0,3}eligibility(?: criteria)?\b.{0,50}$", re.IGNORECASE)
SHORT_NAME = re.compile(
    r"^[A-Z](?!.*\b(?:must|meet|are|is|were|have|has|with|who)\b)[^.;]{0,40}\b"
    r"(?:cohorts?|groups?|arms?|parts?|phases?|sub-?study|controls?|donors?|recipients?|volunteers|patients|participants)\b"
    r"[^.;]{0,20}$",
    re.IGNORECASE,
)
NAMED_COHORT = re.compile(
    r"^[^.;]{0,90}\b(?:cohorts?|groups?|arms?|parts?|phases?)\s*(?:[0-9]{1,2}[a-z]?|[A-H]|[IV]{1,4}|one|two|three|only)\b\W*$"
    r"|^[^.;]{0,90}\bcohort\W*$|^for [^.;]{0,70}\bonly\b.{0,24}[:：]$",
    re.IGNORECASE,
)


def main_heading(words: str, marked: bool = False) -> Role | None:
    """The role that a whole line sets as a main heading: "Key exclusion criteria for cohort A". None if it is none.

    marked: it has a bullet or a number, as "Inclusion in another trial" has, which is one of the criteria.
    """
    words = _plain(words)
    if len(words) > LONGEST_MAIN_HEADING or not MAIN.search(words):
        return None
    if SENTENCE.search(words) and not _only_announces(words):
        return None
    colon = words.rstrip("*_ ").endswith((":", "："))
    if not colon and (len(words) > 70 or not FIRST_WORDS.fullmatch(words)):
        return None
    if marked and not (colon or SAYS_CRITERIA.search(words) or _only_announces(words)):
        return None
    return role_in(words)


def _plain(words: str) -> str:
    return EMPHASIS.sub("", words).strip()


def _only_announces(words: str) -> bool:
    return not EMPTY_HEADING.sub("", words)


def role_in(words: str) -> Role:
    """What "inclusion" or "exclusion" in a heading says; unknown if it names both."""
    words = _plain(words)
    out, within = EXCLUSION.search(words), INCLUSION.search(words)
    if out and within:
        return Role.UNKNOWN
    return Role.EXCLUSION if out else Role.INCLUSION


def role_of_introduction(words: str) -> Role:
    """The role that words before a list set: "Any of these keeps people out:"; unknown if they name both."""
    if EXCLUSION.search(words) and TAKEN_IN.search(words):
        return Role.UNKNOWN
    return Role.EXCLUSION if KEEPS_OUT.search(words) else Role.INCLUSION


def is_empty(heading: str) -> bool:
    """Whether a heading says nothing but its role: "Key inclusion criteria"."""
    return not EMPTY_HEADING.sub("", _plain(heading))


def is_introduction(words: str) -> bool:
    """Whether a line only announces the list: "Patients who meet any of the following will be excluded:"."""
    return len(words) <= 340 and bool(INTRODUCTION.match(words))


def is_note(words: str) -> bool:
    """Whether a line is no criterion but a word about one, or about the list."""
    return bool(NOTE.match(words) or JOINT.match(words))


def is_about_the_list(words: str) -> bool:
    """Whether a line speaks of the whole list: "Not applicable", "Other criteria may apply"."""
    return len(words) < 160 and bool(NOTHING.match(words) or ABOUT_THE_LIST.match(words))


def is_sub_heading(words: str, marked: bool, listed: bool, for_all: bool = False) -> bool:
    """Whether a line names those for whom, or the matter of which, the next criteria speak.

    marked: it has a bullet or a number; listed: a list of its own follows; for_all: a main heading does.
    """
    colon = words.endswith((":", "：", ":**"))
    if len(words) > LONGEST_HEADING + 20 or NOTE.match(words):
        return False
    if colon and is_empty(words):
        return True
    if NAMED_COHORT.match(words) and (colon or listed or for_all):
        return True
    if marked or len(words) > LONGEST_HEADING:
        return False
    if BOLD.match(words) or (words.isupper() and sum(map(str.isalpha, words)) > 3 and len(words.split()) < 9):
        return True
    if ELIGIBILITY.match(words) and not SENTENCE.search(words):
        return True
    if POPULATION.match(words) and (colon or (SHORT_NAME.search(words) and listed)):
        return not LEADS_TO.search(words) or words.lower().startswith(("for ", "in "))
    return colon and not LEADS_IN.search(words) and not SENTENCE.search(words) and not re.search(r"[≥≤<>]", words)
