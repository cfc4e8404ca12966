"""Distances: read from what a visitor types, measured, and told no more exactly than they are known."""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

EARTH_RADIUS_KM = 6371.0088  # mean radius (IUGG)
KM_PER_MILE = 1.609344
FARTHEST_MILES = 12_500.0  # half way around the Earth
NEAREST_TOLD = {"miles": 2, "km": 3}
AMOUNT = re.compile(
    r"(?:(?:within|a menos de)\s+)?(?P<amount>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]{1,5}(?:[.,][0-9]{1,2})?)"
    r"\s*-?\s*(?:(?P<miles>mi\.?|miles?|millas?)|(?P<km>kms?\.?|kilomet(?:er|re)s?|kil[oó]metros?))?",
    re.IGNORECASE,
)
LONGEST = 40  # characters of a distance


@dataclass(frozen=True, slots=True)
class Distance:
    """How far, in miles, and the unit that its visitor thinks in: "miles" or "km"."""

    miles: float
    unit: str

    def __str__(self) -> str:
        """As an address writes it, and as it was typed in English: "50 miles", "80 km"."""
        amount = f"{self._amount:,.8g}"
        return f"{amount} {'mile' if amount == '1' and self.unit == 'miles' else self.unit}"

    @property
    def words(self) -> str:
        """The same in the language of the page."""
        return _in_words(self._amount, self.unit, get_language())

    @property
    def _amount(self) -> float:
        return round(in_unit(self.miles, self.unit), 2)


@lru_cache(maxsize=1000)
def _in_words(amount: float, unit: str, language: str | None) -> str:
    said = {"amount": number_format(f"{amount:.8g}", force_grouping=True)}
    if unit == "km":
        return _("%(amount)s km") % said
    return ngettext("%(amount)s mile", "%(amount)s miles", int(amount) if amount == int(amount) else 2) % said


def parse_distance(text: str) -> Distance | None:
    """ "50", "50 miles", "within 80 km", "1,000 mi", "2,5 km": miles where no unit is said.

    None for anything else, for nothing, and for more than half way around the Earth.
    """
    match = AMOUNT.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if not match:
        return None
    written = match["amount"]
    thousands = re.fullmatch(r"[0-9]+(,[0-9]{3})+(\.[0-9]+)?", written)
    amount = float(written.replace(",", "" if thousands else "."))
    unit = "km" if match["km"] else "miles"
    miles = amount / KM_PER_MILE if unit == "km" else amount
    return Distance(miles, unit) if 0 < miles <= FARTHEST_MILES else None


def in_unit(miles: float, unit: str) -> float:
    return miles * KM_PER_MILE if unit == "km" else miles


def miles_between(latitude: float, longitude: float, latitudes: np.ndarray, longitudes: np.ndarray) -> np.ndarray:
    """Miles along a great circle from one point to each of the others, all in degrees (haversine, float64).

    NaN where a coordinate is NaN.
    """
    here, there = np.radians(np.float64(latitude)), np.radians(np.asarray(latitudes, dtype=np.float64))
    across = np.radians(np.asarray(longitudes, dtype=np.float64) - longitude)
    half = np.sin((there - here) / 2) ** 2 + np.cos(here) * np.cos(there) * np.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM / KM_PER_MILE * np.arcsin(np.sqrt(np.minimum(half, 1.0)))


def told(miles: float, unit: str) -> str:
    """ "about 12 miles", "about 19 km", "under 2 miles": the registry's coordinates are of towns, not of doors.

    Whoever reads another language than English may not think in miles: those are told in km as well.
    """
    amount, nearest = in_unit(miles, unit), NEAREST_TOLD[unit]
    number = _grouped(amount)
    if unit == "km":
        return _("under %(km)s km") % {"km": nearest} if amount < nearest else _("about %(km)s km") % {"km": number}
    if amount < nearest:
        return _("under %(miles)s miles") % {"miles": nearest}
    if get_language() in (None, "en"):
        return _("about %(miles)s miles") % {"miles": number}
    km = _grouped(in_unit(miles, "km"))
    return _("about %(miles)s miles (%(km)s km)") % {"miles": number, "km": km}


def _grouped(amount: float) -> str:
    """A whole number: "1,234" in English."""
    whole = round(amount)
    return str(whole) if whole < 1000 else number_format(whole, force_grouping=True)
