"""A trial's sites as one visitor needs them: what takes people first, the nearest before the others, and whom to call.

Where the visitor is comes from the address of the page (`near=60637`) and is kept nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.core.exceptions import ValidationError
from django.http import QueryDict

from trials.fields import PlaceField
from trials.models import Contact, Trial, TrialSite
from trials.models.status import OPEN, SHUT, Standing
from trials.search.places import Place, miles_between, parse_distance, told
from trials.templatetags.wording import site_standing, standing_now

LONGEST_TYPED = 200
IN_MILES = {"", "US", "GB", "LR", "PR"}  # "" where only coordinates are known


@dataclass(frozen=True)
class SiteShown:
    """A site of the trial, whether it takes people, and how far it is: None where that is not known."""

    place: TrialSite
    standing: Standing
    miles: float | None = None
    far: str = ""  # "about 12 miles"

    @property
    def takes(self) -> bool:
        return self.standing is OPEN

    @property
    def country(self) -> str:
        country = self.place.site.country
        return str(country.name_i18n) if country else ""

    @property
    def name(self) -> str:
        """What the registry calls it, or its town."""
        return self.place.site.facility or self.place.site.city


@dataclass(frozen=True)
class Whereabouts:
    """`sites`: those that take people first, and where a place is known the nearest before the others.

    `typed`: what was asked for, `error` what is wrong with it.
    """

    sites: list[SiteShown]
    place: Place | None = None
    typed: str = ""
    error: str = ""

    @property
    def nearest(self) -> SiteShown | None:
        """The nearest that takes people, else the nearest at all; None where no place is known."""
        found = [one for one in self.sites if one.miles is not None]
        return found[0] if found else None

    @property
    def the_one(self) -> SiteShown | None:
        """The site to name where there is room for one: the nearest; without a place the only one, or the only one that
        takes people."""
        alone = self.taking if len(self.taking) == 1 else self.sites
        return self.nearest or (alone[0] if len(alone) == 1 else None)

    @property
    def taking(self) -> list[SiteShown]:
        return [one for one in self.sites if one.takes]

    @property
    def countries(self) -> list[tuple[str, list[SiteShown]]]:
        """The sites by country: countries that take people first, then by name; one that is not stated comes last."""
        found: dict[str, list[SiteShown]] = {}
        for one in self.sites:
            found.setdefault(one.country, []).append(one)
        return sorted(found.items(), key=lambda item: (item[1][0].standing.rank, not item[0], item[0].casefold()))


@dataclass(frozen=True)
class Call:
    """Whom to ask: a person or an office, at a site or for the whole trial (`site` is None)."""

    contact: Contact
    site: SiteShown | None


def whereabouts(trial: Trial, asked: QueryDict) -> Whereabouts:
    """The trial's sites for whoever asks from the place in the address, or from nowhere that is known."""
    typed = " ".join(asked.get("near", "").replace("\0", " ").split())[:LONGEST_TYPED]
    place, error = None, ""
    try:
        place = PlaceField(required=False).clean(typed)
    except ValidationError as wrong:
        error = " ".join(wrong.messages)
    sites = [SiteShown(one, site_standing(trial, one)) for one in trial.trial_sites.all()]
    if place:
        sites = _measured(sites, place, _unit(place, asked))
    sites.sort(key=lambda one: (not one.takes if place else one.standing.rank, one.miles is None, one.miles or 0))
    return Whereabouts(sites, place, typed, error)


def whom_to_call(trial: Trial, where: Whereabouts) -> Call | None:
    """The first contact of the nearest site that takes people. Where no place is known and several take people, or none
    does, the contact for the whole trial comes first. None where the trial takes nobody, or gives no contact."""
    if standing_now(trial).slug == SHUT.slug:
        return None
    at_sites = [Call(one, site) for site in where.taking or where.sites for one in site.place.contacts.all()]
    central = [Call(one, None) for one in trial.contacts.all()]
    one_site = len(where.taking) == 1 or (where.place and where.taking)
    calls = at_sites + central if one_site else central + at_sites
    return next((one for one in calls if one.contact.phone), next((one for one in calls if one.contact.email), None))


def _unit(place: Place, asked: QueryDict) -> str:
    """The unit of the distance in the address, else the one that people at the place think in."""
    within = parse_distance(asked.get("within", ""))
    return within.unit if within else "miles" if place.country in IN_MILES else "km"


def _measured(sites: Sequence[SiteShown], place: Place, unit: str) -> list[SiteShown]:
    degrees = np.array([[one.place.site.latitude, one.place.site.longitude] for one in sites], dtype=np.float64)
    if not len(degrees):
        return []
    miles = miles_between(place.latitude, place.longitude, degrees[:, 0], degrees[:, 1])
    return [
        one if np.isnan(distance) else SiteShown(one.place, one.standing, float(distance), told(float(distance), unit))
        for one, distance in zip(sites, miles, strict=True)
    ]
