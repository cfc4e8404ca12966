"""The words of a search address: checked, and turned into querysets.

Every filter takes several values, and a repeated one means any of them. A value that is not known is an error that
the form shows; the search then finds nothing.
"""

import re
from collections.abc import Callable, Sequence

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django_filters import CharFilter, Filter, FilterSet

from trials.models import Stage, Trial
from trials.models.querysets import TrialQuerySet
from trials.models.status import STATUSES, status_slug
from trials.search.choices import Choices

LONGEST_QUERY = 500  # characters of `q`: more is no question that a person types
LONGEST_VALUE = 200  # characters of any other value: no name is longer
UNKNOWN_TARGET = "unknown"
STATUS_SLUGS = {status_slug(status): status for status in STATUSES}


class WordsField(forms.CharField):
    def to_python(self, value: object) -> str:
        """The words without NUL, which PostgreSQL does not hold."""
        return super().to_python(value).replace("\0", " ").strip()


class WordsFilter(CharFilter):
    field_class = WordsField


class SlugsWidget(forms.SelectMultiple):
    def value_from_datadict(self, data: QueryDict, files: object, name: str) -> list[str]:
        """All values of the parameter, in the form that addresses use; empty ones are none."""
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        slugs = (re.sub(r"[\s_+,/]+", "-", value.replace("\0", "").strip().lower()) for value in values)
        return list(dict.fromkeys(slug for slug in slugs if slug))


class SlugsField(forms.Field):
    """Values by their slugs. `find` gives what a slug stands for, or None; `what` says what it should have been."""

    widget = SlugsWidget

    def __init__(self, *args: object, what: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.what = what
        self.find: Callable[[str], object] = lambda slug: None

    def clean(self, value: list[str]) -> dict[str, object]:
        found = {slug: self.find(slug) if len(slug) <= LONGEST_VALUE else None for slug in value}
        unknown = [slug for slug, meaning in found.items() if meaning is None]
        if unknown:
            named = ", ".join(f"“{slug[:60]}”" for slug in unknown[:5])
            raise forms.ValidationError(f"We know no {self.what} called {named}. Take it out, or choose from the list.")
        return found


class SlugsFilter(Filter):
    """A filter whose `method` gets what the chosen slugs stand for."""

    field_class = SlugsField


class TrialFilter(FilterSet):
    """Searches the trials that `queryset` holds; `results()` is what it finds, best first."""

    q = WordsFilter(method="matching", max_length=LONGEST_QUERY, label="What are you looking for?")
    condition = SlugsFilter(method="about", label="Condition", what="condition")
    target = SlugsFilter(method="binding", label="What the cells target", what="target")
    modality = SlugsFilter(method="of_kind", label="Kind of therapy", what="kind of therapy")
    stage = SlugsFilter(method="at_stage", label="Stage", what="stage")
    status = SlugsFilter(method="with_status", label="Status", what="status")
    country = SlugsFilter(method="in_country", label="Country", what="country")

    class Meta:
        model = Trial
        fields: Sequence[str] = []

    FACETS = ("condition", "target", "modality", "stage", "status", "country")

    def __init__(self, data: QueryDict | None = None, queryset: QuerySet | None = None, **kwargs: object) -> None:
        super().__init__(data if data is not None else QueryDict(), queryset, **kwargs)
        self.choices = Choices.load()
        finders = {
            "condition": self.choices.find_condition,
            "target": self.find_target,
            "modality": self.choices.modality.get,
            "stage": lambda slug: slug if slug in Stage.values else None,
            "status": STATUS_SLUGS.get,
            "country": self.choices.country.get,
        }
        for name, find in finders.items():
            self.form.fields[name].find = find

    def find_target(self, slug: str) -> TrialQuerySet | None:
        """The trials that a target's name stands for: antigens, a kind of therapy, or none known."""
        if slug == UNKNOWN_TARGET:
            return Trial.objects.naming_no_target()
        if antigens := self.choices.find_targets(slug):
            return Trial.objects.binding_all(antigen.pk for antigen in antigens)
        if kind := self.choices.modality.get(slug):
            return Trial.objects.of_any_kind([kind.pk])
        return None

    def results(self) -> TrialQuerySet:
        """What the whole search finds, best first; nothing where a value is wrong."""
        return (self.qs if self.form.is_valid() else self.queryset.none()).best_first()

    def without(self, name: str) -> TrialQuerySet:
        """What every filter but `name` leaves: a facet is not narrowed by itself."""
        rows = self.queryset.all()
        for other, value in self.form.cleaned_data.items():
            if other != name:
                rows = self.filters[other].filter(rows, value)
        return rows

    def matching(self, trials: TrialQuerySet, name: str, words: str) -> TrialQuerySet:
        return trials.matching(words)

    def about(self, trials: TrialQuerySet, name: str, conditions: dict) -> TrialQuerySet:
        kinds = [kind for chosen in conditions.values() for kind in self.choices.kinds_of(chosen.slug)]
        return trials.about_any(self.choices.condition[slug].pk for slug in kinds)

    def binding(self, trials: TrialQuerySet, name: str, meanings: dict) -> TrialQuerySet:
        any_of = Q()
        for found in meanings.values():
            any_of |= Q(pk__in=found.values("pk"))
        return trials.filter(any_of)

    def of_kind(self, trials: TrialQuerySet, name: str, kinds: dict) -> TrialQuerySet:
        return trials.of_any_kind(kind.pk for kind in kinds.values())

    def at_stage(self, trials: TrialQuerySet, name: str, stages: dict) -> TrialQuerySet:
        return trials.filter(stage__in=stages.values())

    def with_status(self, trials: TrialQuerySet, name: str, statuses: dict) -> TrialQuerySet:
        return trials.filter(status__in=statuses.values())

    def in_country(self, trials: TrialQuerySet, name: str, countries: dict) -> TrialQuerySet:
        return trials.in_any_country(country.pk for country in countries.values())
