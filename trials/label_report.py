"""Our labels against curated ones: precision, recall and F1 for each axis, and every disagreement with our evidence."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from trials.labels.classify import Evidence, Labels
from trials.labels.vocabulary import Vocabulary
from trials.models import Modality, Target, Trial

UNKNOWN = "unknown"
AXES = TARGETS, MODALITY, SOURCE, CONDITIONS = "targets", "modality", "cell source", "conditions"


class Gold(msgspec.Struct):
    """A curator's labels of one trial; a file of them has one JSON object a line."""

    nct: str
    targets: list[str]
    modality: str
    source: str
    conditions: list[str]
    kind: str = "autoimmune"
    confidence: str = "high"
    note: str = ""
    also: list[str] = []


@dataclass
class Ours:
    """Our labels of one trial by the names that a curator writes, and our evidence for each."""

    targets: set[str] = field(default_factory=set)
    modality: str = UNKNOWN
    source: str = UNKNOWN
    conditions: set[str] = field(default_factory=set)
    evidence: dict[tuple[str, str], str] = field(default_factory=dict)  # by axis and name
    shown: bool = True


@dataclass
class Score:
    """What was found rightly, wrongly, and not."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, ours: set[str], theirs: set[str]) -> None:
        self.right += len(ours & theirs)
        self.wrong += len(ours - theirs)
        self.missed += len(theirs - ours)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass
class Report:
    """How our labels stand to the curators'."""

    trials: int = 0
    not_shown: list[str] = field(default_factory=list)
    scores: dict[str, Score] = field(default_factory=lambda: {axis: Score() for axis in AXES})
    exact: dict[str, list[bool]] = field(default_factory=dict)  # by measure, of each trial whether it is right
    disagreements: list[str] = field(default_factory=list)

    @property
    def shares(self) -> dict[str, float]:
        """The share of trials that are right, by measure."""
        return {name: sum(trials) / max(1, len(trials)) for name, trials in self.exact.items()}

    def lines(self) -> Iterator[str]:
        """The report as it is printed."""
        missing = f", {len(self.not_shown)} not shown ({', '.join(self.not_shown[:5])})" if self.not_shown else ""
        yield f"{self.trials} trials compared{missing}."
        for name, score in self.scores.items():
            told = f"precision {score.precision:.3f}, recall {score.recall:.3f}, F1 {score.f1:.3f}"
            yield f"{name:<12} {told} ({score.right} right, {score.wrong} wrong, {score.missed} missed)"
        for name, share in self.shares.items():
            yield f"{name}: {share:.3f} of {len(self.exact[name])}"
        yield f"{len(self.disagreements)} disagreements{':' if self.disagreements else '.'}"
        yield from self.disagreements


def read_gold(text: str) -> list[Gold]:
    """The curated labels of a JSON lines file. Raises msgspec.ValidationError where a line is none."""
    return [msgspec.json.decode(line, type=Gold) for line in text.splitlines() if line.strip()]


def compare(gold: Iterable[Gold], ours: Mapping[str, Ours], above: Callable[[str], Sequence[str]]) -> Report:
    """Our labels beside the curators'. Low confidence and trials outside the field are left out; a trial that is not
    shown counts as wrong; `above` gives a condition's groups: those of a right disease count neither way."""
    report = Report()
    for theirs in gold:
        if theirs.confidence == "low" or theirs.kind != "autoimmune":
            continue
        report.trials += 1
        found = ours.get(theirs.nct)
        if found is None or not found.shown:
            report.not_shown.append(theirs.nct)
            found = Ours(modality="not shown", source="not shown", targets={"not shown"})
        for axis, (mine, right) in _axes(found, theirs, above).items():
            report.scores[axis].add(mine, right)
            _measure(report, axis, theirs, mine == right)
            if mine != right:
                report.disagreements.append(_disagreement(axis, theirs, found, mine, right))
    return report


def _axes(found: Ours, theirs: Gold, above: Callable[[str], Sequence[str]]) -> dict[str, tuple[set[str], set[str]]]:
    """On each axis what we say and what is right."""
    groups = {group for slug in theirs.conditions for group in above(slug)} - set(theirs.conditions)
    accepted = {name.lower(): name for name in (theirs.modality, *theirs.also)}
    modality = accepted.get(found.modality.lower(), theirs.modality)
    return {
        TARGETS: ({name.upper() for name in found.targets}, {name.upper() for name in theirs.targets}),
        MODALITY: ({found.modality.lower()}, {modality.lower()}),
        SOURCE: ({found.source}, {theirs.source}),
        CONDITIONS: (found.conditions - groups, set(theirs.conditions)),
    }


def _measure(report: Report, axis: str, theirs: Gold, right: bool) -> None:
    report.exact.setdefault(f"{axis} exactly right", []).append(right)
    if axis == TARGETS and theirs.confidence == "high":
        report.exact.setdefault("targets exactly right, high confidence", []).append(right)


def _disagreement(axis: str, theirs: Gold, found: Ours, mine: set[str], right: set[str]) -> str:
    because = "; ".join(f"{name}: {found.evidence.get((axis, name.lower()), 'no evidence')}" for name in sorted(mine))
    note = f" [{theirs.note}]" if theirs.note else ""
    return (
        f"  {theirs.nct} ({theirs.confidence}) {axis}: ours {', '.join(sorted(mine)) or 'none'}, "
        f"theirs {', '.join(sorted(right)) or 'none'}{note}\n      {because or 'we found nothing'}"
    )


def of_trials(numbers: Iterable[str]) -> dict[str, Ours]:
    """What the database shows of the trials of these numbers."""
    shown = Trial.objects.shown().filter(nct_id__in=list(numbers)).with_labels()
    return {trial.nct_id: _of_trial(trial) for trial in shown}


def _of_trial(trial: Trial) -> Ours:
    found = Ours(source=trial.cell_source)
    if trial.cell_source_evidence:
        found.evidence[SOURCE, trial.cell_source] = f"“{trial.cell_source_evidence}”"
    for label in trial.target_labels.all():
        found.targets.add(label.target.name)
        found.evidence[TARGETS, label.target.name.lower()] = _words(label.field, label.evidence)
    kinds = sorted(trial.modality_labels.all(), key=lambda label: (not label.leading, label.modality.name))
    for label in kinds[:1]:
        found.modality = label.modality.name
        found.evidence[MODALITY, label.modality.name.lower()] = _words(label.field, label.evidence)
    for label in trial.condition_labels.all():
        found.conditions.add(label.condition.slug)
        found.evidence[CONDITIONS, label.condition.slug] = _words(label.field, label.evidence)
    return found


class Names:
    """What targets and kinds are called, by their slugs."""

    def __init__(self) -> None:
        self.targets = dict(Target.objects.values_list("slug", "name"))
        self.modalities = dict(Modality.objects.values_list("slug", "name"))

    def of_labels(self, labels: Labels) -> Ours:
        """The rules' labels of one record."""
        found = Ours(source=labels.cell_source, conditions=set(labels.conditions), shown=labels.in_field)
        found.targets = {self.targets[slug] for slug in labels.targets}
        for slug, evidence in labels.targets.items():
            found.evidence[TARGETS, self.targets[slug].lower()] = _quoted(evidence)
        for slug, evidence in list(labels.modalities.items())[:1]:
            found.modality = self.modalities[slug]
            found.evidence[MODALITY, found.modality.lower()] = _quoted(evidence)
        for slug, evidence in labels.conditions.items():
            found.evidence[CONDITIONS, slug] = _quoted(evidence)
        if labels.cell_source_evidence:
            found.evidence[SOURCE, labels.cell_source] = _quoted(labels.cell_source_evidence)
        return found


def above_in(vocabulary: Vocabulary) -> Callable[[str], Sequence[str]]:
    """The groups of a condition in our own tree; of one that we do not know, none."""
    return lambda slug: vocabulary.above(slug) if slug in vocabulary.conditions else []


def _quoted(evidence: Evidence) -> str:
    return _words(evidence.field, evidence.quotation)


def _words(field: str, quotation: str) -> str:
    return f"“{quotation}” ({field})"
