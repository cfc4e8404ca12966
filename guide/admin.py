"""Where editors change the guide's words."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from guide.models import Figure, GlossaryEntry, Page, Question, Section, Treatment, TypicalRisks
from sources.translated_admin import TranslatedAdmin

CELLS = ["mechanism", "long_term_effect", "side_effects"]


class SourcedAdmin(TranslatedAdmin):
    """A list of texts in the order of the page, each with its source."""

    list_filter = ["source"]
    list_select_related = ["source"]
    list_per_page = 50
    save_on_top = True


class SluggedAdmin(SourcedAdmin):
    """A slug is part of an address that others link to: it is chosen once."""

    slug_from = "name"

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": [self.slug_from]}


class SectionInline(admin.StackedInline):
    model = Section
    fields = [("heading", "anchor"), "body", "drawing", ("position", "source")]
    prepopulated_fields = {"anchor": ["heading"]}
    ordering = ["position"]
    extra = 0
    show_change_link = True


@admin.register(Page)
class PageAdmin(SluggedAdmin):
    slug_from = "title"
    fields = ["title", "slug", "lead", "position", "source"]
    list_display = ["title", "slug", "position", "source"]
    search_fields = ["title", "lead", "sections__heading", "sections__body"]
    ordering = ["position"]
    inlines = [SectionInline]


@admin.register(Section)
class SectionAdmin(SourcedAdmin):
    fields = ["page", "heading", "anchor", "body", "drawing", "position", "source"]
    list_display = ["heading", "page", "position", "source"]
    list_filter = ["page", "source"]
    list_select_related = ["page", "source"]
    search_fields = ["heading", "body"]
    ordering = ["page__position", "position"]


@admin.register(Treatment)
class TreatmentAdmin(SluggedAdmin):
    fields = ["name", "slug", "examples", *CELLS, "position", "source"]
    list_display = ["name", "examples", "long_term_effect", "position", "source"]
    search_fields = ["name", "examples", *CELLS]
    ordering = ["position"]


@admin.register(Question)
class QuestionAdmin(SluggedAdmin):
    slug_from = "question"
    fields = ["question", "slug", "answer", "position", "source"]
    list_display = ["question", "position", "source"]
    search_fields = ["question", "answer"]
    ordering = ["position"]


@admin.register(Figure)
class FigureAdmin(SluggedAdmin):
    slug_from = "label"
    fields = ["page", "label", "slug", "value", "context", "on_index", "position", "source"]
    list_display = ["label", "value", "page", "on_index", "position", "source"]
    list_filter = ["page", "on_index", "source"]
    list_select_related = ["page", "source"]
    search_fields = ["label", "value", "context"]
    ordering = ["page__position", "position"]


@admin.register(TypicalRisks)
class TypicalRisksAdmin(SluggedAdmin):
    fields = ["name", "slug", "kinds", "cell_sources", "risks", "handling", "position", "source"]
    list_display = ["name", "kinds", "cell_sources", "position", "source"]
    search_fields = ["name", "risks", "handling"]
    ordering = ["position"]


@admin.register(GlossaryEntry)
class GlossaryEntryAdmin(SluggedAdmin):
    slug_from = "word"
    fields = ["word", "slug", "forms", "plain", "source"]
    list_display = ["word", "plain", "source"]
    search_fields = ["word", "forms", "plain"]
    ordering = ["word"]
