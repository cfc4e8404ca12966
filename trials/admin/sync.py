"""What is asked of the registry, and what came of it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from sources.editing import EditorsAdmin, ReadOnlyAdmin, admin_link, readable, table
from trials.admin.beside import BesideTrialAdmin
from trials.models import Intervention, OldNumber, RegistryQuery, SetAside, Snapshot, Stamp, SyncRun, TrialWords
from trials.store import unpacked
from trials.tasks import ask_for_sync

MAY_SYNC = "trials.run_sync"
SET_ASIDE_SHOWN = 50


@admin.register(RegistryQuery)
class RegistryQueryAdmin(EditorsAdmin):
    fields = ["name", "condition", "intervention", "term", "advanced", "active", "complete_to", "swept_to"]
    readonly_fields = ["complete_to", "swept_to"]
    list_display = ["name", "condition", "intervention", "term", "active", "complete_to", "swept_to"]
    list_filter = ["active"]
    search_fields = ["name", "condition", "intervention", "term", "advanced"]
    ordering = ["name"]


@admin.register(SyncRun)
class SyncRunAdmin(ReadOnlyAdmin):
    """The runs, the progress of one that is under way, and a button that asks for another."""

    counts = ["new", "changed", "unchanged", "set_aside", "vanished"]
    fields = [
        "origin",
        "asked",
        ("started", "finished", "took"),
        "registry_time",
        "how_it_ended",
        "message",
        tuple(counts),
        ("pages", "retried", "expected"),
        "what_changed",
        "records",
    ]
    readonly_fields = ["took", "how_it_ended", "what_changed", "records"]
    list_display = ["started", "origin", "how_it_ended", *counts, "pages", "retried", "took"]
    list_filter = ["outcome"]
    search_fields = ["origin", "message"]
    ordering = ["-pk"]
    change_list_template = "admin/trials/syncrun/change_list.html"
    change_form_template = "admin/trials/syncrun/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        address = path("sync-now/", self.admin_site.admin_view(self.sync_now), name="trials_syncrun_sync_now")
        return [address, *super().get_urls()]

    def sync_now(self, request: HttpRequest) -> HttpResponse:
        """Queue a sync for the worker; only by POST, and only for those who may."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm(MAY_SYNC):
            raise PermissionDenied
        if ask_for_sync(full="full" in request.POST):
            self.message_user(request, "A sync is queued. It begins as soon as the worker is free; reload to see it.")
        else:
            self.message_user(request, "A sync is waiting already; nothing was added.", messages.WARNING)
        return redirect("admin:trials_syncrun_changelist")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        running = SyncRun.objects.under_way()
        more = {"may_sync": request.user.has_perm(MAY_SYNC), "running": running}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        run = SyncRun.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        extra = {**(kwargs.pop("extra_context", None) or {}), "running": run is not None and run.runs}
        return super().change_view(request, object_id, *args, extra_context=extra, **kwargs)

    @admin.display(description="outcome", ordering="outcome")
    def how_it_ended(self, run: SyncRun) -> str:
        return run.how_it_ended

    @admin.display(description="took")
    def took(self, run: SyncRun) -> str:
        return f"{run.took.total_seconds():.1f} s" if run.took else "-"

    @admin.display(description="what changed")
    def what_changed(self, run: SyncRun) -> str:
        address = f"{reverse('admin:trials_change_changelist')}?run__id__exact={run.pk}"
        return format_html('<a href="{}">{} changes that matter to patients</a>', address, run.changes.count())

    @admin.display(description="records set aside")
    def records(self, run: SyncRun) -> str:
        """The first of them, and where all are."""
        found = run.records_set_aside.defer("record")[:SET_ASIDE_SHOWN]
        rows = [(admin_link(one, one.nct_id or "no number"), one.place, one.reason) for one in found]
        address = f"{reverse('admin:trials_setaside_changelist')}?run__id__exact={run.pk}"
        return format_html('{} <a href="{}">All of this run</a>', table(["number", "place", "reason"], rows), address)


@admin.register(SetAside)
class SetAsideAdmin(ReadOnlyAdmin):
    fields = ["run", "nct_id", "place", "reason", "read_later", "as_it_came"]
    readonly_fields = ["as_it_came"]
    list_display = ["__str__", "place", "run", "read_later"]
    list_filter = [("read_later", admin.EmptyFieldListFilter)]
    list_select_related = ["run"]
    search_fields = ["nct_id", "place", "reason"]
    ordering = ["-pk"]

    @admin.display(description="record")
    def as_it_came(self, aside: SetAside) -> str:
        return readable(aside.record)


@admin.register(Snapshot)
class SnapshotAdmin(BesideTrialAdmin):
    fields = ["of_trial", "registry_updated", "fetched", "late", "fingerprint", "study"]
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


@admin.register(TrialWords)
class TrialWordsAdmin(ReadOnlyAdmin):
    list_display = ["pk", "trial"]
    list_select_related = ["trial"]
    search_fields = ["=trial__nct_id"]
    ordering = ["-pk"]
