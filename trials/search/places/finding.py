"""From what a visitor types to a point on the map: a town, a US ZIP code or coordinates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from trials.search.places.gazetteer import gazetteer
from trials.search.places.regions import TERRITORIES, Region, regions, within
from trials.search.places.spelling import key, spell
from trials.search.places.zips import town, zips

LONGEST = 120  # characters of a place
MOST_WORDS = 10
ZIP = re.compile(r"(?:ZIP(?: ?CODE)?:? *)?([0-9]{5})(?:-[0-9]{4})?(?: *\(.*\))?", re.IGNORECASE)
LAST_ZIP = re.compile(r"(.*[^0-9])\b([0-9]{5})(?:-[0-9]{4})?\b[^0-9]*")
POINT = re.compile(r"([+-]?[0-9]{1,2}(?:\.[0-9]*)?)°?(?: *[,;] *| +)([+-]?[0-9]{1,3}(?:\.[0-9]*)?)°?")
# How many names a half-typed one is looked for among, for each that is wanted: a town has many that begin alike.
NAMES_A_TOWN = 50


@dataclass(frozen=True, slots=True)
class Place:
    """A point with the name it is shown by. `country` is an ISO code of two letters, or ""; `population` is 0 where
    it is not known."""

    name: str
    latitude: float
    longitude: float
    country: str = ""
    population: int = 0


def find_place(text: str) -> Place | None:
    """The town, ZIP code or coordinates that a text names; None where it names none.

    A town alone is the largest of that name in the world. What stands behind it ("IL", "Ontario", "UK") must be known,
    and is never left out of account; a post code beside a town is.
    """
    text = " ".join(text.split()) if len(text) <= LONGEST else ""
    if not text.isprintable():
        return None
    if match := ZIP.fullmatch(text):
        return _zip(match[1])
    if match := POINT.fullmatch(text.replace("−", "-")):
        return _point(*match.groups())
    if (match := LAST_ZIP.fullmatch(text)) and (place := _addressed(match[1], match[2])):
        return place
    words = spell(text)
    found = _town(words)
    if found is None and any(_has_digit(word) for word in words):
        found = _town([word for word in words if not _has_digit(word)])
    return None if found is None else shown_place(found)


def find_towns(start: str, limit: int) -> list[Place]:
    """Towns whose names begin so, largest first, each shown name once; behind a comma a state or country can begin.

    A whole place that is not the beginning of a town's name ("60637", "chicago il") is found as `find_place` does.
    """
    name, _, behind = start.partition(",")
    beginning, region = key(name), key(behind)
    if len(start) > LONGEST or not beginning or limit < 1:
        return []
    found: dict[str, Place] = {}
    for source in (gazetteer, lambda: zips().smaller):
        for number in source().names.beginning(beginning, limit * NAMES_A_TOWN):
            if _begins(town(number).region, region):
                place = shown_place(number)
                found.setdefault(place.name, place)
            if len(found) == limit:
                return list(found.values())
    whole = None if found else find_place(start)
    return list(found.values()) or [whole] * (whole is not None)


def candidates(name: str, wanted: frozenset[Region] | None) -> Iterator[int]:
    """Towns with that key in the wanted regions, or anywhere, the heaviest first, by their numbers."""
    found = gazetteer().names.called(name)
    if wanted is None or any(country == "US" or country in TERRITORIES for country, _ in wanted):
        found = chain(found, _smaller(name))
    return (one for one in found if wanted is None or _is_in(town(one).region, wanted))


def splits(words: list[str]) -> Iterator[tuple[int, frozenset[Region]]]:
    """Each way to read the last words as where a town is: how many words are left for its name, and the regions."""
    meant = regions().meant
    for cut in range(1, len(words)):
        if behind := meant.get("".join(words[cut:])):
            yield cut, frozenset(behind)


def _town(words: list[str], wanted: frozenset[Region] | None = None) -> int | None:
    if not words or len(words) > MOST_WORDS:
        return None
    name = "".join(words)
    if wanted is None:
        if name in gazetteer().best_known:
            return gazetteer().best_known[name]
        if name in regions().named:  # "Ontario" is not in California, nor is "Jordan" in Minnesota
            return next(candidates(name, frozenset(regions().named[name])), None)
    found = next(candidates(name, wanted), None)
    for cut, behind in splits(words) if found is None else ():
        narrower = within(wanted, behind)
        if narrower and (found := _town(words[:cut], narrower)) is not None:
            break
    return found


def _smaller(name: str) -> Iterator[int]:
    """The smaller US towns; their ZIP codes are first read when one is asked for."""
    yield from zips().smaller.names.called(name)


def _is_in(region: Region, wanted: frozenset[Region]) -> bool:
    return region in wanted or (region[0], "") in wanted


def _begins(region: Region, start: str) -> bool:
    spoken = regions().spoken
    both = chain(spoken.get(region, ()), spoken.get((region[0], ""), ()))
    return not start or any(name.startswith(start) for name in both)


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _zip(code: str) -> Place | None:
    found = zips().find(code)
    if not found:
        return None
    number, latitude, longitude = found
    where = shown_place(number)
    return Place(f"ZIP {code} ({where.name})", latitude, longitude, where.country)


def _addressed(before: str, code: str) -> Place | None:
    """The ZIP code, if its own state, or a town in that, stands before it: "Paris 75001" is not in Texas."""
    found = zips().find(code)
    if not found:
        return None
    region, words = town(found[0]).region, spell(before)
    named = any(key in regions().spoken[region] for key in ("".join(words[-size:]) for size in (1, 2, 3)))
    number = None if named else _town(words)
    return _zip(code) if named or (number is not None and town(number).region == region) else None


def _point(*typed: str) -> Place | None:
    """Coordinates, to a hundredth of a degree: a mile is as exact as any distance here is told."""
    latitude, longitude = (round(float(one), 2) + 0.0 for one in typed)
    if abs(latitude) > 90 or abs(longitude) > 180 or not any("." in one for one in typed):
        return None
    return Place(f"{latitude:.2f}, {longitude:.2f}", latitude, longitude)


def shown_place(number: int) -> Place:
    """A town as it is shown: with its state in the US, with its province where people say it, else with its country."""
    one = town(number)
    country, part = one.region
    shown = regions().shown
    behind = [shown.get(one.region), shown.get((country, ""))] if part else [shown.get((country, ""))]
    if country == "US" and part:
        behind = behind[:1]
    parts = dict.fromkeys([one.name, *(name for name in behind if name)])
    return Place(", ".join(parts), one.latitude, one.longitude, country, one.population)
