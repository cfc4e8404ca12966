"""What can be asked of trials, in the words of the field. A to-many question is a subquery: no trial counts twice."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from trials.models.status import DOUBT, OPEN, SHUT, SOON, STATUSES, Standing, last_day_too_old

# What a list never shows; together they are most of a row.
LONG_COLUMNS = ("summary", "description", "eligibility", "official_title", "primary_outcomes", "keywords")
UNSEEN_COLUMNS = ("search_terms", "search_vector", "record_digest")


class TrialQuerySet(models.QuerySet):
    def shown(self) -> "TrialQuerySet":
        """The trials that patients see: those of the field, or all where REGISTRY_SCOPE says so."""
        return self if settings.REGISTRY_SCOPE == "all" else self.filter(in_field=True)

    def labels(self, name: str) -> models.QuerySet:
        """The standing labels of one kind (`condition_labels` ...) that belong to the outer trial."""
        return self.model._meta.get_field(name).related_model.objects.filter(vetoed=False)

    def _with_label(self, name: str, **about) -> "TrialQuerySet":
        return self.filter(pk__in=self.labels(name).filter(**about).values("trial"))

    def about_any(self, conditions: Iterable[int]) -> "TrialQuerySet":
        """Trials labelled with at least one of the conditions."""
        return self._with_label("condition_labels", condition__in=conditions)

    def binding_all(self, targets: Iterable[int]) -> "TrialQuerySet":
        """Trials whose cells bind every one of the antigens."""
        found = self
        for target in targets:
            found = found._with_label("target_labels", target=target)
        return found

    def of_any_kind(self, modalities: Iterable[int]) -> "TrialQuerySet":
        """Trials of at least one of the kinds of therapy."""
        return self._with_label("modality_labels", modality__in=modalities)

    def testing(self, therapies: Iterable[int]) -> "TrialQuerySet":
        """Trials of at least one of the named products."""
        return self._with_label("therapy_labels", therapy__in=therapies)

    def asking_for(self, autoantibodies: Iterable[int]) -> "TrialQuerySet":
        """Trials that ask for at least one of the autoantibodies."""
        return self._with_label("autoantibody_labels", autoantibody__in=autoantibodies)

    def naming_no_target(self) -> "TrialQuerySet":
        """Trials of which it is not known what their cells bind."""
        return self.filter(~Exists(self.labels("target_labels").filter(trial=OuterRef("pk"))))

    def in_any_country(self, countries: Iterable[int]) -> "TrialQuerySet":
        """Trials with a site in at least one of the countries."""
        places = self.model._meta.get_field("trial_sites").related_model.objects
        return self.filter(pk__in=places.filter(site__country__in=countries).values("trial"))

    def matching(self, text: str) -> "TrialQuerySet":
        """Trials that hold all the words. `match` is 2 where the title holds them, 1 where title and labels do."""
        query = SearchQuery(text, search_type="websearch", config="english")
        words = F("search_vector")
        return self.filter(search_vector=query).annotate(
            in_title=SearchRank(words, query, weights=[0, 0, 0, 1]),
            in_labels=SearchRank(words, query, weights=[0, 0, 1, 1]),
            match=Case(When(in_title__gt=0, then=Value(2)), When(in_labels__gt=0, then=Value(1)), default=Value(0)),
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
        """What takes people now before the rest, then the most recently changed; better matches lead where
        words were searched for."""
        match = ["-match"] if "match" in self.query.annotations else []
        newest = F("registry_updated").desc(nulls_last=True)
        return self.with_standing().order_by(*match, "standing_rank", newest, "slug")

    def for_list(self) -> "TrialQuerySet":
        """With all that one line of a list shows, in one query and without the long texts: `condition_names`,
        `target_names`, `kind_names` (of the leading kind), `site_count` and `country_names`."""
        places = self.model._meta.get_field("trial_sites").related_model.objects.filter(trial=OuterRef("pk"))
        in_countries = places.filter(site__country__isnull=False).order_by("site__country__name")
        return (
            self.select_related("sponsor")
            .defer(*LONG_COLUMNS, *UNSEEN_COLUMNS)
            .annotate(
                condition_names=self._label_names("condition"),
                target_names=self._label_names("target"),
                kind_names=self._label_names("modality", leading=True),
                site_count=Coalesce(_count_of(places), 0),
                country_names=ArraySubquery(in_countries.values_list("site__country__name", flat=True).distinct()),
            )
        )

    def _label_names(self, name: str, **about: object) -> ArraySubquery:
        of_trial = self.labels(f"{name}_labels").filter(trial=OuterRef("pk"), **about)
        return ArraySubquery(of_trial.order_by(f"{name}__name").values_list(f"{name}__name", flat=True))

    def with_labels(self) -> "TrialQuerySet":
        """With sponsor, conditions, targets and kinds of therapy, in a fixed number of queries."""
        return (
            self.select_related("sponsor")
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


def _with_standing(standing: Standing) -> list[str]:
    return [status for status, (where, _) in STATUSES.items() if where is standing]


def _count_of(rows: models.QuerySet) -> models.Subquery:
    counted = rows.order_by().values("trial").annotate(number=Count("pk")).values("number")
    return models.Subquery(counted, output_field=models.IntegerField())
