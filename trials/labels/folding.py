"""Texts as the matcher and full-text search see them: case, accents, hyphens, spacing and apostrophes do not matter.

A text of which each letter is one plain letter is folded as a whole, many texts at once; any other word by word. The
outcome is the same.
"""

import codecs
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Letters and digits, with an apostrophe or an accent that is written as a character of its own between them.
WORD = re.compile(r"[^\W_]+(?:(?:['’`´]|[\u0300-\u036f]+['’`´]?)[^\W_]+)*[\u0300-\u036f]*")
# Two antigens written as one word, CD19xBCMA, CD19x22. An expression for each letter: to search for one is fast.
CROSSES = tuple(re.compile(rf"{cross}(?=[A-Z0-9])(?<=\d.)") for cross in "xX")
APOSTROPHES = re.compile("['’`´]")
ACCENTS = re.compile("[\u0300-\u036f]")
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "π": "pi", "σ": "sigma", "τ": "tau", "ω": "omega",
}  # fmt: skip

INNER_APOSTROPHE = re.compile("'(?=[A-Za-z0-9])(?<=[A-Za-z0-9].)")
# In a level text: the end of a word, a place without meaning, and what stands between two texts.
BAR, BLANK, BORDER = "|", " ", "\x1f"
_SILENT = "\x1e"  # an apostrophe within a word, until it becomes a blank
_LETTERS = {chr(code): chr(code).lower() for code in range(128) if chr(code).isalnum()}
_ASCII = [chr(code) for code in range(128)]
_TO_SPACES = str.maketrans({one: _LETTERS.get(one, " ") for one in _ASCII} | {BORDER: BORDER})
_TO_BARS = str.maketrans({one: _LETTERS.get(one, BAR) for one in _ASCII} | {BORDER: BORDER, _SILENT: BLANK})


def fold(text: str) -> str:
    """A text's folded words with one space between."""
    plain = _plain(text.replace(BORDER, " "))
    return _fold_slowly(text) if plain is None else _spaced(plain)[0]


def fold_all(texts: Sequence[str]) -> list[str]:
    """Each text folded, in one go."""
    whole = BORDER.join(texts)
    plain = _plain(whole) if whole.count(BORDER) < len(texts) else None
    return [fold(text) for text in texts] if plain is None else _spaced(plain)


def level(text: str) -> str | None:
    """A text folded in its place: as long as it was, with a bar where a word ends and blanks that mean nothing.

    A border stays. None where a letter has no single plain letter to stand for it: there the words must be read.
    """
    plain = _plain(text)
    if plain is None:
        return None
    plain = INNER_APOSTROPHE.sub(_SILENT, plain.replace(_SILENT, " "))
    return plain.translate(_TO_BARS).replace("||", "| ").replace(" |", "  ")


def words(text: str) -> list[re.Match[str]]:
    """The words of a text with their places."""
    return list(WORD.finditer(_uncrossed(text)))


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    """One word without case, accents and apostrophes, its Greek letters spelled out."""
    plain = unicodedata.normalize("NFKD", APOSTROPHES.sub("", word))
    return "".join(GREEK.get(letter, letter) for letter in plain.casefold() if letter.isalnum())


def _fold_slowly(text: str) -> str:
    return " ".join(fold_word(word[0]) for word in words(text))


def _spaced(plain: str) -> list[str]:
    """The folded words of each of the plain texts that borders divide."""
    folded = INNER_APOSTROPHE.sub("", plain).translate(_TO_SPACES)
    return [" ".join(text.split()) for text in folded.split(BORDER)]


def _plain(text: str) -> str | None:
    """A text of the same length in ASCII, letter for letter; None where there is no such text."""
    text = _uncrossed(text)
    if not text.isascii():
        try:
            text = text.encode("ascii", PLAIN_LETTERS).decode("ascii")
        except UnicodeEncodeError:
            return None
    return text.replace("`", "'")


def _uncrossed(text: str) -> str:
    for cross in CROSSES:
        text = cross.sub(" ", text)
    return text


@lru_cache(maxsize=5_000)
def _plain_letter(letter: str) -> str:
    """The one ASCII character that stands for a letter or a sign; empty where none does."""
    if APOSTROPHES.match(letter):
        return "'"
    if ACCENTS.match(letter):
        return ""
    if not letter.isalnum():
        return " "
    folded = fold_word(letter)
    return folded if len(folded) == 1 and folded.isascii() else ""


def _plain_letters(fault: UnicodeEncodeError) -> tuple[str, int]:
    """For the encoder: what to write in place of the letters that are not ASCII."""
    letters = [_plain_letter(letter) for letter in fault.object[fault.start : fault.end]]
    if "" in letters:
        raise fault
    return "".join(letters), fault.end


PLAIN_LETTERS = "plain-letters"
codecs.register_error(PLAIN_LETTERS, _plain_letters)
