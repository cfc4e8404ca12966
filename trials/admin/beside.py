"""Rows that hang on a trial, listed without the trial's long texts."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from sources.editing import ReadOnlyAdmin, admin_link
from trials.models import Trial

# Columns that no list shows; one page of them would be megabytes.
LONG = (
    "official_title",
    "summary",
    "description",
    "eligibility",
    "keywords",
    "registry_conditions",
    "primary_outcomes",
    "search_terms",
)


class BesideTrialAdmin(ReadOnlyAdmin):
    """Rows with a `trial`, to look at."""

    ordering = ["-pk"]
    list_select_related = ["trial"]
    search_help_text = "By registry number, or by the words of this list."

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return (
            super()
            .get_queryset(request)
            .select_related(*self.list_select_related)
            .defer(*(f"trial__{name}" for name in LONG))
        )

    @admin.display(description="trial")
    def of_trial(self, row: models.Model) -> str:
        trial: Trial | None = row.trial
        return admin_link(trial, str(trial)[:90]) if trial else "-"
