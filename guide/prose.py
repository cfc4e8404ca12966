"""The plain text that editors write, taken apart for the templates.

Pure: it knows no HTML and marks nothing safe, so whatever a text holds is escaped where it is shown.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

HELP = (
    "Plain text. An empty line starts a new paragraph; lines that start with “- ” make a list, "
    "lines that start with “1. ” make steps, where the words before a colon are the step's name."
)

_STEP = re.compile(r"\d{1,2}\. ")


class Kind(StrEnum):
    PARAGRAPH = "paragraph"
    LIST = "list"
    STEPS = "steps"


@dataclass(frozen=True)
class Item:
    """A paragraph, a point of a list, or a step; only a step has a name."""

    text: str
    name: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph (with one item), a list, or a row of steps."""

    kind: Kind
    items: tuple[Item, ...]


def blocks(body: str) -> list[Block]:
    """The body's paragraphs, lists and steps in their order, with no word lost."""
    found: list[tuple[Kind, list[str]]] = []
    open_block = False  # whether the line before belongs to the last block: an empty line ends it
    for line in (raw.strip() for raw in body.splitlines()):
        if not line:
            open_block = False
            continue
        kind, text = _read(line)
        same_block = open_block and found[-1][0] is kind
        if kind is Kind.PARAGRAPH and open_block:
            found[-1][1][-1] += f" {text}"  # a line broken by hand goes on with what was above it
        elif kind is not Kind.PARAGRAPH and same_block:
            found[-1][1].append(text)
        else:
            found.append((kind, [text]))
        open_block = True
    return [Block(kind, tuple(_item(kind, text) for text in texts)) for kind, texts in found]


def _read(line: str) -> tuple[Kind, str]:
    if line.startswith("- "):
        return Kind.LIST, line[2:].strip()
    step = _STEP.match(line)
    if step:
        return Kind.STEPS, line[step.end() :].strip()
    return Kind.PARAGRAPH, line


def _item(kind: Kind, text: str) -> Item:
    name, colon, rest = text.partition(": ")
    return Item(rest, name) if kind is Kind.STEPS and colon else Item(text)
