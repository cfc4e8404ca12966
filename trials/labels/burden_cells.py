"""What is done for the cells: collecting them from the patient, and the chemotherapy that makes room for them."""

import re
from collections.abc import Iterator

from trials.labels.burden_reading import ELIGIBILITY, TOLD, Reading, Statement
from trials.labels.burden_values import Burden, BurdenKind, Said, Value
from trials.labels.burden_words import DRUG

GIVEN = frozenset({"title", "official title"}) | TOLD
NAMED = GIVEN - {"summary", "description"}  # what is said there is of the trial's own cells, not of others' work
NOT_NEEDED = re.compile(
    r"\b(?:without|no|not (?:require|need|undergo|receive|involve|include)\w*|omit\w*|omission of|eliminat\w*|avoid\w*|"
    r"bypass\w*|obviat\w*|absence of)(?: (?:the |a |any )?(?:need|needs|requirement|use|necessity) (?:for|of))?"
    r" (?:(?!will|their|criteria|longer|more|later|prior|previous|further)[\w/-]+ ){0,3}$"
)
FREE_AFTER = re.compile(r"(?:[ -]free\b| (?:is|are|will be) (?:not|omitted)\b)")
WITH_OR_WITHOUT = re.compile(
    r"\b(?:with(?: or |/|, )without|with(?: and| &) without|optional|may or may not)\b[^.,;]{0,40}$"
)
WITHOUT_LD = re.compile(r"\bwithout ld\b")
EARLIER = re.compile(
    r"\b(?:prior|previous(?:ly)?|earlier|history of|past|already|had|after receiving|underwent|last)\b(?! to\b)"
    r"[^.,;]{0,30}$"
)
DONOR = re.compile(r"\bdonors?\b")
# In the eligibility text: what is asked of the patient, or the moment that something else is counted from.
ASKED = re.compile(
    r"\b(?:access|eligib\w+|able|ability|suitab\w+|meets?|tolerate|undergo|fit|willing\w*|contraindications?|vessels?|"
    r"scheduled|planned|unable|interrupt|receive|complete)\b[^.;]{0,90}$|\b(?:prior to|before|preceding|time of|until) "
    r"(?:the |planned |scheduled |initiation of |start of |starting |receipt of |\w+ ){0,3}$"
)
PATIENT = re.compile(r"\b(?:patients?|participants?|subjects?|you)\b[^.;]{0,80}$")
CELLS = re.compile(r"\b(?:cars?\b|cells?\b|chemo|fludarabine|cyclophosphamide|lympho|infus)")
BLOOD = re.compile(
    r"\b(?:cars?\b|car[.-]|t[ -]?cells?|mononuclear|pbmcs?|lymphocytes?|immune|blood|manufactur|autologous)"
)
TRANSPLANT = re.compile(
    r"\b(?:(?<!non)(?<!non-)myeloablative|transplant\w*|hsct|hct|ischa?emic|graft|tbi|total[ -]body|"
    r"reduced[ -]intensity|dli)\b"
)
ENGINEERED = re.compile(
    r"\b(?:u?car\b|u?car[ -]?t|u?cart\d*|car[ -]nk|chimeric|t[ -]?cells?|nk|natural killer|tregs?|mesenchymal|"
    r"lymphocytes|"
    r"(?:white blood|immune|stem) cells?|uc-?mscs?)"
)
COMPARED = re.compile(r"\bcompar\w* (?:to|with)\b|\bfrequenc|\bcontrols?\b|\bunlike\b|\bother\b|\bconventional\b")
THERAPEUTIC = re.compile(r"(?:immune|immuno|ldl|lipid|therapeutic|granulocyte|monocyte|adsorptive|lipoprotein)[ -]?$")
COLUMN = re.compile(r"\bcolumns?\b|\badsor|\bremov")
STEM = re.compile(r"\b(?:stem|progenitor|tumou?r|marrow|urine|stool|skin)\b[^.;]{0,12}$")
ALLERGY = re.compile(r"\b(?:allerg|hypersensitiv|intoleran|contraindicat|sensitivit|reaction)")
STANDARD_CARE = re.compile(r"standard of care|\bsoc\b|comparator|control arm|maintenance|\boral|investigator.s choice")
CANCER = re.compile(r"leuk[a]?emia|lymphoma|myeloma|cancer|tumou?r|carcinoma|sarcoma|malignan|neoplas|blastoma|glioma")
SUREST = "fludarabine"
DOSE = re.compile(r"\d ?(?:mg|g) ?/ ?(?:m|kg)")


def leukapheresis(reading: Reading) -> Iterator[Burden]:
    """Whether blood cells are collected from the patient; silence where the record says both."""
    donor = _donor(reading)
    for statement in reading.saying("leukapheresis", "collection"):
        for hit in statement.of("leukapheresis", "collection"):
            before = statement.plain[max(0, hit.start - 120) : hit.start]
            if statement.field in GIVEN and NOT_NEEDED.search(before):
                yield _burden(BurdenKind.LEUKAPHERESIS, Said.NO, statement, hit.start, hit.end)
                return
            if _is_collected(statement, before, hit.use) and (donor is None or _is_the_patients(statement, before)):
                yield _burden(BurdenKind.LEUKAPHERESIS, Said.YES, statement, hit.start, hit.end)
                return
    named = NAMED if donor and donor.field in NAMED else GIVEN
    if donor and not any(one.field in named for one in reading.saying("own-cells")):
        hit = donor.of("donor-cells", "in-vivo")[0]
        yield _burden(BurdenKind.LEUKAPHERESIS, Said.NO, donor, hit.start, hit.end)


def lymphodepletion(reading: Reading) -> Iterator[Burden]:
    """Whether there is one, and its drugs, each with the words that say most of it."""
    yes, no, some = _lymphodepletion(reading)
    first = some or (yes and no and (yes[0], *no[1:])) or yes or no
    if not first and (named := _named_by_its_drugs(reading)):
        first = yes = (named, 0, 0)
    if not first:
        return
    said = Said.SOME if some or (yes and no) else Said.YES if yes else Said.NO
    shown = some or (no if said is Said.SOME and no else first)
    yield _burden(BurdenKind.LYMPHODEPLETION, said, *shown)
    if said is not Said.NO:
        for slug, statement in _drugs(reading).items():
            hit = next(one for one in statement.of(DRUG) if one.slug == slug)
            value = Value(subjects=(slug,))
            yield Burden(BurdenKind.LYMPHODEPLETION_DRUG, value, statement.evidence(hit.start, hit.end))


Place = tuple[Statement, int, int]


def _lymphodepletion(reading: Reading) -> tuple[Place | None, Place | None, Place | None]:
    """The first statements that say yes, no, and "with or without"."""
    yes = no = some = None
    uses = ("lymphodepletion",) if reading.is_about(TRANSPLANT) else ("lymphodepletion", "conditioning")
    for statement in reading.saying(*uses):
        for hit in statement.of(*uses):
            place = (statement, hit.start, hit.end)
            before = statement.plain[max(0, hit.start - 120) : hit.start]
            told = statement.field in GIVEN
            if told and (WITH_OR_WITHOUT.search(before) or WITHOUT_LD.search(statement.plain)):
                some = some or place
            elif told and (NOT_NEEDED.search(before) or FREE_AFTER.match(statement.plain, hit.end)):
                no = no or place
                break  # the rest of the statement says it again: "without conditioning (lymphodepletion)"
            elif _is_given(statement, before, hit.use):
                yes = yes or place
    return yes, no, some


def _is_given(statement: Statement, before: str, use: str) -> bool:
    plain = statement.plain
    if statement.field not in GIVEN | {ELIGIBILITY} or EARLIER.search(before):
        return False
    if use == "conditioning" and (TRANSPLANT.search(plain) or not CELLS.search(plain)):
        return False
    if statement.field == ELIGIBILITY:
        return bool(ASKED.search(before)) and not ALLERGY.search(plain)
    return True


def _is_collected(statement: Statement, before: str, use: str) -> bool:
    if EARLIER.search(before) or STEM.search(before) or statement.field not in GIVEN | {ELIGIBILITY}:
        return False
    if statement.field == ELIGIBILITY:
        return bool(ASKED.search(before)) and not DONOR.search(statement.plain)
    return (
        not DONOR.search(statement.plain)
        and (use == "leukapheresis" or bool(BLOOD.search(statement.plain)))
        and not (THERAPEUTIC.search(before) or COLUMN.search(statement.plain))
    )


def _is_the_patients(statement: Statement, before: str) -> bool:
    return statement.field in TOLD and bool(PATIENT.search(before))


def _donor(reading: Reading) -> Statement | None:
    """The first statement that says that the cells given are a donor's, or made in the body."""
    told = [one for one in reading.saying("donor-cells", "in-vivo") if one.field in GIVEN]
    for statement in sorted(told, key=lambda one: one.field not in NAMED):
        plain = statement.plain
        if ENGINEERED.search(plain) and not TRANSPLANT.search(plain) and not COMPARED.search(plain):
            return statement
    return None


def _named_by_its_drugs(reading: Reading) -> Statement | None:
    """The intervention fludarabine beside cyclophosphamide: outside cancer and transplant it is a lymphodepletion."""
    if SUREST not in {hit.slug for hit in reading.hits} or reading.is_about(CANCER) or reading.is_about(TRANSPLANT):
        return None
    drugs = {hit.slug: one for one in reading.saying(DRUG) if one.field == "interventions" for hit in one.of(DRUG)}
    return drugs[SUREST] if {SUREST, "cyclophosphamide"} <= drugs.keys() else None


def _drugs(reading: Reading) -> dict[str, Statement]:
    """The drugs of the lymphodepletion: those in its sentences, and those that are an intervention of their own."""
    found: dict[str, list[Statement]] = {}
    surest = False
    named = []
    for statement in reading.saying(DRUG):
        slugs = list(dict.fromkeys(hit.slug for hit in statement.of(DRUG)))
        if statement.field not in TOLD:
            continue
        lymphodepleting = any(
            _is_given(statement, statement.plain[: hit.start], hit.use)
            for hit in statement.of("lymphodepletion", "conditioning")
        )
        if lymphodepleting:
            for slug in slugs:
                found.setdefault(slug, []).append(statement)
        elif statement.field == "interventions" and not STANDARD_CARE.search(statement.plain):
            surest = surest or SUREST in slugs
            named.append((slugs, statement))
    for slugs, statement in named:
        for slug in slugs:
            if slug in found or (surest and slug in (SUREST, "cyclophosphamide")):
                found.setdefault(slug, []).append(statement)
    return {slug: next((one for one in many if DOSE.search(one.plain)), many[0]) for slug, many in found.items()}


def _burden(kind: BurdenKind, said: Said, statement: Statement, start: int, end: int) -> Burden:
    return Burden(kind, Value(said=said), statement.evidence(start, end))
