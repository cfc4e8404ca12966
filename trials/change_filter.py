"""The words of an address of /changes/, checked and answered. As in a search, what is not known finds nothing."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from django import forms
from django.db.models import F, Max, Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import DateFilter, FilterSet

from trials.fields import SlugsFilter
from trials.labels.folding import fold
from trials.models import Change, ChangeKind, Trial
from trials.models.change import ChangeQuerySet
from trials.search.chips import Chip
from trials.search.choices import Choice, Choices
from trials.templatetags.wording import exact_date

Entry = tuple[int, date | None]  # a trial, and the registry's day on which it changed


class DayField(forms.DateField):
    def to_python(self, value: object) -> date | None:
        """A day as the registry writes it; what else was given is named with the way out."""
        if isinstance(value, str):
            value = value.replace("\0", "").strip()
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("“%(typed)s” is not a day that we can read. Write year, month and day, like 2026-06-15."),
                params={"typed": str(value)[:60]},
            ) from error


class DayFilter(DateFilter):
    field_class = DayField


class ChangeFilter(FilterSet):
    """Searches the changes of trials that patients see, and of those that the registry dropped."""

    kind = SlugsFilter(
        label=gettext_lazy("What changed"),
        unknown=gettext_lazy("We know no kind of change called %(names)s."),
        method="of_kinds",
    )
    condition = SlugsFilter(
        label=gettext_lazy("Condition"),
        unknown=gettext_lazy("We know no condition called %(names)s."),
        method="about",
    )
    since = DayFilter(label=gettext_lazy("Since"), method="since_day", input_formats=["%Y-%m-%d"])

    class Meta:
        model = Change
        fields: Sequence[str] = []

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, Change.objects.shown())
        self.choices = Choices.load()
        self.form.fields["kind"].find = lambda slug: slug if slug in ChangeKind.values else None
        self.form.fields["condition"].find = self.choices.find_condition

    def chosen(self, name: str) -> list:
        """The known values of one filter."""
        self.form.is_valid()
        value = self.form.cleaned_data.get(name)
        return value if isinstance(value, list) else [value] if value else []

    def entries(self) -> list[Entry]:
        """Which trials changed on which of the registry's days, newest first; nothing where a value is wrong."""
        if not self.form.is_valid():
            return []
        dated = self.qs.order_by().values("trial_id", "registry_date").annotate(latest=Max("found"))
        newest = dated.order_by(F("registry_date").desc(nulls_last=True), "-latest", "trial_id")
        return list(newest.values_list("trial_id", "registry_date"))

    def changes_of(self, entries: Sequence[Entry]) -> list[Change]:
        """The changes that the entries stand for, in their order, each with its trial's address and title."""
        places = {entry: place for place, entry in enumerate(entries)}
        days = {day for _, day in entries}
        rows = self.qs.filter(trial__in={trial for trial, _ in entries})
        rows = rows.filter(Q(registry_date__in=days - {None}) | Q(registry_date=None))
        wanted = rows.select_related("trial").only(
            "kind", "before", "after", "registry_date", "found", "trial__slug", "trial__title", "trial__nct_id"
        )
        found = [one for one in wanted.order_by("pk") if (one.trial_id, one.registry_date) in places]
        return sorted(found, key=lambda one: places[one.trial_id, one.registry_date])

    def of_kinds(self, changes: ChangeQuerySet, name: str, kinds: list[str]) -> ChangeQuerySet:
        """The changes of any of the kinds."""
        return changes.filter(kind__in=kinds)

    def about(self, changes: ChangeQuerySet, name: str, slugs: list[str]) -> ChangeQuerySet:
        """The changes of trials labelled with a condition or one of its kinds.

        The index of the search is of no use here: a trial that the registry dropped is in it no more.
        """
        wanted = {pk for slug in slugs for pk in self._with_kinds(slug)}
        labels = Trial.objects.labels("condition_labels").filter(condition__in=wanted)
        return changes.filter(trial__in=labels.values("trial"))

    def since_day(self, changes: ChangeQuerySet, name: str, day: date) -> ChangeQuerySet:
        """What the registry dates on that day or later; where it gives no date, what we saw since."""
        return changes.filter(Q(registry_date__gte=day) | Q(registry_date=None, found__date__gte=day))

    @cached_property
    def conditions(self) -> list[Choice]:
        """The conditions that a changed trial is about, with all above them, by the names that the page shows; and
        those that are chosen."""
        labels = Trial.objects.labels("condition_labels").filter(trial__in=Change.objects.shown().values("trial"))
        about = set(labels.values_list("condition", flat=True))
        slugs = {one for c in self.choices.condition.values() if c.pk in about for one in self.choices.lineage(c.slug)}
        slugs |= set(self.chosen("condition"))
        listed = [choice for slug, choice in self.choices.condition.items() if slug in slugs]
        return sorted(listed, key=lambda choice: fold(choice.name_i18n))

    @property
    def chips(self) -> list[Chip]:
        """Everything that narrows the list, each with the address without it."""
        names = self.choices.condition
        named = {
            "kind": lambda slug: ChangeKind(slug).label,
            "condition": lambda slug: names[slug].name_i18n,
            "since": lambda day: _("since %(day)s") % {"day": exact_date(day)},
        }
        return [
            Chip(self.filters[name].label, title(one), self._less(name, one))
            for name, title in named.items()
            for one in self.chosen(name)
        ]

    def _with_kinds(self, slug: str) -> list[int]:
        below = self.choices.children.get(slug, [])
        return [self.choices.condition[slug].pk, *(pk for one in below for pk in self._with_kinds(one))]

    def _less(self, name: str, value: object) -> str:
        changed = self.data.copy()
        changed.setlist(name, [one for one in self.chosen(name) if one != value])
        changed.pop("page", None)
        return "?" + changed.urlencode()
