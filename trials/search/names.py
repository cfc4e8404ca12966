"""Every name of the vocabulary, held in memory in the order of its letters until one of them is written.

A half-typed name is found by its beginning, from any of its words on. Case, accents, hyphens and spaces do not matter.
Names in every language are found on every page; an entry is shown by its name in the language of the page.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from rapidfuzz import process
from rapidfuzz.distance import OSA

from conditions.models import Autoantibody, Condition
from trials.labels.folding import fold
from trials.labels.vocabulary import AUTOANTIBODY, CONDITION, MODALITY, TARGET, THERAPY, Vocabulary
from trials.models import Modality, Target, Therapy
from trials.search.choices import Choice, Choices
from trials.search.index import Index
from trials.vocabulary import load_vocabulary

MODELS = {CONDITION: Condition, AUTOANTIBODY: Autoantibody, TARGET: Target, MODALITY: Modality, THERAPY: Therapy}
LETTERS_OF_TWO_MISTAKES = 8  # a shorter beginning may have one
AFTER_ALL = "\U0010ffff"  # sorts behind every letter


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the vocabulary; `name` without what stands in brackets after it."""

    axis: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write an entry. A patient's word may be a misspelling, so no entry is said to be called that."""

    entry: Entry
    text: str
    own: bool = False
    patients: bool = False

    def note(self, name: str, beside: str) -> str:
        """What is said beside the name that is shown; `beside` is what that has in brackets."""
        if self.own and name.startswith(parted(self.text)[0]):
            return beside
        said = {"name": self.text}
        return _("people say “%(name)s”") % said if self.patients else _("also called %(name)s") % said


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """How well a spelling begins with what was typed; the least is the best."""

    later: bool  # only a later word of it does
    unfinished: bool  # there is more of it
    other: bool  # than the entry's own name
    patients: bool
    size: int
    text: str
    spelling: Spelling = field(compare=False)


@dataclass
class Names:
    """All spellings by their letters from each of their words on."""

    keys: list[str] = field(default_factory=list)
    held: list[tuple[bool, Spelling]] = field(default_factory=list)  # whether the key begins at a later word
    whole: set[str] = field(default_factory=set)  # the letters of each spelling
    small: set[str] = field(default_factory=set)  # words of diseases that are written without a capital
    capitals: dict[str, str] = field(default_factory=dict)  # antigens and kinds of therapy as they are written

    @classmethod
    def of(cls, vocabulary: Vocabulary, choices: Mapping[str, Mapping[str, Choice]]) -> "Names":
        """The names of all entries, with those that `choices` has in other languages; ten queries went into the
        vocabulary, five more are asked here."""
        found, rows = cls(), []
        for axis, model in MODELS.items():
            for slug, title in model.objects.values_list("slug", "name"):
                name = parted(title)[0]
                entry = Entry(axis, slug, name)
                others = choices[axis][slug].names.values() if slug in choices.get(axis, ()) else ()
                rows += [row for spelling in _spellings(vocabulary, entry, title, others) for row in _rows(spelling)]
                if axis in (TARGET, MODALITY):
                    found.capitals[fold(name)] = name
        rows.sort(key=lambda row: row[0])
        found.keys, found.held = [key for key, *_ in rows], [(later, spelling) for _, later, spelling in rows]
        found.whole = {key for key, later, _ in rows if not later}
        terms = (term.text for term in vocabulary.terms if term.axis == CONDITION and not term.exact)
        found.small = {word for text in terms for word in text.split() if word.islower()}
        return found

    def beginning(self, typed: str) -> dict[Entry, Hit]:
        """Every entry of which a spelling has a word that begins with these letters, with the best such spelling."""
        found: dict[Entry, Hit] = {}
        first, last = bisect_left(self.keys, typed), bisect_left(self.keys, typed + AFTER_ALL)
        for key, (later, one) in zip(self.keys[first:last], self.held[first:last], strict=True):
            hit = Hit(later, key != typed, not one.own, one.patients, len(one.text), one.text, one)
            held = found.get(one.entry)
            if held is None or hit < held:
                found[one.entry] = hit
        return found

    def resembling(self, typed: str) -> dict[Entry, tuple[int, Spelling]]:
        """Every entry of which a spelling has a word that nearly begins so, with the number of mistakes."""
        first, last = bisect_left(self.keys, typed[0]), bisect_left(self.keys, typed[0] + AFTER_ALL)
        return self._nearest(typed, self.keys[first:last]) or self._nearest(typed, self.keys)

    def _nearest(self, typed: str, keys: list[str]) -> dict[Entry, tuple[int, Spelling]]:
        size = len(typed)
        starts = list({key[:cut] for key in keys for cut in (size, size + 1)})
        most = 2 if size >= LETTERS_OF_TWO_MISTAKES else 1
        found: dict[Entry, tuple[int, Spelling]] = {}
        for start, mistakes, __ in process.extract(typed, starts, scorer=OSA.distance, score_cutoff=most, limit=None):
            for entry, hit in self.beginning(start).items():
                found.setdefault(entry, (mistakes, hit.spelling))
        return found


_held: tuple[Choices, Names] | None = None


def names_of(index: Index) -> Names:
    """The names of the vocabulary, read anew once the index tells that it was written."""
    global _held
    held = _held
    if held is None or held[0] is not index.choices:
        held = _held = (
            index.choices,
            Names.of(load_vocabulary(), {axis: getattr(index.choices, axis) for axis in MODELS}),
        )
    return held[1]


def parted(title: str) -> tuple[str, str]:
    """A name, and what stands in brackets after it."""
    name, __, beside = title.partition(" (")
    return name, beside.removesuffix(")")


def letters(text: str) -> str:
    """A text folded to letters and digits alone: "CAR-T", "car t" and "cart" are one."""
    return fold(text).replace(" ", "")


def _spellings(vocabulary: Vocabulary, entry: Entry, title: str, others: Iterable[str]) -> Iterator[Spelling]:
    """All that an entry is called, but its own name in another order ("sclerosis, multiple"). A kind of therapy is not
    called by an antigen that it can bind: not every CAR-T is "CD19 CAR-T"."""
    for one in dict.fromkeys((title, *others)):
        yield from (Spelling(entry, text, own=True) for text in {parted(one)[0], one})
    own = sorted(fold(entry.name).split())
    for text in vocabulary.spellings[entry.axis, entry.slug]:
        words = fold(text).split()
        of_an_antigen = entry.axis == MODALITY and not vocabulary.antigen_words.isdisjoint(words)
        if text != title and sorted(words) != own and not of_an_antigen:
            yield Spelling(entry, text)
    for text in set(vocabulary.patient_words.get((entry.axis, entry.slug), ())).difference(others):
        yield Spelling(entry, text, patients=True)


def _rows(spelling: Spelling) -> Iterator[tuple[str, bool, Spelling]]:
    words = fold(spelling.text).split()
    for n in range(len(words)):
        yield "".join(words[n:]), n > 0, spelling
