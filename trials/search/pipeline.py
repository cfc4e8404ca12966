"""What is tested for which disease, and how far: diseases × targets × stages, counted from the search index.

Every count is what its address finds. A trial with two targets stands in both columns, and one for two diseases in
both rows. A disease counts its kinds too, as everywhere: a trial for lupus nephritis is one for lupus.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pyroaring import BitMap

from trials.fields import MOST_VALUES
from trials.models import Stage
from trials.search.choices import NOT_STATED, Choices
from trials.search.index import NOBODY, Index

MOST_TARGETS = 10
MOST_CONDITIONS = 16
# The stages that are counted, first to last: a slug, what it is called, and the stages it gathers. A record that is
# silent is at none of them; NOT_STATED counts it all the same, aside of the others.
STAGES = (
    ("none", gettext_lazy("No phase"), (Stage.PRECLINICAL, Stage.NOT_APPLICABLE)),
    ("one", gettext_lazy("Phase 1"), (Stage.EARLY_PHASE_1, Stage.PHASE_1)),
    ("one-two", gettext_lazy("Phase 1/2"), (Stage.PHASE_1_2,)),
    ("two", gettext_lazy("Phase 2"), (Stage.PHASE_2, Stage.PHASE_2_3)),
    ("three", gettext_lazy("Phase 3 or 4"), (Stage.PHASE_3, Stage.PHASE_4)),
    (NOT_STATED, gettext_lazy("Phase not stated"), (NOT_STATED,)),
)
PHASE_1 = 1  # its place among them
Asked = tuple[tuple[str, str], ...]  # the filters of an address: names and values


@dataclass(frozen=True)
class Line:
    """A row or a column: a disease or a target, with the filters that find its trials; none where no search can."""

    slug: str
    name: str
    trials: BitMap
    asked: Asked | None

    @property
    def total(self) -> int:
        return len(self.trials)


@dataclass(frozen=True)
class Cell:
    """How many trials test one target in one disease: in all, and at each of STAGES."""

    target: Line
    total: int
    by_stage: tuple[int, ...]
    asked: Asked | None
    words: str  # the same, to be read


@dataclass(frozen=True)
class Row:
    condition: Line
    cells: list[Cell]

    @property
    def tested(self) -> list[Cell]:
        """The cells with trials."""
        return [cell for cell in self.cells if cell.total]


@dataclass(frozen=True)
class Grid:
    targets: list[Line]
    rows: list[Row]
    by_stage: tuple[int, ...]
    total: int


def stage_filters(number: int) -> Asked:
    """The filters that find the trials at one of STAGES."""
    return tuple(("stage", str(slug)) for slug in STAGES[number][2])


def grid(index: Index, within: BitMap, names: Mapping[str, str]) -> Grid:
    """The diseases and targets with the most trials of `within`, and the rest together.

    `names`: of conditions by slug, in the reader's language.
    """
    targets, conditions = _targets(index, within), _conditions(index, within, names)
    known = index.members["stage"]
    stages = [BitMap.union(NOBODY, *(known.get(str(one), NOBODY) for one in held)) for *_name, held in STAGES]
    rows = [Row(condition, [_cell(condition, target, stages) for target in targets]) for condition in conditions]
    return Grid(targets, rows, tuple(within.intersection_cardinality(one) for one in stages), len(within))


def leading_conditions(index: Index, within: BitMap) -> list[str]:
    """The diseases of the field that the most trials name themselves: groups that only gather others are left out."""
    named = {
        slug: trials.intersection_cardinality(within)
        for slug, trials in index.direct.items()
        if index.choices.is_autoimmune(slug)
    }
    most = sorted((slug for slug in named if named[slug]), key=lambda slug: (-named[slug], slug))[:MOST_CONDITIONS]
    held = index.members["condition"]
    return sorted(most, key=lambda slug: (-held[slug].intersection_cardinality(within), slug))


def _conditions(index: Index, within: BitMap, names: Mapping[str, str]) -> list[Line]:
    held = index.members["condition"]
    leading = leading_conditions(index, within)
    found = [Line(slug, names.get(slug, slug), held[slug] & within, (("condition", slug),)) for slug in leading]
    named = BitMap.union(NOBODY, *index.direct.values()) & within
    others = named - BitMap.union(NOBODY, *(one.trials for one in found))
    silent = within - named
    found += [Line("other", _("Other diseases"), others, None)] if others else []
    found += [Line(NOT_STATED, _("Disease not stated"), silent, None)] if silent else []
    return found


def _targets(index: Index, within: BitMap) -> list[Line]:
    """Antigens and pairs of them by their trials; then all others in one, then where none is stated."""
    held = {slug: trials & within for slug, trials in index.members["target"].items()}
    silent = held.pop(NOT_STATED, NOBODY)
    by_size = sorted((slug for slug in held if held[slug]), key=lambda slug: (-len(held[slug]), slug))
    leading = by_size[:MOST_TARGETS]
    found = [Line(slug, _target_name(slug, index.choices), held[slug], (("target", slug),)) for slug in leading]
    rest = [slug for slug in by_size[MOST_TARGETS:] if slug in index.choices.target]
    if rest:
        asked = tuple(("target", slug) for slug in rest) if len(rest) <= MOST_VALUES else None
        found.append(Line("other", _("Others"), BitMap.union(*(held[slug] for slug in rest)), asked))
    if silent:
        found.append(Line(NOT_STATED, _("Not stated"), silent, (("target", NOT_STATED),)))
    return found


def _target_name(slug: str, choices: Choices) -> str:
    """`CD19`; of a pair `BCMA + CD19`."""
    return " + ".join(choices.target[one].name for one in choices.antigens(slug))


def _cell(condition: Line, target: Line, stages: Sequence[BitMap]) -> Cell:
    both = condition.trials & target.trials
    by_stage = tuple(both.intersection_cardinality(one) for one in stages) if both else (0,) * len(stages)
    asked = None if condition.asked is None or target.asked is None else condition.asked + target.asked
    return Cell(target, len(both), by_stage, asked, _words(condition, target, len(both), by_stage) if both else "")


def _words(condition: Line, target: Line, total: int, by_stage: Sequence[int]) -> str:
    """`Lupus, CD19: 7 trials. Phase 1: 5; Phase 2: 2`"""
    stages = "; ".join(
        _("%(stage)s: %(n)s") % {"stage": name, "n": count}
        for (_slug, name, _held), count in zip(STAGES, by_stage, strict=True)
        if count
    )
    trials = ngettext("%(n)s trial", "%(n)s trials", total) % {"n": total}
    said = {"condition": condition.name, "target": target.name, "trials": trials, "stages": stages}
    return _("%(condition)s, %(target)s: %(trials)s. %(stages)s") % said
