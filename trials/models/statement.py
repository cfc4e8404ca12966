"""Who says what: the article's cells, an editor's corrections, and the registry's value beside them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from conditions.models import Condition
from sources.models import Source
from trials.models.site import Site
from trials.models.therapy import Therapy
from trials.models.trial import Trial


class Statement(models.Model):
    """A source says something of one subject. Kept whether or not it is what the finder shows.

    `field` is one of the trial's fields that can be set (see trials/sources.py), or a heading of the article's table;
    `value` is in the source's own terms, `means` the same in ours where there is such a value (stage "phase-1").
    """

    trial = models.ForeignKey(Trial, models.CASCADE, null=True, blank=True, related_name="statements")
    condition = models.ForeignKey(Condition, models.CASCADE, null=True, blank=True, related_name="statements")
    therapy = models.ForeignKey(Therapy, models.CASCADE, null=True, blank=True, related_name="statements")
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, related_name="statements")
    source = models.ForeignKey(Source, models.PROTECT, related_name="statements")
    field = models.CharField(max_length=40)
    value = models.TextField(blank=True)
    means = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    link = models.URLField(blank=True)
    said_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["field", "source"]
        constraints = [
            models.UniqueConstraint(
                fields=["trial", "condition", "therapy", "site", "source", "field"],
                name="statement_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=(
                    Q(trial__isnull=False, condition__isnull=True, therapy__isnull=True, site__isnull=True)
                    | Q(trial__isnull=True, condition__isnull=False, therapy__isnull=True, site__isnull=True)
                    | Q(trial__isnull=True, condition__isnull=True, therapy__isnull=False, site__isnull=True)
                    | Q(trial__isnull=True, condition__isnull=True, therapy__isnull=True, site__isnull=False)
                ),
                name="statement_has_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.field} is {self.value!r}"
