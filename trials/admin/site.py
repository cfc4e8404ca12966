"""Where editors put places right, and see whom the registry names."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.text import slugify

from sources.editing import EditorsAdmin, VocabularyFilter, counted, trials_link
from trials.admin.beside import BesideTrialAdmin
from trials.models import Contact, Country, Site, Sponsor, Trial, TrialSite


class CountryFilter(VocabularyFilter):
    title = "country"
    parameter_name = "country"
    entries = Country.objects.order_by("name")

    def narrow(self, rows: models.QuerySet, entries: models.QuerySet) -> models.QuerySet:
        return rows.filter(country__in=entries)


class SiteForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if ("latitude" in cleaned and "longitude" in cleaned) and (
            (cleaned["latitude"] is None) != (cleaned["longitude"] is None)
        ):
            raise forms.ValidationError("Give both coordinates, or neither.")
        return cleaned


@admin.register(Site)
class SiteAdmin(EditorsAdmin):
    """The sync finds a site by facility, town and country: those stay as they are where the registry wrote them."""

    form = SiteForm
    fields = ["facility", "city", "country", ("state", "postcode"), ("latitude", "longitude"), "trials_here"]
    readonly_fields = ["trials_here"]
    autocomplete_fields = ["country"]
    list_display = ["__str__", "city", "country", "latitude", "longitude", "trials_here"]
    list_filter = [("latitude", admin.EmptyFieldListFilter), CountryFilter]
    list_select_related = ["country"]
    search_fields = ["facility", "city", "country__name"]
    ordering = ["facility", "city"]
    sortable_by = ["__str__"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(trial_count=counted(TrialSite.objects.all(), "site"))

    def get_readonly_fields(self, request: HttpRequest, obj: Site | None = None) -> list[str]:
        of_registry = obj and TrialSite.objects.filter(site=obj, trial__nct_id__isnull=False).exists()
        return ["trials_here", *(["facility", "city", "country"] if of_registry else [])]

    @admin.display(description="trials")
    def trials_here(self, site: Site) -> str:
        return trials_link(site.trial_count, {"trial_sites__site__id__exact": site.pk}) if site.pk else "-"


class CountryForm(forms.ModelForm):
    """The sync finds a country by its name, and makes its address from that."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.instance.pk and "name" in cleaned:
            self.instance.slug = slugify(cleaned["name"]) or "unnamed"
            if Country.objects.filter(slug=self.instance.slug).exists():
                raise forms.ValidationError("There is a country with this address already.")
        return cleaned


@admin.register(Country)
class CountryAdmin(EditorsAdmin):
    form = CountryForm
    list_display = ["name", "slug", "sites_there"]
    search_fields = ["name"]
    ordering = ["name"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(site_count=counted(Site.objects.all(), "country"))

    def get_fields(self, request: HttpRequest, obj: Country | None = None) -> list[str]:
        return ["name", "slug"] if obj else ["name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Country | None = None) -> list[str]:
        return ["name", "slug"] if obj else []

    @admin.display(description="sites")
    def sites_there(self, country: Country) -> int:
        return country.site_count


@admin.register(Sponsor)
class SponsorAdmin(EditorsAdmin):
    """The sync finds a sponsor by its name: it stays as it is where the registry wrote it."""

    fields = ["name", "kind", "trials_led"]
    readonly_fields = ["trials_led"]
    list_display = ["name", "kind", "trials_led"]
    search_fields = ["name"]
    ordering = ["name"]
    sortable_by = ["name"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(trial_count=counted(Trial.objects.all(), "sponsor"))

    def get_readonly_fields(self, request: HttpRequest, obj: Sponsor | None = None) -> list[str]:
        trials = Trial.objects.filter(models.Q(sponsor=obj) | models.Q(collaborators=obj), nct_id__isnull=False)
        return ["trials_led", *(["name"] if obj and trials.exists() else [])]

    @admin.display(description="trials")
    def trials_led(self, sponsor: Sponsor) -> str:
        return trials_link(sponsor.trial_count, {"sponsor__id__exact": sponsor.pk}) if sponsor.pk else "-"


@admin.register(TrialSite)
class TrialSiteAdmin(BesideTrialAdmin):
    """Which trial runs where; a programme's places are changed on its page."""

    fields = ["of_trial", "site", "status"]
    readonly_fields = ["of_trial"]
    list_display = ["site", "of_trial", "status"]
    list_select_related = ["trial", "site"]
    search_fields = ["=trial__nct_id", "site__facility", "site__city"]


@admin.register(Contact)
class ContactAdmin(BesideTrialAdmin):
    fields = ["of_trial", "at", "name", "role", "phone", "email"]
    readonly_fields = ["of_trial", "at"]
    list_display = ["__str__", "role", "phone", "email", "at", "of_trial"]
    list_select_related = ["trial", "trial_site__site"]
    search_fields = ["=trial__nct_id", "name", "email"]

    @admin.display(description="site")
    def at(self, contact: Contact) -> str:
        return str(contact.trial_site.site) if contact.trial_site else "the whole trial"
