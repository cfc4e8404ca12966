"""Where editors keep the vocabulary of disease."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from conditions.models import Autoantibody, AutoantibodyName, Condition, Term
from sources.editing import (
    ChosenOnceForm,
    NameInline,
    VocabularyAdmin,
    WordsAdmin,
    admin_link,
    uses,
)


class TermInline(NameInline):
    model = Term


class AutoantibodyNameInline(NameInline):
    model = AutoantibodyName


class AutoantibodyForm(ChosenOnceForm):
    chosen = "autoantibody"


class AutoantibodyInline(admin.TabularInline):
    """The autoantibodies that mark a condition."""

    model = Autoantibody.conditions.through
    form = AutoantibodyForm
    autocomplete_fields = ["autoantibody"]
    verbose_name = "autoantibody"
    verbose_name_plural = "autoantibodies"
    extra = 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("autoantibody", "condition")


@admin.register(Condition)
class ConditionAdmin(VocabularyAdmin):
    fields = ["name", "slug", "kind", "parent", "mesh_id", "plain", "basket", "door", "source"]
    autocomplete_fields = ["parent"]
    inlines = [TermInline, AutoantibodyInline]
    list_display = ["name", "kind", "parent", "mesh_id", "door", "trials_labelled", "source"]
    list_filter = ["kind", ("door", admin.EmptyFieldListFilter), "source"]
    list_select_related = ["parent", "source"]
    search_fields = ["name", "slug", "terms__text", "mesh_id"]
    ordering = ["name"]

    def uses(self, one: Condition) -> list:
        """A group is not deleted with its kinds in it: they would go too."""
        kinds = list(Condition.objects.filter(parent=one))
        words = [f"{len(kinds)} kinds of it:", [admin_link(kind) for kind in kinds]] if kinds else []
        return words + uses(one)


@admin.register(Autoantibody)
class AutoantibodyAdmin(VocabularyAdmin):
    fields = ["name", "slug", "antigen", "plain", "conditions", "source"]
    autocomplete_fields = ["conditions"]
    inlines = [AutoantibodyNameInline]
    list_display = ["name", "antigen", "trials_labelled", "source"]
    list_filter = ["source"]
    list_select_related = ["source"]
    search_fields = ["name", "slug", "antigen", "names__text"]
    ordering = ["name"]


class NameAdmin(WordsAdmin):
    """Other names, of all entries of a kind."""

    list_filter = ["use"]
    ordering = ["pk"]


@admin.register(Term)
class TermAdmin(NameAdmin):
    autocomplete_fields = ["condition"]
    list_display = ["text", "use", "condition"]
    list_select_related = ["condition"]
    search_fields = ["text", "condition__name"]


@admin.register(AutoantibodyName)
class AutoantibodyNameAdmin(NameAdmin):
    autocomplete_fields = ["autoantibody"]
    list_display = ["text", "use", "autoantibody"]
    list_select_related = ["autoantibody"]
    search_fields = ["text", "autoantibody__name"]
