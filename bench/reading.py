"""Our own texts as a reader meets them, and how hard each is to read: no database, no network.

The formulas mean nothing for a few words: one long name moves a line of ten words by several grades. So a text is
judged by itself from 25 words on, and shorter ones joined with their neighbours of one page, table or file until they
are that long. Names, labels and headings have no sentence to judge. No word is taken out, and no term replaced.
"""

import re
import statistics
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bench.readability import EASY, HARDEST_GRADE, NORMAL, batches, ease, grade, joined
from config.languages import CATALOGUE
from config.sentences import every_sentence
from sources.seeding import read_fixture

GUIDE = {
    "page": ["lead"],
    "section": ["heading", "body"],
    "treatment": ["mechanism", "long_term_effect", "side_effects"],
    "question": ["question", "answer"],
    "figure": ["context"],
    "typical_risks": ["name", "risks", "handling"],
}
VOCABULARY = {
    "conditions": "condition",
    "autoantibodies": "autoantibody",
    "targets": "target",
    "modalities": "modality",
    "therapies": "therapy",
}
LONG_ENOUGH = 25
LONG_ENOUGH_FOR_A_WORD = 20  # an entry of the glossary
TAG = re.compile(r"</?[a-z][^<>]*>")
BLANK = re.compile(r"%\((\w+)\)[sd]")
NUMBERS = {
    *("n", "number", "numbers", "total", "count", "counted", "amount", "most", "least", "high", "low"),
    *("sites", "trials", "recruiting", "pages", "distance", "km", "miles", "far", "latitude", "longitude"),
    *("year", "years", "weeks", "age", "ages"),
}
SHORTEST_SENTENCE = 6
WHOLE = (".", "?", "!")


def own_texts(root: Path, language: str) -> dict[str, list[str]]:
    """All that we say in a language, by where it stands, each text long enough to judge; `root` is the project's."""
    folder = "" if language == "en" else f"{language}/"
    return {
        "guide": guide_texts(folder),
        "glossary": glossary_texts(folder),
        "plain lines": plain_texts(folder),
        "sentences of the pages": interface_texts(root, language),
    }


def guide_texts(folder: str) -> list[str]:
    """The guide's texts; `folder` of the fixtures is "" for English, "es/" for Spanish."""
    found = []
    for table, fields in GUIDE.items():
        pages: dict[str, list[str]] = {}
        for row in read_fixture(f"{folder}guide")[table]:
            text = joined(row[field] for field in fields if field in row)
            pages.setdefault(row.get("page", "") if table == "section" else "", []).append(text)
        for texts in pages.values():
            found += batches(texts, LONG_ENOUGH)
    return found


def glossary_texts(folder: str) -> list[str]:
    """The meanings of hard words, in the order of the alphabet."""
    words = sorted(read_fixture(f"{folder}glossary")["word"], key=lambda row: row["word"].casefold())
    return batches([row["plain"] for row in words], LONG_ENOUGH_FOR_A_WORD)


def plain_lines(folder: str, file: str) -> list[str]:
    """The plain lines of one vocabulary in the order of its file."""
    return [row["plain"] for row in read_fixture(f"{folder}{file}").get(VOCABULARY[file], []) if row.get("plain")]


def plain_texts(folder: str) -> list[str]:
    """All plain lines of a language, each vocabulary by itself."""
    vocabularies = (plain_lines(folder, file) for file in VOCABULARY)
    return [batch for lines in vocabularies if lines for batch in batches(lines, LONG_ENOUGH)]


def interface_texts(root: Path, language: str) -> list[str]:
    """What each file of the pages says in whole sentences; files that say little are judged together.

    A sentence that has no words yet in a language is left out.
    """
    sentences = every_sentence(root)
    said = _in_language(root, language, sentences)
    files: dict[str, list[str]] = {}
    for message in sentences:
        for file in dict.fromkeys(file for file, _ in message.locations):
            files.setdefault(file, []).extend(whole_sentences(said.get(_key(message), "")))
    found, short = [], []
    for texts in filter(None, files.values()):
        for batch in batches(texts, LONG_ENOUGH):
            (found if len(batch.split()) >= LONG_ENOUGH else short).append(batch)
    return found + (batches(short, LONG_ENOUGH) if short else [])


def _in_language(root: Path, language: str, sentences: Catalog) -> dict[tuple[str | None, str], str | Iterable[str]]:
    if language == "en":
        return {_key(message): message.id for message in sentences if message.id}
    with (root / "locale" / language / CATALOGUE).open("rb") as file:
        return {_key(message): message.string for message in read_po(file, locale=language) if message.id}


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def as_read(said: str) -> str:
    """A sentence as a reader meets it: without markup, its blanks filled with a number or a short word."""
    filled = BLANK.sub(lambda blank: "12" if blank[1] in NUMBERS else "lupus", said).replace("%%", "%")
    return " ".join(unescape(TAG.sub("", filled)).split())


def whole_sentences(said: str | Iterable[str]) -> Iterator[str]:
    """What one message says in whole sentences: the singular and the plural, but no label and no heading."""
    for words in (said,) if isinstance(said, str) else said:
        text = as_read(words)
        if text.endswith(WHOLE) and len(text.split()) >= SHORTEST_SENTENCE:
            yield text


def too_hard(texts: Iterable[str]) -> dict[str, float]:
    """The English texts that need more than eight years of schooling, with their grades."""
    grades = {text: grade(text) for text in texts}
    return {text: found for text, found in grades.items() if found > HARDEST_GRADE}


def not_easy(texts: Iterable[str]) -> dict[str, tuple[float, float]]:
    """The Spanish texts that are harder than standard, with their Fernández Huerta and INFLESZ scores."""
    eases = {text: ease(text) for text in texts}
    return {text: found for text, found in eases.items() if found[0] < EASY or found[1] < NORMAL}


def report(root: Path) -> tuple[list[str], list[str]]:
    """What to print, a line a group and language; and the budgets that are broken."""
    lines, broken = [], []
    for group, texts in own_texts(root, "en").items():
        grades, hard = [grade(text) for text in texts], too_hard(texts)
        lines.append(f"| {group} | en | {len(texts)} | grade {statistics.median(grades):.1f} "
                     f"| grade {max(grades):.1f} |")  # fmt: skip
        broken += [f"{group} (en): grade {found:.1f}: “{_start(text)}”" for text, found in hard.items()]
    for group, texts in own_texts(root, "es").items():
        huerta, inflesz = zip(*map(ease, texts), strict=True)
        lines.append(f"| {group} | es | {len(texts)} "
                     f"| Fernández Huerta {statistics.median(huerta):.0f}, INFLESZ {statistics.median(inflesz):.0f} "
                     f"| {min(huerta):.0f}, {min(inflesz):.0f} |")  # fmt: skip
        hard = not_easy(texts)
        broken += [f"{group} (es): {found[0]:.0f}, {found[1]:.0f}: “{_start(text)}”" for text, found in hard.items()]
    return lines, broken


def _start(text: str) -> str:
    return text if len(text) < 70 else text[:67].rsplit(" ", 1)[0] + " …"
