"""Who says what. An editor's word is taken back by deleting it; the other sources' words are only read."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from sources.editing import SomeDeletable, admin_link
from sources.models import Source
from trials.admin.beside import BesideTrialAdmin
from trials.models import Statement, Trial
from trials.sources import settle_again
from trials.store import renew_words


class StatementFormSet(SomeDeletable):
    def may_go(self, row: Statement) -> bool:
        return is_editors(row)


def is_editors(statement: Statement) -> bool:
    return statement.source.kind == Source.Kind.EDITOR


class StatementInline(admin.TabularInline):
    """What each source says of a trial, where more than one speaks."""

    model = Statement
    formset = StatementFormSet
    fields = ["field", "source", "value", "means", "reason", "said_on", "made_by", "made_at"]
    readonly_fields = fields
    extra = 0
    verbose_name_plural = "statements: who says what (deleting an editor's one takes the correction back)"

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whoever may change the trial may take a correction back."""
        return self.has_change_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("source", "made_by").order_by("field", "pk")


@admin.register(Statement)
class StatementAdmin(BesideTrialAdmin):
    fields = ["subject", *StatementInline.fields, "link"]
    readonly_fields = ["subject"]
    list_display = ["field", "value", "means", "source", "subject", "made_by", "said_on"]
    list_filter = ["source"]
    list_select_related = ["trial", "condition", "therapy", "site", "source", "made_by"]
    search_fields = ["=trial__nct_id", "field", "value", "reason"]

    @admin.display(description="of")
    def subject(self, statement: Statement) -> str:
        subject = statement.trial or statement.condition or statement.therapy or statement.site
        return admin_link(subject, str(subject)[:90])

    def has_delete_permission(self, request: HttpRequest, obj: Statement | None = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj) and (obj is not None and is_editors(obj))

    def delete_model(self, request: HttpRequest, obj: Statement) -> None:
        trial, field = obj.trial, obj.field
        super().delete_model(request, obj)
        if trial:
            settle_again(trial, [field])
            renew_words(Trial.objects.filter(pk=trial.pk))
