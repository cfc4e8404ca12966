"""Who pays, and whether travel is helped with, where the record says so."""

import re
from collections.abc import Iterator

from trials.labels.burden_reading import TOLD, Reading, Statement
from trials.labels.burden_values import Burden, BurdenKind, Said, Value

FREE = re.compile(
    r"\b(?:free of charge|free of cost|(?:at|with) no (?:additional |extra )?(?:cost|charge)|without charge|"
    r"(?:not|never) (?:be )?charged|no (?:cost|charge)s? (?:to|for) (?:the |you|study )?(?:patients?|"
    r"participants?|subjects?)?)"
)
SPONSOR = re.compile(
    r"\b(?:costs?|expenses?|treatments?|procedures?|tests?|care)\b[^.;]{0,80}\b(?:covered|paid|borne|funded|"
    r"provided|met) (?:for )?by "
    r"(?:the )?(?:study |trial )?(?:sponsors?|study|trial|investigators?|company|grant)\b|\b(?:sponsor|study|"
    r"trial) (?:will |shall )?"
    r"(?:cover|pay|bear)s?\b[^.;]{0,60}(?:costs?|expenses?|treatment|for)\b"
)
NOT_COVERED = re.compile(
    r"\b(?:(?:costs?|expenses?|procedures?|treatments?|tests?)\b[^.;]{0,60}\b(?:will|are|"
    r"is) not (?:be )?(?:covered|paid|reimbursed|"
    r"provided)|(?:patients?|participants?|subjects?) (?:will |must |have to |are |is )"
    r"{0,2}(?:pay|bear|responsible)\b[^.;]{0,60}(?:costs?|expenses?|for))"
)
INSURANCE = re.compile(
    r"\b(?:billed to|charged to|covered by|paid by|bill(?:ing)?) [^.;]{0,40}\b(?:insurance|insurers?|medicare|"
    r"health plan)\b"
)
ABOUT = re.compile(
    r"cost[ -](?:effective|utility|benefit|analys|saving)|health ?care costs?|economic|worker.?s.? comp|placebo|prior|"
    r"questionnaire|outcome|\bcould\b|reimbursed indication"
)
HELPED = re.compile(
    r"\b(?:travel|transport(?:ation)?|lodging|accommodation|hotel|housing|parking)\b[^.;]{0,70}\b(?:reimburs\w+|"
    r"covered|paid|provided|"
    r"support\w*|assist\w+|compensat\w+|arranged|stipend|allowance)\b|\b(?:reimburs\w+|cover|covers|pay|pays|"
    r"compensat\w+|provid\w+|"
    r"assist\w*) (?:for |with |of |to )?(?:[\w,']+ ){0,5}(?:travel|transport(?:ation)?|lodging|accommodation|"
    r"hotel|parking)\b"
)
NOT_HELPED = re.compile(
    r"\bnot\b[^.;]{0,30}(?:reimburs|cover|paid|provid|compensat)|\bno (?:reimbursement|compensation|payment)"
)
PURSES = (("not-covered", NOT_COVERED), ("free", FREE), ("sponsor", SPONSOR), ("insurance", INSURANCE))


def costs(reading: Reading) -> Iterator[Burden]:
    """Who pays, each once; and whether getting there is helped with."""
    said: set[str] = set()
    for statement in reading.saying("costs", "travel"):
        if statement.field not in TOLD:
            continue
        if statement.of("travel") and "travel" not in said and (helped := HELPED.search(statement.plain)):
            said.add("travel")
            value = Value(said=Said.NO if NOT_HELPED.search(statement.plain) else Said.YES)
            yield Burden(BurdenKind.TRAVEL, value, statement.evidence(*helped.span()))
        elif statement.of("costs") and not ABOUT.search(statement.plain):
            for slug, start, end in _purses(statement):
                if slug not in said:
                    said.add(slug)
                    yield Burden(BurdenKind.COSTS, Value(subjects=(slug,)), statement.evidence(start, end))


def _purses(statement: Statement) -> Iterator[tuple[str, int, int]]:
    """The first purse that a statement names."""
    for slug, words in PURSES:
        if found := words.search(statement.plain):
            yield slug, *found.span()
            return
