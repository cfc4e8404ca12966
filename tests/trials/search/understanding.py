"""The lexicon of fixtures/, as the database would hold it, and what queries mean with it in short."""

from functools import cache
from itertools import pairwise

from conditions.models import Name
from conditions.seed import names_of
from sources.translations import read_translated
from trials.search.lexicon import Lexicon, Spelling
from trials.search.understand import Understanding, understand

ABOUT = {"condition": "kind", "autoantibody": "antigen", "target": "autoantigen", "therapy": "name"}
FILES = {
    "condition": "conditions",
    "autoantibody": "autoantibodies",
    "target": "targets",
    "modality": "modalities",
    "therapy": "therapies",
    "cell_source": "cell_sources",
}
COUNTRIES = {
    "germany": "Germany",
    "united-states": "United States",
    "united-kingdom": "United Kingdom",
    "china": "China",
    "france": "France",
    "austria": "Austria",
    "mexico": "Mexico",
}


@cache
def fixture_spellings() -> tuple[Spelling, ...]:
    found = [Spelling("country", slug, name) for slug, name in COUNTRIES.items()]
    for axis, file in FILES.items():
        rows = read_translated(file)[axis]
        about = {row["slug"]: str(row.get(ABOUT.get(axis, ""), "")) for row in rows}
        if axis == "target":
            about = {slug: text.lower() for slug, text in about.items()}
        if axis != "cell_source":
            found += [Spelling(axis, row["slug"], row["name"], "", about[row["slug"]]) for row in rows]
            in_spanish = ((row["slug"], row["name_es"]) for row in rows if "name_es" in row)
            searched = "" if axis == "autoantibody" else None
            found += [
                Spelling(axis, slug, text, Name.Use.SEARCH.value, about[slug] if searched is None else searched)
                for slug, text in in_spanish
            ]
        for name in names_of("link", rows):
            known = "" if axis == "autoantibody" else about[name["link"]]
            found.append(Spelling(axis, name["link"], name["text"], Name.Use(name["use"]).value, known))
    return tuple(found)


@cache
def fixture_lexicon() -> Lexicon:
    return Lexicon.of(fixture_spellings())


def read(query: str) -> Understanding:
    """The query understood with the fixtures; it holds together."""
    found = understand(query, fixture_lexicon())
    spans = sorted([(one.start, one.end, one.text) for one in (*found.parts, *found.words)])
    assert all(query[start:end] == text and text for start, end, text in spans)
    assert all(one[1] <= following[0] for one, following in pairwise(spans))
    assert list(found.parts) == sorted(found.parts, key=lambda one: one.start)
    assert list(found.words) == sorted(found.words, key=lambda one: one.start)
    return found


def said(query: str) -> str:
    """What was understood, in short: `condition=lupus-nephritis near=boston 'infusion'`. Of several values those that
    stand beside the first are left out; a phrase has double quotes, an excluded word a minus, a distance an @."""
    found = read(query)
    parts = [
        (one.start, f"{one.name}={one.values[0]}" + (f"@{one.within}" if one.within else "")) for one in found.parts
    ]
    for one in found.words:
        quote = '"' if one.phrase else "'"
        parts.append((one.start, "-" * one.excluded + quote + one.text + quote))
    return " ".join(text for _, text in sorted(parts))
