"""Which value is shown where several sources speak: an editor's over the registry's over the article's.

A trial's columns hold what is shown. As long as the registry alone speaks of a field, that is its value and nothing
else is kept. Once an editor or the article speaks too, every source's word is a Statement.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from sources.models import Source
from trials.models import Sponsor, Statement, Trial

RANK = {Source.Kind.EDITOR: 0, Source.Kind.REGISTRY: 1, Source.Kind.ARTICLE: 2}
# The fields of a trial that more than one source can fill.
SETTABLE = ("title", "stage", "status", "sponsor", "enrolment", "sex", "cell_source")


def settled(values: Mapping[str, str], statements: Iterable[Statement]) -> dict[str, str]:
    """`values` as the registry gives them, with the word that stands above it where somebody else speaks."""
    shown = dict(values)
    for statement in sorted(statements, key=lambda one: RANK.get(one.source.kind, 9), reverse=True):
        if statement.field not in shown or not statement.means:
            continue
        if statement.source.kind == Source.Kind.EDITOR or not shown[statement.field]:
            shown[statement.field] = statement.means
    return shown


def in_words(value: Any) -> str:
    """A column's value as a Statement holds it."""
    return "" if value is None else str(value)


def correct(trial: Trial, field: str, value: Any, editor: AbstractBaseUser, reason: str = "") -> None:
    """An editor's word on one field of a trial: shown from now on, whatever the registry sends.

    The registry's own value stays beside it. `trial` holds the new value already; it is not saved here.
    """
    before = Trial.objects.select_related("sponsor").get(pk=trial.pk)
    registry = Source.objects.get(kind=Source.Kind.REGISTRY)
    if before.nct_id and before.last_checked:
        Statement.objects.get_or_create(
            trial=trial,
            field=field,
            source=registry,
            defaults={
                "value": in_words(getattr(before, field)),
                "means": in_words(getattr(before, field)),
                "said_on": before.registry_updated,
            },
        )
    Statement.objects.update_or_create(
        trial=trial,
        field=field,
        source=Source.objects.get(kind=Source.Kind.EDITOR),
        defaults={"value": in_words(value), "means": in_words(value), "made_by": editor, "reason": reason},
    )


def settle_again(trial: Trial, fields: Iterable[str]) -> None:
    """Show what the sources that are left say of `fields`; saved here.

    Where nobody else speaks the value stays. Where the registry alone is left its word is the value, and is not kept
    twice.
    """
    changed = []
    for field in set(fields) & {*SETTABLE}:
        statements = list(Statement.objects.filter(trial=trial, field=field).select_related("source"))
        registry = [one for one in statements if one.source.kind == Source.Kind.REGISTRY]
        if not statements:
            continue
        values = {field: registry[0].means if registry else ""}
        shown = settled(values, [one for one in statements if one not in registry])[field]
        if not shown and field == "title":
            continue
        setattr(trial, field, _column_value(field, shown))
        changed.append(field)
        if len(statements) == len(registry):
            Statement.objects.filter(trial=trial, field=field).delete()
    if changed:
        trial.save(update_fields=changed)


def _column_value(field: str, words: str) -> Any:
    """A Statement's words as the trial's column holds them."""
    if field == "sponsor":
        return sponsor_named(words)
    if field == "enrolment":
        return int(words) if words else None
    return words or Trial._meta.get_field(field).get_default()


def voices(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """What each source says, by field, the one that is shown first; statements need their `source` at hand."""
    heard: dict[str, list[Statement]] = {}
    for statement in sorted(statements, key=lambda one: (not one.means, RANK.get(one.source.kind, 9))):
        heard.setdefault(statement.field, []).append(statement)
    return heard


def speaker(trial: Trial, field: str) -> Statement | None:
    """The editor's or the article's word that is shown for a field; None where the registry's is. The trial's
    statements need their `source` at hand."""
    heard = voices(trial.statements.all()).get(field, [])
    return heard[0] if heard and heard[0].means and heard[0].source.kind != Source.Kind.REGISTRY else None


def sponsor_named(name: str) -> Sponsor | None:
    """The sponsor of that name, made if it is new; none for an empty name."""
    return Sponsor.objects.get_or_create(name=name)[0] if name else None
