"""Where a trial should be: "near Chicago", "within 50 miles of Houston", "in Germany", a ZIP code, a bare town."""

import re
from itertools import islice

from trials.search.lexicon import COUNTRY, Lexicon
from trials.search.places import find_country, find_place, find_state, is_bare_town, parse_distance
from trials.search.understanding.reading import FREE, SILENT, Found, Reading
from trials.search.understanding.words import (
    ARTICLES,
    FUNCTION_WORDS,
    ORDINARY_WORDS,
    SAYING_NOTHING,
    TOWN_WORDS,
    either,
)

_DISTANCE = rf"\d{{1,5}}(?:[.,]\d{{1,3}})?\s*-?\s*(?:{either('UNIT')})\b"
_UP_TO = rf"(?:{either('UP_TO')})"
_AWAY = rf"(?:{_UP_TO}\s+)?{_DISTANCE}\s+(?:{either('AWAY_FROM')})"
DISTANCE = re.compile(_DISTANCE, re.IGNORECASE)
NEAR_ME = re.compile(rf"\b(?:{_AWAY}|{either('NEAR_TO')})\s+(?:{either('HERE')})\b", re.IGNORECASE)
BEFORE = re.compile(
    rf"(?:\b{_UP_TO}\s+)?(?<![\w.]){_DISTANCE}\s+(?:{either('AWAY_FROM')})\s+"
    rf"|\b(?P<near>{either('NEAR')})\s+|\b(?:{either('COME_FROM')})\s+",
    re.IGNORECASE,
)
BEHIND = re.compile(rf"[\s,(]*(?:{_UP_TO}\s+)?(?P<distance>{_DISTANCE})\)?", re.IGNORECASE)
ZIP = re.compile(r"(?<![\w.,/-])\d{5}(?:-\d{4})?(?![\w/-]|[.,]\d)", re.ASCII)
COMMA_STATE = re.compile(r"[^\W\d_]\.?,\s*(?P<state>[A-Z]{2})\b")
MOST_PLACES = 8  # of a query; more of them are no question
LONGEST_NAME = 5  # words of a place
MOST_TRIED = 5  # free words at the end and at the beginning of a query, among which a bare place is looked for


def read_places(reading: Reading, lexicon: Lexicon) -> None:
    """Take the places that a "near", an "in" or a distance stands before, and ZIP codes. "Near me" says nothing: no
    page knows where that is. A state is no point on the map; the texts hold its name."""
    for found in NEAR_ME.finditer(reading.plain):
        if reading.is_free(*found.span()):
            reading.mark(*found.span(), SILENT)
    for found in islice(BEFORE.finditer(reading.plain), MOST_PLACES):
        first = reading.within(found.end(), len(reading.query))
        if first and reading.is_free(*found.span()) and not _is_of_a_name(reading, lexicon, found, first[0]):
            distance = DISTANCE.search(found[0])
            _take_longest(reading, lexicon, first[0], found, distance[0] if distance else "")
    for found in ZIP.finditer(reading.query):
        if reading.is_free(*found.span()) and find_place(found[0]):
            _take(reading, Found("near", (found[0],), *found.span()))
    for found in COMMA_STATE.finditer(reading.query):
        if find_state(found["state"]):
            _take_before_state(reading, found)
    for found in DISTANCE.finditer(reading.plain):
        if reading.is_free(*found.span()):
            reading.mark(*found.span(), SILENT)


def read_bare_places(reading: Reading, lexicon: Lexicon) -> None:
    """Take a country's name wherever it stands, and a known town at the end or the beginning of what is left."""
    free = reading.free()
    tried = _with_town_words(reading, {*free[:MOST_TRIED], *free[-MOST_TRIED:]})
    for first, last in _runs(reading, sorted(tried)):
        start, end = reading.tokens[first].start, reading.tokens[last].end
        text = reading.query[start:end]
        if not reading.is_free(start, end):
            continue
        at_an_end = last >= free[-1] or first <= free[0]
        if countries := _countries(text, lexicon):
            reading.take(Found(COUNTRY, countries, start, end))
        elif at_an_end and is_bare_town(text) and find_place(text):
            _take(reading, Found("near", (text,), start, end))


def _with_town_words(reading: Reading, numbers: set[int]) -> set[int]:
    """The tokens with what stands beside them in a town's name: "La Paz", "Ciudad de México", "Detroit MI"."""
    found = set(numbers)
    for number, token in enumerate(reading.tokens):
        if reading.state[number] == FREE and token.folded in TOWN_WORDS and found & {number - 1, number + 1}:
            found.add(number)
    return found


def _runs(reading: Reading, numbers: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of free tokens, the longest first; "New York, NY" may hold a word that says little."""
    found = []
    for size in range(min(LONGEST_NAME, len(numbers)), 0, -1):
        for at in range(len(numbers) - size, -1, -1):
            first, last = numbers[at], numbers[at + size - 1]
            if last - first == size - 1:
                found.append((first, last))
    return found


def _take_longest(reading: Reading, lexicon: Lexicon, first: int, before: re.Match[str], distance: str) -> None:
    """Take the longest place that begins with the token `first`, or behind it where that is an article; "from" leads to
    a country only."""
    tokens = reading.tokens
    last = first
    while last + 1 < min(first + LONGEST_NAME, len(tokens)) and reading.state[last + 1] == FREE:
        last += 1
    begins = (first, first + 1) if tokens[first].folded in ARTICLES else (first,)
    for begin, end in ((begin, end) for end in range(last, first - 1, -1) for begin in begins if begin <= end):
        text = reading.query[tokens[begin].start : tokens[end].end]
        if _is_no_place(reading, lexicon, begin, end) or (text[0].isdigit() and not ZIP.fullmatch(text)):
            continue
        near = bool(distance or before["near"])
        if not distance and (countries := _countries(text, lexicon)):
            reading.take(Found(COUNTRY, countries, before.start(), tokens[end].end))
            return
        if near and find_place(text):
            _take(reading, Found("near", (text,), before.start(), tokens[end].end), distance)
            return


def _is_of_a_name(reading: Reading, lexicon: Lexicon, before: re.Match[str], first: int) -> bool:
    """Whether the "in" and the token `first` behind it belong to a name or a status: "esclerosis en placas"."""
    folded = [token.folded for token in reading.tokens]
    own = reading.within(*before.span())[0]
    return any(
        "".join(folded[begin : end + 1]) in lexicon.senses
        for begin in range(max(0, own - LONGEST_NAME), own + 1)
        for end in range(first, min(first + LONGEST_NAME, len(folded)))
    )


def _take_before_state(reading: Reading, state: re.Match[str]) -> None:
    """Take "Jackson, MS": written so, MS is no disease."""
    end = state.end("state")
    last = reading.within(state.start(), end)[-1]
    for first in range(max(0, last - LONGEST_NAME + 1), last):
        start = reading.tokens[first].start
        if reading.is_free(start, end) and find_place(reading.query[start:end]):
            _take(reading, Found("near", (reading.query[start:end],), start, end))
            return


def _is_no_place(reading: Reading, lexicon: Lexicon, first: int, last: int) -> bool:
    """Whether the words are the vocabulary's ("in MS") or say nothing ("in patients")."""
    folded = [token.folded for token in reading.tokens[first : last + 1]]
    known = [sense.name for sense in lexicon.senses.get("".join(folded), ())]
    nothing = all(one in FUNCTION_WORDS or one in SAYING_NOTHING or one in ORDINARY_WORDS for one in folded)
    shouted = reading.query[reading.tokens[first].start : reading.tokens[last].end].isupper()
    return bool(known and known != [COUNTRY]) or (nothing and not shouted)


def _countries(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The slugs of the country that a text names; none where no trial was ever there."""
    return tuple(lexicon.countries[name] for name in find_country(text) if name in lexicon.countries)


def _take(reading: Reading, found: Found, distance: str = "") -> None:
    """Take a place with the distance that stands before it or behind it."""
    behind = BEHIND.match(reading.plain, found.end)
    if not distance and behind and reading.is_free(behind.start("distance"), behind.end("distance")):
        distance, found = behind["distance"], found._replace(end=behind.end())
    reading.take(found._replace(within=str(parse_distance(distance) or "")))
