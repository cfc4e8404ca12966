"""What the parameters of an address may hold: words, places, distances, slugs. Each error says what to do."""

import re
from collections.abc import Callable

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_filters import CharFilter, Filter

from trials.search.places import Distance, Place, find_place, parse_distance

LONGEST_VALUE = 200  # characters: no name is longer
MOST_VALUES = 50  # of one filter
OLDEST = 120  # years
UNKNOWN = gettext_lazy("We know no choice called %(names)s.")


class WordsField(forms.CharField):
    def to_python(self, value: object) -> str:
        """The words without NUL, which PostgreSQL does not hold."""
        return super().to_python(value).replace("\0", " ").strip()


class WordsFilter(CharFilter):
    field_class = WordsField


class PlaceField(WordsField):
    def clean(self, value: object) -> Place | None:
        """The place that is meant; None where none was given."""
        words = super().clean(value)
        place = find_place(words) if words else None
        if words and not place:
            raise forms.ValidationError(
                _("We know no place called “%(words)s”. Try a US ZIP code, or a town with its state or country.")
                % {"words": words[:60]}
            )
        return place


class PlaceFilter(CharFilter):
    field_class = PlaceField


class DistanceField(WordsField):
    def clean(self, value: object) -> Distance | None:
        words = super().clean(value)
        distance = parse_distance(words) if words else None
        if words and not distance:
            raise forms.ValidationError(
                _("“%(words)s” is no distance. Write it as 50 miles or 80 km.") % {"words": words[:60]}
            )
        return distance


class DistanceFilter(CharFilter):
    field_class = DistanceField


class AgeField(WordsField):
    def clean(self, value: object) -> float | None:
        """Years; None where no age was given."""
        words = super().clean(value)
        if not words:
            return None
        try:
            years = float(words)
        except ValueError:
            years = -1
        if not 0 <= years <= OLDEST:
            raise forms.ValidationError(
                _("“%(words)s” is no age. Write years as a number from 0 to %(oldest)s.")
                % {"words": words[:60], "oldest": OLDEST}
            )
        return years


class AgeFilter(CharFilter):
    field_class = AgeField


class SlugsWidget(forms.SelectMultiple):
    def value_from_datadict(self, data: QueryDict, files: object, name: str) -> list[str]:
        """All values of the parameter, in the form that addresses use; empty ones are none."""
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        slugs = (re.sub(r"[\s_+,/]+", "-", value.replace("\0", "").strip().lower()) for value in values)
        return list(dict.fromkeys(slug for slug in slugs if slug))


class SlugsField(forms.Field):
    """Values by their slugs. `find` gives an entry's own slug, or None; `unknown` is what is said of others,
    with their %(names)s."""

    widget = SlugsWidget

    def __init__(self, *args: object, unknown: str | Promise = UNKNOWN, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.unknown = unknown
        self.find: Callable[[str], str | None] = lambda slug: None

    def clean(self, value: list[str]) -> list[str]:
        """The entries' own slugs, each once."""
        if len(value) > MOST_VALUES:
            raise forms.ValidationError(
                ngettext(
                    "At most %(most)s choice of one kind can be searched for at once.",
                    "At most %(most)s choices of one kind can be searched for at once.",
                    MOST_VALUES,
                )
                % {"most": MOST_VALUES}
            )
        found = {slug: self.find(slug) if len(slug) <= LONGEST_VALUE else None for slug in value}
        unknown = [slug for slug, own in found.items() if own is None]
        if unknown:
            names = ", ".join(_("“%(words)s”") % {"words": slug[:60]} for slug in unknown[:5])
            advice = _("Take it out, or choose from the list.")
            raise forms.ValidationError(f"{self.unknown % {'names': names}} {advice}")
        return list(dict.fromkeys(found.values()))


class SlugsFilter(Filter):
    field_class = SlugsField
