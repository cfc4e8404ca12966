"""What registry records say of products that other records only name."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from trials.models.therapy import Therapy


class ProductFactQuerySet(models.QuerySet):
    def used(self) -> "ProductFactQuerySet":
        """Those that label the trials which only name the product: none that records dispute, or an editor refused."""
        return self.filter(conflicting=False).exclude(ruling=False)


class ProductFact(models.Model):
    """A proposal found in the records: what some of them say of a product holds for the others that name it.

    `sayings` are the words: slug, nct_id, field and quotation of each. It is used until an editor refuses it; where
    records say different things of one product, none of it is used, and the editor is shown them all.
    """

    class Axis(models.TextChoices):
        TARGET = "target"
        MODALITY = "modality", "kind of therapy"
        CELL_SOURCE = "cell_source", "whose cells"

    product = models.CharField(max_length=300, help_text="As the records write it.")
    therapy = models.ForeignKey(Therapy, models.SET_NULL, null=True, blank=True, related_name="facts")
    axis = models.CharField(max_length=12, choices=Axis)
    slugs = ArrayField(models.CharField(max_length=100))
    sayings = models.JSONField(default=list)
    named_in = ArrayField(models.CharField(max_length=11))
    conflicting = models.BooleanField("records disagree", default=False)
    ruling = models.BooleanField(
        "an editor's ruling", null=True, blank=True, help_text="Refused: not used, and not proposed again."
    )
    ruling_reason = models.TextField("reason of the ruling", blank=True)
    found = models.DateTimeField(auto_now_add=True)

    objects = ProductFactQuerySet.as_manager()

    class Meta:
        ordering = ["product", "axis", "slugs"]
        constraints = [
            models.UniqueConstraint(fields=["product", "axis", "slugs"], name="product_fact_once"),
            models.CheckConstraint(
                condition=Q(axis__in=["target", "modality", "cell_source"]), name="product_fact_axis_known"
            ),
            models.CheckConstraint(
                condition=Q(ruling__isnull=True) | ~Q(ruling_reason=""), name="product_fact_ruling_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {', '.join(self.slugs)}"
