"""What can be asked of trials, in the words of the field. A to-many question is a subquery: no trial counts twice."""

from django.conf import settings
from django.db import models
from django.db.models import Prefetch

# What a list shows of a trial's own row.
OF_A_LINE = (
    "slug",
    "nct_id",
    "title",
    "stage",
    "status",
    "cell_source",
    "minimum_age",
    "maximum_age",
    "registry_updated",
    "verified",
    "verified_precision",
)
# What no page shows.
UNSEEN_COLUMNS = ("search_terms", "record_digest")


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

    def for_lines(self) -> "TrialQuerySet":
        """With what one line of a list shows of a trial's own row."""
        return self.select_related("sponsor", "sighting").only(*OF_A_LINE, "sponsor__name", "sighting__seen")

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
