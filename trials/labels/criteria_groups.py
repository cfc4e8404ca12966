"""What a criterion is about, told by its words: the first of them that says it, if it is not said by the way."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from trials.labels import criteria_words as said
from trials.labels.criteria_headings import Role


class Group(StrEnum):
    AGE = "age"
    DIAGNOSIS = "diagnosis"  # and how severe or active it is
    TREATMENTS = "treatments"  # earlier and other ones, wash-outs, vaccines, surgery
    ANTIBODIES = "antibodies"  # and other marks of the disease in the blood
    ORGANS = "organs"  # heart, lungs, liver, kidneys and blood
    INFECTIONS = "infections"
    PREGNANCY = "pregnancy"  # and birth control
    ILLNESSES = "illnesses"  # others than the trial's, and allergies
    CELL_THERAPY = "cell-therapy"  # earlier cell and gene therapy, transplants
    CONSENT = "consent"  # and all that taking part asks for: visits, no other trial, access to a vein
    OTHER = "other"  # nothing known


READ = 400  # letters of a criterion: what it is about stands near its beginning
CLEARLY = 45  # how near, for a part of a list to be about something else than the list
FAR = 1000
DENIED = re.compile(
    r"^(?:\W|\b(?:patients?|subjects?|participants?|individuals|must|should|who|that|do|does|have|with|are|is|be)\b)*"
    r"\b(?:no|not|without|absence|free of|never|non-?smok\w+)\b"
)

ESCAPE = re.compile(r"\\(?=[^\w\s])|[*_]{2}")
HYPHEN = re.compile(r"[‐‑‒–—−]")
FOR_WHOM = re.compile(r"^[\w ,&/-]{0,40}\b(?:group|cohort|arm|part|phase)s?\b[\w ,&-]{0,12}: ?")  # "Cohort A only:"
EDGE = r"(?<![a-z0-9])(?<!anti-)"
BLANKS = re.compile(r"\s+")


class Rule(NamedTuple):
    """Words for a group. lead: by how many letters they may come later than others and still decide."""

    group: Group
    lead: int
    words: re.Pattern[str]
    role: Role | None = None  # None: whichever


def _rule(group: Group, lead: int, words: str, role: Role | None = None) -> Rule:
    stems = [stem.strip() for line in words.replace("\\\n", "").strip().splitlines() for stem in _stems(line)]
    return Rule(group, lead, re.compile(rf"{EDGE}(?:{'|'.join(stem for stem in stems if stem)})"), role)


def _stems(line: str) -> list[str]:
    return re.split(r" \| |^\| | \|$", line.strip())


RULES = (
    _rule(Group.AGE, 12, said.AGE),
    _rule(Group.DIAGNOSIS, 40, said.ONSET),
    _rule(Group.TREATMENTS, 60, said.TAPERING),
    _rule(Group.TREATMENTS, 20, said.INVESTIGATIONAL),
    _rule(Group.TREATMENTS, 41, said.VACCINES),
    _rule(Group.ILLNESSES, 40, said.SERIOUS, Role.EXCLUSION),
    _rule(Group.ILLNESSES, 40, said.NO_OTHER),
    _rule(Group.ANTIBODIES, 10, said.MARKS),
    _rule(Group.PREGNANCY, 70, said.PREGNANCY),
    _rule(Group.CELL_THERAPY, 70, said.CELL_THERAPY),
    _rule(Group.CELL_THERAPY, 45, said.TRANSPLANTS),
    _rule(Group.INFECTIONS, 40, said.INFECTIONS),
    _rule(Group.ANTIBODIES, 40, said.ANTIBODIES),
    _rule(Group.ORGANS, 30, said.ORGANS),
    _rule(Group.CONSENT, 25, said.CONSENT),
    _rule(Group.ILLNESSES, 30, said.OTHER_ILLNESSES, Role.EXCLUSION),
    _rule(Group.ORGANS, 24, said.HEART_AND_BLOOD),
    _rule(Group.DIAGNOSIS, 0, said.DIAGNOSIS, Role.INCLUSION),
    _rule(Group.DIAGNOSIS, -40, said.DIAGNOSIS, Role.EXCLUSION),
    _rule(Group.TREATMENTS, 0, said.TREATMENTS),
    _rule(Group.ILLNESSES, 0, said.OTHER_ILLNESSES, Role.INCLUSION),
    _rule(Group.CONSENT, -50, said.UNSUITABLE),
    _rule(Group.ILLNESSES, -60, said.SICK, Role.EXCLUSION),
    _rule(Group.DIAGNOSIS, -60, said.SICK, Role.INCLUSION),
    _rule(Group.AGE, -FAR - 500, said.AGE_CUES),
    _rule(Group.ILLNESSES, -FAR, said.SICK_CUES, Role.EXCLUSION),
    _rule(Group.DIAGNOSIS, -FAR, said.DIAGNOSIS_CUES, Role.INCLUSION),
    _rule(Group.CONSENT, -FAR - 300, said.CONSENT_CUES),
)
DISEASES = {name: re.compile(rf"{EDGE}(?:{spellings})") for name, spellings in said.DISEASES.items()}
DISEASE_LEAD = 20


class Told(NamedTuple):
    """A group, and where the words stand that tell it; the lower the score, the surer."""

    score: int
    place: int
    group: Group


def plain(words: str) -> str:
    """The beginning of a criterion as the tables know it."""
    text = ESCAPE.sub("", words[: 2 * READ]).lower()
    text = BLANKS.sub(" ", HYPHEN.sub("-", text)).replace("’", "'").strip()[:READ]
    return FOR_WHOM.sub("", text) or text


def diseases_in(bodies: Iterable[str]) -> frozenset[str]:
    """The diseases that inclusion criteria name: the trial's own."""
    texts = " ".join(text for body in bodies if not DENIED.match(text := plain(body)))
    return frozenset(name for name, spelling in DISEASES.items() if spelling.search(texts))


def group(
    words: str,
    role: Role = Role.UNKNOWN,
    own: frozenset[str] = frozenset(),
    above: Group = Group.OTHER,
    heading: str = "",
    *,
    leads_in: bool = True,
) -> Group:
    """What a criterion is about.

    own: the trial's own diseases (see diseases_in); above: what the list is about that it is part of, which holds
    unless its first words say otherwise; leads_in: whether that list's own words end with a colon, say: if not, the
    list may stand there by chance; heading: read where its own words say nothing.
    """
    found = _told(plain(words), role, own)
    if above is not Group.OTHER:
        return found.group if found and (_is_clear(found, above) or (not leads_in and found.score < FAR)) else above
    if found:
        return found.group
    by_heading = _told(plain(heading), role, own) if heading else None
    return by_heading.group if by_heading else Group.OTHER


def _is_clear(found: Told, above: Group) -> bool:
    if above is Group.AGE:
        return found.score < FAR
    if above is Group.CONSENT and found.group is Group.ILLNESSES:
        return found.score < 0
    certain = found.group in {Group.PREGNANCY, Group.INFECTIONS, Group.CELL_THERAPY, Group.ANTIBODIES, Group.ORGANS}
    loose = above in {Group.ILLNESSES, Group.DIAGNOSIS, Group.TREATMENTS, Group.CONSENT}
    return certain and loose and found.place < CLEARLY and found.score < CLEARLY


def _told(text: str, role: Role, own: frozenset[str]) -> Told | None:
    """The surest of all that the words tell."""
    side = Role.EXCLUSION if role is Role.EXCLUSION else Role.INCLUSION
    of_illness = Role.EXCLUSION if DENIED.match(text) else side  # "No other cancer" is an inclusion criterion too
    told = [
        Told(match.start() - rule.lead, match.start(), rule.group)
        for rule in RULES
        if rule.role in (None, of_illness if rule.group is Group.ILLNESSES else side)
        and (match := rule.words.search(text))
    ]
    told += _of_diseases(text, of_illness, own)
    return min(told, key=lambda one: one.score, default=None)


def _of_diseases(text: str, side: Role, own: frozenset[str]) -> Iterable[Told]:
    for name, spelling in DISEASES.items():
        if match := spelling.search(text):
            is_own = side is Role.INCLUSION or name in own
            other = Group.ORGANS if name in said.OF_ORGANS else Group.ILLNESSES
            yield Told(match.start() - DISEASE_LEAD, match.start(), Group.DIAGNOSIS if is_own else other)
