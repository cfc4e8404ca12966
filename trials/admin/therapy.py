"""Where editors keep the vocabulary of therapies."""

from django.contrib import admin

from conditions.admin import NameAdmin
from sources.editing import NameInline, VocabularyAdmin, WordsAdmin
from trials.models import (
    CellSourceName,
    Modality,
    ModalityName,
    Target,
    TargetName,
    Therapy,
    TherapyName,
)


class TargetNameInline(NameInline):
    model = TargetName


class ModalityNameInline(NameInline):
    model = ModalityName


class TherapyNameInline(NameInline):
    model = TherapyName


@admin.register(Target)
class TargetAdmin(VocabularyAdmin):
    fields = ["name", "slug", "autoantigen", "plain", "source"]
    inlines = [TargetNameInline]
    list_display = ["name", "autoantigen", "trials_labelled", "source"]
    list_filter = ["autoantigen", "source"]
    list_select_related = ["source"]
    search_fields = ["name", "slug", "names__text"]
    ordering = ["name"]


@admin.register(Modality)
class ModalityAdmin(VocabularyAdmin):
    fields = ["name", "slug", "plain_name", "plain", "specificity", "source"]
    inlines = [ModalityNameInline]
    list_display = ["name", "plain_name", "specificity", "trials_labelled", "source"]
    list_filter = ["source"]
    list_select_related = ["source"]
    search_fields = ["name", "slug", "plain_name", "names__text"]
    ordering = ["name"]


@admin.register(Therapy)
class TherapyAdmin(VocabularyAdmin):
    fields = [
        "name",
        "slug",
        "modality",
        "targets",
        "cell_source",
        "developer",
        "plain",
        "known_from",
        "source",
    ]
    autocomplete_fields = ["modality", "targets"]
    inlines = [TherapyNameInline]
    list_display = ["name", "modality", "cell_source", "developer", "trials_labelled", "source"]
    list_filter = ["cell_source", "modality", "source"]
    list_select_related = ["modality", "source"]
    search_fields = ["name", "slug", "developer", "names__text"]
    ordering = ["name"]


@admin.register(CellSourceName)
class CellSourceNameAdmin(WordsAdmin):
    fields = ["text", "cell_source", "use"]
    list_display = ["text", "cell_source", "use"]
    list_filter = ["cell_source", "use"]
    search_fields = ["text"]
    ordering = ["text"]


@admin.register(TargetName)
class TargetNameAdmin(NameAdmin):
    autocomplete_fields = ["target"]
    list_display = ["text", "use", "target"]
    list_select_related = ["target"]
    search_fields = ["text", "target__name"]


@admin.register(ModalityName)
class ModalityNameAdmin(NameAdmin):
    autocomplete_fields = ["modality"]
    list_display = ["text", "use", "modality"]
    list_select_related = ["modality"]
    search_fields = ["text", "modality__name"]


@admin.register(TherapyName)
class TherapyNameAdmin(NameAdmin):
    autocomplete_fields = ["therapy"]
    list_display = ["text", "use", "therapy"]
    list_select_related = ["therapy"]
    search_fields = ["text", "therapy__name"]
