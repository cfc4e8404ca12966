"""What changed in the registry that matters to a patient."""

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trials.models.sync import SyncRun
from trials.models.trial import Trial


class ChangeKind(models.TextChoices):
    """The values are those of addresses and exports."""

    NEW = "new", _("New trial")
    STATUS = "status", _("Status")
    SITE_ADDED = "site-added", _("Site added")
    SITE_REMOVED = "site-removed", _("Site removed")
    SITE_STATUS = "site-status", _("Site's status")
    STAGE = "stage", _("Stage")
    ELIGIBILITY = "eligibility", _("Who can join")
    DATES = "dates", _("Dates")
    SPONSOR = "sponsor", _("Sponsor")
    ENROLMENT = "enrolment", _("Number of people")
    VANISHED = "vanished", _("Gone from the registry")


class ChangeQuerySet(models.QuerySet):
    def shown(self) -> "ChangeQuerySet":
        """The changes of trials that patients see, and of those that they saw until the registry dropped them."""
        return self.filter(trial__in=Trial.objects.ever_shown())

    def newest_first(self) -> "ChangeQuerySet":
        return self.order_by(F("registry_date").desc(nulls_last=True), "-found", "pk")


class Change(models.Model):
    """One difference between two versions of a study, or its coming and going.

    `before` and `after` are what the registry said, as plain JSON: a word, a text, a number; for a site an object of
    facility, city, country and status; for dates and eligibility an object of the parts that differ.
    """

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=ChangeKind)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    registry_date = models.DateField("registry's date", null=True, blank=True)
    found = models.DateTimeField("seen by us")
    run = models.ForeignKey(SyncRun, models.SET_NULL, null=True, blank=True, related_name="changes")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-found", "pk"]
        indexes = [
            models.Index(F("registry_date").desc(nulls_last=True), F("found").desc(), name="change_newest"),
            models.Index(fields=["kind"], name="change_kind"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=ChangeKind.values), name="change_kind_known")]

    def __str__(self) -> str:
        return f"{self.trial_id}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return f"{reverse('trial', args=[self.trial.slug])}#changed"
