"""The sentences of what joining takes, each whole for its translator. A sentence says no more than its value."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sources.translations import words_here
from trials.labels.burden_values import Amount, Said, Value
from trials.labels.burden_waiting import MOST_SUBJECTS
from trials.models import BurdenKind
from trials.templatetags.sentences import all_of, one_of

SHORT_LIST = 3  # names that are still read in the middle of a sentence
WEEKS_OF_A_YEAR = 52

SAID = {
    (BurdenKind.LEUKAPHERESIS, Said.YES): gettext_lazy("Cells are collected from your blood (leukapheresis)."),
    (BurdenKind.LEUKAPHERESIS, Said.NO): gettext_lazy("No cells are collected from your blood to make the treatment."),
    (BurdenKind.LEUKAPHERESIS, Said.SOME): gettext_lazy(
        "From some people, not from all, cells are collected (leukapheresis)."
    ),
    (BurdenKind.LYMPHODEPLETION, Said.YES): gettext_lazy(
        "You get medicines that make room for the new cells (lymphodepletion)."
    ),
    (BurdenKind.LYMPHODEPLETION, Said.NO): gettext_lazy(
        "You get no medicines to make room for the new cells (no lymphodepletion)."
    ),
    (BurdenKind.LYMPHODEPLETION, Said.SOME): gettext_lazy(
        "Some people, not all, get medicines that make room (lymphodepletion)."
    ),
    (BurdenKind.OUTPATIENT, Said.YES): gettext_lazy(
        "At least a part of the treatment needs no night in hospital (outpatient)."
    ),
    (BurdenKind.OUTPATIENT, Said.NO): gettext_lazy("The treatment is not given without a night in hospital."),
    (BurdenKind.OUTPATIENT, Said.SOME): gettext_lazy(
        "Some people, not all, are treated without a night in hospital (outpatient)."
    ),
    (BurdenKind.TRAVEL, Said.YES): gettext_lazy("There is some help with travel or lodging."),
    (BurdenKind.TRAVEL, Said.NO): gettext_lazy("There is no help with travel or lodging."),
    (BurdenKind.TRAVEL, Said.SOME): gettext_lazy("Some people, not all, get help with travel or lodging."),
}
COSTS = {
    "free": gettext_lazy("At least a part of the trial is free of charge for you."),
    "sponsor": gettext_lazy("The sponsor or the trial pays at least a part of the costs."),
    "insurance": gettext_lazy("Insurance is asked to pay at least a part of the costs."),
    "not-covered": gettext_lazy("The trial does not pay for everything."),
}
MOMENTS = {
    "screening": gettext_lazy("before the first tests for the trial (screening)"),
    "enrolment": gettext_lazy("before you join"),
    "leukapheresis": gettext_lazy("before the cells are collected"),
    "lymphodepletion": gettext_lazy("before the medicines that make room for the cells"),
    "treatment": gettext_lazy("before you get the treatment"),
    "infusion": gettext_lazy("before the infusion"),
    "randomisation": gettext_lazy("before chance decides who gets which treatment (randomisation)"),
    "baseline": gettext_lazy("before the first visit of the trial (baseline)"),
    "visit": gettext_lazy("before the first visit"),
    "surgery": gettext_lazy("before the operation"),
}
UNITS: dict[str, Callable[[int], str]] = {
    "minute": lambda n: ngettext("%(number)s minute", "%(number)s minutes", n),
    "hour": lambda n: ngettext("%(number)s hour", "%(number)s hours", n),
    "night": lambda n: ngettext("%(number)s night", "%(number)s nights", n),
    "day": lambda n: ngettext("%(number)s day", "%(number)s days", n),
    "week": lambda n: ngettext("%(number)s week", "%(number)s weeks", n),
    "month": lambda n: ngettext("%(number)s month", "%(number)s months", n),
    "year": lambda n: ngettext("%(number)s year", "%(number)s years", n),
    "treatment": lambda n: ngettext("%(number)s treatment", "%(number)s treatments", n),
    "line": lambda n: ngettext("%(number)s line of treatment", "%(number)s lines of treatment", n),
    "mile": lambda n: ngettext("%(number)s mile", "%(number)s miles", n),
    "km": lambda n: ngettext("%(number)s km", "%(number)s km", n),
}
WHO = {
    frozenset({"women"}): gettext_lazy("Women"),
    frozenset({"men"}): gettext_lazy("Men"),
    frozenset({"women", "men"}): gettext_lazy("Women and men"),
}


def sentence(kind: str, value: Value) -> str:
    """Where the value says too little for a sentence, or what we have none for, the kind alone is named."""
    make = SENTENCES.get(kind)
    made = make(value) if make and value.said in (None, Said.YES) else str(SAID.get((kind, value.said), ""))
    return made or _("%(what)s: see “Why?”.") % {"what": BurdenKind(kind).label}


def drugs(names: Iterable[str], known: bool) -> str:
    """The medicines of a lymphodepletion in one sentence; `known`: that there is one has been said before it."""
    said = {"medicines": ", ".join(names)}
    if known:
        return _("Its medicines: %(medicines)s.") % said
    return _("Medicines that make room for the new cells: %(medicines)s.") % said


def named(slugs: Iterable[str]) -> list[str]:
    """What fixtures/burden.toml calls treatments and medicines, in the page's language."""
    names = {**words_here("burden", "drug", "name"), **words_here("burden", "treatment", "name")}
    return [names.get(slug, slug.replace("-", " ")) for slug in slugs]


def _costs(value: Value) -> str:
    return " ".join(str(COSTS[slug]) for slug in value.subjects if slug in COSTS)


def _tried(value: Value) -> str:
    amount, names = _amount(value.amount), named(value.subjects)
    if amount:
        said = _("You must have tried %(amount)s before.") % {"amount": amount}
    else:
        said = _("You must have tried other treatments before.")
    if not names:
        return said
    of_which = _("The registry names: %(treatments)s.") % {"treatments": ", ".join(names)}
    return f"{said} {of_which}"


def _stopped(value: Value) -> str:
    names = sorted(named(value.subjects), key=lambda name: name.count(" "))  # long ones last, where they read clearly
    said = {"time": _wait(value), "before": _before(value), "treatments": one_of(names)}
    if not names:
        if not said["time"]:
            return ""
        return _("Other treatments must have ended for %(time)s %(before)s.") % said
    if len(names) <= SHORT_LIST:
        if said["time"]:
            return _("No %(treatments)s for %(time)s %(before)s.") % said
        return _("No %(treatments)s %(before)s.") % said
    said["treatments"] = ", ".join(names)
    if said["time"]:
        list_of_them = _("None of these for %(time)s %(before)s: %(treatments)s.") % said
    else:
        list_of_them = _("None of these %(before)s: %(treatments)s.") % said
    more = _("There may be more on the registry’s list.")
    return f"{list_of_them} {more}" if len(names) >= MOST_SUBJECTS else list_of_them


def _vaccine(value: Value) -> str:
    said = {"time": _wait(value), "before": _before(value)}
    if said["time"]:
        return _("No live vaccine for %(time)s %(before)s.") % said
    return _("No live vaccine %(before)s.") % said


def _stay(value: Value) -> str:
    return _capital(_("%(time)s in hospital.") % {"time": _amount(value.amount)}) if value.amount else ""


def _near(value: Value) -> str:
    time, far = _amount(value.amount), value.distance
    said = {"time": time, "distance": _counted(far.maximum or far.minimum, far.unit) if far else ""}
    if far and far.unit in ("hour", "minute"):
        if time:
            return _("You stay within %(distance)s of travel of the treatment centre for %(time)s.") % said
        return _("You stay within %(distance)s of travel of the treatment centre.") % said
    if far and time:
        return _("You stay within %(distance)s of the treatment centre for %(time)s.") % said
    if far:
        return _("You stay within %(distance)s of the treatment centre.") % said
    return _("You stay near the treatment centre for %(time)s.") % said if time else ""


def _birth_control(value: Value) -> str:
    who = WHO.get(frozenset(value.subjects)) or _capital(all_of(value.subjects))
    said = {"who": who, "time": _amount(value.amount)}
    if who and said["time"]:
        return _("%(who)s: birth control for %(time)s after the treatment.") % said
    if who:
        return _("%(who)s: birth control is asked for.") % said
    if said["time"]:
        return _("Birth control for %(time)s after the treatment.") % said
    return _("Birth control is asked for.")


def _visits(value: Value) -> str:
    return _("Visits for %(time)s.") % {"time": _amount(value.amount)} if value.amount else ""


def _late_visits(value: Value) -> str:
    return _("Long-term visits for %(time)s.") % {"time": _amount(value.amount)} if value.amount else ""


SENTENCES: dict[str, Callable[[Value], str]] = {
    BurdenKind.PRIOR_TREATMENT: _tried,
    BurdenKind.WASH_OUT: _stopped,
    BurdenKind.LIVE_VACCINE: _vaccine,
    BurdenKind.HOSPITAL_STAY: _stay,
    BurdenKind.NEAR_CENTRE: _near,
    BurdenKind.CONTRACEPTION: _birth_control,
    BurdenKind.FOLLOW_UP: _visits,
    BurdenKind.LONG_TERM_FOLLOW_UP: _late_visits,
    BurdenKind.COSTS: _costs,
}


def _wait(value: Value) -> str:
    """`at least 6 months`, `at least 5 half-lives of the medicine or 30 days, whichever is longer,`"""
    wait = _amount(value.amount)
    if not value.half_lives:
        return wait
    lives = ngettext(
        "%(number)s half-life of the medicine", "%(number)s half-lives of the medicine", value.half_lives
    ) % {"number": value.half_lives}
    amount = value.amount
    fixed = _counted(amount.minimum, amount.unit) if amount and amount.maximum is None else wait
    said = {"lives": lives, "time": fixed}
    if fixed and value.whichever == "longer":
        return _("at least %(lives)s or %(time)s, whichever is longer,") % said
    if fixed and value.whichever == "shorter":
        return _("at least %(lives)s or %(time)s, whichever is shorter,") % said
    return _("at least %(lives)s or %(time)s") % said if fixed else _("at least %(lives)s") % said


def _before(value: Value) -> str:
    """`before you join`; `beforehand` where the moment is not said."""
    if value.before in MOMENTS:
        return str(MOMENTS[value.before])
    return _("before %(moment)s") % {"moment": value.before.replace("-", " ")} if value.before else _("beforehand")


def _amount(amount: Amount | None) -> str:
    """`at least 7 days`, `up to 10 days`, `7 to 14 days`, `1 day`; weeks that are whole years say so."""
    if amount is None:
        return ""
    low, high, unit = amount.minimum, amount.maximum, amount.unit
    if low is None:
        return _("up to %(amount)s") % {"amount": _counted(high, unit)}
    if high is None:
        return _("at least %(amount)s") % {"amount": _counted(low, unit)}
    if low == high:
        return _counted(low, unit)
    return _("%(least)s to %(amount)s") % {"least": low, "amount": _counted(high, unit)}


def _counted(number: int | None, unit: str) -> str:
    """`1 day`, `3 lines of treatment`, `156 weeks (about 3 years)`"""
    words = UNITS.get(unit)
    counted = words(number or 0) % {"number": number} if words else f"{number} {unit}"
    if unit == "week" and number and number % WEEKS_OF_A_YEAR == 0:
        years = _counted(number // WEEKS_OF_A_YEAR, "year")
        return _("%(weeks)s (about %(years)s)") % {"weeks": counted, "years": years}
    return counted


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
