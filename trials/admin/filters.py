"""What the list of trials can be narrowed by: fixed choices, and the vocabulary; never a big table."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from conditions.models import Autoantibody, Condition
from sources.editing import VocabularyFilter
from trials.models import Modality, Target, Therapy
from trials.models.status import STATUSES


class StatusFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [*((status, words) for status, (_, words) in STATUSES.items()), ("none", "not stated")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        chosen = self.value()
        return queryset.filter(status="" if chosen == "none" else chosen) if chosen else queryset


class NumberFilter(admin.SimpleListFilter):
    title = "registry number"
    parameter_name = "number"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "Has one"), ("no", "A programme without one")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(nct_id__isnull=self.value() == "no") if self.value() in ("yes", "no") else queryset


class LabelFilter(VocabularyFilter):
    """Trials that an entry labels; a veto does not count."""

    def narrow(self, rows: models.QuerySet, entries: models.QuerySet) -> models.QuerySet:
        name = self.parameter_name
        labels = rows.model.objects.labels(f"{name}_labels").filter(**{f"{name}__in": entries})
        return rows.filter(pk__in=labels.values("trial"))


class ConditionFilter(LabelFilter):
    title = parameter_name = "condition"
    entries = Condition.objects.order_by("name")


class TargetFilter(LabelFilter):
    title = parameter_name = "target"
    entries = Target.objects.order_by("name")


class ModalityFilter(LabelFilter):
    title = parameter_name = "modality"
    entries = Modality.objects.order_by("name")


class TherapyFilter(LabelFilter):
    title = parameter_name = "therapy"
    entries = Therapy.objects.order_by("name")


class AutoantibodyFilter(LabelFilter):
    title = parameter_name = "autoantibody"
    entries = Autoantibody.objects.order_by("name")


TRIAL_FILTERS = [
    "in_field",
    "field_ruling",
    "stage",
    StatusFilter,
    "cell_source",
    NumberFilter,
    "sighting__seen",
    ("vanished", admin.EmptyFieldListFilter),
    ConditionFilter,
    TargetFilter,
    ModalityFilter,
    TherapyFilter,
    AutoantibodyFilter,
]
