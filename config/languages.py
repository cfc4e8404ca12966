"""The languages of the finder: English, and each that has a catalogue `locale/<code>/LC_MESSAGES/django.po`.

A language is files alone: its catalogue, and `fixtures/<code>/` with the vocabulary's and the guide's words.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf.locale import LANG_INFO

CATALOGUE = Path("LC_MESSAGES", "django.po")


def languages(folder: Path) -> list[tuple[str, str]]:
    """Each language's code and its own name for itself, English first; `folder` holds the catalogues."""
    codes = sorted(path.parent.parent.name for path in folder.glob(f"*/{CATALOGUE}"))
    return [(code, LANG_INFO[code]["name_local"].capitalize()) for code in ("en", *codes)]


def compile_catalogues(folder: Path) -> int:
    """Make the binary catalogue that gettext reads of each one that has changed; how many were made.

    Written beside its place and moved there, so that a process that starts meanwhile reads a whole one.
    """
    made = 0
    for source in folder.glob(f"*/{CATALOGUE}"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        unfinished = target.with_suffix(".mo.part")
        with unfinished.open("wb") as binary:
            write_mo(binary, catalogue)
        unfinished.replace(target)
        made += 1
    return made
