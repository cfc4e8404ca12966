"""How an editor's words find trials: through indexes alone, however many trials there are."""

import re

from django.contrib.postgres.search import SearchQuery
from django.db import models

from trials.models import Sponsor, Trial
from trials.search.words import plainly_spelled

NUMBER = re.compile(r"NCT\d{0,8}", re.IGNORECASE)


def found_by_words(trials: models.QuerySet, text: str) -> models.QuerySet:
    """Trials of that number, or with all the words (or words that begin so) in the title, in summary, interventions,
    keywords and places, or in a sponsor's name."""
    text = text.replace("\0", " ").strip()
    if not text:
        return trials
    if NUMBER.fullmatch(text):
        number = text.upper()
        return trials.filter(models.Q(nct_id__startswith=number) | models.Q(old_numbers__nct_id=number)).distinct()
    by_words = Trial.objects.filter(models.Q(words__title=beginnings(text)) | models.Q(words__said=beginnings(text)))
    by_sponsor = Trial.objects.filter(sponsor__in=Sponsor.objects.filter(name__icontains=text))
    by_address = Trial.objects.filter(slug__startswith=text)
    found = (
        by_words.order_by().values("pk").union(by_sponsor.order_by().values("pk"), by_address.order_by().values("pk"))
    )
    return trials.filter(pk__in=found)


def beginnings(text: str) -> SearchQuery:
    """All the words, each of which may go on."""
    words = (word.replace("'", "''").replace("\\", "\\\\") for word in plainly_spelled(text).split())
    return SearchQuery(" & ".join(f"'{word}':*" for word in words), search_type="raw", config="english")
