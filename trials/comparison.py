"""Some trials side by side: row by row one fact of each, what the records are silent about, and where they differ."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sources.models import Source
from trials.models import Statement, Trial, TrialSite
from trials.models.status import DOUBT, OPEN, SHUT, status_words
from trials.sources import speaker
from trials.templatetags.burden import PARTS, Line, by_role, takes
from trials.templatetags.joining import Joining, Side, joining
from trials.templatetags.wording import ages, exact_date, sexes, site_standing, standing_now, whose_cells
from trials.whereabouts import SiteShown

COUNTRIES_NAMED = 6
Said = str | tuple  # what one trial says; empty where it is silent


@dataclass(frozen=True)
class Status:
    """Whether a trial takes people, the registry's own word where it says more, and of when it is."""

    standing: object
    word: str
    dated: str


@dataclass(frozen=True)
class Fact:
    """One row: what each trial says, in the order of the trials. `kind` is how it is drawn."""

    label: str
    kind: str
    said: Sequence[Said | Status | SiteShown | None]
    differs: bool


@dataclass(frozen=True)
class Section:
    label: str
    note: str
    facts: list[Fact]


def held(pks: Sequence[int]) -> list[Trial]:
    """The trials in the order of `pks` with all that is compared, in a fixed number of queries."""
    found = (
        Trial.objects.with_labels()
        .prefetch_related(
            Prefetch("trial_sites", TrialSite.objects.select_related("site__country")),
            Prefetch(
                "autoantibody_labels",
                Trial.objects.labels("autoantibody_labels")
                .select_related("autoantibody")
                .order_by("autoantibody__name"),
            ),
            Prefetch("burden_labels", Trial.objects.labels("burden_labels")),
            Prefetch("statements", Statement.objects.select_related("source")),
        )
        .in_bulk(pks)
    )
    return [found[pk] for pk in pks if pk in found]


def sections(trials: Sequence[Trial], nearest: Mapping[int, SiteShown | None] | None = None) -> list[Section]:
    """Everything that is compared. `nearest`: the nearest site of each trial, where a place was asked for."""
    found = [
        Section(_("What it tests"), "", list(_tested(trials))),
        Section(
            _("Who can join"),
            _("The points are counted by our rules in the registry’s text. The text stands on each trial’s page."),
            [*_joining(trials), *_counted([joining(one.eligibility) for one in trials])],
        ),
        Section(
            _("What it takes"),
            _("In our words, from the registry’s record. Each trial’s page shows the registry’s own words."),
            list(_taken(trials)),
        ),
        Section(_("Where"), "", list(_places(trials, nearest))),
        Section(_("Who runs it, and when"), "", list(_running(trials))),
    ]
    return [one for one in found if one.facts]


def only_differing(found: Iterable[Section]) -> list[Section]:
    """The sections without the rows in which all trials say the same."""
    kept = (Section(one.label, one.note, [fact for fact in one.facts if fact.differs]) for one in found)
    return [one for one in kept if one.facts]


def _fact(label: str, kind: str, said: Iterable, key: Callable = lambda one: one) -> Fact:
    values = list(said)
    return Fact(label, kind, values, len({key(one) for one in values}) > 1)


def _tested(trials: Sequence[Trial]) -> Iterator[Fact]:
    yield _fact(_("Does it take people?"), "status", map(_status, trials), lambda one: (one.standing.slug, one.word))
    yield _fact(_("Stage"), "words", (one.stage and str(one.get_stage_display()) for one in trials))
    yield _fact(_("Diseases"), "lines", (_names(one.condition_labels.all(), "condition") for one in trials))
    yield _fact(_("Targets"), "plates", (_names(one.target_labels.all(), "target") for one in trials))
    yield _fact(_("Kind of therapy"), "lines", (_names(one.modality_labels.all(), "modality") for one in trials))
    yield _fact(_("Whose cells"), "words", (whose_cells(one.cell_source) for one in trials))


def _joining(trials: Sequence[Trial]) -> Iterator[Fact]:
    limited = (ages(one) if one.minimum_age or one.maximum_age else "" for one in trials)
    yield _fact(_("Ages"), "words", limited)
    yield _fact(_("Sex"), "words", (sexes(one.sex) if one.sex else "" for one in trials))
    yield _fact(_("Antibodies"), "lines", (_antibodies(one) for one in trials))


def _counted(asked: Sequence[Joining]) -> Iterator[Fact]:
    yield _fact(_("Points that must be true of you"), "points", (_by_group(one.need) for one in asked))
    yield _fact(_("Points that keep people out"), "points", (_by_group(one.cannot) for one in asked))
    if any(one.neither for one in asked):
        label = _("Points of which the text does not say which of the two")
        yield _fact(label, "words", (_several(len(one.neither)) for one in asked))


def _taken(trials: Sequence[Trial]) -> Iterator[Fact]:
    """The parts of the way through a trial in their order."""
    told = [{str(part.name): part.lines for part in takes(one.burden_labels.all()).parts} for one in trials]
    for name in (str(name) for name, _kinds in PARTS):
        yield _fact(name, "lines", (_sentences(one.get(name, ())) for one in told))


def _places(trials: Sequence[Trial], nearest: Mapping[int, SiteShown | None] | None) -> Iterator[Fact]:
    if nearest is not None:
        yield _fact(_("Nearest site"), "site", (nearest.get(one.pk) for one in trials))
    yield _fact(_("Sites"), "words", (_sites(one) for one in trials))
    yield _fact(_("Countries"), "words", (_countries(one) for one in trials))


def _running(trials: Sequence[Trial]) -> Iterator[Fact]:
    yield _fact(_("Who runs it"), "registry", (one.sponsor.name if one.sponsor else "" for one in trials))
    yield _fact(_("People"), "words", (_people(one) for one in trials))
    yield _fact(_("Start"), "words", (_date(one.start, one.start_precision) for one in trials))
    ends = (_date(one.primary_completion, one.primary_completion_precision) for one in trials)
    yield _fact(_("Main measurements until"), "words", ends)
    yield _fact(_("Last changed in the registry"), "words", (_date(one.registry_updated) for one in trials))
    yield _fact(_("Last looked at by us"), "words", (_date(one.last_checked) for one in trials))


def _status(trial: Trial) -> Status:
    found = standing_now(trial)
    if trial.vanished:
        since = _("since %(date)s") % {"date": _date(trial.vanished)}
        return Status(found, "", since)
    word = status_words(trial.status) if trial.status and found.slug in (SHUT.slug, DOUBT.slug) else ""
    return Status(found, word, _whose_word(trial))


def _whose_word(trial: Trial) -> str:
    """Who says whether it takes people, and of when that is."""
    statement = speaker(trial, "status")
    if statement and statement.source.kind == Source.Kind.EDITOR:
        return _("an editor’s word of %(date)s") % {"date": _date(statement.said_on or statement.made_at.date())}
    if statement or not trial.last_checked:
        return _("the article’s word") if trial.status or trial.stage == "preclinical" else ""
    day = _date(trial.verified, trial.verified_precision or "day") or _date(trial.registry_updated)
    return _("the registry’s word of %(date)s") % {"date": day} if day else ""


def _date(day: object, precision: str = "day") -> str:
    return exact_date(day, precision or "day") if day else ""


def _names(labels: Iterable, axis: str) -> tuple[str, ...]:
    """What the labels name, in the page's language where the vocabulary has it; leading kinds of therapy alone."""
    those = list(labels)
    if axis == "modality":
        those = [one for one in those if one.leading] or those
    named = (getattr(one, axis) for one in those)
    return tuple(str(one.name if axis == "target" else one.name_i18n) for one in named)


def _antibodies(trial: Trial) -> tuple[str, ...]:
    """`You need this antibody: Anti-MuSK`"""
    return tuple(
        _("%(role)s: %(antibodies)s") % {"role": role, "antibodies": ", ".join(_names(labels, "autoantibody"))}
        for role, labels in by_role(list(trial.autoantibody_labels.all()))
    )


def _sentences(lines: Iterable[Line]) -> tuple[str, ...]:
    exceptions = _("There may be exceptions.")
    return tuple(f"{one.sentence} {exceptions}" if one.partial else str(one.sentence) for one in lines)


def _by_group(side: Side) -> tuple[str, ...]:
    """How many in all, then by what they are about: `14 points`, `Infections: 2`; and whether some may be for some
    people only. Nothing where there are none."""
    if not side.count:
        return ()
    lines = [_("%(group)s: %(n)s") % {"group": one.title, "n": len(one.criteria)} for one in side.groups]
    if side.parts > 1:
        lines.append(_("In %(n)s parts. A part may be for one group of people only.") % {"n": side.parts})
    return (_several(side.count), *lines)


def _several(points: int) -> str:
    return ngettext("%(n)s point", "%(n)s points", points) % {"n": points} if points else ""


def _sites(trial: Trial) -> str:
    places = trial.trial_sites.all()
    if not places:
        return ""
    total, taking = len(places), sum(site_standing(trial, one).slug == OPEN.slug for one in places)
    listed = ngettext("%(n)s site listed", "%(n)s sites listed", total) % {"n": total}
    open_ones = ngettext("%(n)s takes people now", "%(n)s take people now", taking) % {"n": taking}
    return _("%(listed)s; %(taking)s") % {"listed": listed, "taking": open_ones}


def _countries(trial: Trial) -> str:
    places = Counter(str(one.site.country.name_i18n) for one in trial.trial_sites.all() if one.site.country)
    named = ", ".join(sorted(name for name, _number in places.most_common(COUNTRIES_NAMED)))
    if len(places) <= COUNTRIES_NAMED:
        return named
    more = len(places) - COUNTRIES_NAMED
    return ngettext("%(named)s and %(n)s more country", "%(named)s and %(n)s more countries", more) % {
        "named": named,
        "n": more,
    }


def _people(trial: Trial) -> str:
    if trial.enrolment is None:
        return ""
    said = _("%(n)s took part") if trial.enrolment_is_actual else _("%(n)s planned")
    return said % {"n": trial.enrolment}
