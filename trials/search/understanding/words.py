"""The plain words of a query that are in no table, in every language: patients may type theirs on any page.

A language is a module with the names of english.py; to add one, add it to `LANGUAGES`.
"""

from types import ModuleType

from trials.models.status import STATUSES, status_slug
from trials.search.understanding import english, spanish

LANGUAGES: tuple[ModuleType, ...] = (english, spanish)


def either(name: str) -> str:
    """One piece of a regular expression: what any language has under that name."""
    return "|".join(piece for one in LANGUAGES if (piece := getattr(one, name)))


def _texts(name: str) -> dict:
    """What each value is called, in every language."""
    found: dict = {}
    for one in LANGUAGES:
        for value, texts in getattr(one, name).items():
            found[value] = (*found.get(value, ()), *texts)
    return found


def _words(name: str) -> frozenset[str]:
    return frozenset(word for one in LANGUAGES for word in getattr(one, name).split())


# What patients write for the registry's statuses; the first value is what was asked for itself.
STATUS_WORDS: dict[tuple[str, ...], tuple[str, ...]] = _texts("STATUS_WORDS")
for _status in STATUSES:
    _phrase = _status.lower().replace("_", " ")
    if " " in _phrase and not any(_phrase in phrases for phrases in STATUS_WORDS.values()):
        STATUS_WORDS[status_slug(_status),] = (_phrase,)
AGE_WORDS: dict[str, tuple[str, ...]] = _texts("AGE_WORDS")
SEX_WORDS: dict[str, tuple[str, ...]] = _texts("SEX_WORDS")
CELL_SOURCE_WORDS: dict[str, tuple[str, ...]] = _texts("CELL_SOURCE_WORDS")
NUMERALS: dict[str, int] = {text: number for one in LANGUAGES for text, number in one.NUMERALS.items()}
TAKEN_LITERALLY = tuple(text for one in LANGUAGES for text in one.TAKEN_LITERALLY)

ORDINARY_SPELLINGS = _words("ORDINARY_SPELLINGS")
FUNCTION_WORDS = _words("FUNCTION_WORDS")
SAYING_NOTHING = _words("SAYING_NOTHING")
BESIDE_ANTIBODIES = _words("BESIDE_ANTIBODIES")
NEGATIVE = _words("NEGATIVE")
ORDINARY_WORDS = _words("ORDINARY_WORDS")
TOWN_WORDS = _words("TOWN_WORDS")
ARTICLES = frozenset(either("ARTICLE").split("|"))
