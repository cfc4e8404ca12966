"""What changed in the registry, and when each record was last seen."""

import json

from django.contrib import admin

from sources.editing import ReadOnlyAdmin, readable
from trials.admin.beside import BesideTrialAdmin
from trials.models import Change, Sighting

SHORT = 120  # characters in a list


@admin.register(Change)
class ChangeAdmin(BesideTrialAdmin):
    fields = ["of_trial", "kind", "was", "is_now", "registry_date", "found", "run"]
    readonly_fields = ["of_trial", "was", "is_now"]
    list_display = ["registry_date", "kind", "of_trial", "was_in_short", "is_in_short", "found"]
    list_filter = ["kind", "registry_date"]
    search_fields = ["=trial__nct_id"]
    search_help_text = "By registry number."
    ordering = ["-found", "-pk"]

    @admin.display(description="before")
    def was(self, change: Change) -> str:
        return _whole(change.before)

    @admin.display(description="after")
    def is_now(self, change: Change) -> str:
        return _whole(change.after)

    @admin.display(description="before")
    def was_in_short(self, change: Change) -> str:
        return _short(change.before)

    @admin.display(description="after")
    def is_in_short(self, change: Change) -> str:
        return _short(change.after)


@admin.register(Sighting)
class SightingAdmin(ReadOnlyAdmin):
    fields = ["trial", "seen", "listed"]
    list_display = ["number", "seen", "listed"]
    list_filter = ["listed", "seen"]
    list_select_related = ["trial"]
    search_fields = ["=trial__nct_id"]
    search_help_text = "By registry number."
    ordering = ["-seen", "pk"]

    @admin.display(description="trial")
    def number(self, sighting: Sighting) -> str:
        return sighting.trial.slug


def _whole(value: object) -> str:
    """A text as it is, an object with a line for each part."""
    return "-" if value is None else readable(value if isinstance(value, str) else json.dumps(value))


def _short(value: object) -> str:
    if value is None:
        return "-"
    text = ", ".join(f"{key}: {one or '-'}" for key, one in value.items()) if isinstance(value, dict) else str(value)
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"
