"""Whether a trial's limits of age and sex take the one who asks, where the address says it (`age=14`, `sex=female`).

Kept nowhere. That a limit holds nobody back is no word on joining.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from trials.ages import is_past
from trials.fields import AgeField
from trials.models import Trial
from trials.templatetags.wording import ages

SEXES = {"female": "FEMALE", "male": "MALE"}


@dataclass(frozen=True)
class Answer:
    """One sentence; `shut` where it holds the visitor back."""

    sentence: str
    shut: bool


def answers(trial: Trial, asked: QueryDict) -> list[Answer]:
    """What the trial's limits say to the age and the sex in the address; nothing where there is none."""
    found = []
    if (age := _age(asked.get("age", ""))) is not None:
        found.append(_of_age(trial, age))
    if (sex := asked.get("sex", "").lower()) in SEXES:
        found.append(_of_sex(trial, SEXES[sex]))
    return found


def _of_age(trial: Trial, age: float) -> Answer:
    low, high = trial.minimum_age_years, trial.maximum_age_years
    said = {"ages": ages(trial), "age": number_format(f"{age:g}")}
    if low is None and high is None:
        return Answer(_silent(trial, _("The registry states no age limit for this trial.")), shut=False)
    if low is not None and age < low:
        return Answer(
            _("Its ages: %(ages)s. At age %(age)s, you (or your child) cannot join it now.") % said, shut=True
        )
    if high is not None and is_past(high, age):
        return Answer(_("Its ages: %(ages)s. At age %(age)s, you (or your child) cannot join it.") % said, shut=True)
    return Answer(_("Its ages: %(ages)s. Age %(age)s is within them.") % said, shut=False)


def _of_sex(trial: Trial, sex: str) -> Answer:
    if trial.sex == "ALL":
        return Answer(_("It takes people of any sex."), shut=False)
    if trial.sex == "FEMALE":
        return Answer(_("It takes only women and girls."), shut=sex != "FEMALE")
    if trial.sex == "MALE":
        return Answer(_("It takes only men and boys."), shut=sex != "MALE")
    return Answer(_silent(trial, _("The registry does not state which sex it takes.")), shut=False)


def _silent(trial: Trial, registry_is: str) -> str:
    """What to say where no record states a limit: of the registry only if it was asked."""
    return registry_is if trial.last_checked else _("Whom it takes is not stated.")


def _age(typed: str) -> float | None:
    try:
        return AgeField(required=False).clean(typed)
    except ValidationError:
        return None
