"""The words of a search address: checked, and answered.

A filter of slugs takes several values: any of them. Different filters must all hold. What is typed into `q` is
understood as values of the same filters. It is read more generously than a choice from a list, which means exactly
what it says: a disease in words is followed by the wider trials that may take its patients, and "phase 2" finds
phase 1/2 too. A value that is not known is an error that the form shows; the search then finds nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, reduce
from operator import and_

import numpy as np
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet
from pyroaring import BitMap

from trials.fields import LONGEST_VALUE, AgeFilter, DistanceFilter, PlaceFilter, SlugsFilter, WordsFilter
from trials.models import CellSource, Trial
from trials.models.status import STATUSES, status_slug
from trials.search.asked import FILTER_OF, Asked, near, standing_for, understood
from trials.search.choices import AGE_GROUPS, SPONSOR_KINDS, TAKES
from trials.search.index import NOBODY, Index, current_index
from trials.search.order import Results, Split, in_order, nearest_first, split_by
from trials.search.places import Distance, Place, find_place, parse_distance
from trials.search.understand import Part, Understanding, Words, understand
from trials.search.words import Hits, plainly_spelled

LONGEST_QUERY = 500  # characters of `q`: more is no question that a person types
NEARBY = Distance(100, "miles")  # what "near" a town means unless a distance is given
FIXED = {  # filters whose values are no rows of a table
    "status": dict.fromkeys(map(status_slug, STATUSES)),
    "cells": CellSource.values,
    "age_group": AGE_GROUPS,
    "sponsor": SPONSOR_KINDS,
    "takes": TAKES,
}
WITH_WIDER = ("condition", "autoantibody", "modality", "cell_source")  # parts of a query
NO_WORDS = Understanding("", (), ())


class TrialFilter(FilterSet):
    """Searches the trials that patients see; `results()` is what it finds, best first."""

    SORTS = (("nearest", _("Nearest")), ("changed", _("Recently changed")), ("newest", _("Newest")))

    q = WordsFilter(max_length=LONGEST_QUERY, label=_("Words"))
    condition = SlugsFilter(label=_("Condition"), unknown=_("We know no condition called %(names)s."))
    target = SlugsFilter(label=_("What the cells target"), unknown=_("We know no target called %(names)s."))
    modality = SlugsFilter(label=_("Kind of therapy"), unknown=_("We know no kind of therapy called %(names)s."))
    cells = SlugsFilter(label=_("Whose cells"), unknown=_("We know no source of cells called %(names)s."))
    stage = SlugsFilter(label=_("Stage"), unknown=_("We know no stage called %(names)s."))
    status = SlugsFilter(label=_("Status"), unknown=_("We know no status called %(names)s."))
    country = SlugsFilter(label=_("Country"), unknown=_("We know no country called %(names)s."))
    age_group = SlugsFilter(label=_("Ages"), unknown=_("We know no age group called %(names)s."))
    sponsor = SlugsFilter(label=_("Who runs it"), unknown=_("We know no kind of sponsor called %(names)s."))
    takes = SlugsFilter(label=_("What it takes"), unknown=_("We know no thing that joining takes called %(names)s."))
    therapy = SlugsFilter(label=_("Product"), unknown=_("We know no product called %(names)s."))
    autoantibody = SlugsFilter(label=_("Autoantibody"), unknown=_("We know no autoantibody called %(names)s."))
    near = PlaceFilter(max_length=LONGEST_VALUE, label=_("Near"))
    within = DistanceFilter(max_length=LONGEST_VALUE, label=_("Within"))
    age = AgeFilter(label=_("Age"))
    sex = ChoiceFilter(choices=[("female", _("Female")), ("male", _("Male"))], label=_("Sex"))
    sort = ChoiceFilter(choices=SORTS, label=_("Order"))
    wider = ChoiceFilter(choices=[("yes", _("Shown")), ("no", _("Not shown"))], label=_("Wider trials"))
    mentions = ChoiceFilter(choices=[("yes", _("Shown"))], label=_("Trials that only mention it"))

    class Meta:
        model = Trial
        fields: Sequence[str] = []

    # What can be chosen from a list with counts; a product and an antibody are asked for by their pages.
    FACETS = (
        "condition", "target", "modality", "cells", "stage", "status", "country", "age_group", "sponsor", "takes",
    )  # fmt: skip
    SLUGS = (*FACETS, "therapy", "autoantibody")

    def __init__(self, data: QueryDict | None = None, index: Index | None = None) -> None:
        super().__init__(data if data is not None else QueryDict(), Trial.objects.none())
        self.index = index or current_index()
        self.choices = self.index.choices
        tables = {name: getattr(self.choices, name) for name in ("modality", "country", "therapy", "autoantibody")}
        for name, known in (FIXED | tables).items():
            self.form.fields[name].find = lambda slug, known=known: slug if slug in known else None
        self.form.fields["condition"].find = self.choices.find_condition
        self.form.fields["target"].find = self.choices.find_target
        self.form.fields["stage"].find = self.choices.find_stage

    @cached_property
    def values(self) -> Mapping[str, object]:
        """The known values of every filter, by name."""
        self.form.is_valid()
        return self.form.cleaned_data

    @cached_property
    def language(self) -> str:
        """The language of the page, in which values are named; asked once, not for each of a hundred."""
        return get_language() or settings.LANGUAGE_CODE

    def chosen(self, name: str) -> list[str]:
        """The known values of one filter of slugs."""
        return self.values.get(name) or []

    @cached_property
    def understanding(self) -> Understanding:
        """What `q` was understood as."""
        words = self.values.get("q")
        return understand(words, self.choices.lexicon, self.index.texts.rarity) if words else NO_WORDS

    @cached_property
    def place(self) -> Place | None:
        """The place that trials are to be near: the form's, or one in the words."""
        words = [part.values[0] for part in self.understanding.parts if part.name == "near"]
        return self.values.get("near") or (find_place(words[0]) if words else None)

    @cached_property
    def distance(self) -> Distance:
        """How near is near: the form's, or what the words say, or 100 miles."""
        words = [part.within for part in self.understanding.parts if part.name == "near" and part.within]
        return self.values.get("within") or (parse_distance(words[0]) if words else None) or NEARBY

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """What is asked for, by filter. Of one filter, the words' parts must all hold, or any choice beside them."""
        found: dict[str, Asked] = {}
        for part, one in self.asked_in_words.items():
            name = FILTER_OF.get(part.name, part.name)
            found[name] = found[name] & one if name in found else one
        for name in self.SLUGS:
            for slug in self.chosen(name):
                one = Asked(self.standing_for(name, slug), self._wider_than(name, slug))
                found[name] = found[name] | one if name in found else one
        if self.values.get("near"):
            one = Asked(near(self.index, self.values["near"], self.distance.miles))
            found["near"] = found["near"] & one if "near" in found else one
        if self.values.get("age") is not None:
            found["age"] = Asked(self.index.of_age(float(self.values["age"])))
        if self.values.get("sex"):
            found["sex"] = Asked(self.index.of_sex(self.values["sex"]))
        if self.hits:
            found["q"] = Asked(self.hits.anywhere & self.index.shown)
        return found

    @cached_property
    def asked_in_words(self) -> dict[Part, Asked]:
        """What each understood part of the words asks for."""
        return {part: self._asked_by(part) for part in self.understanding.parts}

    def _asked_by(self, part: Part) -> Asked:
        if part.name == "near":
            return Asked(near(self.index, find_place(part.values[0]), self.distance.miles))
        found = understood(self.index, part)
        return replace(found, wider=NOBODY) if self.values.get("wider") == "no" else found

    @cached_property
    def words(self) -> dict[Words, Hits]:
        """The words that no filter stands for, each with where texts hold it; without those that say nothing."""
        found = self.index.texts.look_up([(one.text, one.phrase) for one in self.understanding.words])
        held = {one: found[plainly_spelled(one.text), one.phrase] for one in self.understanding.words}
        return {one: hits for one, hits in held.items() if hits is not None}

    @cached_property
    def hits(self) -> Hits | None:
        """Where texts hold all those words; None where there are none."""
        wanted = [hits for word, hits in self.words.items() if not word.excluded]
        found = reduce(and_, wanted) if wanted else None
        unwanted = (hits.anywhere for word, hits in self.words.items() if word.excluded)
        without = BitMap.union(NOBODY, *unwanted)
        if not without:
            return found
        found = found or Hits(NOBODY, NOBODY, self.index.shown)
        return Hits(found.title - without, found.said - without, found.anywhere - without)

    @cached_property
    def tiers(self) -> tuple[BitMap, BitMap, BitMap]:
        """What is about all that was asked for; the wider trials; those whose texts only use a disease's name, shown
        where there is nothing else, or on demand."""
        exact, wider, mentions = self._tiers()
        return exact, wider, mentions if self.shows_mentions else NOBODY

    @cached_property
    def shows_mentions(self) -> bool:
        """Whether they are wanted, or the words alone find nothing else; a choice beside them changes nothing."""
        found = (one.with_wider for one in self.asked_in_words.values())
        return bool(self.values.get("mentions")) or not reduce(and_, found, self.index.shown)

    def _tiers(self, without: str = "") -> tuple[BitMap, BitMap, BitMap]:
        asked = [one for name, one in self.asked.items() if name != without]
        shown = self.index.shown
        exact = reduce(and_, (one.trials for one in asked), shown)
        wider = reduce(and_, (one.with_wider for one in asked), shown)
        return exact, wider - exact, reduce(and_, (one.all for one in asked), shown) - wider

    @cached_property
    def wider_by_words(self) -> bool:
        """Whether wider trials are shown unless they are unwanted: what has any was asked for in words."""
        return any(part.name in WITH_WIDER for part in self.understanding.parts)

    @cached_property
    def wider_left_out(self) -> int:
        """How many wider trials could be shown, too."""
        if self.tiers[1] or not (self.wider_by_words or self.chosen("condition")):
            return 0
        return len(self.at(self.address(wider="yes")).tiers[1])

    @cached_property
    def mentioned(self) -> int:
        """How many further trials only use the name of the disease that was asked for."""
        return 0 if self.shows_mentions else len(self._tiers()[2])

    def results(self) -> Results:
        """Primary keys of what the whole search finds, best first; nothing where a value is wrong."""
        tiers = self.tiers if self.form.is_valid() else ()
        groups = [tier for tier in tiers if tier]
        return Results(sum(map(len, groups)), lambda: in_order(groups, self._splits()), self._key)

    def found(self, without: str = "") -> BitMap:
        """What every filter but `without` leaves: a facet is not narrowed by itself."""
        if not without or without not in self.asked:
            return BitMap.union(*self.tiers)
        exact, wider, mentions = self._tiers(without)
        return exact | wider | (mentions if self.shows_mentions else NOBODY)

    def standing_for(self, name: str, slug: str) -> BitMap:
        """The trials that one value of a filter stands for."""
        return standing_for(self.index, name, slug)

    def said(self, name: str) -> dict[str, str]:
        """The values of a filter that the words ask for, each with the address of the search without those words."""
        parts = [part for part in self.understanding.parts if FILTER_OF.get(part.name, part.name) == name]
        return {slug: self.address(q=self.understanding.without(part)) for part in parts for slug in part.values}

    def address(self, **changed: str | list[str] | None) -> str:
        """The address of this search with other values for some filters; an empty value takes the filter out."""
        data = self.data.copy()
        data.pop("page", None)
        for name, value in changed.items():
            data.setlist(name, value if isinstance(value, list) else [value] if value else [])
        return "?" + data.urlencode()

    def at(self, address: str) -> "TrialFilter":
        """The search of another address, over the very same trials."""
        return TrialFilter(QueryDict(address.removeprefix("?")), self.index)

    def _wider_than(self, name: str, slug: str) -> BitMap:
        return self.index.wider(slug) if name == "condition" and self.values.get("wider") == "yes" else NOBODY

    def _splits(self) -> list[Split]:
        """How each tier is ordered further: by the stage that was asked for, then by what the reader wants first."""
        stages = [part.values for part in self.understanding.parts if part.name == "stage"]
        splits = [split_by(self.standing_for("stage", slug) for slug in stages[0])] if stages else []
        sort = self.values.get("sort")
        if sort == "nearest" and self.place:
            splits.append(nearest_first(self.index, self.place))
        elif not sort:
            splits.append(split_by(self.index.standing.values()))
            if self.hits:
                splits.append(split_by([self.hits.title, self.hits.said]))
        return splits

    @property
    def _key(self) -> np.ndarray:
        return self.index.newest_first if self.values.get("sort") == "newest" else self.index.last_changed_first
