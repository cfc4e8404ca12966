"""Where facts come from, and what the fixtures last wrote."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField


class Source(models.Model):
    """A place that a fact was taken from: the registry, the article, a vocabulary, an editor, or ourselves."""

    class Kind(models.TextChoices):
        REGISTRY = "registry", _("Trial registry")
        ARTICLE = "article", _("Article")
        VOCABULARY = "vocabulary", _("Open vocabulary")
        EDITOR = "editor", _("Editor")
        FINDER = "finder", _("This finder's own words")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    url = models.URLField(blank=True)
    licence = models.CharField(max_length=100, blank=True)
    date = models.DateField(null=True, blank=True, help_text="The release or the day that the facts are from.")
    note = models.TextField(blank=True)
    i18n = TranslationField(fields=("name", "note"))

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["registry", "article", "vocabulary", "editor", "finder"]),
                name="source_kind_known",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SeededRow(models.Model):
    """What the fixtures last wrote to one row, so that an editor's change is told from ours and stays."""

    table = models.CharField(max_length=60)
    key = models.CharField(max_length=300)
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "key"], name="seeded_row_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
