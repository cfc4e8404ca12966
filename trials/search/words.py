"""Words that no filter stands for, looked for in the trials' texts by PostgreSQL.

Each word's trials are asked for once and held as bitmaps until something is written; several words are combined here.
"""

import re
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from django.db import connection
from pyroaring import BitMap

from trials.search.facts import bitmap

APOSTROPHE = re.compile(r"(?<=\w)['’‘`´](?=\w)")
JOINT = re.compile(r"[-‐‑–—/+]")
HELD_WORDS = 300  # of half a million trials, a common word takes some 100 KB

# A word of a stop list stands for nothing and narrows nothing: it has no nodes. trials_holding() is in migration 0007.
ASKED = """
    SELECT word, phrase, numnode(query), title, said, eligibility
      FROM unnest(%s::text[], %s::boolean[]) AS asked (word, phrase),
           LATERAL (SELECT CASE WHEN phrase THEN phraseto_tsquery('english', word)
                                ELSE plainto_tsquery('english', word) END AS query) AS read,
           LATERAL trials_holding(query)
"""


@dataclass(frozen=True)
class Hits:
    """Where a text holds what was asked for, by the weight of the place; each includes the one before it."""

    title: BitMap
    said: BitMap  # in the title, or in summary, interventions, keywords, sponsors, places
    anywhere: BitMap  # in the eligibility text, too

    def __and__(self, other: "Hits") -> "Hits":
        return Hits(self.title & other.title, self.said & other.said, self.anywhere & other.anywhere)


Asked = tuple[str, bool]  # the words, and whether they are one phrase


@dataclass
class Texts:
    """The texts as they are at one moment. Holds what was asked for; says nothing of who asked."""

    _held: OrderedDict[Asked, Hits | None] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def holding(self, asked: Iterable[Asked]) -> Hits | None:
        """The trials that hold all that is asked for; None where it is nothing but stop words."""
        found = None
        for hits in self.look_up(asked).values():
            if hits is not None:
                found = hits if found is None else found & hits
        return found

    def look_up(self, asked: Iterable[Asked]) -> dict[Asked, Hits | None]:
        """The trials of each; None for a stop word."""
        wanted = {(plainly_spelled(text), phrase) for text, phrase in asked}
        with self._lock:
            found = {one: self._held[one] for one in wanted & self._held.keys()}
        if missing := sorted(wanted - found.keys()):
            with connection.cursor() as cursor:
                cursor.execute(ASKED, [[text for text, _ in missing], [phrase for _, phrase in missing]])
                for text, phrase, nodes, *places in cursor:
                    title, said, eligibility = (bitmap(pks or ()) for pks in places)
                    hits = Hits(title, title | said, title | said | eligibility) if nodes else None
                    found[text, phrase] = hits
        with self._lock:
            self._held.update(found)
            while len(self._held) > HELD_WORDS:
                self._held.popitem(last=False)
        return found

    def rarity(self, word: str) -> int:
        """How many trials hold the word."""
        hits = self.holding([(word, False)])
        return len(hits.anywhere) if hits else 0


def plainly_spelled(text: str) -> str:
    """Words without accents, apostrophes, hyphens and slashes, as the trials' words are held."""
    letters = (one for one in unicodedata.normalize("NFKD", text.replace("\0", " ")) if not unicodedata.combining(one))
    return JOINT.sub(" ", APOSTROPHE.sub("", "".join(letters))).casefold()
