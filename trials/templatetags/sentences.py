"""What a trial tests, in one sentence made from its labels alone: nothing in it is invented.

Each sentence is whole for its translator; what is not known is left out of it.
"""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from trials.models import CellSource, Trial
from trials.templatetags.wording import plain_word

register = template.Library()
MOST_CONDITIONS = 4  # of a sentence; the page lists all of them below
WHOSE = {
    CellSource.AUTOLOGOUS: pgettext_lazy("whose cells, in brackets behind a kind of therapy", "your own cells"),
    CellSource.ALLOGENEIC: pgettext_lazy("whose cells, in brackets behind a kind of therapy", "a donor's cells"),
    CellSource.IN_VIVO: pgettext_lazy("whose cells, in brackets behind a kind of therapy", "made inside the body"),
}
CLINICAL = {
    CellSource.AUTOLOGOUS: gettext_lazy("autologous"),
    CellSource.ALLOGENEIC: gettext_lazy("allogeneic"),
    CellSource.IN_VIVO: gettext_lazy("in vivo"),
}
# The registry's classes of sponsors (ClinicalTrials.gov API v2, enum AgencyClass).
SPONSORS = {
    "INDUSTRY": gettext_lazy("a company"),
    "NIH": gettext_lazy("the US National Institutes of Health"),
    "FED": gettext_lazy("a US federal agency"),
    "OTHER_GOV": gettext_lazy("a government body"),
    "NETWORK": gettext_lazy("a research network"),
    "INDIV": gettext_lazy("a single person"),
    "OTHER": gettext_lazy("a hospital, university or other body that is no company"),
}
# Whom the registry gives as a contact (ClinicalTrials.gov API v2, enums CentralContactRole and OfficialRole).
ROLES = {
    "CONTACT": gettext_lazy("contact"),
    "PRINCIPAL_INVESTIGATOR": gettext_lazy("principal investigator"),
    "SUB_INVESTIGATOR": gettext_lazy("investigator"),
    "STUDY_CHAIR": gettext_lazy("head of the study"),
    "STUDY_DIRECTOR": gettext_lazy("director of the study"),
    "SPONSOR": gettext_lazy("sponsor"),
}


@register.simple_tag
def lead(trial: Trial) -> str:
    """One sentence from the labels, and for whom:

    `Tests engineered T cells (CAR-T, your own cells) that bind CD19. For people with: Myasthenia gravis.`
    """
    parts = {"therapy": all_of(_kinds_in_words(trial)), "targets": all_of(_bound(trial))}
    early = trial.stage == "preclinical"
    if not parts["targets"]:
        sentence = _("Studies %(therapy)s.") if early else _("Tests %(therapy)s.")
    elif early:
        sentence = _("Studies %(therapy)s that bind %(targets)s.")
    else:
        sentence = _("Tests %(therapy)s that bind %(targets)s.")
    return " ".join(part for part in (sentence % parts, _for_whom(trial)) if part)


@register.filter
def kinds(trial: Trial) -> str:
    """The trial's own kinds of therapy, as a list names them: `CAR-T`; empty where none is known."""
    return all_of([label.modality.name_i18n for label in _leading(trial)])


@register.filter
def kinds_plainly(trial: Trial) -> str:
    """What they are: `engineered T cells (CAR-T, your own cells)`; `a cell therapy` where none is known."""
    return all_of(_kinds_in_words(trial))


@register.filter
def clinical(trial: Trial) -> str:
    """In a doctor's words: `CD19/BCMA CAR-T, autologous, Phase 1/2`. What is not known is left out."""
    targets = "/".join(label.target.name for label in trial.target_labels.all())
    named = " ".join(part for part in (targets, kinds(trial) or _("cell therapy")) if part)
    stage = trial.get_stage_display() if trial.stage else ""
    return ", ".join(str(part) for part in (named, CLINICAL.get(trial.cell_source, ""), stage) if part)


@register.filter
def kind_of_sponsor(kind: str) -> str:
    """`a company`; empty where the registry does not say, or says a word that is not known."""
    return str(SPONSORS.get(kind, ""))


@register.filter
def role_in_words(role: str) -> str:
    """What a contact is; a role that is not known as the registry writes it, in small letters."""
    return str(ROLES.get(role) or plain_word(role))


def all_of(names: Sequence[str]) -> str:
    """`A, B and C`"""
    return _listed(names, pgettext("the end of a list", "%(names)s and %(last)s"))


def one_of(names: Sequence[str]) -> str:
    """`A, B or C`"""
    return _listed(names, pgettext("the end of a list", "%(names)s or %(last)s"))


def _listed(names: Sequence[str], end: str) -> str:
    names = [str(name) for name in names]
    return end % {"names": ", ".join(names[:-1]), "last": names[-1]} if len(names) > 1 else "".join(names)


def _for_whom(trial: Trial) -> str:
    names = [label.condition.name_i18n for label in trial.condition_labels.all()]
    parts = {"conditions": "; ".join(names[:MOST_CONDITIONS]), "number": len(names) - MOST_CONDITIONS}
    if parts["number"] > 0:
        return (
            ngettext(
                "For people with: %(conditions)s; and %(number)s more disease.",
                "For people with: %(conditions)s; and %(number)s more diseases.",
                parts["number"],
            )
            % parts
        )
    return _("For people with: %(conditions)s.") % parts if names else ""


def _bound(trial: Trial) -> list[str]:
    return [label.target.name for label in trial.target_labels.all() if not label.target.autoantigen]


def _leading(trial: Trial) -> list:
    labels = list(trial.modality_labels.all())
    return [label for label in labels if label.leading] or labels  # the leading one may have been vetoed


def _kinds_in_words(trial: Trial) -> list[str]:
    whose = str(WHOSE.get(trial.cell_source, ""))
    baits = [label.target.name for label in trial.target_labels.all() if label.target.autoantigen]
    bait = _("bait: %(antigens)s") % {"antigens": all_of(baits)} if baits else ""
    found = []
    for label in _leading(trial):
        name, plain = label.modality.name_i18n, label.modality.plain_name_i18n
        found.append(_with_details(plain or name, [name if plain else "", whose, bait]))
    return found or [_with_details(_("a cell therapy"), [whose])]


def _with_details(words: str, details: Sequence[str]) -> str:
    """`engineered T cells (CAR-T, your own cells)`"""
    known = ", ".join(detail for detail in details if detail)
    return f"{words} ({known})" if known else words
