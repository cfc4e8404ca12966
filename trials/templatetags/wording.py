"""Registry values in plain words, for templates. What the registry does not say is "not stated"."""

import re
from datetime import date, timedelta
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from trials.models import CellSource, Stage, Statement, Trial, TrialSite
from trials.models.status import SHUT, STATUSES, Standing, standing, status_words

register = template.Library()
NOT_STATED = "not stated"
GONE = Standing(SHUT.slug, "Gone from the registry", SHUT.rank)
# CommonMark escapes of the registry's texts: \\< \\[ \\>.
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|&^])")


@register.filter
def ages(trial: Trial) -> str:
    """`18 to 65 years`, `18 years and over`, `up to 17 years`; or not stated."""
    low, high = _age(trial.minimum_age), _age(trial.maximum_age)
    if low and high:
        return (
            f"{low.removesuffix(' years')} to {high}"
            if low.endswith(" years") and high.endswith(" years")
            else f"{low} to {high}"
        )
    if low:
        return f"{low} and over"
    return f"up to {high}" if high else "no age limit stated"


def _age(text: str) -> str:
    return text.lower() if text else ""


@register.filter
def sexes(sex: str) -> str:
    return {"ALL": "all", "FEMALE": "women and girls", "MALE": "men and boys"}.get(sex, NOT_STATED)


@register.filter
def status_in_words(status: str) -> str:
    return status_words(status)


@register.filter
def whose_cells(cell_source: str) -> str:
    """Lower case, to follow a kind of therapy: `CAR-T, your own cells`; empty where it is not known."""
    return "" if cell_source == CellSource.UNKNOWN else CellSource(cell_source).label.lower()


@register.simple_tag
def exact_date(day: date | None, precision: str = "day") -> str:
    """A date no more exact than its source: `May 2024` where the day is not known."""
    return _formatted(day, precision, get_language()) if day else NOT_STATED


@lru_cache(maxsize=10_000)
def _formatted(day: date, precision: str, language: str) -> str:
    """A list shows dozens of dates, most of them the same few."""
    return date_format(day, {"month": "F Y", "year": "Y"}.get(precision, "j F Y"))


@register.filter
def how_long(took: timedelta | None) -> str:
    """`48 seconds`, `3 minutes`, `2 hours 5 minutes`; or not stated."""
    if took is None:
        return NOT_STATED
    seconds = max(1, round(took.total_seconds()))
    if seconds < 60:
        return _several(seconds, "second")
    hours, minutes = divmod(seconds // 60, 60)
    return " ".join(_several(number, unit) for number, unit in ((hours, "hour"), (minutes, "minute")) if number)


def _several(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


@register.filter
def unescaped(text: str) -> str:
    """Registry text without its CommonMark escapes; the template escapes it for HTML."""
    return ESCAPED.sub(r"\1", text)


@register.filter
def standing_now(trial: Trial) -> Standing:
    """Whether the trial takes people; one that the registry dropped does not, whatever it last said."""
    return GONE if trial.vanished else trial.standing


@register.simple_tag
def site_standing(trial: Trial, place: TrialSite) -> Standing:
    """A site takes people only if its trial does; where the registry gives no status for it, the trial's holds."""
    if trial.vanished or not place.status:
        return standing_now(trial)
    at_site = standing(place.status, trial.stage, trial.verified or trial.registry_updated, timezone.localdate())
    return max(trial.standing, at_site, key=lambda one: one.rank)


@register.filter
def because(axis: str) -> str:
    """What a wider trial does, before the name of the label for which it is shown."""
    return {"condition": "it takes people with", "autoantibody": "it asks for"}.get(axis, "it tests")


@register.filter
def plain_word(text: str) -> str:
    """A word of the registry's lists as one reads it: `principal investigator`."""
    return text.lower().replace("_", " ")


@register.filter
def telephone(phone: str) -> str:
    """The number as a `tel:` address has it, with its extension."""
    number, _, extension = phone.partition(" ext. ")
    return "".join(number.split()) + (f";ext={extension}" if extension else "")


# --- sentences


@register.filter
def kinds(trial: Trial) -> str:
    """The trial's own kinds of therapy, as a list names them: `CAR-T`; empty where none is known."""
    return " and ".join(label.modality.name for label in _leading(trial))


@register.simple_tag
def lead(trial: Trial) -> str:
    """One sentence from the labels alone; what is not known is left out:

    `Tests engineered T cells (CAR-T, your own cells) that bind CD19. For people with: Myasthenia gravis.`
    """
    verb = "Studies" if trial.stage == "preclinical" else "Tests"
    sentence = f"{verb} {_joined(_kind_in_words(trial))}"
    if bound := [label.target.name for label in trial.target_labels.all() if not label.target.autoantigen]:
        sentence += f" that bind {_joined(bound)}"
    if conditions := [label.condition.name for label in trial.condition_labels.all()]:
        sentence += f". For people with: {'; '.join(conditions)}"
    return sentence + "."


def _leading(trial: Trial) -> list:
    labels = list(trial.modality_labels.all())
    return [label for label in labels if label.leading] or labels  # the leading one may have been vetoed


def _kind_in_words(trial: Trial) -> list[str]:
    cells = whose_cells(trial.cell_source)
    baits = [label.target.name for label in trial.target_labels.all() if label.target.autoantigen]
    bait = f"bait: {_joined(baits)}" if baits else ""
    found = []
    for label in _leading(trial):
        plain = label.modality.plain_name
        beside = [part for part in (label.modality.name if plain else "", cells, bait) if part]
        found.append((plain or label.modality.name) + (f" ({', '.join(beside)})" if beside else ""))
    return found or ["a cell therapy" + (f" ({cells})" if cells else "")]


def _joined(names: list[str]) -> str:
    """`A, B and C`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


@register.simple_tag(takes_context=True)
def without(context: template.Context, name: str) -> str:
    """The address of this page without one of its parameters."""
    kept = context["request"].GET.copy()
    kept.pop(name, None)
    kept.pop("page", None)
    return "?" + kept.urlencode()


@register.filter
def as_said(statement: Statement) -> str:
    """A statement's value as a reader knows it: the registry's and the editors' are held as our own slugs."""
    if not statement.value:
        return NOT_STATED
    if statement.field == "stage" and statement.value in Stage.values:
        return Stage(statement.value).label
    if statement.field == "cell_source" and statement.value in CellSource.values:
        return CellSource(statement.value).label
    if statement.field == "status" and statement.value in STATUSES:
        return status_words(statement.value)
    return statement.value
