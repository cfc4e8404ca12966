"""What somebody may be about to type: the last words in the search box completed to a name that the finder knows.

Names of the vocabulary come first, then towns, then sites, of which PostgreSQL is asked.
"""

import re
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import F, Func
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.labels.folding import fold
from trials.labels.vocabulary import AUTOANTIBODY, CONDITION, MODALITY, TARGET, THERAPY
from trials.models import Site, TrialSite
from trials.search.facts import bitmap
from trials.search.index import Index, current_index
from trials.search.names import Entry, Names, Spelling, letters, names_of, parted
from trials.search.places import find_towns

MOST = 8
LONGEST = 500  # characters; the search itself takes no more
MOST_WORDS = 6  # of a name that is being typed
FEWEST_LETTERS, FEWEST_OF_A_PLACE, FEWEST_TO_CORRECT = 2, 3, 5
# How many towns are offered by the word before; without "near", only ones of so many people.
TOWNS, LARGE_TOWN = {"near": 6, "in": 3, "": 2}, 100_000
ASKS_FOR_A_PLACE = {"near": "near", "in": "in", "cerca": "near", "en": "in"}
LEADS_TO_A_PLACE = ("de", "a")  # "cerca de"
SITES_READ = 24  # of so many that begin alike, the ones with most trials are offered
# What stands between names, and is none.
LINKS = {
    "and", "at", "for", "in", "near", "of", "open", "recruiting", "trial", "trials", "with",
    "cerca", "con", "de", "del", "en", "ensayos", "la", "para", "y",
}  # fmt: skip

WORD = re.compile(r"[^\s,;]+")
KINDS = {
    CONDITION: gettext_lazy("Condition"),
    AUTOANTIBODY: gettext_lazy("Autoantibody"),
    TARGET: gettext_lazy("What the cells target"),
    MODALITY: gettext_lazy("Kind of therapy"),
    THERAPY: gettext_lazy("Product"),
}


@dataclass(frozen=True)
class Suggestion:
    """`text` is all of the box once it is taken; `kind` says what `name` is, `note` by which other name it is meant."""

    text: str
    name: str
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """The end of what was typed, from `start` on: `words` as folded ones."""

    start: int
    words: tuple[str, ...]

    @property
    def letters(self) -> str:
        return letters(" ".join(self.words))


def suggest(typed: str) -> list[Suggestion]:
    """Up to eight ways to go on, the likeliest first; none for what no search can be."""
    if "\0" in typed or len(typed) > LONGEST:
        return []
    index = current_index()
    names = names_of(index)
    pieces = _pieces(typed)
    asked, place = _place(pieces, names)
    towns = _towns(typed, names, place, asked)
    if asked == "near":
        return towns + _sites(typed, names, index, place, MOST - len(towns))
    first, later, longest = _vocabulary(typed, names, index, pieces)
    found = (towns + first + later if asked else first + towns + later)[:MOST]
    if place and longest and len(longest.words) < len(place.words):  # "mayo cl" begins no name, "cl" does
        return (_sites(typed, names, index, place, MOST) + found)[:MOST]
    found += _sites(typed, names, index, place, MOST - len(found))
    return found or _corrected(typed, names, index, pieces)


# --- what was typed


def _pieces(typed: str) -> list[Piece]:
    """The ends of what was typed that can be the beginning of a name, the longest first."""
    words = [(match.start(), fold(match[0])) for match in WORD.finditer(typed)][-MOST_WORDS:]
    every = [Piece(start, tuple(word for _, word in words[n:])) for n, (start, _) in enumerate(words)]
    return [piece for piece in every if len(piece.letters) >= FEWEST_LETTERS]


def _place(pieces: list[Piece], names: Names) -> tuple[str, Piece | None]:
    """The word that asks for a place, if one does, and what can be the beginning of one: what follows that word, or
    what is left after the names that are known."""
    by_size = {len(piece.words): piece for piece in pieces}
    words = pieces[0].words if pieces else ()
    for n in range(len(words) - 1, 0, -1):
        asking = words[n - 2] if words[n - 1] in LEADS_TO_A_PLACE and n > 1 else words[n - 1]
        if asked := ASKS_FOR_A_PLACE.get(asking):
            return asked, by_size.get(len(words) - n)
    rest = words
    while rest:
        known = [n for n in range(1, len(rest) + 1) if letters(" ".join(rest[:n])) in names.whole]
        if not known and rest[0] not in LINKS:
            break
        rest = rest[max(known, default=1) :]
    piece = by_size.get(len(rest))
    return "", piece if piece and len(piece.letters) >= FEWEST_OF_A_PLACE else None


def _whole_text(typed: str, names: Names, start: int, name: str, said_small: bool = False) -> str:
    """The box with `name` in the place of what was typed from `start` on."""
    before = WORD.sub(lambda word: names.capitals.get(fold(word[0]), word[0]), typed[:start])
    first = name.split()[0] if name else ""
    if said_small and before.strip() and first.lower() in names.small:
        name = first.lower() + name[len(first) :]
    return before.lstrip() + name


# --- what it can become


def _vocabulary(
    typed: str, names: Names, index: Index, pieces: list[Piece]
) -> tuple[list[Suggestion], list[Suggestion], Piece | None]:
    """The entries of which a spelling begins with the longest piece that begins any, those of which only a later word
    does, and that piece. A shorter one counts too where what is before it is a name by itself ("CD19 car")."""
    found: dict[Entry, tuple[tuple, Piece, Spelling]] = {}
    longest = None
    for n, piece in enumerate(pieces):
        if longest and longest.letters.removesuffix(piece.letters) not in names.whole:
            continue
        before = pieces[0].letters.removesuffix(piece.letters)
        for entry, hit in names.beginning(piece.letters).items():
            if letters(entry.name) not in before:  # it has been said
                rank = (hit.later, n, hit.unfinished, *_rank(index, entry))
                found.setdefault(entry, (rank, piece, hit.spelling))
        longest = longest or (piece if found else None)
    ranked = sorted(found.values(), key=lambda one: one[0])[:MOST]
    offered = [(rank[0], _of_entry(typed, names, index, piece, spelling)) for rank, piece, spelling in ranked]
    return [one for later, one in offered if not later], [one for later, one in offered if later], longest


def _corrected(typed: str, names: Names, index: Index, pieces: list[Piece]) -> list[Suggestion]:
    for piece in pieces:
        if len(piece.letters) >= FEWEST_TO_CORRECT and (found := names.resembling(piece.letters)):
            ranked = sorted(found.items(), key=lambda one: (one[1][0], *_rank(index, one[0])))
            return [_of_entry(typed, names, index, piece, spelling) for _, (_, spelling) in ranked[:MOST]]
    return []


def _of_entry(typed: str, names: Names, index: Index, piece: Piece, spelling: Spelling) -> Suggestion:
    entry = spelling.entry
    choice = getattr(index.choices, entry.axis).get(entry.slug)
    name, beside = parted(choice.name_i18n) if choice else (entry.name, "")
    text = _whole_text(typed, names, piece.start, name, said_small=entry.axis == CONDITION)
    return Suggestion(text, name, str(KINDS[entry.axis]), spelling.note(name, beside))


def _rank(index: Index, entry: Entry) -> tuple:
    """What trials are about before what none is, diseases before the rest, then the number of trials and the name."""
    trials = len(index.members[entry.axis].get(entry.slug, ()))
    return not trials, entry.axis != CONDITION, -trials, entry.name


def _towns(typed: str, names: Names, place: Piece | None, asked: str) -> list[Suggestion]:
    if place is None:
        return []
    found = find_towns(typed[place.start :].strip(), TOWNS[asked])
    towns = [town.name for town in found if asked == "near" or town.population >= LARGE_TOWN]
    return [Suggestion(_whole_text(typed, names, place.start, town), town, _("Town")) for town in towns]


def _sites(typed: str, names: Names, index: Index, place: Piece | None, most: int) -> list[Suggestion]:
    """The sites of shown trials whose name and town have all the words, the last of them as a beginning."""
    if most <= 0 or place is None or len(place.letters) < FEWEST_OF_A_PLACE:
        return []
    words = SearchQuery(" & ".join(" ".join(place.words).split()) + ":*", config="simple", search_type="raw")
    said = Func(F("facility"), F("city"), function="trials_site_words", output_field=SearchVectorField())
    begun = Site.objects.alias(words=said).filter(words=words).exclude(facility="")
    sites = {pk: where for pk, *where in begun.values_list("pk", "facility", "city", "country__slug")[:SITES_READ]}
    running = TrialSite.objects.filter(site__in=sites.keys()).values_list("site").annotate(trials=ArrayAgg("trial_id"))
    counts = {pk: bitmap(trials).intersection_cardinality(index.shown) for pk, trials in running}
    ranked = sorted((pk for pk, count in counts.items() if count), key=lambda pk: (-counts[pk], sites[pk][:2]))
    return [_of_site(typed, names, place, *sites[pk][:2], _country(index, sites[pk][2])) for pk in ranked[:most]]


def _country(index: Index, slug: str | None) -> str:
    choice = index.choices.country.get(slug or "")
    return choice.name_i18n if choice else ""


def _of_site(typed: str, names: Names, place: Piece, facility: str, city: str, country: str) -> Suggestion:
    named = facility if city in facility else f"{facility}, {city}"
    where = ", ".join(part for part in (city, country) if part)
    return Suggestion(_whole_text(typed, names, place.start, named), facility, _("Hospital or centre"), where)
