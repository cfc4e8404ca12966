"""Rows straight into their tables by COPY: many times as fast as INSERT, and no model instances are made.

A row is a dict of values by field name; all rows of a call have the same fields in the same order. What a table holds
already is no business of COPY: IntegrityError says that somebody else wrote such a row meanwhile. Names of tables and
columns are the models' own.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import connection, models

Row = Mapping[str, Any]


def copy(model: type[models.Model], rows: Iterable[Row], table: str = "") -> None:
    """Write new rows. With a `table`, into that one, which has the model's columns."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    columns, types = _columns(model, tuple(first))
    target = f"COPY {table or _quoted(model._meta.db_table)} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(target) as out:
        out.set_types(types)
        for row in chain([first], rows):
            out.write_row(tuple(row.values()))


def add(model: type[models.Model], rows: Sequence[Row]) -> list[int]:
    """Write new rows; their primary keys, drawn beforehand so that nothing has to be read back."""
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, len(rows)],
        )
        pks = [pk for (pk,) in cursor]
    copy(model, ({"id": pk, **row} for pk, row in zip(pks, rows, strict=True)))
    return pks


def overwrite(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Give held rows, each named by its `id`, new values."""
    if not rows:
        return
    columns, _ = _columns(model, tuple(rows[0]))
    table, values = _quoted(model._meta.db_table), ", ".join(columns)
    changed = ", ".join(f"{column} = incoming.{column}" for column in columns if column != '"id"')
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE incoming AS SELECT {values} FROM {table} WITH NO DATA")  # noqa: S608
        copy(model, rows, "incoming")
        cursor.execute(f"UPDATE {table} SET {changed} FROM incoming WHERE {table}.id = incoming.id")  # noqa: S608
        cursor.execute("DROP TABLE incoming")


def clear(model: type[models.Model], trials: Sequence[int]) -> None:
    """Delete all rows of these trials; nothing may hang on them."""
    if trials:
        with connection.cursor() as cursor:
            table = _quoted(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table} WHERE trial_id = ANY(%s)", [list(trials)])  # noqa: S608


@lru_cache
def _columns(model: type[models.Model], names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The columns of fields and their types; a length is not part of a type."""
    fields = [model._meta.get_field(name) for name in names]
    return [_quoted(one.column) for one in fields], [one.db_type(connection).partition("(")[0] for one in fields]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
