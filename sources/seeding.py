"""Fixture rows into tables, without undoing an editor.

A fixture row is a dict of a model's fields; a link to another row is written as that row's slug, several as a
list of slugs. What was written is remembered (`SeededRow`), so that on a later run

* a field that still holds what we wrote follows the fixture,
* a field that an editor changed stays as the editor left it,
* a row that an editor deleted stays deleted, and nothing new is hung on it,
* a row that an editor had made before us is taken as it is; a field of it that differs from the fixture stays.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models
from modeltrans.fields import TranslatedVirtualField

from sources.models import SeededRow

Row = dict[str, Any]
SEED_LOCK = 0x5EED


@dataclass
class Tally:
    """What one or more tables' seeding did."""

    made: int = 0
    updated: int = 0
    kept: int = 0  # an editor's change stood against a newer fixture

    def __str__(self) -> str:
        return f"{self.made} rows made, {self.updated} updated, {self.kept} left as edited"

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.made + other.made, self.updated + other.updated, self.kept + other.kept)


class SeedError(Exception):
    """A fixture file that cannot be loaded; the message says which row and why."""


def read_fixture(name: str) -> dict[str, list[Row]]:
    """The tables of `fixtures/<name>.toml`, each a list of rows.

    Raises SeedError where the file is not TOML.
    """
    path = Path(settings.BASE_DIR) / "fixtures" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SeedError(f"{path.name} is not valid TOML: {error}") from error


def lock_seeding() -> None:
    """Wait until no other process seeds; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEED_LOCK])


def seed_table(model: type[models.Model], key: Sequence[str], rows: Iterable[Row]) -> Tally:
    """Bring `rows`, known by the fields of `key`, into the model's table. Raises SeedError for a dangling link."""
    return _Table(model, key).seed(list(rows))


class _Table:
    """One table's rows, as they are and as we last wrote them."""

    def __init__(self, model: type[models.Model], key: Sequence[str]) -> None:
        self.model, self.key = model, key
        self.name = model._meta.label_lower
        self.links = {field.name: field.related_model for field in model._meta.fields if field.is_relation}
        self.lists = {field.name: field.related_model for field in model._meta.many_to_many}
        self.slugs: dict[type[models.Model], dict[str, models.Model]] = {}
        self.named: dict[type[models.Model], set[str]] = {}  # what the rows link to
        self.written = {row.key: row for row in SeededRow.objects.filter(table=self.name)}

    def seed(self, rows: list[Row]) -> Tally:
        tally = Tally()
        rows = [{n: sorted(v) if n in self.lists else v for n, v in row.items()} for row in rows]
        for name, model in (self.links | self.lists).items():
            values = (row[name] for row in rows if row.get(name))
            self.named.setdefault(model, set()).update(*([one] if isinstance(one, str) else one for one in values))
        held = self._held(rows)
        fresh = [row for row in rows if self._key(row) not in held and self._key(row) not in self.written]
        fresh = [row for row in fresh if not self._hangs_on_deleted(row)]
        self._create(fresh)
        tally.made = len(fresh)
        for row in rows:
            key = self._key(row)
            before = self.written.get(key)
            if before is None or before.values == row:
                continue
            if key in held:
                updated, kept = self._update(held[key], before.values, row)
                tally.updated += updated
                tally.kept += kept
        self._remember(rows)
        return tally

    def _key(self, row: Row) -> str:
        return " | ".join(str(row.get(name) or "") for name in self.key)

    def _held(self, rows: list[Row]) -> dict[str, models.Model]:
        """The table's rows that fixtures may mean, by their keys: a table can hold many more."""
        objects = self.model._default_manager.select_related(*self.links).prefetch_related(*self.lists)
        for name in self.key:
            values = {row.get(name) for row in rows}
            linked = self.links.get(name)
            column = _called(linked) and f"{name}__{_called(linked)}" if linked else name
            if column and all(values):  # an empty value may be written in several ways
                objects = objects.filter(**{f"{column}__in": values})
        return {self._key({name: self._value(one, name) for name in self.key}): one for one in objects}

    def _linked(self, model: type[models.Model], slug: str, row: Row) -> models.Model:
        if slug not in self._rows(model):
            raise SeedError(f"{self.name} {self._key(row)!r} names {model._meta.verbose_name} {slug!r}: no such row")
        return self._rows(model)[slug]

    def _rows(self, model: type[models.Model]) -> dict[str, models.Model]:
        """The rows of a linked table that the fixture's rows name, by what fixtures call them."""
        if model not in self.slugs:
            column, named = _called(model), model._default_manager.all()
            if column:
                named = named.filter(**{f"{column}__in": self.named.get(model, ())})
            self.slugs[model] = {_name_of(one): one for one in named}
        return self.slugs[model]

    def _is_deleted(self, model: type[models.Model], slug: str) -> bool:
        """Whether we wrote the row once and an editor has deleted it."""
        written = SeededRow.objects.filter(table=model._meta.label_lower, key=slug)
        return slug not in self._rows(model) and written.exists()

    def _hangs_on_deleted(self, row: Row) -> bool:
        return any(row.get(name) and self._is_deleted(model, row[name]) for name, model in self.links.items())

    def _value(self, one: models.Model, name: str) -> Any:
        """A field's value in the form that fixtures use."""
        if name in self.lists:
            return sorted(_name_of(linked) for linked in getattr(one, name).all())
        value = getattr(one, name)
        if name in self.links:
            return _name_of(value) if value else None
        return value.isoformat() if isinstance(value, date) else value

    def _create(self, rows: list[Row]) -> None:
        made = []
        for row in rows:
            columns = {n: v for n, v in row.items() if n not in self.lists and not self._to_itself(n)}
            for name in self.links.keys() & columns.keys():
                slug = columns[name]
                columns[name] = self._linked(self.links[name], slug, row) if slug else None
            made.append(self.model(**columns))
        self.model._default_manager.bulk_create(made)
        if any(self._to_itself(name) for name in self.links):
            self.slugs.pop(self.model, None)
        for one, row in zip(made, rows, strict=True):
            for name, value in row.items():
                if name in self.lists or (self._to_itself(name) and value):
                    self._set(one, name, value, row)
        own = [name for name in self.links if self._to_itself(name)]
        if own and made:
            self.model._default_manager.bulk_update(made, own)

    def _to_itself(self, name: str) -> bool:
        return self.links.get(name) is self.model

    def _set(self, one: models.Model, name: str, value: Any, row: Row) -> None:
        if name in self.lists:
            model = self.lists[name]
            getattr(one, name).set(
                self._linked(model, slug, row) for slug in value if not self._is_deleted(model, slug)
            )
        elif name in self.links:
            setattr(one, name, self._linked(self.links[name], value, row) if value else None)
        else:
            setattr(one, name, value)

    def _update(self, one: models.Model, before: Row, row: Row) -> tuple[int, int]:
        """Follow the fixture where the row still holds what we wrote; (1 if changed, 1 if an editor's word stood)."""
        changed = kept = 0
        for name, value in row.items():
            now = self._value(one, name)
            if now == value:
                continue
            if now == before.get(name, self._empty(name)):
                self._set(one, name, value, row)
                changed = 1
            else:
                kept = 1
        if changed:
            one.save()
        return changed, kept

    def _empty(self, name: str) -> Any:
        """What a field holds that no fixture has spoken of."""
        if name in self.lists:
            return []
        field = self.model._meta.get_field(name)
        translated = isinstance(field, TranslatedVirtualField)
        return None if name in self.links or translated else field.get_default()

    def _remember(self, rows: list[Row]) -> None:
        """Keep what the fixture says now; where an editor's word stood the row differs from it, and stays so."""
        SeededRow.objects.bulk_create(
            [SeededRow(table=self.name, key=self._key(row), values=row) for row in rows],
            update_conflicts=True,
            unique_fields=["table", "key"],
            update_fields=["values"],
        )


def _called(model: type[models.Model]) -> str | None:
    """The column by which fixtures name a row that they link to: its slug, or its name; None if it has neither."""
    columns = {field.name for field in model._meta.fields}
    return next((name for name in ("slug", "name") if name in columns), None)


def _name_of(one: models.Model) -> str:
    """What a fixture calls a row that it links to; a site by its address."""
    return getattr(one, _called(type(one)) or "slug")
