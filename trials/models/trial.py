"""A trial as patients see it: the registry's values, with an editor's or the article's where they stand over it."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from conditions.models import Autoantibody, Condition
from trials.models.querysets import TrialQuerySet
from trials.models.site import Site, TrialSite
from trials.models.status import Standing, standing
from trials.models.therapy import CellSource, Modality, Target, Therapy


class Stage(models.TextChoices):
    """How far the testing is; the values are those of addresses and exports."""

    PRECLINICAL = "preclinical", gettext_lazy("Preclinical")
    EARLY_PHASE_1 = "early-phase-1", gettext_lazy("Early phase 1")
    PHASE_1 = "phase-1", gettext_lazy("Phase 1")
    PHASE_1_2 = "phase-1-2", gettext_lazy("Phase 1/2")
    PHASE_2 = "phase-2", gettext_lazy("Phase 2")
    PHASE_2_3 = "phase-2-3", gettext_lazy("Phase 2/3")
    PHASE_3 = "phase-3", gettext_lazy("Phase 3")
    PHASE_4 = "phase-4", gettext_lazy("Phase 4")
    NOT_APPLICABLE = "not-applicable", gettext_lazy("No phase applies")


class Sponsor(models.Model):
    """Who runs a trial, by the name that the registry writes; `kind` is the registry's class (INDUSTRY, NIH ...)."""

    name = models.TextField(unique=True)
    kind = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Trial(models.Model):
    """A registered trial, or a programme that has none yet (no registry number, nothing to join).

    A date whose day the registry does not give is kept as the first of its month or year, with a precision beside it.
    Ages are kept as the registry writes them and in years. An empty text or null means that the registry is silent.
    """

    class Precision(models.TextChoices):
        DAY = "day"
        MONTH = "month"
        YEAR = "year"

    slug = models.SlugField(max_length=100, unique=True, help_text="The address: the registry number where it has one.")
    nct_id = models.CharField("registry number", max_length=11, unique=True, null=True, blank=True)
    title = models.TextField()
    official_title = models.TextField(blank=True)
    acronym = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    description = models.TextField(blank=True)
    eligibility = models.TextField(blank=True)
    keywords = ArrayField(models.TextField(), default=list, blank=True)
    registry_conditions = ArrayField(models.TextField(), default=list, blank=True)
    mesh_terms = ArrayField(models.TextField(), default=list, blank=True)
    primary_outcomes = ArrayField(models.TextField(), default=list, blank=True)

    stage = models.CharField(max_length=20, choices=Stage, blank=True)
    status = models.CharField(
        max_length=40, blank=True, help_text="In the registry's own word, such as RECRUITING or COMPLETED."
    )
    why_stopped = models.TextField(blank=True)
    study_type = models.CharField(max_length=40, blank=True)
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, null=True, blank=True, related_name="trials")
    collaborators = models.ManyToManyField(Sponsor, blank=True, related_name="supported_trials")
    enrolment = models.PositiveIntegerField(null=True, blank=True)
    enrolment_is_actual = models.BooleanField(default=False)
    sex = models.CharField(max_length=10, blank=True)
    minimum_age = models.CharField(max_length=40, blank=True)
    maximum_age = models.CharField(max_length=40, blank=True)
    minimum_age_years = models.FloatField(null=True, blank=True)
    maximum_age_years = models.FloatField(null=True, blank=True)
    healthy_volunteers = models.BooleanField(null=True, blank=True)
    has_results = models.BooleanField(default=False)

    start = models.DateField(null=True, blank=True)
    start_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    primary_completion = models.DateField(null=True, blank=True)
    primary_completion_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    completion = models.DateField(null=True, blank=True)
    completion_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    verified = models.DateField(null=True, blank=True)
    verified_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    registry_updated = models.DateField("last changed in the registry", null=True, blank=True)
    vanished = models.DateField(
        "gone from the registry", null=True, blank=True, help_text="The registry's day on which it was not found again."
    )

    cell_source = models.CharField(max_length=10, choices=CellSource, default=CellSource.UNKNOWN)
    cell_source_evidence = models.CharField(max_length=300, blank=True)
    field_by_rule = models.BooleanField("belongs to the field by the rule", default=False)
    field_reason = models.CharField("why it does or does not", max_length=300, blank=True)
    field_ruling = models.BooleanField(
        "an editor's ruling", null=True, blank=True, help_text="Stands above the rule until it is taken back."
    )
    field_ruling_reason = models.TextField("reason of the ruling", blank=True)
    in_field = models.GeneratedField(
        expression=Coalesce("field_ruling", "field_by_rule"),
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name="belongs to the field",
    )
    conditions = models.ManyToManyField(Condition, through="TrialCondition", related_name="trials")
    targets = models.ManyToManyField(Target, through="TrialTarget", related_name="trials")
    modalities = models.ManyToManyField(Modality, through="TrialModality", related_name="trials")
    therapies = models.ManyToManyField(Therapy, through="TrialTherapy", related_name="trials")
    autoantibodies = models.ManyToManyField(Autoantibody, through="TrialAutoantibody", related_name="trials")
    sites = models.ManyToManyField(Site, through=TrialSite, related_name="trials")

    search_terms = models.TextField(blank=True, editable=False)
    record_digest = models.BinaryField(max_length=16, null=True, editable=False)
    labelled_with = models.CharField(max_length=32, blank=True, editable=False)

    objects = TrialQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nct_id__isnull=True) | Q(nct_id__regex=r"^NCT\d{8}$"),
                name="trial_number_well_formed",
            ),
            models.CheckConstraint(
                condition=Q(nct_id__isnull=True) | Q(slug=models.F("nct_id")),
                name="trial_address_is_its_number",
            ),
            models.CheckConstraint(condition=Q(stage__in=["", *Stage.values]), name="trial_stage_known"),
            models.CheckConstraint(condition=Q(cell_source__in=CellSource.values), name="trial_cell_source_known"),
            models.CheckConstraint(
                condition=Q(minimum_age_years__isnull=True) | Q(minimum_age_years__gte=0),
                name="trial_age_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(field_ruling__isnull=True) | ~Q(field_ruling_reason=""),
                name="trial_ruling_has_its_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["in_field", "status"], name="trial_field_status"),
            models.Index(fields=["stage"], name="trial_stage"),
            models.Index(fields=["-registry_updated"], name="trial_updated"),
            models.Index(fields=["vanished"], name="trial_vanished", condition=Q(vanished__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.nct_id}: {self.title}" if self.nct_id else self.title

    def get_absolute_url(self) -> str:
        return reverse("trial", args=[self.slug])

    @property
    def last_checked(self) -> datetime | None:
        """When we last read its record, or asked what has changed and it had not; None where no record is held."""
        return getattr(getattr(self, "sighting", None), "seen", None)

    @property
    def registry_url(self) -> str:
        """The trial's own page in the registry; empty for a programme without a number."""
        return f"https://clinicaltrials.gov/study/{self.nct_id}" if self.nct_id else ""

    @property
    def standing(self) -> Standing:
        """Whether it takes people now, as far as its own words and their age tell."""
        return standing(self.status, self.stage, self.verified or self.registry_updated, timezone.localdate())


class Sighting(models.Model):
    """When a trial's record was last seen. Apart from the trial, since each run writes it and the record seldom
    changes: a row of a few bytes is written anew instead of a whole record with its search words."""

    trial = models.OneToOneField(Trial, models.CASCADE, primary_key=True, related_name="sighting")
    seen = models.DateTimeField("last looked at by us")
    listed = models.BooleanField("listed by our queries", default=False)
    fingerprint = models.BinaryField(max_length=16, help_text="Of the record's very bytes, spaces and order included.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.trial_id} seen {self.seen:%Y-%m-%d}"


class OldNumber(models.Model):
    """A registry number that a trial had before; its address leads to the trial."""

    nct_id = models.CharField(max_length=11, unique=True)
    trial = models.ForeignKey(Trial, models.CASCADE, related_name="old_numbers")

    def __str__(self) -> str:
        return self.nct_id


class Intervention(models.Model):
    """What the registry says is given in a trial."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="interventions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40, blank=True)
    name = models.TextField()
    other_names = ArrayField(models.TextField(), default=list, blank=True)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["trial", "position"], name="intervention_place_once")]

    def __str__(self) -> str:
        return self.name
