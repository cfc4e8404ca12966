"""The words of a search address: checked, and answered.

Every filter takes several values, and a repeated one means any of them. A value that is not known is an error that
the form shows; the search then finds nothing.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from django import forms
from django.http import QueryDict
from django_filters import CharFilter, Filter, FilterSet

from conditions.models import Autoantibody
from trials.models import Stage, Trial
from trials.models.status import STATUSES, status_slug
from trials.search.index import NOT_STATED, current_index

LONGEST_QUERY = 500  # characters of `q`: more is no question that a person types
LONGEST_VALUE = 200  # characters of any other value: no name is longer
STATUS_SLUGS = {status_slug(status) for status in STATUSES}


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
    """Values by their slugs. `find` gives an entry's own slug, or None; `what` says what it should have been."""

    widget = SlugsWidget

    def __init__(self, *args: object, what: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.what = what
        self.find: Callable[[str], str | None] = lambda slug: None

    def clean(self, value: list[str]) -> list[str]:
        """The entries' own slugs, each once."""
        found = {slug: self.find(slug) if len(slug) <= LONGEST_VALUE else None for slug in value}
        unknown = [slug for slug, own in found.items() if own is None]
        if unknown:
            named = ", ".join(f"“{slug[:60]}”" for slug in unknown[:5])
            raise forms.ValidationError(f"We know no {self.what} called {named}. Take it out, or choose from the list.")
        return list(dict.fromkeys(found.values()))


class SlugsFilter(Filter):
    field_class = SlugsField


class TrialFilter(FilterSet):
    """Searches the trials that patients see; `results()` is what it finds, best first."""

    q = WordsFilter(max_length=LONGEST_QUERY, label="Words")
    condition = SlugsFilter(label="Condition", what="condition")
    target = SlugsFilter(label="What the cells target", what="target")
    modality = SlugsFilter(label="Kind of therapy", what="kind of therapy")
    stage = SlugsFilter(label="Stage", what="stage")
    status = SlugsFilter(label="Status", what="status")
    country = SlugsFilter(label="Country", what="country")
    therapy = SlugsFilter(label="Product", what="product")
    autoantibody = SlugsFilter(label="Autoantibody", what="autoantibody")

    class Meta:
        model = Trial
        fields: Sequence[str] = []

    # What can be chosen from a list with counts; a product and an antibody are asked for by their pages.
    FACETS = ("condition", "target", "modality", "stage", "status", "country")
    SLUGS = (*FACETS, "therapy", "autoantibody")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data if data is not None else QueryDict(), Trial.objects.shown())
        self.index = current_index()
        self.choices = self.index.choices
        finders = {
            "condition": self.choices.find_condition,
            "target": self.choices.find_target,
            "modality": lambda slug: slug if slug in self.choices.modality else None,
            "stage": lambda slug: slug if slug in (*Stage.values, NOT_STATED) else None,
            "status": lambda slug: slug if slug in STATUS_SLUGS else None,
            "country": lambda slug: slug if slug in self.choices.country else None,
            "therapy": lambda slug: slug if slug in self.choices.therapy else None,
            "autoantibody": lambda slug: slug if slug in self.choices.autoantibody else None,
        }
        for name, find in finders.items():
            self.form.fields[name].find = find

    def chosen(self, name: str) -> list[str]:
        """The known values of one filter."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name) or []

    def results(self) -> list[int]:
        """Primary keys of what the whole search finds, best first; nothing where a value is wrong.

        Better matches lead where words were searched for: title before labels before other texts.
        """
        found = self.found() if self.form.is_valid() else set()
        order = [pk for pk in self.index.order if pk in found]
        return sorted(order, key=lambda pk: -self._matches[pk]) if self._matches else order

    def found(self, without: str = "") -> set[int]:
        """What every filter but `without` leaves: a facet is not narrowed by itself."""
        rows = set(self.index.order)
        if without != "q" and self.chosen("q"):
            rows &= self._matches.keys()
        for name in self.SLUGS:
            if name != without and self.chosen(name):
                rows &= set.union(*(self.standing_for(name, slug) for slug in self.chosen(name)))
        return rows

    def standing_for(self, name: str, slug: str) -> set[int]:
        """The trials that one value of a filter stands for."""
        if name == "therapy":
            return set(self.queryset.testing(slug).values_list("pk", flat=True))
        if name == "autoantibody":
            antibody = Autoantibody.objects.get(slug=slug)
            return set(self.queryset.concerning(antibody).values_list("pk", flat=True))
        if name == "target" and slug not in self.index.members[name]:
            antigens = self.choices.antigens(slug)
            return self.index.binding(antigens) if antigens else self.index.members["modality"].get(slug, set())
        return self.index.members[name].get(slug, set())

    @cached_property
    def _matches(self) -> dict[int, int]:
        words = self.chosen("q")
        return dict(self.queryset.matching(words).values_list("pk", "match")) if words else {}
