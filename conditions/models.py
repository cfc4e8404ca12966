"""The vocabulary of disease: conditions in a tree, their other names, and the autoantibodies that mark them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from modeltrans.fields import TranslationField
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from sources.models import Source


class Name(models.Model):
    """Another name of a vocabulary entry, and where it may be looked for."""

    class Use(models.TextChoices):
        NAME = "name", "Name: found in any text, in any case"
        ABBREVIATION = "abbreviation", "Abbreviation: found only as written, capitals and all"
        SEARCH = "search", "Patients' word: understood when typed, never used to label a record"

    text = models.CharField(max_length=200)
    use = models.CharField(max_length=12, choices=Use, default=Use.NAME)

    class Meta:
        abstract = True
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text


class ConditionQuerySet(TreeQuerySet):
    def of_the_field(self) -> "ConditionQuerySet":
        """The diseases that the finder is for; cancers and others are kept to tell trials apart."""
        return self.filter(kind=Condition.Kind.AUTOIMMUNE)


class Condition(TreeNode):
    """A disease or a group of diseases. A trial's label is the most specific one; a parent finds its kinds."""

    class Kind(models.TextChoices):
        AUTOIMMUNE = "autoimmune", "Autoimmune or immune-mediated"
        ALLOIMMUNE = "alloimmune", "Against a graft or by one"
        CANCER = "cancer", "Cancer"
        OTHER = "other", "Other"

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.AUTOIMMUNE)
    mesh_id = models.CharField("MeSH id", max_length=10, blank=True)
    plain = models.TextField("plain-language line", blank=True)
    basket = models.BooleanField(
        "stands for every autoimmune disease",
        default=False,
        db_default=False,
        help_text="A trial of it takes people with several of them.",
    )
    door = models.PositiveSmallIntegerField(
        "place on the front page",
        null=True,
        blank=True,
        unique=True,
        help_text="1 comes first; empty is not there.",
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    i18n = TranslationField(fields=("name", "plain"))

    objects = ConditionQuerySet.as_manager(with_tree_fields=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="condition_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(kind__in=["autoimmune", "alloimmune", "cancer", "other"]),
                name="condition_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(mesh_id="") | Q(mesh_id__regex=r"^[CD]\d{6,9}$"),
                name="condition_mesh_id_well_formed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("condition", args=[self.slug])


class Term(Name):
    """Another name of a condition."""

    condition = models.ForeignKey(Condition, models.CASCADE, related_name="terms")

    class Meta(Name.Meta):
        constraints = [models.UniqueConstraint(fields=["condition", "text"], name="term_once_a_condition")]


class Autoantibody(models.Model):
    """An antibody against the body's own parts, as a lab report names it, and the conditions that it marks."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200, unique=True)
    antigen = models.CharField(max_length=100, help_text="What it binds: MuSK, Dsg3, double-stranded DNA.")
    plain = models.TextField("plain-language line", blank=True)
    conditions = models.ManyToManyField(Condition, related_name="autoantibodies", blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    i18n = TranslationField(fields=("name", "plain"))

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "autoantibodies"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("autoantibody", args=[self.slug])


class AutoantibodyName(Name):
    """Another name of an autoantibody."""

    autoantibody = models.ForeignKey(Autoantibody, models.CASCADE, related_name="names")

    class Meta(Name.Meta):
        constraints = [models.UniqueConstraint(fields=["autoantibody", "text"], name="autoantibody_name_once")]
