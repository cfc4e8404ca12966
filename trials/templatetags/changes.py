"""What changed in the registry, in plain words: `Status: recruiting → finished`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher

from django import template

from trials.models import Change, ChangeKind, Stage, Trial
from trials.models.status import status_words
from trials.templatetags.wording import NOT_STATED, exact_date, sexes

register = template.Library()
MOST_LINES = 12  # of a list that does not fold
MOST_SITES = 4  # that a list of many trials names one by one
MOST_LINES_COMPARED = 1_000  # of a text; comparing more takes too long for a page
SITE_KINDS = {
    ChangeKind.SITE_ADDED: ("A site was added", "added"),
    ChangeKind.SITE_REMOVED: ("A site was removed", "removed"),
    ChangeKind.SITE_STATUS: ("A site’s status", "with another status"),
}
DATES = {"start": "Start", "primary_completion": "Main measurements until", "completion": "End"}
PRECISIONS = {4: "year", 7: "month", 10: "day"}  # by the length of what the registry writes
DATE_ENDS = {4: "-01-01", 7: "-01", 10: ""}
AGES = {"minimum_age": "Lowest age to join", "maximum_age": "Highest age to join"}


@dataclass(frozen=True)
class Line:
    """One sentence: `lead`: `words`. Where the registry's text changed, the old and the new one, too."""

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
        told_kinds = [(kind, words) for kind, (_, words) in SITE_KINDS.items() if kind in self.sites]
        return ", ".join(f"{len(self.sites[kind])} {words}" for kind, words in told_kinds)

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
            return [Line("New in the registry", f"status {status_words(after or '')}")]
        case ChangeKind.STATUS:
            return [Line("Status", _arrow(status_words(before or ""), status_words(after or "")))]
        case ChangeKind.STAGE:
            return [Line("Stage", _arrow(_stage(before), _stage(after)))]
        case ChangeKind.SPONSOR:
            return [Line("Sponsor", _arrow(before, after))]
        case ChangeKind.ENROLMENT:
            return [Line("Number of people", _arrow(before, after))]
        case ChangeKind.DATES:
            return [Line(name, _arrow(*_parts(change, key, _day))) for key, name in DATES.items() if key in after]
        case ChangeKind.ELIGIBILITY:
            return _who_can_join(change)
        case ChangeKind.VANISHED if after:
            return [Line("Gone", f"the registry no longer lists this trial (since {_day(after)})")]
        case ChangeKind.VANISHED:
            return [Line("Back", f"the registry lists this trial again (gone since {_day(before)})")]
    return [_site(change)]


def _who_can_join(change: Change) -> list[Line]:
    found = [
        Line(name, _arrow(*_parts(change, key, lambda age: age.lower() if age else "no limit stated")))
        for key, name in AGES.items()
        if key in change.after
    ]
    if "sex" in change.after:
        found.append(Line("Sex of those who can join", _arrow(*_parts(change, "sex", sexes))))
    if "text" in change.after:
        texts = (change.before["text"] or "", change.after["text"] or "")
        found.append(Line("Who can join", "the registry’s text has changed", texts))
    return found


def _site(change: Change) -> Line:
    site = change.after or change.before
    where = ", ".join(site[part] for part in ("facility", "city", "country") if site[part]) or "a site without a name"
    lead = SITE_KINDS[change.kind][0]
    if change.kind == ChangeKind.SITE_STATUS:
        return Line(lead, f"{where}: {_arrow(*_parts(change, 'status', lambda status: status_words(status or '')))}")
    status = change.after["status"] if change.after else None
    return Line(lead, where + (f" ({status_words(status)})" if status else ""))


def _parts(change: Change, key: str, words: Callable[[str | None], str]) -> tuple[str, str]:
    return words(change.before[key]), words(change.after[key])


def _arrow(before: object, after: object) -> str:
    return " → ".join(NOT_STATED if one in (None, "") else str(one) for one in (before, after))


def _stage(slug: str | None) -> str:
    label = Stage(slug).label if slug in Stage.values else slug or NOT_STATED
    return label[0].lower() + label[1:]


def _day(text: str | None) -> str:
    """`2026-05` is `May 2026`."""
    if not text:
        return NOT_STATED
    return exact_date(date.fromisoformat(text + DATE_ENDS[len(text)]), PRECISIONS[len(text)])
