"""Distances: read from what a visitor types, measured, and told no more exactly than they are known."""

import re
from dataclasses import dataclass

import numpy as np

EARTH_RADIUS_KM = 6371.0088  # mean radius (IUGG)
KM_PER_MILE = 1.609344
FARTHEST_MILES = 12_500.0  # half way around the Earth
NEAREST_TOLD = {"miles": 2, "km": 3}
AMOUNT = re.compile(
    r"(?:within\s+)?(?P<amount>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]{1,5}(?:[.,][0-9]{1,2})?)"
    r"\s*-?\s*(?:(?P<miles>mi\.?|miles?)|(?P<km>kms?\.?|kilomet(?:er|re)s?))?",
    re.IGNORECASE,
)
LONGEST = 40  # characters of a distance


@dataclass(frozen=True, slots=True)
class Distance:
    """How far, in miles, and the unit that its visitor thinks in: "miles" or "km"."""

    miles: float
    unit: str

    def __str__(self) -> str:
        """As it was typed: "50 miles", "80 km"."""
        amount = f"{round(in_unit(self.miles, self.unit), 2):,.8g}"
        return f"{amount} {'mile' if amount == '1' and self.unit == 'miles' else self.unit}"


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
    """ "about 12 miles", "about 19 km", "under 2 miles": the registry's coordinates are of towns, not of doors."""
    amount, nearest = in_unit(miles, unit), NEAREST_TOLD[unit]
    return f"under {nearest} {unit}" if amount < nearest else f"about {round(amount):,} {unit}"
