"""US ZIP codes and the smaller US towns that have one, from the zipcodes package, in memory."""

from dataclasses import dataclass

import numpy as np
import zipcodes

from trials.search.places.gazetteer import Gazetteer, Names, Texts, Town, gazetteer, once
from trials.search.places.regions import TERRITORIES, Region, regions
from trials.search.places.spelling import keys


@dataclass(slots=True)
class Zips:
    """ZIP codes in order, each with where it is and its town, and the towns that GeoNames' larger ones leave out.

    Those towns' numbers go on where the gazetteer's end; nobody counted who lives there.
    """

    codes: np.ndarray
    points: np.ndarray
    towns: np.ndarray
    smaller: Gazetteer

    def find(self, code: str) -> tuple[int, float, float] | None:
        """The number of the ZIP code's town, and the code's own latitude and longitude."""
        place = int(np.searchsorted(self.codes, int(code)))
        if place == len(self.codes) or self.codes[place] != int(code):
            return None
        return int(self.towns[place]), *self.points[place].tolist()


@once
def zips() -> Zips:
    """Every ZIP code of the states and territories, a hundredth at a time: all rows at once would take 130 MB."""
    large, parts = gazetteer(), regions().parts
    numbers = _large_american()
    titles, where, points, codes = [], [], [], []
    for first_digits in range(100):
        rows = zipcodes.similar_to(f"{first_digits:02}")
        cities = list({row["city"] for row in rows}.union(*(row["acceptable_cities"] for row in rows)))
        spelled = dict(zip(cities, keys(cities), strict=True))
        for row in rows:
            region = parts.get((row["state"], "") if row["state"] in TERRITORIES else ("US", row["state"]))
            if region is None:  # post to soldiers and ships, which has no place
                continue
            point = float(row["lat"]), float(row["long"])
            for city in (row["city"], *row["acceptable_cities"]):
                name = spelled[city], region
                if name not in numbers:
                    numbers[name] = len(large.titles) + len(titles)
                    titles.append(city)
                    where.append(region)
                    points.append(point)
            codes.append((int(row["zip_code"]), *point, numbers[spelled[row["city"]], region]))
    smaller = ((name, 0.0, number) for (name, _), number in numbers.items() if number >= len(large.titles))
    codes.sort()
    return Zips(
        np.array([code for code, *_ in codes], np.int32),
        np.array([point for _, *point, _ in codes]),
        np.array([number for *_, number in codes], np.int32),
        Gazetteer(Names.of(smaller), Texts(titles), where, np.array(points), np.zeros(len(titles), np.int32), {}),
    )


def _large_american() -> dict[tuple[str, Region], int]:
    """The numbers of GeoNames' towns by key and region; of two the larger, then the first."""
    large = gazetteer()
    countries = {"US", *TERRITORIES}
    numbers = [number for number, (country, _) in enumerate(large.regions) if country in countries]
    numbers.sort(key=lambda number: int(large.populations[number]))
    spelled = keys(large.titles[number] for number in numbers)
    return {(name, large.regions[number]): number for name, number in zip(spelled, numbers, strict=True)}


def town(number: int) -> Town:
    """A town by its number, large or small."""
    large = gazetteer()
    beyond = number - len(large.titles)
    return large.town(number) if beyond < 0 else zips().smaller.town(beyond)
