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


def voices(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """What each source says, by field, the one that is shown first; statements need their `source` at hand."""
    heard: dict[str, list[Statement]] = {}
    for statement in sorted(statements, key=lambda one: RANK.get(one.source.kind, 9)):
        heard.setdefault(statement.field, []).append(statement)
    return heard


def sponsor_named(name: str) -> Sponsor | None:
    """The sponsor of that name, made if it is new; none for an empty name."""
    return Sponsor.objects.get_or_create(name=name)[0] if name else None
