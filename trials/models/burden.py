"""What joining a trial takes of a patient."""

from django.db import models
from django.db.models import Q

from trials.models.label import Label, Origin
from trials.models.trial import Trial


class BurdenKind(models.TextChoices):
    """In the order in which a patient meets them; the same words as trials/labels/burden_values.py."""

    PRIOR_TREATMENT = "prior-treatment", "Treatments tried before"
    WASH_OUT = "wash-out", "Treatments to stop before"
    LIVE_VACCINE = "live-vaccine", "No live vaccine before"
    LEUKAPHERESIS = "leukapheresis", "Collecting cells from your blood"
    LYMPHODEPLETION = "lymphodepletion", "Chemotherapy before the cells"
    LYMPHODEPLETION_DRUG = "lymphodepletion-drug", "Its medicines"
    HOSPITAL_STAY = "hospital-stay", "Days in hospital"
    OUTPATIENT = "outpatient", "Without a night in hospital"
    NEAR_CENTRE = "near-centre", "Staying near the centre"
    CONTRACEPTION = "contraception", "Birth control"
    FOLLOW_UP = "follow-up", "Visits afterwards"
    LONG_TERM_FOLLOW_UP = "long-term-follow-up", "Long-term visits"
    COSTS = "costs", "Who pays"
    TRAVEL = "travel", "Help with travel"


class TrialBurden(Label):
    """One thing that joining takes, with the registry's own words. `value` is plain data: see labels/burden_values.py.

    Two of one kind are two rows, such as two medicines to stop; an editor's veto holds for this very value.
    """

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="burden_labels")
    kind = models.CharField(max_length=20, choices=BurdenKind)
    value = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "kind", "value"], name="trial_burden_once"),
            models.CheckConstraint(condition=Q(kind__in=BurdenKind.values), name="trial_burden_kind_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="trial_burden_origin_known"),
            models.CheckConstraint(
                condition=Q(vetoed=False) | Q(origin=Origin.CURATOR), name="trial_burden_vetoed_by_an_editor"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
