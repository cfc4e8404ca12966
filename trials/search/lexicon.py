"""What a query can be understood with: the vocabulary's spellings, countries, and plain words for status, age and sex.

The names that the vocabulary has in other languages are understood on every page, as patients' words are.

A spelling is known by its key: its folded words without the spaces between. So "CAR-T", "CAR T" and "cart", or "CD19",
"CD-19" and "cd 19" are one key, while "CD7" is never "CD70": a query is looked up by whole words. That is why this is
a table and not the labels' Matcher, for which a space more or less is another word.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db import connection

from conditions.models import Condition, Name
from trials.labels.folding import fold, fold_all
from trials.labels.vocabulary import AUTOANTIBODY, CELL_SOURCE, CONDITION, MODALITY, TARGET, THERAPY
from trials.search.understanding.speller import SHORTEST, Speller
from trials.search.understanding.words import (
    AGE_WORDS,
    CELL_SOURCE_WORDS,
    ORDINARY_SPELLINGS,
    SEX_WORDS,
    STATUS_WORDS,
    TAKEN_LITERALLY,
)

COUNTRY, STATUS, AGE, SEX, LITERAL = "country", "status", "age", "sex", "literal"
# Of what is spelled alike, the first is meant.
ORDER = (CONDITION, THERAPY, AUTOANTIBODY, TARGET, MODALITY, CELL_SOURCE, STATUS, LITERAL, AGE, SEX, COUNTRY)
TYPED = ""  # divides the axes of a key in the making
SEARCH = Name.Use.SEARCH.value
ABBREVIATION = Name.Use.ABBREVIATION.value
# Products without a name: their spellings only describe them, and are understood as target and kind of therapy.
UNNAMED = "(no product name)"
# A joined "m s" or "a ll" is no abbreviation.
SHORTEST_APART = 6
BEGINNINGS = (4, 8)  # letters by which words are known that begin no key
# What an antibody binds, so written that it is no word of its own: MuSK, Jo-1, dsDNA; not insulin, Hu.
SHORTEST_SYMBOL = 3

EVERY_SPELLING = """
    SELECT 'condition', slug, name, '', kind FROM conditions_condition
    UNION ALL SELECT 'condition', slug, text, use, kind
      FROM conditions_term JOIN conditions_condition one ON one.id = condition_id
    UNION ALL SELECT 'autoantibody', slug, name, '', antigen FROM conditions_autoantibody
    UNION ALL SELECT 'autoantibody', slug, text, use, ''
      FROM conditions_autoantibodyname JOIN conditions_autoantibody one ON one.id = autoantibody_id
    UNION ALL SELECT 'target', slug, name, '', autoantigen::text FROM trials_target
    UNION ALL SELECT 'target', slug, text, use, autoantigen::text
      FROM trials_targetname JOIN trials_target one ON one.id = target_id
    UNION ALL SELECT 'modality', slug, name, '', '' FROM trials_modality
    UNION ALL SELECT 'modality', slug, text, use, ''
      FROM trials_modalityname JOIN trials_modality one ON one.id = modality_id
    UNION ALL SELECT 'therapy', slug, name, '', name FROM trials_therapy
    UNION ALL SELECT 'therapy', slug, text, use, name
      FROM trials_therapyname JOIN trials_therapy one ON one.id = therapy_id
    UNION ALL SELECT 'cell_source', cell_source, text, use, '' FROM trials_cellsourcename
    UNION ALL SELECT 'country', slug, name, '', '' FROM trials_country
    UNION ALL SELECT 'condition', slug, said.value, 'search', kind
      FROM conditions_condition, jsonb_each_text(i18n) AS said WHERE starts_with(said.key, 'name_')
    UNION ALL SELECT 'autoantibody', slug, said.value, 'search', ''
      FROM conditions_autoantibody, jsonb_each_text(i18n) AS said WHERE starts_with(said.key, 'name_')
    UNION ALL SELECT 'modality', slug, said.value, 'search', ''
      FROM trials_modality, jsonb_each_text(i18n) AS said WHERE starts_with(said.key, 'name_')
"""


class Spelling(NamedTuple):
    """`text` stands for the entry `slug` of an axis. `about`: a condition's kind, an antibody's antigen, whether a
    target is an autoantigen ("true"), a product's own name."""

    axis: str
    slug: str
    text: str
    use: str = ""
    about: str = ""


class Sense(NamedTuple):
    """What a key stands for on one axis; several values are any of them."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Plain data; made once, used for any number of queries, changed by none."""

    senses: Mapping[str, tuple[Sense, ...]]  # by key, the likeliest first
    texts: Mapping[str, str]  # how a key is spelled
    solid: frozenset[str]  # short keys that are not to be found in several words
    kinds: Mapping[str, str]  # of each condition
    countries: Mapping[str, str]  # slugs by name
    beginnings: frozenset[str]  # of the keys, in either length of `BEGINNINGS`
    can_be_misspelled: Mapping[str, str]  # folded words of the keys that a misspelled word may belong to

    @classmethod
    def load(cls) -> "Lexicon":
        """The lexicon of what the database holds now; one query."""
        with connection.cursor() as cursor:
            cursor.execute(EVERY_SPELLING)
            return cls.of(Spelling(*row) for row in cursor.fetchall())

    @classmethod
    def of(cls, spellings: Iterable[Spelling]) -> "Lexicon":
        """The lexicon of these spellings and of the plain words that it always knows."""
        given = [one for one in spellings if UNNAMED not in one.about]
        given += [*_antigens(given), *_first_words(given), *_before_brackets(given), *_plain_words()]
        named, typed = [], []  # what records call it comes before what only patients do
        for one, words in zip(given, fold_all([one.text for one in given]), strict=True):
            (typed if one.use == SEARCH else named).append((one, words))
        antigens = {words.replace(" ", "") for one, words in named if one.axis == TARGET}
        found: dict[str, dict[str, dict[str, None]]] = {}
        texts: dict[str, str] = {}
        apart: set[str] = set()
        misspelled: dict[str, str] = {}
        for place, ranked in enumerate((named, typed)):
            for one, words in ranked:
                key = words.replace(" ", "")
                if one.axis in (TARGET, MODALITY) and key.endswith("car") and key[:-3] in antigens:
                    continue  # the CAR against an antigen: "CD19 CAR"
                for form in (key,) if key.endswith("s") else (key, key + "s"):
                    axes = found.setdefault(form, {})
                    if place and one.axis not in axes:
                        axes[TYPED] = {}
                    axes.setdefault(one.axis, {})[one.slug] = None
                    texts.setdefault(form, one.text)
                    if " " in words:
                        apart.add(form)
                if _can_be_misspelled(one, words):
                    misspelled.setdefault(key, words)
        found.pop("", None)
        senses = {key: _senses(axes) for key, axes in found.items()}
        return cls(
            senses=senses,
            texts=texts,
            solid=frozenset(key for key in senses if key.isalpha() and len(key) < SHORTEST_APART and key not in apart),
            kinds={one.slug: one.about for one in given if one.axis == CONDITION},
            countries={one.text: one.slug for one in given if one.axis == COUNTRY},
            beginnings=frozenset(key[:length] for key in senses for length in BEGINNINGS),
            can_be_misspelled=misspelled,
        )

    def begins(self, key: str) -> bool:
        """Whether a key may begin so."""
        short, long = BEGINNINGS
        return len(key) < short or key[: long if len(key) >= long else short] in self.beginnings

    @cached_property
    def speller(self) -> Speller:
        return Speller(self.can_be_misspelled.values())

    def is_ordinary(self, key: str) -> bool:
        """Whether the key is an ordinary English word, too."""
        return key in ORDINARY_SPELLINGS

    def is_beside(self, values: Iterable[str]) -> bool:
        """Whether none of the conditions is one of the field, a graft's or a cancer: pain, an infection."""
        return all(self.kinds.get(slug) == Condition.Kind.OTHER for slug in values)


def _senses(axes: dict[str, dict[str, None]]) -> tuple[Sense, ...]:
    """The axes of a key in their order; those behind `TYPED` are only patients' words for it, and come later."""
    names = list(axes)
    if len(names) > 1:
        cut = names.index(TYPED) if TYPED in axes else len(names)
        names = [*sorted(names[:cut], key=ORDER.index), *sorted(names[cut + 1 :], key=ORDER.index)]
    return tuple(Sense(axis, _values(axis, axes[axis])) for axis in names)


def _values(axis: str, slugs: Iterable[str]) -> tuple[str, ...]:
    """The statuses of a plain word are written as one."""
    return tuple(next(iter(slugs)).split()) if axis == STATUS else tuple(slugs)


def _antigens(given: Sequence[Spelling]) -> list[Spelling]:
    """What stands alone on a lab report for the antibody: its antigen, by all the names that a target has for it."""
    names: dict[str, list[str]] = {}  # of each autoantigen
    bound: dict[str, str] = {}
    targets = [one for one in given if one.axis == TARGET and one.about == "true"]
    for target, words in zip(targets, fold_all([one.text for one in targets]), strict=True):
        names.setdefault(target.slug, []).append(target.text)
        bound[words] = target.slug
    found = []
    for antibody in given:
        if antibody.axis == AUTOANTIBODY and antibody.about:
            alone = [antibody.about] if _is_symbol(antibody.about) else []
            alone += names.get(bound.get(fold(antibody.about), ""), [])
            found += [Spelling(AUTOANTIBODY, antibody.slug, name) for name in alone]
    return found


def _first_words(given: Sequence[Spelling]) -> list[Spelling]:
    """Of an international name ("rapcabtagene autoleucel") the first word says which product it is."""
    names = ((one, one.text.split()) for one in given if one.axis == THERAPY)
    return [one._replace(text=parts[0]) for one, parts in names if len(parts) == 2 and parts[1].endswith("leucel")]


def _before_brackets(given: Sequence[Spelling]) -> list[Spelling]:
    """A name in another language is known without what it says in brackets: "Púrpura inmunitaria (PTI)"."""
    return [one._replace(text=one.text.partition(" (")[0]) for one in given if one.use == SEARCH and " (" in one.text]


def _is_symbol(text: str) -> bool:
    """`MuSK`, `Jo-1`, `dsDNA`; not `IgG`, `insulin`, `Hu`."""
    single = " " not in text and "(" not in text and text != "IgG"
    capitals = sum(letter.isupper() for letter in text)
    return single and len(text) >= SHORTEST_SYMBOL and (capitals > 1 or any(letter.isdigit() for letter in text))


def _plain_words() -> list[Spelling]:
    found = [Spelling(STATUS, " ".join(values), text) for values, texts in STATUS_WORDS.items() for text in texts]
    found += [Spelling(AGE, age, text) for age, texts in AGE_WORDS.items() for text in texts]
    found += [Spelling(SEX, sex, text) for sex, texts in SEX_WORDS.items() for text in texts]
    found += [Spelling(CELL_SOURCE, slug, text, SEARCH) for slug, texts in CELL_SOURCE_WORDS.items() for text in texts]
    return found + [Spelling(LITERAL, "", text) for text in TAKEN_LITERALLY]


def _can_be_misspelled(one: Spelling, words: str) -> bool:
    """Whether a misspelled word may be read as this: a name of what the finder is about. A code is right, or it is
    another; so is a short word."""
    if one.axis in (TARGET, CELL_SOURCE, AGE, SEX, LITERAL) or one.use == ABBREVIATION:
        return False
    if one.axis == CONDITION and one.about not in (Condition.Kind.AUTOIMMUNE, Condition.Kind.ALLOIMMUNE):
        return False
    codes = one.axis == THERAPY and any(letter.isdigit() for letter in words)
    shortest = SHORTEST + (one.axis == MODALITY)  # "CARTs" is a code, too
    return len(words) >= shortest and words not in ORDINARY_SPELLINGS and not codes
