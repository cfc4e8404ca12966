"""Registry values in plain words, for templates. What the registry does not say is "not stated"."""

import re
from datetime import date, timedelta
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from trials.models import CellSource, Stage, Statement, Trial, TrialSite
from trials.models.status import DOUBT, OPEN, SHUT, SOON, STATUSES, Standing, standing, status_words

register = template.Library()
NOT_STATED = gettext_lazy("not stated")
GONE = Standing(SHUT.slug, gettext_lazy("Gone from the registry"), SHUT.rank)
SEXES = {
    "ALL": gettext_lazy("all"),
    "FEMALE": gettext_lazy("women and girls"),
    "MALE": gettext_lazy("men and boys"),
}
WHOSE_CELLS = {  # as it follows a kind of therapy
    CellSource.AUTOLOGOUS: gettext_lazy("your own cells"),
    CellSource.ALLOGENEIC: gettext_lazy("a donor's cells"),
    CellSource.IN_VIVO: gettext_lazy("made inside the body"),
}
# The formats of a date by its precision: ours in English, elsewhere those that Django has for the language.
ENGLISH_DATES = {"day": "j F Y", "month": "F Y", "year": "Y"}
DATES = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT", "year": "Y"}
AGE = re.compile(r"(\d+) (year|month|week|day|hour|minute)s?", re.IGNORECASE)
# Where the words of a label are from (trials/labels/reading.py).
FIELDS = {
    "title": gettext_lazy("title"),
    "official title": gettext_lazy("official title"),
    "summary": gettext_lazy("summary"),
    "description": gettext_lazy("description"),
    "conditions": gettext_lazy("conditions"),
    "keywords": gettext_lazy("keywords"),
    "interventions": gettext_lazy("interventions"),
    "eligibility": gettext_lazy("text on who can join"),
    "inclusion criteria": gettext_lazy("list of who can join"),
    "exclusion criteria": gettext_lazy("list of who cannot join"),
    "primary outcomes": gettext_lazy("main measurements"),
    "the article's pipeline table": gettext_lazy("the article's pipeline table"),
}
OF_A_PRODUCT = "product named in "
# Words of the registry's lists: roles of people, kinds of interventions and of studies.
PLAIN_WORDS = {
    "CONTACT": gettext_lazy("contact"),
    "PRINCIPAL_INVESTIGATOR": gettext_lazy("principal investigator"),
    "SUB_INVESTIGATOR": gettext_lazy("sub investigator"),
    "STUDY_CHAIR": gettext_lazy("study chair"),
    "STUDY_DIRECTOR": gettext_lazy("study director"),
    "BIOLOGICAL": gettext_lazy("biological"),
    "DRUG": gettext_lazy("drug"),
    "GENETIC": gettext_lazy("genetic"),
    "PROCEDURE": gettext_lazy("procedure"),
    "DEVICE": gettext_lazy("device"),
    "DIAGNOSTIC_TEST": gettext_lazy("diagnostic test"),
    "RADIATION": gettext_lazy("radiation"),
    "BEHAVIORAL": gettext_lazy("behavioral"),
    "COMBINATION_PRODUCT": gettext_lazy("combination product"),
    "DIETARY_SUPPLEMENT": gettext_lazy("dietary supplement"),
    "OTHER": pgettext_lazy("kind of intervention", "other"),
    "INTERVENTIONAL": gettext_lazy("interventional"),
    "OBSERVATIONAL": gettext_lazy("observational"),
    "EXPANDED_ACCESS": gettext_lazy("expanded access"),
}
# CommonMark escapes of the registry's texts: \\< \\[ \\>.
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|&^])")


@register.filter
def ages(trial: Trial) -> str:
    """`18 to 65 years`, `18 years and over`, `up to 17 years`; or not stated."""
    low, high = trial.minimum_age, trial.maximum_age
    said = {"low": _age(low), "high": _age(high)}
    if low and high:
        years = [found for found in (AGE.fullmatch(low), AGE.fullmatch(high)) if found and found[2].lower() == "year"]
        if len(years) == 2 and years[0][1] != "1":
            numbers = {"low": years[0][1], "high": years[1][1]}
            return ngettext("%(low)s to %(high)s year", "%(low)s to %(high)s years", int(years[1][1])) % numbers
        return _("%(low)s to %(high)s") % said
    if low:
        return _("%(low)s and over") % said
    return _("up to %(high)s") % said if high else _("no age limit stated")


def _age(text: str) -> str:
    """An age of the registry, "6 Months", in the language of the page."""
    found = AGE.fullmatch(text)
    return _several(int(found[1]), found[2].lower()) if found else text.lower()


@register.filter
def sexes(sex: str) -> str:
    return str(SEXES.get(sex, NOT_STATED))


@register.filter
def status_in_words(status: str) -> str:
    return status_words(status)


@register.filter
def whose_cells(cell_source: str) -> str:
    """Lower case, to follow a kind of therapy: `CAR-T, your own cells`; empty where it is not known."""
    return str(WHOSE_CELLS.get(cell_source, ""))


@register.simple_tag
def exact_date(day: date | None, precision: str = "day") -> str:
    """A date no more exact than its source: `May 2024` where the day is not known."""
    return _formatted(day, precision, get_language() or "en") if day else str(NOT_STATED)


@lru_cache(maxsize=10_000)
def _formatted(day: date, precision: str, language: str) -> str:
    """A list shows dozens of dates, most of them the same few."""
    formats = ENGLISH_DATES if language == "en" else DATES
    return date_format(day, formats.get(precision, formats["day"]))


@register.filter
def how_long(took: timedelta | None) -> str:
    """`48 seconds`, `3 minutes`, `2 hours 5 minutes`; or not stated."""
    if took is None:
        return str(NOT_STATED)
    seconds = max(1, round(took.total_seconds()))
    if seconds < 60:
        return _several(seconds, "second")
    hours, minutes = divmod(seconds // 60, 60)
    return " ".join(_several(number, unit) for number, unit in ((hours, "hour"), (minutes, "minute")) if number)


def _several(number: int, unit: str) -> str:
    """`1 year`, `18 years`"""
    words = {
        "year": ngettext("%(number)s year", "%(number)s years", number),
        "month": ngettext("%(number)s month", "%(number)s months", number),
        "week": ngettext("%(number)s week", "%(number)s weeks", number),
        "day": ngettext("%(number)s day", "%(number)s days", number),
        "hour": ngettext("%(number)s hour", "%(number)s hours", number),
        "minute": ngettext("%(number)s minute", "%(number)s minutes", number),
        "second": ngettext("%(number)s second", "%(number)s seconds", number),
    }
    return words[unit] % {"number": number}


@register.filter
def unescaped(text: str) -> str:
    """Registry text without its CommonMark escapes; the template escapes it for HTML."""
    return ESCAPED.sub(r"\1", text)


@register.filter
def standing_now(trial: Trial) -> Standing:
    """Whether the trial takes people; one that the registry dropped does not, whatever it last said."""
    return GONE if trial.vanished else trial.standing


@register.simple_tag
def standings() -> tuple[Standing, ...]:
    """All answers to "can I join?", for a key of their symbols."""
    return OPEN, SOON, DOUBT, SHUT


@register.simple_tag
def site_standing(trial: Trial, place: TrialSite) -> Standing:
    """A site takes people only if its trial does; where the registry gives no status for it, the trial's holds."""
    if trial.vanished or not place.status:
        return standing_now(trial)
    at_site = standing(place.status, trial.stage, trial.verified or trial.registry_updated, timezone.localdate())
    return max(trial.standing, at_site, key=lambda one: one.rank)


@register.filter
def field_in_words(field: str) -> str:
    """The part of a record that a label's words are from."""
    if field.startswith(OF_A_PRODUCT):
        return _("%(field)s, by a product named there") % {"field": field_in_words(field.removeprefix(OF_A_PRODUCT))}
    return str(FIELDS.get(field, field))


@register.filter
def plain_word(text: str) -> str:
    """A word of the registry's lists as one reads it: `principal investigator`."""
    return str(PLAIN_WORDS.get(text, text.lower().replace("_", " ")))


@register.filter
def telephone(phone: str) -> str:
    """The number as a `tel:` address has it, with its extension."""
    number, _, extension = phone.partition(" ext. ")
    return "".join(number.split()) + (f";ext={extension}" if extension else "")


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
        return str(NOT_STATED)
    if statement.field == "stage" and statement.value in Stage.values:
        return str(Stage(statement.value).label)
    if statement.field == "cell_source" and statement.value in CellSource.values:
        return str(CellSource(statement.value).label)
    if statement.field == "status" and statement.value in STATUSES:
        return status_words(statement.value)
    return statement.value
