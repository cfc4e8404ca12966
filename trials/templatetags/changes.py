"""What changed in the registry, in plain words: `Status: recruiting → finished`.

Each sentence is whole, in the page's language; the registry's own words stand in it as they are, marked as English.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext, pgettext_lazy

from trials.models import Change, ChangeKind, Stage, Trial
from trials.models.status import STATUSES, status_words
from trials.templatetags.wording import NOT_STATED, exact_date, sexes

register = template.Library()
MOST_LINES = 12  # of a list that does not fold
MOST_SITES = 4  # that a list of many trials names one by one
MOST_LINES_COMPARED = 1_000  # of a text; comparing more takes too long for a page
SITE_KINDS = {
    ChangeKind.SITE_ADDED: gettext_lazy("A site was added"),
    ChangeKind.SITE_REMOVED: gettext_lazy("A site was removed"),
    ChangeKind.SITE_STATUS: gettext_lazy("A site’s status"),
}
DATES = {
    "start": pgettext_lazy("a date of a trial", "Start"),
    "primary_completion": gettext_lazy("Main measurements until"),
    "completion": pgettext_lazy("a date of a trial", "End"),
}
PRECISIONS = {4: "year", 7: "month", 10: "day"}  # by the length of what the registry writes
DATE_ENDS = {4: "-01-01", 7: "-01", 10: ""}
AGES = {
    "minimum_age": gettext_lazy("Lowest age to join"),
    "maximum_age": gettext_lazy("Highest age to join"),
}


@dataclass(frozen=True)
class Line:
    """One sentence: `lead`: `words`, safe for HTML. Where the registry's text changed, the old and the new one, too."""

    lead: str
    words: str
    texts: tuple[str, str] | None = None

    @property
    def differing(self) -> list[tuple[str, str]]:
        """The lines of the two texts that differ, in their order, each with "out" or "in"; none for very long ones."""
        if self.texts is None:
            return []
        old, new = ([line.strip() for line in text.splitlines() if line.strip()] for text in self.texts)
        if max(len(old), len(new)) > MOST_LINES_COMPARED:
            return []
        found: list[tuple[str, str]] = []
        for what, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what != "equal":
                found += [("out", line) for line in old[start:end]] + [("in", line) for line in new[new_start:new_end]]
        return found


@dataclass
class Update:
    """What the registry changed of one trial on one of its days; `day` is None where it gives none."""

    trial: Trial
    day: date | None
    seen: datetime
    lines: list[Line] = field(default_factory=list)
    sites: dict[str, list[Line]] = field(default_factory=dict)

    @property
    def site_lines(self) -> list[Line]:
        return [line for lines in self.sites.values() for line in lines]

    @property
    def sites_in_words(self) -> str:
        """`30 added, 12 removed, 1 with another status`"""
        counts = {kind: len(self.sites[kind]) for kind in SITE_KINDS if kind in self.sites}
        told_kinds = [_sites_counted(kind, number) for kind, number in counts.items()]
        return pgettext("between the parts of a list", ", ").join(told_kinds)

    @property
    def folds(self) -> bool:
        """Whether its sites stand behind a summary on the trial's page."""
        return bool(self.sites) and len(self.lines) + len(self.site_lines) > MOST_LINES

    @property
    def only_counted(self) -> bool:
        """Whether a list of many trials counts its sites and does not name them."""
        return len(self.site_lines) > MOST_SITES

    @property
    def length(self) -> int:
        return len(self.lines) + (1 if self.folds else len(self.site_lines))


@register.filter
def updates(changes: Iterable[Change]) -> list[Update]:
    """The changes gathered by trial and the registry's day, in the order in which these first come."""
    found: dict[tuple[int, date | None], Update] = {}
    for change in changes:
        day = change.registry_date
        update = found.setdefault((change.trial_id, day), Update(change.trial, day, change.found))
        if change.kind in SITE_KINDS:
            update.sites.setdefault(change.kind, []).append(_site(change))
        else:
            update.lines += told(change)
    return list(found.values())


@register.filter
def parted(all_updates: Sequence[Update]) -> tuple[Sequence[Update], Sequence[Update]]:
    """The newest updates, which are always seen, and the earlier ones, which fold where the list would be long."""
    room, shown = MOST_LINES, 0
    for update in all_updates:
        room -= update.length
        if room < 0 and shown:
            break
        shown += 1
    return all_updates[:shown], all_updates[shown:]


def told(change: Change) -> list[Line]:
    """What a change says, a sentence for each part of it."""
    before, after = change.before, change.after
    match change.kind:
        case ChangeKind.NEW:
            return [Line(_("New in the registry"), format_html(_("with the status “{status}”"), status=_status(after)))]
        case ChangeKind.STATUS:
            return [Line(_("Status"), _arrow(_status(before), _status(after)))]
        case ChangeKind.STAGE:
            return [Line(_("Stage"), _arrow(_stage(before), _stage(after)))]
        case ChangeKind.SPONSOR:
            return [Line(_("Sponsor"), _arrow(_theirs(before), _theirs(after)))]
        case ChangeKind.ENROLMENT:
            return [Line(_("Number of people"), _arrow(_number(before), _number(after)))]
        case ChangeKind.DATES:
            return [Line(lead, _arrow(*_parts(change, key, _day))) for key, lead in DATES.items() if key in after]
        case ChangeKind.ELIGIBILITY:
            return _who_can_join(change)
        case ChangeKind.VANISHED if after:
            words = _("the registry no longer lists this trial (since {day})")
            return [Line(pgettext("a trial, from the registry", "Gone"), format_html(words, day=_day(after)))]
        case ChangeKind.VANISHED:
            words = _("the registry lists this trial again (gone since {day})")
            return [Line(pgettext("a trial, in the registry", "Back"), format_html(words, day=_day(before)))]
    return [_site(change)]


def _who_can_join(change: Change) -> list[Line]:
    found = [Line(lead, _arrow(*_parts(change, key, _age))) for key, lead in AGES.items() if key in change.after]
    if "sex" in change.after:
        found.append(Line(_("Sex of those who can join"), _arrow(*_parts(change, "sex", sexes))))
    if "text" in change.after:
        texts = (change.before["text"] or "", change.after["text"] or "")
        found.append(Line(_("Who can join"), _("the registry’s text has changed"), texts))
    return found


def _site(change: Change) -> Line:
    site = change.after or change.before
    where = ", ".join(site[part] for part in ("facility", "city", "country") if site[part])
    place = _theirs(where) if where else _("a site without a name")
    lead = SITE_KINDS[change.kind]
    if change.kind == ChangeKind.SITE_STATUS:
        before, after = _parts(change, "status", _status)
        return Line(lead, format_html(_("{place}: {before} → {after}"), place=place, before=before, after=after))
    status = change.after["status"] if change.after else None
    if not status:
        return Line(lead, place)
    return Line(lead, format_html(_("{place} ({status})"), place=place, status=_status(status)))


def _sites_counted(kind: str, number: int) -> str:
    sentences = {
        ChangeKind.SITE_ADDED: npgettext("sites", "%(n)s added", "%(n)s added", number),
        ChangeKind.SITE_REMOVED: npgettext("sites", "%(n)s removed", "%(n)s removed", number),
        ChangeKind.SITE_STATUS: npgettext("sites", "%(n)s with another status", "%(n)s with another status", number),
    }
    return sentences[kind] % {"n": number}


def _parts(change: Change, key: str, words: Callable[[str | None], str]) -> tuple[str, str]:
    return words(change.before[key]), words(change.after[key])


def _arrow(before: str, after: str) -> str:
    return format_html(_("{before} → {after}"), before=before, after=after)


def _theirs(text: str | None) -> str:
    """The registry's own words."""
    return format_html('<bdi lang="en">{}</bdi>', text) if text else NOT_STATED


def _number(number: int | None) -> str:
    return NOT_STATED if number is None else str(number)


def _status(word: str | None) -> str:
    """In plain words; one that the registry has not had before is spelled out as it is."""
    return status_words(word or "") if not word or word in STATUSES else _theirs(status_words(word))


def _stage(slug: str | None) -> str:
    return Stage(slug).label if slug in Stage.values else _theirs(slug)


def _age(text: str | None) -> str:
    """The registry writes `18 Years`, `6 Months`; what it may write otherwise stays as it is."""
    if not text:
        return _("no limit stated")
    number, unit = text.split(" ", 1) if " " in text else ("", text)
    if not number.isdigit():
        return _theirs(text)
    sentences = {
        "year": ngettext("%(number)s year", "%(number)s years", int(number)),
        "month": ngettext("%(number)s month", "%(number)s months", int(number)),
        "week": ngettext("%(number)s week", "%(number)s weeks", int(number)),
        "day": ngettext("%(number)s day", "%(number)s days", int(number)),
    }
    sentence = sentences.get(unit.lower().removesuffix("s"))
    return sentence % {"number": int(number)} if sentence else _theirs(text)


def _day(text: str | None) -> str:
    """`2026-05` is `May 2026`."""
    if not text:
        return NOT_STATED
    return exact_date(date.fromisoformat(text + DATE_ENDS[len(text)]), PRECISIONS[len(text)])
