"""What every trial of a search is, read in three queries and held in memory until something of it is written: for
each choice of each filter the trials that it stands for.

One definition serves the filters, the counts beside the choices and the lines of a list, so that a count is always
what choosing it finds.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils import timezone

from trials.models import Stamp, Trial
from trials.models.querysets import TrialQuerySet
from trials.models.status import STATUSES, status_slug
from trials.search.choices import Choices

# Filter, trial, what it is about, and a number: 1 for the leading kind of therapy; for a country that of its sites.
SAID = """
    SELECT 'condition', trial_id, condition_id, 1 FROM trials_trialcondition
     WHERE NOT vetoed AND trial_id = ANY(%(trials)s)
    UNION ALL SELECT 'target', trial_id, target_id, 1 FROM trials_trialtarget
     WHERE NOT vetoed AND trial_id = ANY(%(trials)s)
    UNION ALL SELECT 'modality', trial_id, modality_id, "leading"::int FROM trials_trialmodality
     WHERE NOT vetoed AND trial_id = ANY(%(trials)s)
    UNION ALL SELECT 'country', trial_id, country_id, count(*) FROM trials_trialsite
      JOIN trials_site ON trials_site.id = site_id
     WHERE trial_id = ANY(%(trials)s) GROUP BY trial_id, country_id
"""
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
        with connection.cursor() as cursor:
            cursor.execute(SAID, {"trials": self.order})
            for name, pk, about, number in cursor.fetchall():
                slug = choices.slugs[name].get(about)
                if slug or name == "country":  # an entry made this moment is read the next time
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
        leading = [slug for slug, leads in kinds.items() if leads]
        countries = self._said.get(("country", pk), {})
        return Line(
            conditions=self._names("condition", pk),
            targets=self._names("target", pk),
            kinds=sorted(self.choices.modality[slug].name for slug in leading or kinds),
            sites=sum(countries.values()),
            countries=self._names("country", pk),
        )

    def _names(self, name: str, pk: int) -> list[str]:
        choices = getattr(self.choices, name)
        return sorted(choices[slug].name for slug in self._said.get((name, pk), {}) if slug in choices)


_held: dict[str, tuple[object, Index]] = {}


def current_index() -> Index:
    """The index of what patients see, held in memory until something that it was read from is written.

    Every process looks at the same stamp, so all of them answer alike.
    """
    scope = settings.REGISTRY_SCOPE
    state = (Stamp.now(), timezone.localdate())  # a "recruiting" grows too old by the day
    held = _held.get(scope)
    if held is None or held[0] != state:
        held = _held[scope] = (state, Index(Trial.objects.shown(), Choices.load()))
    return held[1]


def lines(index: Index, pks: Iterable[int]) -> list[Trial]:
    """The trials in the order of `pks`, each with its `line`, and without the long texts that no list shows."""
    wanted = list(pks)
    held = Trial.objects.for_lines().in_bulk(wanted)
    found = [held[pk] for pk in wanted if pk in held]
    for trial in found:
        trial.line = index.line(trial.pk)
    return found
