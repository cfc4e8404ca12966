"""Labels on a trial's page, and in lists of their own.

An editor adds a label or vetoes one; either makes it the editor's, and rules leave it alone. A rule's label is not
deleted, since the rule would make it again.
"""

from typing import Any

import msgspec
from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from conditions.models import Autoantibody, Condition
from sources.editing import ChosenOnceForm, SomeDeletable, VocabularyFilter
from trials.admin.beside import BesideTrialAdmin
from trials.labels.burden_values import Value, as_json
from trials.models import (
    Label,
    Modality,
    Origin,
    Target,
    Therapy,
    TrialAutoantibody,
    TrialBurden,
    TrialCondition,
    TrialModality,
    TrialTarget,
    TrialTherapy,
)


class LabelForm(ChosenOnceForm):
    """Whatever an editor changes of a label makes it the editor's."""

    def clean(self) -> dict[str, Any]:
        if self.has_changed():
            self.instance.origin = Origin.CURATOR
        return super().clean()


class BurdenForm(LabelForm):
    chosen = "kind"

    def clean_value(self) -> dict[str, Any]:
        """Only what the page can say in words."""
        try:
            return as_json(msgspec.convert(self.cleaned_data["value"] or {}, Value, strict=False))
        except msgspec.ValidationError as error:
            raise forms.ValidationError(f'Not understood: {error}. Write it like {{"said": "yes"}}.') from error

    def clean(self) -> dict[str, Any]:
        """The registry's words do not stand beside a value that is not theirs."""
        if "value" in self.changed_data:
            self.instance.field = self.instance.evidence = ""
        return super().clean()


class LabelFormSet(SomeDeletable):
    def may_go(self, row: Label) -> bool:
        return row.origin == Origin.CURATOR


class LabelInline(admin.TabularInline):
    """The labels of one kind; `chosen` is the link to the vocabulary."""

    formset = LabelFormSet
    extra = 0
    readonly_fields = ["origin", "field", "evidence"]
    chosen: str

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related(self.chosen).order_by("pk")


def label_inline(label: type[Label], chosen: str, *more: str) -> type[LabelInline]:
    """The inline of one kind of label; `more` are its own columns."""
    named = f"{label.__name__}Inline"
    form = type(f"{label.__name__}Form", (LabelForm,), {"chosen": chosen})
    columns = {
        "model": label,
        "form": form,
        "chosen": chosen,
        "autocomplete_fields": [chosen],
        "fields": [chosen, *more, "vetoed", "origin", "field", "evidence"],
        "verbose_name": f"{chosen} label",
        "verbose_name_plural": f"{chosen} labels",
    }
    return type(named, (LabelInline,), columns)


LABEL_INLINES = [
    label_inline(TrialCondition, "condition"),
    label_inline(TrialTarget, "target"),
    label_inline(TrialModality, "modality", "leading"),
    label_inline(TrialTherapy, "therapy"),
    label_inline(TrialAutoantibody, "autoantibody", "role"),
]


class BurdenInline(admin.StackedInline):
    """What joining takes; a rule's line can be vetoed, and an editor's own added."""

    model = TrialBurden
    form = BurdenForm
    formset = LabelFormSet
    extra = 0
    fields = ["kind", "value", "vetoed", "origin", "field", "evidence"]
    readonly_fields = ["origin", "field", "evidence"]
    verbose_name = "burden"
    verbose_name_plural = "what it takes"


def entry_filter(model: type[models.Model], name: str) -> type[VocabularyFilter]:
    """Narrows a list of labels to those of one entry."""

    def narrow(self: VocabularyFilter, rows: models.QuerySet, entries: models.QuerySet) -> models.QuerySet:
        return rows.filter(**{f"{name}__in": entries})

    columns = {"title": name, "parameter_name": name, "entries": model.objects.order_by("name"), "narrow": narrow}
    return type(f"{model.__name__}Filter", (VocabularyFilter,), columns)


def register_labels(label: type[Label], entry: type[models.Model], name: str) -> None:
    """A list of all labels of a kind: which words earned what. They are changed on the trial's page."""
    columns = {
        "fields": ["of_trial", name, "vetoed", "origin", "field", "evidence"],
        "readonly_fields": ["of_trial"],
        "list_display": [name, "of_trial", "origin", "vetoed", "field", "evidence"],
        "list_filter": ["origin", "vetoed", entry_filter(entry, name)],
        "list_select_related": ["trial", name],
        "search_fields": ["=trial__nct_id", f"{name}__name", "evidence"],
    }
    admin.site.register(label, type(f"{label.__name__}Admin", (BesideTrialAdmin,), columns))


@admin.register(TrialBurden)
class BurdenAdmin(BesideTrialAdmin):
    fields = ["of_trial", "kind", "value", "vetoed", "origin", "field", "evidence"]
    readonly_fields = ["of_trial"]
    list_display = ["kind", "of_trial", "value", "origin", "vetoed", "evidence"]
    list_filter = ["kind", "origin", "vetoed"]
    search_fields = ["=trial__nct_id", "evidence"]


register_labels(TrialCondition, Condition, "condition")
register_labels(TrialTarget, Target, "target")
register_labels(TrialModality, Modality, "modality")
register_labels(TrialTherapy, Therapy, "therapy")
register_labels(TrialAutoantibody, Autoantibody, "autoantibody")
