"""Fixtures with their words in other languages: `fixtures/<code>/<name>.toml` holds the same tables, row by row.

A row there gives its key and what it translates; the word of a field `plain` becomes `plain_<code>`, the virtual
field by which django-modeltrans keeps it. What it leaves out is shown in English.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from sources.seeding import Row, SeedError, read_fixture

KEYS = ("slug", "page", "anchor")
PATIENT_WORDS = "patient_words"  # understood in every language, whichever the page is in


def read_translated(name: str) -> dict[str, list[Row]]:
    """The tables of a fixture with what other languages say of their rows.

    Raises SeedError where a file is not TOML or translates a row that the fixture does not have.
    """
    tables = {table: [dict(row) for row in rows] for table, rows in read_fixture(name).items()}
    for code in _codes(name):
        for table, translations in read_fixture(f"{code}/{name}").items():
            rows = {_key(row): row for row in tables.get(table, [])}
            for said in translations:
                if _key(said) not in rows:
                    raise SeedError(f"fixtures/{code}/{name}.toml translates {_key(said)}, which is no {table}.")
                _add(rows[_key(said)], said, code)
    return tables


@lru_cache(maxsize=100)
def words_of(name: str, table: str, field: str, language: str) -> dict[str, str]:
    """By slug, what a fixture's rows say in a field, in a language where it is known and in English elsewhere."""
    found = {row["slug"]: row[field] for row in read_fixture(name)[table]}
    if language in _codes(name):
        said = read_fixture(f"{language}/{name}").get(table, [])
        found |= {row["slug"]: row[field] for row in said if field in row}
    return found


def words_here(name: str, table: str, field: str) -> dict[str, str]:
    """`words_of` in the language of the page."""
    return words_of(name, table, field, get_language() or settings.LANGUAGE_CODE)


def _codes(name: str) -> list[str]:
    folder = Path(settings.BASE_DIR) / "fixtures"
    return [code for code, _ in settings.LANGUAGES if (folder / code / f"{name}.toml").exists()]


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in KEYS if name in row)


def _add(row: Row, said: Row, code: str) -> None:
    """Another language's words beside the row's own; its names are understood as patients' words."""
    for field, words in said.items():
        if field == PATIENT_WORDS:
            row[field] = [*row.get(field, []), *words]
        elif field not in KEYS:
            row[f"{field}_{code}"] = words
    if PATIENT_WORDS in said and "name" in said:
        row[PATIENT_WORDS] = list(dict.fromkeys([*row[PATIENT_WORDS], said["name"]]))
