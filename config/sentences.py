"""Every sentence of ours that is to be said in other languages, taken from the code and the templates."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from config.languages import CATALOGUE

APPS = ("config", "sources", "conditions", "guide", "trials")
CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
LINE = 120
DATED = tuple(
    f'"{name}'
    for name in (
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)


def every_sentence(base: Path) -> Catalog:
    """All that the project in the folder `base` says through gettext, each with the files that say it."""
    catalogue = Catalog()
    for path, text in _sources(base):
        for line, said, comments, context in extract("python", BytesIO(text.encode()), keywords=CALLS):
            place = [(str(path.relative_to(base)), line)]
            catalogue.add(said, locations=place, user_comments=comments, context=context)
    return catalogue


def update_catalogues(base: Path) -> dict[str, int]:
    """Bring each language's catalogue in line: new sentences empty, gone ones out; how many wait for their words."""
    sentences = every_sentence(base)
    waiting = {}
    for path in sorted((base / "locale").glob(f"*/{CATALOGUE}")):
        code = path.parent.parent.name
        with path.open("rb") as text:
            catalogue = read_po(text, locale=code)
        catalogue.update(sentences, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.write_text(_written(catalogue), encoding="utf-8")
        waiting[code] = sum(1 for one in catalogue if one.id and not all(_words(one.string)))
    return waiting


def _written(catalogue: Catalog) -> str:
    """The catalogue as a file, without the dates that would change it each time it is written."""
    file = BytesIO()
    write_po(file, catalogue, width=LINE, include_lineno=False, sort_by_file=True)
    return "\n".join(line for line in file.getvalue().decode().splitlines() if not line.startswith(DATED)) + "\n"


def _words(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


def _sources(base: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted((base / "templates").rglob("*.html")):
        yield path, templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for app in APPS:
        for path in sorted((base / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text(encoding="utf-8")
