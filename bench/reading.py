"""How hard our own texts are to read: no database, no network.

English: the Flesch-Kincaid grade, years of school. Spanish: Fernández-Huerta, and the INFLESZ scale on the index of
Szigriszt-Pazos; higher is easier, and "normal" begins at 55.
"""

import re
import statistics
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import textstat
from babel.messages.pofile import read_po

HARDEST_GRADE = 8.0
HARDEST_INFLESZ = 55.0
FEWEST_WORDS = 8  # a name, a label or a button is no sentence that a grade means something for
FEWEST_TEXTS = 5
OWN_FIXTURES = {
    "guide": ("guide",),
    "glossary": ("glossary",),
    "plain lines of the vocabulary": ("conditions", "autoantibodies", "targets", "modalities", "therapies"),
}
LIST_MARK = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")
MARKUP = re.compile(r"<[^>]+>|\[\[?([^\]|]+)(?:\|[^\]]*)?\]?\](?:\([^)]*\))?|[*_`]")


def texts(root: Path, language: str) -> dict[str, list[str]]:
    """Our prose by where it stands: the fixtures' own texts, and the catalogue's sentences."""
    folder = root / "fixtures" if language == "en" else root / "fixtures" / language
    found = {
        group: [text for name in names for text in _prose(folder / f"{name}.toml")]
        for group, names in OWN_FIXTURES.items()
    }
    found["sentences of the pages"] = list(_catalogue(root / "locale/es/LC_MESSAGES/django.po", language))
    return {group: held for group, held in found.items() if len(held) >= FEWEST_TEXTS}


def _prose(path: Path) -> Iterator[str]:
    if path.exists():
        for rows in tomllib.loads(path.read_text("utf-8")).values():
            for row in rows if isinstance(rows, list) else []:
                yield from filter(None, (_sentences(value) for value in row.values() if isinstance(value, str)))


def _catalogue(path: Path, language: str) -> Iterator[str]:
    """The English of each message, or what it is in the catalogue's own language; a plural's last form."""
    with path.open("rb") as file:
        for message in read_po(file):
            text = message.id if language == "en" else message.string
            text = text[-1] if isinstance(text, list | tuple) else text
            if said := _sentences(text or ""):
                yield said


def _sentences(text: str) -> str:
    """The text as whole sentences, each point of a list one of them; "" for what is no prose."""
    text = MARKUP.sub(lambda found: found[1] or "", PLACEHOLDER.sub("one", text)).strip()
    if len(text.split()) < FEWEST_WORDS or not re.search(r"[.!?](?:\s|$)", text):
        return ""
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)", text)
    lines = (" ".join(LIST_MARK.sub("", block).split()) for block in blocks)
    return " ".join(line if line.endswith((".", "!", "?")) else f"{line.rstrip(':;,')}." for line in lines if line)


def syllables(word: str) -> int:
    """Of an English word, by its letters: 2,599 in the guide's words, where a pronouncing dictionary has 2,600."""
    word = word.lower().replace("’", "'").strip("'").removesuffix("'s")
    count = len(re.findall(r"[aeiouy]+", word))
    count += len(re.findall(r"i[ao](?!u)|eo|ua|uou|[^aeiouq]ui[dt]y|ism$", word)) - len(
        re.findall(r"[ctsg]i[ao]", word)
    )
    silent = r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouyscgzx]es$|(?<=[aeiouy])le$|ely$|eful|eless|ement"
    return max(count - bool(count > 1 and re.search(silent, word)), 1)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text."""
    words = re.findall(r"[^\W_]+(?:[’'][^\W_]+)*", text)
    sentences = max(len(re.findall(r"[.!?]+(?=\s|$)", text)), 1)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def huerta(text: str) -> float:
    """Fernández-Huerta of a Spanish text."""
    textstat.set_lang("es")
    return textstat.fernandez_huerta(text)


def inflesz(text: str) -> float:
    """The index of Szigriszt-Pazos of a Spanish text."""
    textstat.set_lang("es")
    return textstat.szigriszt_pazos(text)


def report(root: Path) -> tuple[list[str], list[str]]:
    """What to print, a line a group and language; and the budgets that are broken."""
    lines, broken = [], []
    for group, held in texts(root, "en").items():
        median, worst, text = _measured(held, grade, hardest=max)
        over = sum(grade(one) > HARDEST_GRADE for one in held)
        lines.append(f"| {group} | en | {len(held)} | grade {median:.1f} | {over} above {HARDEST_GRADE:.0f} "
                     f"| {worst:.1f}: “{_start(text)}” |")  # fmt: skip
        if median > HARDEST_GRADE:
            broken.append(f"{group} (en): the median grade is {median:.1f}, above {HARDEST_GRADE:.0f}")
    for group, held in texts(root, "es").items():
        median, worst, text = _measured(held, inflesz, hardest=min)
        easy = statistics.median(map(huerta, held))
        under = sum(inflesz(one) < HARDEST_INFLESZ for one in held)
        lines.append(f"| {group} | es | {len(held)} | INFLESZ {median:.0f}, Fernández-Huerta {easy:.0f} "
                     f"| {under} below {HARDEST_INFLESZ:.0f} | {worst:.0f}: “{_start(text)}” |")  # fmt: skip
        if median < HARDEST_INFLESZ:
            broken.append(f"{group} (es): the median INFLESZ is {median:.0f}, below {HARDEST_INFLESZ:.0f}")
    return lines, broken


def _measured(held: list[str], measure: Callable[[str], float], hardest: Callable) -> tuple[float, float, str]:
    marks = [(measure(text), text) for text in held]
    return statistics.median(mark for mark, _ in marks), *hardest(marks)


def _start(text: str) -> str:
    return text if len(text) < 70 else text[:67].rsplit(" ", 1)[0] + " …"
