"""Names of places as they are compared: case, accents, hyphens, dots and apostrophes do not matter."""

import unicodedata
from collections.abc import Iterable

# Latin letters that no accent comes off, as a keyboard without them writes them.
LETTERS = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d",
    "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h", "ə": "a", "Ə": "a", "–": "-",
}  # fmt: skip
WRITTEN_OUT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_APOSTROPHES = b"'`"
_PLAIN = bytes(ord(letter.lower()) if letter.isalnum() or letter == "\n" else 32 for letter in map(chr, range(256)))


def spell_all(names: Iterable[str]) -> list[str]:
    """Each name as plain words; a name is one line. In one go: there are hundreds of thousands.

    Letters of other scripts are left out, so that a name written in one of them becomes empty.
    """
    text = "\n".join(("", *names, ""))
    if not text.isascii():
        for letter, plain in LETTERS.items():
            text = text.replace(letter, plain)
        text = unicodedata.normalize("NFKD", text)
    words = text.encode("ascii", "ignore").translate(_PLAIN, _APOSTROPHES).decode()
    for short, whole in WRITTEN_OUT.items():
        words = words.replace(f"\n{short} ", f"\n{whole} ").replace(f" {short} ", f" {whole} ")
    return words.split("\n")[1:-1]


def spell(text: str) -> list[str]:
    """The plain words of a text."""
    return spell_all([" ".join(text.split())])[0].split()


def keys(names: Iterable[str]) -> list[str]:
    """What each name is looked up by: its plain words without a space, since "De Kalb" is DeKalb."""
    return [words.replace(" ", "") for words in spell_all(names)]


def key(text: str) -> str:
    """What one name is looked up by."""
    return "".join(spell(text))
