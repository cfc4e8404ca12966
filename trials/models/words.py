"""What full-text search looks through."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from trials.models.trial import Trial


class TrialWords(models.Model):
    """The words of a trial's texts, in columns by their weight; a trigger writes them with the trial.

    Apart from the trial, so that a search reads a narrow table, and a new status or label does not write all words
    anew. Accents, apostrophes, hyphens and slashes do not count: see `plainly_spelled`.
    """

    trial = models.OneToOneField(Trial, models.CASCADE, primary_key=True, related_name="words")
    title = SearchVectorField()
    said = SearchVectorField(help_text="Summary, interventions, keywords, sponsors, places.")
    eligibility = SearchVectorField()

    class Meta:
        default_permissions = ()
        indexes = [
            GinIndex(fields=["title"], name="words_of_titles"),
            GinIndex(fields=["said"], name="words_said"),
            GinIndex(fields=["eligibility"], name="words_of_eligibility"),
        ]

    def __str__(self) -> str:
        return f"words of trial {self.trial_id}"
