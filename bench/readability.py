"""How easy a text is to read, by the formulas that are usual for its language."""

import re
from collections.abc import Iterable

import textstat

HARDEST_GRADE = 8.0
EASY = 60  # Fernández Huerta: 60 to 70 is standard, for ages 13 to 15
NORMAL = 55  # INFLESZ: 55 to 65 is normal, for the general public
ENDS_A_SENTENCE = (".", "!", "?", "…")
SPANISH_NUCLEUS = re.compile(r"[iuü]?[aeoáéó][iuü]?(?![íú])|[iuü][iuüíú]|[iuíúü]|[aeoáéó]")


def joined(texts: Iterable[str]) -> str:
    """Texts as one, where each point of a list and each heading ends a sentence, as it does for a reader."""
    lines = (line.strip().removeprefix("- ") for text in texts for line in text.splitlines())
    lines = (re.sub(r"^\d{1,2}\. ", "", line) for line in lines if line)
    return " ".join(line if line.endswith(ENDS_A_SENTENCE) else f"{line}." for line in lines)


def batches(texts: Iterable[str], words: int) -> list[str]:
    """The texts, short ones joined with their neighbours until so many words are together."""
    found, waiting = [], ""
    for text in texts:
        waiting = joined([waiting, text])
        if len(waiting.split()) >= words:
            found.append(waiting)
            waiting = ""
    if waiting and found:
        found[-1] = joined([found[-1], waiting])
    return found or [waiting]


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text: the years of US schooling that it needs."""
    textstat.set_lang("en")
    return textstat.flesch_kincaid_grade(text)


def ease(text: str) -> tuple[float, float]:
    """The Fernández Huerta score of a Spanish text, and its INFLESZ (Szigriszt-Pazos) score: more is easier.

    textstat counts Spanish syllables where a word may be hyphenated, which misses some ("a-gua"): here they are
    counted by rules, which makes a text harder, not easier.
    """
    words = re.findall(r"[^\W_]+(?:[’'][^\W_]+)*", text)
    syllables = sum(map(spanish_syllables, words)) / len(words)
    length = len(words) / textstat.sentence_count(text)
    return 206.84 - 60 * syllables - 1.02 * length, 206.835 - 62.3 * syllables - length


def spanish_syllables(word: str) -> int:
    """The syllables of a Spanish word: a weak vowel without an accent makes one with its neighbour."""
    letters = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "k", word.lower())
    letters = re.sub(r"y(?![aeiouáéíóú])", "i", letters)
    return max(1, len(SPANISH_NUCLEUS.findall(letters)))
