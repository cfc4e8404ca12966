"""What is tested: kinds of therapy, the antigens they bind, and named products."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy
from modeltrans.fields import TranslationField

from conditions.models import Name
from sources.models import Source


class CellSource(models.TextChoices):
    """Whose cells carry the therapy."""

    AUTOLOGOUS = "autologous", gettext_lazy("Your own cells")
    ALLOGENEIC = "allogeneic", gettext_lazy("A donor's cells")
    IN_VIVO = "in-vivo", gettext_lazy("Made inside the body")
    UNKNOWN = "unknown", gettext_lazy("Not stated")


class Target(models.Model):
    """An antigen that an engineered cell binds."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60, unique=True, help_text="As a lab report writes it: CD19, MuSK.")
    autoantigen = models.BooleanField(default=False, help_text="The body's own protein that a CAAR-T displays.")
    plain = models.TextField("plain-language line", blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    i18n = TranslationField(fields=("plain",))

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TargetName(Name):
    target = models.ForeignKey(Target, models.CASCADE, related_name="names")

    class Meta(Name.Meta):
        constraints = [models.UniqueConstraint(fields=["target", "text"], name="target_name_once")]


class Modality(models.Model):
    """A kind of cellular therapy: CAR-T, CAAR-T, CAR-Treg ..."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60, unique=True)
    plain_name = models.CharField(max_length=100, blank=True, help_text="In plain words: engineered T cells.")
    plain = models.TextField("plain-language line", blank=True)
    specificity = models.PositiveSmallIntegerField(
        default=1, help_text="Where two kinds are named, the higher one is the trial's."
    )
    offered_with = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="offered",
        help_text="Whoever types one of these may mean this one, too: its trials follow.",
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    i18n = TranslationField(fields=("name", "plain_name", "plain"))

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "modalities"

    def __str__(self) -> str:
        return self.name


class ModalityName(Name):
    modality = models.ForeignKey(Modality, models.CASCADE, related_name="names")

    class Meta(Name.Meta):
        constraints = [models.UniqueConstraint(fields=["modality", "text"], name="modality_name_once")]


class CellSourceName(Name):
    """Words by which a record says whose cells are used."""

    cell_source = models.CharField(max_length=10, choices=CellSource)

    class Meta(Name.Meta):
        constraints = [models.UniqueConstraint(fields=["text"], name="cell_source_name_once")]


class Therapy(models.Model):
    """A named product. A trial that names only the product gets the product's labels."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200, unique=True)
    modality = models.ForeignKey(Modality, models.PROTECT, null=True, blank=True, related_name="therapies")
    targets = models.ManyToManyField(Target, blank=True, related_name="therapies")
    cell_source = models.CharField(max_length=10, choices=CellSource, default=CellSource.UNKNOWN)
    developer = models.CharField(max_length=200, blank=True)
    plain = models.TextField("plain-language line", blank=True)
    known_from = models.CharField(max_length=200, blank=True, help_text="Where its targets and kind are known from.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    i18n = TranslationField(fields=("plain",))

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "therapies"
        constraints = [
            models.CheckConstraint(
                condition=Q(cell_source__in=["autologous", "allogeneic", "in-vivo", "unknown"]),
                name="therapy_cell_source_known",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("therapy", args=[self.slug])


class TherapyName(Name):
    therapy = models.ForeignKey(Therapy, models.CASCADE, related_name="names")

    class Meta(Name.Meta):
        constraints = [models.UniqueConstraint(fields=["therapy", "text"], name="therapy_name_once")]
