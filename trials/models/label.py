"""Labels: what a trial is about, each with the words that earned it and whose word it is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from conditions.models import Autoantibody, Condition
from trials.models.therapy import Modality, Target, Therapy
from trials.models.trial import Trial


class Origin(models.TextChoices):
    RULE = "rule", gettext_lazy("Our rules")
    ARTICLE = "article", gettext_lazy("The article")
    CURATOR = "curator", gettext_lazy("An editor")


class Label(models.Model):
    """`evidence` are the words of `field` that earned the label. A vetoed label is kept, and is not shown."""

    trial = models.ForeignKey(Trial, models.CASCADE)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.CURATOR)
    field = models.CharField(max_length=40, blank=True, help_text="The part of the record that the words are from.")
    evidence = models.CharField(max_length=300, blank=True)
    vetoed = models.BooleanField(default=False, help_text="Wrong: not shown, and no rule brings it back.")

    class Meta:
        abstract = True


def label_constraints(name: str, about: str) -> list[models.BaseConstraint]:
    """What holds for every kind of label: once a trial, of a known origin; only an editor vetoes."""
    return [
        models.UniqueConstraint(fields=["trial", about], name=f"trial_{name}_once"),
        models.CheckConstraint(condition=Q(origin__in=Origin.values), name=f"trial_{name}_origin_known"),
        models.CheckConstraint(
            condition=Q(vetoed=False) | Q(origin=Origin.CURATOR), name=f"trial_{name}_vetoed_by_an_editor"
        ),
    ]


class TrialCondition(Label):
    """A trial enrols people with a condition."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="condition_labels")
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="labels")

    class Meta:
        constraints = label_constraints("condition", "condition")

    def __str__(self) -> str:
        return str(self.condition)


class TrialTarget(Label):
    """The engineered cell of a trial binds an antigen."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="target_labels")
    target = models.ForeignKey(Target, models.PROTECT, related_name="labels")

    class Meta:
        constraints = label_constraints("target", "target")

    def __str__(self) -> str:
        return str(self.target)


class TrialModality(Label):
    """A trial tests a kind of therapy; the leading one is the trial's own, others are tested beside it."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="modality_labels")
    modality = models.ForeignKey(Modality, models.PROTECT, related_name="labels")
    leading = models.BooleanField(default=True)

    class Meta:
        constraints = label_constraints("modality", "modality")
        verbose_name_plural = "trial modalities"

    def __str__(self) -> str:
        return str(self.modality)


class TrialTherapy(Label):
    """A trial tests a named product."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="therapy_labels")
    therapy = models.ForeignKey(Therapy, models.PROTECT, related_name="labels")

    class Meta:
        constraints = label_constraints("therapy", "therapy")
        verbose_name_plural = "trial therapies"

    def __str__(self) -> str:
        return str(self.therapy)


class Role(models.TextChoices):
    """What a trial asks of an autoantibody; the same words as trials/labels/evidence.py."""

    REQUIRED = "required", gettext_lazy("Needed to join")
    ALLOWED = "allowed", gettext_lazy("With it or without it")
    EXCLUDED = "excluded", gettext_lazy("With it nobody can join")


class TrialAutoantibody(Label):
    """A trial asks for an autoantibody, takes people with it too, or takes nobody who has it."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="autoantibody_labels")
    autoantibody = models.ForeignKey(Autoantibody, models.PROTECT, related_name="labels")
    role = models.CharField(max_length=10, choices=Role, default=Role.REQUIRED, db_default=Role.REQUIRED)

    class Meta:
        constraints = [
            *label_constraints("autoantibody", "autoantibody"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="trial_autoantibody_role_known"),
        ]
        verbose_name_plural = "trial autoantibodies"

    def __str__(self) -> str:
        return str(self.autoantibody)
