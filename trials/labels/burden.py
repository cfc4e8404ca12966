"""A record in, what joining its trial takes of a patient out: each value with the registry's own words for it.

It must be right rather than complete: where a sentence could mean something else, nothing is said. Pure: no database,
clock or network. The words that the rules start from are data (fixtures/burden.toml); a record with none of them is
not looked at twice.
"""

from collections.abc import Callable, Iterator

from trials.labels.burden_cells import leukapheresis, lymphodepletion
from trials.labels.burden_costs import costs
from trials.labels.burden_reading import Reading
from trials.labels.burden_stay import contraception, follow_up, hospital, near_centre
from trials.labels.burden_tried import prior_treatments
from trials.labels.burden_values import Amount, Burden, BurdenKind, Said, Value
from trials.labels.burden_waiting import wash_outs
from trials.labels.burden_words import TREATMENT, BurdenWords, from_rows
from trials.registry.records import StudyRecord

__all__ = ["Amount", "Burden", "BurdenKind", "BurdenWords", "Said", "Value", "burdens", "from_rows"]

# Each rule, with the uses of the words without which it need not be tried.
Rule = Callable[[Reading], Iterator[Burden]]
RULES: tuple[tuple[frozenset[str], Rule], ...] = (
    (frozenset({"leukapheresis", "collection", "donor-cells", "in-vivo"}), leukapheresis),
    (frozenset({"lymphodepletion", "conditioning", "drug"}), lymphodepletion),
    (frozenset({"hospital", "outpatient"}), hospital),
    (frozenset({"near"}), near_centre),
    (frozenset({"follow"}), follow_up),
    (frozenset({"costs", "travel"}), costs),
    (frozenset({"contraception"}), contraception),
)
ORDER = {kind: place for place, kind in enumerate(BurdenKind)}


def burdens(record: StudyRecord, words: BurdenWords) -> list[Burden]:
    """What joining takes, in the order of the kinds; nothing said, nothing given."""
    reading = Reading(record, words)
    found: list[Burden] = []
    for uses, rule in RULES:
        if not uses.isdisjoint(reading.uses):
            found += rule(reading)
    if TREATMENT in reading.uses:
        found += wash_outs(reading, words)
    if "count" in reading.uses:
        found += prior_treatments(reading, words)
    first: dict[tuple[BurdenKind, Value], Burden] = {}
    for one in found:
        first.setdefault((one.kind, one.value), one)
    return sorted(first.values(), key=lambda one: ORDER[one.kind])
