"""Whether words of a search, with no "near" before them, can only be a town."""

import re

from trials.search.places.finding import LONGEST, MOST_WORDS, Place, candidates, shown_place
from trials.search.places.gazetteer import gazetteer, once
from trials.search.places.regions import Region, find_country, fixture, regions
from trials.search.places.spelling import key, keys
from trials.search.places.zips import town

WELL_KNOWN_FROM = 100_000
MILLIONS = 1_000_000
LARGER_FROM = 15_000  # people; no ZIP code's town has so many
SHORTEST = 4  # letters: three are an abbreviation of medicine sooner than a town


def is_bare_town(words: str) -> Place | None:
    """The town that words of a search name by themselves; None where they may be anything else.

    A town of 100,000 people or more, by its own name or one of the fixture's ("nyc"); or any town with its state or
    country behind it, in full or as a code in capitals ("hershey pennsylvania", "Hershey PA"); a larger town with a
    code in small letters too ("boston ma"). A name that is an ordinary word never counts by itself, and with its state
    only where it is written as a name is: "Reading PA", not "reading pa" nor "READING PA".
    """
    parts = re.findall(r"[^\s,]+", words) if len(words) <= LONGEST and words.isprintable() else []
    if not parts or len(parts) > MOST_WORDS:
        return None
    found = _alone(key(words))
    for cut in range(1, len(parts)):
        found = found or _with_region(parts[:cut], parts[cut:])
    return found


@once
def ordinary() -> frozenset[str]:
    """The keys of towns whose names are ordinary words."""
    return frozenset(keys(fixture()["ordinary"]))


def _alone(name: str) -> Place | None:
    number = gazetteer().best_known.get(name)
    if number is None and len(name) >= SHORTEST:
        number = _own(name, None)
        if number and name in regions().named and town(number).population < MILLIONS:
            number = None  # a region, and no city that is one ("Berlin", "Shanghai")
    if number is None or name in ordinary() or find_country(name):
        return None
    return shown_place(number) if town(number).population >= WELL_KNOWN_FROM else None


def _with_region(parts: list[str], behind: list[str]) -> Place | None:
    name, region, typed = key(" ".join(parts)), key(" ".join(behind)), " ".join(behind)
    in_full = regions().named.get(region)
    coded = {one for one in regions().meant.get(region, ()) if one[0] == "US"}
    if not (in_full or coded) or not name:
        return None
    number = _own(name, frozenset(in_full or coded))
    if number is None:
        return None
    as_a_name = all(part[0].isupper() and not part.isupper() for part in parts)
    sure = in_full or typed.isupper() or town(number).population >= LARGER_FROM
    if name in ordinary():
        sure = as_a_name and (in_full or typed.isupper())
    return shown_place(number) if sure else None


def _own(name: str, wanted: frozenset[Region] | None) -> int | None:
    """The heaviest town of that name, if that is its own name or well known."""
    found = next(candidates(name, wanted), None) if wanted else next(gazetteer().names.called(name), None)
    if found is None or name in gazetteer().best_known or key(town(found).name) == name:
        return found
    return None
