"""The form of a trial: an editor's word with its reason, and a programme's own lines."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.db import models
from django.http import HttpRequest

from sources.editing import ChosenOnceForm
from trials.admin.beside import LONG
from trials.models import TrialSite
from trials.models.status import STATUSES
from trials.sources import SETTABLE

LIKE_A_NUMBER = re.compile(r"nct\d+", re.IGNORECASE)
SEXES = [("", "not stated"), ("ALL", "all"), ("FEMALE", "women and girls"), ("MALE", "men and boys")]


class Lines(SimpleArrayField):
    """A list of texts, one a line."""

    widget = forms.Textarea

    def __init__(self, base_field: forms.Field, **options: Any) -> None:
        super().__init__(base_field, **{**options, "delimiter": "\n", "widget": forms.Textarea(attrs={"rows": 4})})

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, str):
            value = "\n".join(line for line in value.splitlines() if line.strip())
        return super().to_python(value)


class TrialForm(forms.ModelForm):
    """`changed_data` is what the editor changed since the page was opened, not what a sync changed meanwhile."""

    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Why you change a value above or below; kept with the change.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        statuses = [("", "not stated"), *((status, words) for status, (_, words) in STATUSES.items())]
        self._choose("status", statuses)
        self._choose("sex", SEXES)
        for name in {*SETTABLE} & {*self.fields}:
            self.fields[name].show_hidden_initial = bool(self.instance.pk)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """A list to choose from; a word of the registry's that we do not know stays possible."""
        if name not in self.fields:
            return
        now = getattr(self.instance, name)
        unknown = [] if now in dict(choices) else [(now, now)]
        before = self.fields[name]
        self.fields[name] = forms.ChoiceField(
            choices=[*choices, *unknown], required=False, label=before.label, help_text=before.help_text
        )

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if LIKE_A_NUMBER.fullmatch(slug):
            raise forms.ValidationError("Only a trial that the registry's sync brings has a number for its address.")
        return slug

    def clean(self) -> dict[str, Any]:
        """An empty value cannot stand over the registry's: the next sync would fill it again."""
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("reason") and not {*SETTABLE} & {*self.changed_data}:
            self.add_error("reason", "A reason goes with a changed value, and none was changed. Nothing was saved.")
        if self.instance.nct_id:
            for name in {*SETTABLE} & {*self.changed_data} & {*cleaned}:
                if cleaned[name] in ("", None):
                    self.add_error(name, "The registry's value cannot be emptied: choose another one, or leave it.")
        if cleaned.get("field_ruling") is not None and not cleaned.get("field_ruling_reason", "").strip():
            self.add_error("field_ruling_reason", "Say why: the next editor will ask. The rule's own reason is above.")
        if cleaned.get("field_ruling") is None and "field_ruling" in cleaned:
            cleaned["field_ruling_reason"] = ""
        return cleaned


class ProgrammeSiteForm(ChosenOnceForm):
    chosen = "site"


class ProgrammeSiteInline(admin.TabularInline):
    """Where a programme runs; the registry says it of its own trials."""

    model = TrialSite
    form = ProgrammeSiteForm
    fields = ["site", "status"]
    autocomplete_fields = ["site"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        found = super().get_queryset(request).select_related("site", "trial")
        return found.defer(*(f"trial__{name}" for name in LONG)).order_by("pk")
