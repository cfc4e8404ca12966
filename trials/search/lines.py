"""What a list says of each of its trials beside the trial's own columns, read for one page in a few queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pyroaring import BitMap

from trials.models import Trial
from trials.models.querysets import OF_A_LINE
from trials.models.status import OPEN
from trials.search.facts import OPEN_AT_A_SITE
from trials.search.index import NOBODY, current_index
from trials.search.miles import MILES
from trials.search.places import told
from trials.templatetags.sentences import all_of

if TYPE_CHECKING:
    from trials.filters import TrialFilter

# What is said of a trial and of what, by primary key; the words that earned it and where they stand; whether it leads;
# of a country, how many sites.
SAID = """
    SELECT 'condition', trial_id, condition_id, evidence, field, true, 0 FROM trials_trialcondition
     WHERE NOT vetoed AND trial_id = ANY(%(trials)s)
    UNION ALL SELECT 'target', trial_id, target_id, evidence, field, true, 0 FROM trials_trialtarget
     WHERE NOT vetoed AND trial_id = ANY(%(trials)s)
    UNION ALL SELECT 'modality', trial_id, modality_id, evidence, field, "leading", 0 FROM trials_trialmodality
     WHERE NOT vetoed AND trial_id = ANY(%(trials)s)
    UNION ALL SELECT 'therapy', trial_id, therapy_id, evidence, field, true, 0 FROM trials_trialtherapy
     WHERE NOT vetoed AND trial_id = ANY(%(trials)s)
    UNION ALL SELECT 'autoantibody', trial_id, autoantibody_id, evidence, field, true, 0 FROM trials_trialautoantibody
     WHERE NOT vetoed AND role <> 'excluded' AND trial_id = ANY(%(trials)s)
    UNION ALL SELECT 'country', trial_id, country_id, '', '', true, count(*) FROM trials_trialsite
      JOIN trials_site ON trials_site.id = site_id WHERE trial_id = ANY(%(trials)s) GROUP BY trial_id, country_id
"""
NEAREST = """
    SELECT DISTINCT ON (trial_id) trial_id, site_id, facility, city, takes, miles
      FROM (SELECT trial_id, site_id, facility, city,
                   status = ANY(%(open)s) AND trial_id = ANY(%(recruiting)s) AS takes,
                   {miles} AS miles
              FROM trials_trialsite JOIN trials_site ON trials_site.id = site_id
             WHERE trial_id = ANY(%(trials)s) AND latitude IS NOT NULL) AS sites
     ORDER BY trial_id, NOT takes, miles
"""
EDITOR = "an editor"  # says that a trial takes people with several diseases: there are no words of the registry
BECAUSE = ("condition", "autoantibody", "therapy", "modality")  # what a result can be here for, in this order


@dataclass(frozen=True)
class Label:
    axis: str
    name: str
    slug: str
    evidence: str
    field: str
    leading: bool


@dataclass(frozen=True)
class Nearest:
    """The nearest site that takes people; where none does, the nearest at all."""

    pk: int
    name: str
    takes: bool
    distance: str  # "about 12 miles", in the language of the page


@dataclass
class Line:
    """What a list says of one trial."""

    labels: dict[str, list[Label]] = field(default_factory=lambda: defaultdict(list))
    record: str = ""  # all that its record says here, whoever asks: what is rendered of the very same is held
    sites: int = 0
    nearest: Nearest | None = None
    tier: str = ""  # "wider": it may take the patient, though it does not name the disease; "mentions": only words
    because: list[Label] = field(default_factory=list)  # the labels for which it is here
    several: str = ""  # the words by which a wider trial says that it takes people with several diseases
    by_product: bool = False  # its own record does not say whose cells are used: what is known of its product does
    holds: str = ""  # where its texts hold the words that were asked for
    carried: str = ""  # what its page is told of the search: "?near=Boston&age=14"

    @property
    def conditions(self) -> list[str]:
        return [label.name for label in self.labels["condition"]]

    @property
    def targets(self) -> list[str]:
        return [label.name for label in self.labels["target"]]

    @property
    def countries(self) -> list[str]:
        return [label.name for label in self.labels["country"]]

    @property
    def kinds(self) -> list[str]:
        kinds = self.labels["modality"]
        return [label.name for label in kinds if label.leading] or [label.name for label in kinds]

    @property
    def kinds_together(self) -> str:
        return all_of(self.kinds)


def lines(pks: Iterable[int], search: "TrialFilter | None" = None) -> list[Trial]:
    """The trials in the order of `pks`, each with its `line`, and without the long texts that no list shows.

    For the results of a `search`, a line says why it is there, and which site is the nearest.
    """
    wanted = list(pks)
    held = Trial.objects.for_lines().in_bulk(wanted)
    found = [held[pk] for pk in wanted if pk in held]
    read: dict[int, Line] = defaultdict(Line)
    choices = search.choices if search else current_index().choices
    language = get_language() or "en"
    with connection.cursor() as cursor:
        cursor.execute(SAID, {"trials": wanted})
        for axis, pk, about, evidence, where, leading, sites in cursor:
            line, choice = read[pk], choices.with_key(axis, about)
            line.sites += sites
            if choice:  # a site can be in no country that the registry names
                line.labels[axis].append(Label(axis, choice.name_in(language), choice.slug, evidence, where, leading))
    for line in read.values():
        for labels in line.labels.values():
            labels.sort(key=attrgetter("name"))
    for trial in found:
        trial.line = read[trial.pk]
    if search:
        carried = _carried(search)
        for trial in found:
            trial.line.carried = carried
        _say_why(found, search)
        if search.place:
            _find_nearest(found, search)
    for trial in found:
        trial.line.record = _of_its_record(trial)
    return found


def _of_its_record(trial: Trial) -> str:
    """What a list shows of the trial to everybody; nothing of the search, which is kept nowhere."""
    line, checked = trial.line, trial.last_checked
    own = [getattr(trial, name) for name in OF_A_LINE]
    sponsor = trial.sponsor.name if trial.sponsor else ""
    day = checked and timezone.localdate(checked)
    labels = line.conditions, line.targets, line.kinds, line.countries, line.sites
    return repr((own, sponsor, trial.standing.slug, day, labels, get_language()))


def _carried(search: "TrialFilter") -> str:
    """What a trial's page can tell more exactly if it is known: where somebody is, how old, and the sex."""
    said = {part.name: part.values[0] for part in search.understanding.parts if part.name in ("near", "age", "sex")}
    values = search.values
    chosen = {
        "near": search.data.get("near") if values.get("near") else None,
        "age": f"{values['age']:g}" if values.get("age") is not None else None,
        "sex": values.get("sex"),
    }
    known = {name: chosen[name] or said.get(name) for name in chosen}
    query = urlencode({name: value for name, value in known.items() if value})
    return f"?{query}" if query else ""


def _say_why(trials: Iterable[Trial], search: "TrialFilter") -> None:
    """Note what each trial is here for."""
    _, wider, mentions = search.tiers
    asked = {(part.name, slug) for part in search.understanding.parts for slug in part.values}
    asked |= {(name, slug) for name in ("condition", "therapy", "autoantibody") for slug in search.chosen(name)}
    known = search.index.members["cells by product"]
    by_product = BitMap.union(NOBODY, *(known.get(slug, NOBODY) for name, slug in asked if name == "cell_source"))
    for trial in trials:
        line = trial.line
        line.tier = "wider" if trial.pk in wider else "mentions" if trial.pk in mentions else ""
        line.because = [
            label for axis in BECAUSE for label in line.labels[axis]
            if _answers(search, axis, label.slug, asked, line.tier == "wider")
        ]  # fmt: skip
        if line.tier == "wider":
            _tell_baskets_apart(line, search.choices.baskets)
        line.by_product = trial.pk in by_product
        line.holds = line.tier if line.tier == "mentions" else _where(trial.pk, search)


def _tell_baskets_apart(line: Line, baskets: frozenset[str]) -> None:
    """Of a trial of several diseases that fact is told, not the name under which we keep it."""
    several = [label for label in line.because if label.axis == "condition" and label.slug in baskets]
    line.because = [label for label in line.because if label not in several]
    line.several = "; ".join(label.evidence for label in several) or (EDITOR if several else "")


def _answers(search: "TrialFilter", axis: str, slug: str, asked: set[tuple[str, str]], wider: bool) -> bool:
    """Whether a label is one that was asked for: itself, a kind of it, or in a wider trial what it is a kind of."""
    choices = search.choices
    if axis == "modality":
        return wider and any(slug in choices.leads.get((axis, one), ()) for name, one in asked if name == axis)
    if (axis, slug) in asked:
        return True
    if axis != "condition":
        return False
    if not wider:
        return any((axis, above) in asked for above in choices.lineage(slug))
    antibodies = [one for name, one in asked if name == "autoantibody"]
    marked = [disease for antibody in antibodies for disease in choices.leads.get((axis, antibody), ())]
    diseases = [one for name, one in asked if name == axis] + marked
    if any(disease in choices.lineage(slug) for disease in marked):
        return True
    return any(slug in choices.lineage(disease) or slug in choices.baskets for disease in diseases)


def _where(pk: int, search: "TrialFilter") -> str:
    hits = search.hits
    if not hits:
        return ""
    return "title" if pk in hits.title else "said" if pk in hits.said else "eligibility"


def _find_nearest(trials: Iterable[Trial], search: "TrialFilter") -> None:
    """Note the nearest site of each trial."""
    by_pk = {trial.pk: trial for trial in trials}
    recruiting = search.index.standing[OPEN]
    with connection.cursor() as cursor:
        cursor.execute(
            NEAREST.format(miles=MILES),
            {
                "trials": list(by_pk),
                "recruiting": [pk for pk in by_pk if pk in recruiting],
                "open": OPEN_AT_A_SITE,
                "latitude": search.place.latitude,
                "longitude": search.place.longitude,
            },
        )
        for pk, site, facility, city, takes, miles in cursor:
            name = ", ".join(filter(None, (facility, city))) or _("a site without a name")
            by_pk[pk].line.nearest = Nearest(site, name, takes, told(miles, search.distance.unit))
