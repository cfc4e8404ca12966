"""What can be asked of trials, in the words of the field. A to-many question is a subquery: no trial counts twice."""

import re
import unicodedata
from datetime import date

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Case, F, Func, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from conditions.models import Autoantibody
from trials.models.status import DOUBT, OPEN, SHUT, SOON, STATUSES, Standing, last_day_too_old

# What a list never shows; together they are most of a row.
LONG_COLUMNS = ("summary", "description", "eligibility", "official_title", "primary_outcomes", "keywords")
UNSEEN_COLUMNS = ("search_terms", "search_vector", "record_digest")


APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)")
JOINT = re.compile(r"(?<=\w)[-‐‑–/+](?=\w)")


class TrialQuerySet(models.QuerySet):
    def shown(self) -> "TrialQuerySet":
        """The trials that patients see: those of the field that the registry still holds."""
        return self.ever_shown().filter(vanished=None)

    def ever_shown(self) -> "TrialQuerySet":
        """Those of the field, or all where REGISTRY_SCOPE says so, with those that have left the registry."""
        return self if settings.REGISTRY_SCOPE == "all" else self.filter(in_field=True)

    def labels(self, name: str) -> models.QuerySet:
        """The standing labels of one kind (`condition_labels` ...) that belong to the outer trial."""
        return self.model._meta.get_field(name).related_model.objects.filter(vetoed=False)

    def testing(self, therapy: str) -> "TrialQuerySet":
        """Trials of the named product, known by its slug."""
        return self.filter(pk__in=self.labels("therapy_labels").filter(therapy__slug=therapy).values("trial"))

    def concerning(self, antibody: Autoantibody) -> "TrialQuerySet":
        """Trials that ask for the autoantibody, or test a product that displays what it binds."""
        asked = self.labels("autoantibody_labels").filter(autoantibody=antibody).exclude(role="excluded")
        aimed = self.labels("therapy_labels").filter(
            therapy__targets__autoantigen=True, therapy__targets__name__iexact=antibody.antigen
        )
        return self.filter(Q(pk__in=asked.values("trial")) | Q(pk__in=aimed.values("trial")))

    def matching(self, text: str) -> "TrialQuerySet":
        """Trials that hold all the words, as typed or plainly spelled ("Sjögren", "Sjogren"; "CAR-T", "CAR T").

        `match` is 2 where the title alone holds them, 1 where title and labels do, else 0.
        """
        query = SearchQuery(text, search_type="websearch", config="english")
        plain = plainly_spelled(text)
        if plain != text:
            query |= SearchQuery(plain, search_type="websearch", config="english")
        return self.filter(search_vector=query).annotate(
            title_words=_words_of_weight("{a}"),
            label_words=_words_of_weight("{a,b}"),
            match=Case(
                When(title_words=query, then=Value(2)), When(label_words=query, then=Value(1)), default=Value(0)
            ),
        )

    def with_standing(self, today: date | None = None) -> "TrialQuerySet":
        """`standing_rank`: 0 for trials that take people now, up to 3; the same rule as `status.standing`."""
        oldest = last_day_too_old(today or timezone.localdate())
        stale = Q(confirmed__lte=oldest) & Q(status__in=_with_standing(OPEN))
        return self.annotate(
            confirmed=Coalesce("verified", "registry_updated"),
            standing_rank=Case(
                When(stage="preclinical", then=Value(SHUT.rank)),
                When(stale, then=Value(DOUBT.rank)),
                *(When(status__in=_with_standing(one), then=Value(one.rank)) for one in (OPEN, SOON, SHUT)),
                default=Value(DOUBT.rank),
            ),
        )

    def best_first(self) -> "TrialQuerySet":
        """What takes people now before the rest, then the most recently changed."""
        newest = F("registry_updated").desc(nulls_last=True)
        return self.with_standing().order_by("standing_rank", newest, "slug")

    def for_lines(self) -> "TrialQuerySet":
        """With what one line of a list shows of a trial's own row, without the long texts."""
        return self.select_related("sponsor", "sighting").defer(*LONG_COLUMNS, *UNSEEN_COLUMNS)

    def with_labels(self) -> "TrialQuerySet":
        """With sponsor, conditions, targets and kinds of therapy, in a fixed number of queries."""
        return (
            self.select_related("sponsor", "sighting")
            .defer(*UNSEEN_COLUMNS)
            .prefetch_related(
                *(
                    Prefetch(
                        f"{name}_labels",
                        self.labels(f"{name}_labels").select_related(name).order_by(f"{name}__name"),
                    )
                    for name in ("condition", "target", "modality")
                )
            )
        )


def plainly_spelled(text: str) -> str:
    """Words without accents and apostrophes, joined ones apart; quotation marks and a leading minus keep their
    sense."""
    letters = (one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return JOINT.sub(" ", APOSTROPHE.sub("", "".join(letters)))


def _words_of_weight(weights: str) -> Func:
    """A trial's search words of some weights only: a is the title, b are the labels."""
    return Func(F("search_vector"), Value(weights), function="ts_filter", output_field=SearchVectorField())


def _with_standing(standing: Standing) -> list[str]:
    return [status for status, (where, _) in STATUSES.items() if where is standing]
