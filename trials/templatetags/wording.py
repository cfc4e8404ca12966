"""Registry values in plain words, for templates. What the registry does not say is "not stated"."""

import re
from datetime import date

from django import template
from django.utils.formats import date_format

from trials.models import CellSource, Trial, TrialSite
from trials.models.status import JOINABLE, SHUT, Standing, standing, status_words

register = template.Library()
NOT_STATED = "not stated"
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
    if day is None:
        return NOT_STATED
    return date_format(day, {"month": "F Y", "year": "Y"}.get(precision, "j F Y"))


@register.filter
def unescaped(text: str) -> str:
    """Registry text without its CommonMark escapes; the template escapes it for HTML."""
    return ESCAPED.sub(r"\1", text)


@register.simple_tag
def site_standing(trial: Trial, place: TrialSite) -> Standing:
    """A site takes people only if its trial does; where the registry gives no status for it, the trial's holds."""
    of_trial = trial.standing
    if not place.status or place.status in JOINABLE:
        return of_trial
    if of_trial.rank > SHUT.rank - 1:
        return of_trial
    return standing(place.status, trial.stage, trial.verified or trial.registry_updated, date.today())  # noqa: DTZ011
