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


class ConditionFilter(VocabularyFilter):
    title = parameter_name = "condition"
    entries = Condition.objects.order_by("name")

    def narrow(self, rows: models.QuerySet, entries: models.QuerySet) -> models.QuerySet:
        return rows.about_any(entries)


class TargetFilter(VocabularyFilter):
    title = parameter_name = "target"
    entries = Target.objects.order_by("name")

    def narrow(self, rows: models.QuerySet, entries: models.QuerySet) -> models.QuerySet:
        return rows.binding_all(entries)


class ModalityFilter(VocabularyFilter):
    title = parameter_name = "modality"
    entries = Modality.objects.order_by("name")

    def narrow(self, rows: models.QuerySet, entries: models.QuerySet) -> models.QuerySet:
        return rows.of_any_kind(entries)


class TherapyFilter(VocabularyFilter):
    title = parameter_name = "therapy"
    entries = Therapy.objects.order_by("name")

    def narrow(self, rows: models.QuerySet, entries: models.QuerySet) -> models.QuerySet:
        return rows.testing(entries)


class AutoantibodyFilter(VocabularyFilter):
    title = parameter_name = "autoantibody"
    entries = Autoantibody.objects.order_by("name")

    def narrow(self, rows: models.QuerySet, entries: models.QuerySet) -> models.QuerySet:
        return rows.asking_for(entries)


TRIAL_FILTERS = [
    "in_field",
    "stage",
    StatusFilter,
    "cell_source",
    NumberFilter,
    "last_checked",
    ConditionFilter,
    TargetFilter,
    ModalityFilter,
    TherapyFilter,
    AutoantibodyFilter,
]
