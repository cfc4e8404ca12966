"""The editors' place for words in other languages."""

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from modeltrans.fields import TranslatedVirtualField


class TranslatedAdmin(admin.ModelAdmin):
    """Below a row's own fields a part for each other language. What is empty there is shown in English."""

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        own = super().get_fieldsets(request, obj)
        others = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        return [*own, *(part for code, name in others if (part := self._part(code, name)))]

    def _part(self, code: str, name: str) -> tuple[str, dict] | None:
        fields = [
            field.name
            for field in self.model._meta.get_fields()
            if isinstance(field, TranslatedVirtualField) and field.language == code
        ]
        return (name, {"fields": fields, "classes": ["collapse"]}) if fields else None
