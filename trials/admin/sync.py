"""What is asked of the registry, and what came of it."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from sources.editing import EditorsAdmin, ReadOnlyAdmin, admin_link, readable, table
from trials.admin.beside import BesideTrialAdmin
from trials.models import Intervention, OldNumber, RegistryQuery, SetAside, Snapshot, Stamp, SyncRun
from trials.store import unpacked

SET_ASIDE_SHOWN = 50


@admin.register(RegistryQuery)
class RegistryQueryAdmin(EditorsAdmin):
    fields = ["name", "condition", "intervention", "term", "advanced", "active"]
    list_display = ["name", "condition", "intervention", "term", "active"]
    list_filter = ["active"]
    search_fields = ["name", "condition", "intervention", "term", "advanced"]
    ordering = ["name"]


@admin.register(SyncRun)
class SyncRunAdmin(ReadOnlyAdmin):
    counts = ["new", "changed", "unchanged", "set_aside"]
    fields = ["origin", ("started", "finished"), "outcome", "message", tuple(counts), "records"]
    readonly_fields = ["records"]
    list_display = ["started", "origin", "outcome", *counts, "finished"]
    list_filter = ["outcome"]
    search_fields = ["origin", "message"]
    ordering = ["-pk"]

    @admin.display(description="records set aside")
    def records(self, run: SyncRun) -> str:
        """The first of them, and where all are."""
        found = run.records_set_aside.defer("record")[:SET_ASIDE_SHOWN]
        rows = [(admin_link(one, one.nct_id or "no number"), one.place, one.reason) for one in found]
        address = f"{reverse('admin:trials_setaside_changelist')}?run__id__exact={run.pk}"
        return format_html('{} <a href="{}">All of this run</a>', table(["number", "place", "reason"], rows), address)


@admin.register(SetAside)
class SetAsideAdmin(ReadOnlyAdmin):
    fields = ["run", "nct_id", "place", "reason", "as_it_came"]
    readonly_fields = ["as_it_came"]
    list_display = ["__str__", "place", "run"]
    list_select_related = ["run"]
    search_fields = ["nct_id", "place", "reason"]
    ordering = ["-pk"]

    @admin.display(description="record")
    def as_it_came(self, aside: SetAside) -> str:
        return readable(aside.record)


@admin.register(Snapshot)
class SnapshotAdmin(BesideTrialAdmin):
    fields = ["of_trial", "registry_updated", "fetched", "fingerprint", "study"]
    readonly_fields = ["of_trial", "fingerprint", "study"]
    list_display = ["pk", "of_trial", "registry_updated", "fetched"]
    search_fields = ["=trial__nct_id"]
    search_help_text = "By registry number."

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("body")

    @admin.display(description="digest")
    def fingerprint(self, snapshot: Snapshot) -> str:
        return bytes(snapshot.digest).hex()

    @admin.display(description="as the registry gave it")
    def study(self, snapshot: Snapshot) -> str:
        return readable(unpacked(snapshot))


@admin.register(Intervention)
class InterventionAdmin(BesideTrialAdmin):
    fields = ["of_trial", "position", "kind", "name", "other_names", "description"]
    readonly_fields = ["of_trial"]
    list_display = ["name", "kind", "of_trial"]
    search_fields = ["=trial__nct_id", "name"]


@admin.register(OldNumber)
class OldNumberAdmin(BesideTrialAdmin):
    fields = ["nct_id", "of_trial"]
    readonly_fields = ["of_trial"]
    list_display = ["nct_id", "of_trial"]
    search_fields = ["=nct_id", "=trial__nct_id"]
    ordering = ["nct_id"]
    search_help_text = "By old or new registry number."


@admin.register(Stamp)
class StampAdmin(ReadOnlyAdmin):
    list_display = ["pk"]
    search_fields = ["=pk"]
    ordering = ["-pk"]
