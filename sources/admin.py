"""Where editors see which sources facts are from, and what the fixtures wrote."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from sources.editing import ReadOnlyAdmin, SluggedAdmin, readable
from sources.models import SeededRow, Source
from sources.translated_admin import TranslatedAdmin

# Our code asks for "the registry" and "the editors": there is one of each.
ONLY_ONE = {Source.Kind.REGISTRY, Source.Kind.EDITOR}


class SourceForm(forms.ModelForm):
    def clean_kind(self) -> str:
        kind = self.cleaned_data["kind"]
        if kind in ONLY_ONE and Source.objects.filter(kind=kind).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"There is a source of the kind “{Source.Kind(kind).label}” already.")
        return kind


@admin.register(Source)
class SourceAdmin(TranslatedAdmin, SluggedAdmin):
    form = SourceForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fields = ["name", "slug", "kind", "url", "licence", "date", "note"]
    list_display = ["name", "kind", "licence", "date"]
    list_filter = ["kind"]
    search_fields = ["name", "slug", "note"]
    ordering = ["name"]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """What a source is doesn't change: values are ranked by it."""
        return ["slug", "kind"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.kind not in ONLY_ONE)


@admin.register(SeededRow)
class SeededRowAdmin(ReadOnlyAdmin):
    fields = ["table", "key", "written"]
    readonly_fields = ["written"]
    list_display = ["key", "table"]
    search_fields = ["table", "key"]
    ordering = ["table", "key"]

    @admin.display(description="what the fixture says")
    def written(self, row: SeededRow) -> str:
        return readable(json.dumps(row.values))
