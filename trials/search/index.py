"""What every trial of a search is, read in two queries: for each choice of each filter the trials that it stands for.

One definition serves the filters, the counts beside the choices and the lines of a list, so that a count is always
what choosing it finds.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, Count, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from trials.models import Trial, TrialCondition, TrialModality, TrialSite, TrialTarget
from trials.models.querysets import TrialQuerySet
from trials.models.status import STATUSES, status_slug
from trials.search.choices import Choices

NOT_STATED = "unknown"  # the value of a filter that finds what the records are silent about


@dataclass(frozen=True)
class Line:
    """What a list says of one trial beside its own columns."""

    conditions: list[str]
    targets: list[str]
    kinds: list[str]
    sites: int
    countries: list[str]


class Index:
    """The trials of a queryset, best first, and what each is about."""

    def __init__(self, trials: TrialQuerySet, choices: Choices) -> None:
        self.choices = choices
        self.order: list[int] = []  # primary keys: who takes people now first, then what changed last
        # filter -> slug -> trials; a condition stands for its kinds too
        self.members: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._bound: dict[int, set[str]] = defaultdict(set)  # a trial's antigens
        self._said: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)  # (filter, trial) -> slug -> number
        for pk, stage, status in trials.best_first().values_list("pk", "stage", "status"):
            self.order.append(pk)
            self.members["stage"][stage or NOT_STATED].add(pk)
            if status in STATUSES:
                self.members["status"][status_slug(status)].add(pk)
        for name, slug, pk, number in _said(trials):
            self._said[name, pk][slug] = number
        self._gather()

    def _gather(self) -> None:
        for (name, pk), slugs in self._said.items():
            for slug in slugs.keys() - {None}:  # a site can be in no country that the registry names
                for one in self.choices.lineage(slug) if name == "condition" else (slug,):
                    self.members[name][one].add(pk)
            if name == "target":
                self._bound[pk] = set(slugs)
        self.members["target"][NOT_STATED] = set(self.order) - self._bound.keys()
        for antigens in {frozenset(bound) for bound in self._bound.values() if len(bound) > 1}:
            self.members["target"]["-".join(sorted(antigens))] = self.binding(antigens)

    def binding(self, antigens: Iterable[str]) -> set[int]:
        """The trials whose cells bind every one of the antigens."""
        return set.intersection(*(self.members["target"].get(slug, set()) for slug in antigens))

    def line(self, pk: int) -> Line:
        """What a list says of the trial."""
        kinds = self._said.get(("modality", pk), {})
        countries = self._said.get(("country", pk), {})
        return Line(
            conditions=self._names("condition", pk),
            targets=self._names("target", pk),
            kinds=sorted(self.choices.modality[slug].name for slug, leading in kinds.items() if leading),
            sites=sum(countries.values()),
            countries=self._names("country", pk),
        )

    def _names(self, name: str, pk: int) -> list[str]:
        choices = getattr(self.choices, name)
        return sorted(choices[slug].name for slug in self._said.get((name, pk), {}) if slug in choices)


def _said(trials: TrialQuerySet) -> QuerySet:
    """(filter, slug, trial, number) of every label and place; the number is 1 for a leading kind of therapy, and for
    a country that of its sites."""
    of = {"trial__in": trials.order_by().values("pk")}
    standing = {**of, "vetoed": False}
    parts = [
        _rows("condition", TrialCondition.objects.filter(**standing), "condition__slug", Value(1)),
        _rows("target", TrialTarget.objects.filter(**standing), "target__slug", Value(1)),
        _rows("modality", TrialModality.objects.filter(**standing), "modality__slug", Cast("leading", IntegerField())),
        _rows("country", TrialSite.objects.filter(**of), "site__country__slug", Count("pk")),
    ]
    return parts[0].union(*parts[1:], all=True)


def _rows(name: str, rows: QuerySet, slug: str, number: Value | Cast | Count) -> QuerySet:
    return (
        rows.order_by()
        .values(filter_name=Value(name, output_field=CharField()), slug=F(slug), of_trial=F("trial"))
        .annotate(number=number)
        .values_list("filter_name", "slug", "of_trial", "number")
    )


def lines(index: Index, pks: Iterable[int]) -> list[Trial]:
    """The trials in the order of `pks`, each with its `line`, and without the long texts that no list shows."""
    wanted = list(pks)
    held = Trial.objects.for_lines().in_bulk(wanted)
    found = [held[pk] for pk in wanted if pk in held]
    for trial in found:
        trial.line = index.line(trial.pk)
    return found
