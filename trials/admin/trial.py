"""The page on which an editor puts a trial right.

What the registry wrote is shown and cannot be posted over. The fields that several sources can fill are changed by an
editor's word beside the registry's (`trials.sources.correct`), so that no sync undoes it.
"""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from sources.editing import EditorsAdmin, counted, table
from sources.models import Source
from trials.admin.beside import LONG
from trials.admin.filters import TRIAL_FILTERS
from trials.admin.forms import Lines, ProgrammeSiteInline, TrialForm
from trials.admin.label import LABEL_INLINES, BurdenInline
from trials.admin.search import found_by_words
from trials.admin.statement import StatementInline
from trials.models import Change, Contact, OldNumber, Snapshot, Sponsor, Statement, Trial, TrialSite
from trials.models.status import status_words
from trials.sources import SETTABLE, correct, settle_again
from trials.store import renew_words

DATES = ("start", "primary_completion", "completion", "verified")
WHAT = [
    "nct_id",
    "slug",
    "title",
    "acronym",
    ("stage", "status"),
    "why_stopped",
    "study_type",
    "sponsor",
    "cell_source",
    "cell_source_evidence",
    "reason",
]
WHO = [
    ("enrolment", "enrolment_is_actual"),
    ("sex", "healthy_volunteers"),
    ("minimum_age", "minimum_age_years"),
    ("maximum_age", "maximum_age_years"),
    *((date, f"{date}_precision") for date in DATES),
    "has_results",
]
TEXTS = [
    "official_title",
    "summary",
    "description",
    "eligibility",
    "keywords",
    "registry_conditions",
    "primary_outcomes",
]
RULING = ["field_ruling", "field_ruling_reason"]
LABELS = ["in_field", "field_by_rule", "field_reason"]
SOURCES = ["registry_updated", "last_checked", "vanished", "versions", "changes_told", "former_numbers", "digest"]
# Ours or the registry's to fill, on any trial.
NEVER_EDITED = ["nct_id", "cell_source_evidence", *LABELS, *SOURCES, "interventions_given", "places", "contacts_given"]


class TrialList(ChangeList):
    """One page of trials with their labels, without their long texts."""

    def get_queryset(self, request: HttpRequest, **options: Any) -> models.QuerySet:
        return super().get_queryset(request, **options).with_labels().defer(*LONG)


@admin.register(Trial)
class TrialAdmin(EditorsAdmin):
    form = TrialForm
    formfield_overrides = {ArrayField: {"form_class": Lines}}
    autocomplete_fields = ["sponsor", "collaborators"]
    list_display = [
        "address",
        "short_title",
        "stage",
        "status_in_words",
        "sponsor",
        "cell_source",
        "about",
        "binding",
        "in_field",
        "registry_updated",
        "last_checked",
    ]
    list_filter = TRIAL_FILTERS
    search_fields = ["nct_id", "title", "sponsor__name"]
    search_help_text = "A registry number, or words of the title or the sponsor's name; their beginnings do."
    ordering = ["slug"]
    sortable_by = ["address", "stage", "registry_updated"]
    actions = None

    # --- the list

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return TrialList

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str):
        return found_by_words(queryset, search_term), False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """A site's page leads to its trials."""
        return lookup == "trial_sites__site__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description="number", ordering="slug")
    def address(self, trial: Trial) -> str:
        return trial.nct_id or trial.slug

    @admin.display(description="title")
    def short_title(self, trial: Trial) -> str:
        return trial.title if len(trial.title) <= 100 else f"{trial.title[:99]}…"

    @admin.display(description="status")
    def status_in_words(self, trial: Trial) -> str:
        return status_words(trial.status)

    @admin.display(description="conditions")
    def about(self, trial: Trial) -> str:
        return ", ".join(map(str, trial.condition_labels.all()))

    @admin.display(description="targets")
    def binding(self, trial: Trial) -> str:
        return ", ".join(map(str, trial.target_labels.all()))

    # --- the page

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        found = super().get_queryset(request)
        if not getattr(request.resolver_match, "url_name", "").endswith("_change"):
            return found
        helpers = Sponsor.objects.filter(supported_trials=models.OuterRef("pk")).order_by("name")
        numbers = OldNumber.objects.filter(trial=models.OuterRef("pk")).order_by("nct_id")
        return (
            found.select_related("sponsor", "sighting")
            .defer("search_terms")
            .annotate(
                helper_names=ArraySubquery(helpers.values("name")),
                old_names=ArraySubquery(numbers.values("nct_id")),
                version_count=counted(Snapshot.objects.all(), "trial"),
                change_count=counted(Change.objects.all(), "trial"),
            )
        )

    def get_fieldsets(self, request: HttpRequest, obj: Trial | None = None) -> list:
        if obj is None or not obj.nct_id:
            what = [name for name in WHAT if obj or name not in ("nct_id", "reason", "cell_source_evidence")]
            what.insert(what.index("sponsor") + 1, "collaborators")
            texts, labels, sources = TEXTS, LABELS if obj else [], SOURCES[1:2] if obj else []
        else:
            what = list(WHAT)
            what.insert(what.index("sponsor") + 1, "helpers")
            texts = [*TEXTS, "interventions_given", "places", "contacts_given"]
            labels, sources = [*LABELS, *RULING], SOURCES
        sets = [
            ("What it is", {"fields": what}),
            ("Who and when", {"fields": WHO}),
            ("Registry's own text" if obj and obj.nct_id else "Text", {"fields": texts, "classes": ["collapse"]}),
            ("Labels", {"fields": labels, "description": "The labels themselves are further down."}),
            ("Sources", {"fields": sources}),
        ]
        return [one for one in sets if one[1]["fields"]]

    def get_readonly_fields(self, request: HttpRequest, obj: Trial | None = None) -> list[str]:
        if obj is None:
            return []
        if not obj.nct_id:
            return ["slug", *NEVER_EDITED]
        shown = admin.utils.flatten_fieldsets(self.get_fieldsets(request, obj))
        return [name for name in shown if name not in (*SETTABLE, *RULING, "reason")]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Trial | None = None) -> dict[str, list[str]]:
        return {} if obj else {"slug": ["title"]}

    def get_inlines(self, request: HttpRequest, obj: Trial | None) -> list:
        places = [] if obj and obj.nct_id else [ProgrammeSiteInline]
        return [*LABEL_INLINES, BurdenInline, *places, *([StatementInline] if obj else [])]

    @admin.display(description="collaborators")
    def helpers(self, trial: Trial) -> str:
        return ", ".join(trial.helper_names)

    @admin.display(description="former numbers")
    def former_numbers(self, trial: Trial) -> str:
        return ", ".join(trial.old_names)

    @admin.display(description="versions")
    def versions(self, trial: Trial) -> str:
        address = f"{reverse('admin:trials_snapshot_changelist')}?trial__id__exact={trial.pk}"
        return format_html('<a href="{}">{} kept</a>', address, trial.version_count)

    @admin.display(description="what changed")
    def changes_told(self, trial: Trial) -> str:
        address = f"{reverse('admin:trials_change_changelist')}?trial__id__exact={trial.pk}"
        return format_html('<a href="{}">{} told</a>', address, trial.change_count)

    @admin.display(description="last looked at by us", ordering="sighting__seen")
    def last_checked(self, trial: Trial) -> datetime | None:
        return trial.last_checked

    @admin.display(description="record digest")
    def digest(self, trial: Trial) -> str:
        return bytes(trial.record_digest).hex() if trial.record_digest else ""

    @admin.display(description="interventions")
    def interventions_given(self, trial: Trial) -> str:
        rows = [(one.kind, one.name, ", ".join(one.other_names)) for one in trial.interventions.all()]
        return table(["kind", "name", "other names"], rows)

    @admin.display(description="sites")
    def places(self, trial: Trial) -> str:
        """Not an inline: a trial has up to a thousand sites, more lines than a form may post."""
        found = TrialSite.objects.filter(trial=trial).select_related("site__country")
        rows = [(str(one.site), one.site.country or "", status_words(one.status)) for one in found.order_by("pk")]
        return table(["site", "country", "status"], rows)

    @admin.display(description="contacts")
    def contacts_given(self, trial: Trial) -> str:
        found = Contact.objects.filter(trial=trial).select_related("trial_site__site")
        rows = [(one.trial_site.site if one.trial_site else "", one.name, one.phone, one.email) for one in found]
        return table(["site", "name", "telephone", "email"], rows)

    # --- what is saved

    def save_model(self, request: HttpRequest, obj: Trial, form: ModelForm, change: bool) -> None:
        """Only what the editor changed is written: a sync may have run since the page was opened."""
        if not change:
            obj.field_by_rule, obj.field_reason = True, "An editor added it."
            super().save_model(request, obj, form, change)
            return
        columns = {field.name for field in Trial._meta.concrete_fields}
        changed = [name for name in form.changed_data if name in columns]
        changed += ["field_ruling_reason"] if "field_ruling" in changed else []
        for field in [name for name in SETTABLE if name in changed]:
            value = getattr(obj, field)
            if value in ("", None):
                Statement.objects.filter(trial=obj, field=field, source__kind=Source.Kind.EDITOR).delete()
            else:
                correct(obj, field, value, request.user, form.cleaned_data["reason"])
        if changed:
            obj.save(update_fields=changed)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseFormSet, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Statement:
            settle_again(form.instance, {statement.field for statement in formset.deleted_objects})

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        """What is searched for follows at once."""
        super().save_related(request, form, formsets, change)
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            renew_words(Trial.objects.filter(pk=form.instance.pk))

    def has_delete_permission(self, request: HttpRequest, obj: Trial | None = None) -> bool:
        """What came from the registry stays; a programme can go."""
        return super().has_delete_permission(request, obj) and not (obj and obj.nct_id)
