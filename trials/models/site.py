"""Places: one row for a place, however many trials run there."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language

from trials.country_names import country_name


class Country(models.Model):
    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "countries"

    def __str__(self) -> str:
        return self.name

    @property
    def name_i18n(self) -> str:
        """Its name in the language of the page."""
        return country_name(self.name, get_language() or "en")


class Site(models.Model):
    """A hospital or centre. The registry knows a site by facility, town and country, and gives towns, not doors."""

    facility = models.TextField(blank=True)
    city = models.TextField(blank=True)
    state = models.TextField(blank=True)
    postcode = models.TextField(blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="sites")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["facility", "city"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "city", "country"], name="site_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="site_coordinates_whole_and_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.facility, self.city) if part) or "A site without a name"

    def get_absolute_url(self) -> str:
        return reverse("site", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        return slugify(f"{self.facility} {self.city}")[:80] or "site"


class TrialSite(models.Model):
    """A trial runs at a site, with the status that the registry gives for it there ("" where it gives none)."""

    trial = models.ForeignKey("trials.Trial", models.CASCADE, related_name="trial_sites")
    site = models.ForeignKey(Site, models.PROTECT, related_name="trial_sites")
    status = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trial", "site"], name="trial_site_once")]

    def __str__(self) -> str:
        return f"{self.trial} at {self.site}"


class Contact(models.Model):
    """Whom to call, as the registry gives it: at one site, or for the whole trial."""

    trial = models.ForeignKey("trials.Trial", models.CASCADE, related_name="contacts")
    trial_site = models.ForeignKey(TrialSite, models.CASCADE, null=True, blank=True, related_name="contacts")
    name = models.TextField(blank=True)
    role = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    email = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name or self.phone or self.email
