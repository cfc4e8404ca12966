"""What can be narrowed further: each choice with its count under all the other choices, in one query."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.http import QueryDict

from trials.filters import UNKNOWN_TARGET, TrialFilter
from trials.models import Stage, TrialModality, TrialSite
from trials.models.querysets import TrialQuerySet
from trials.models.status import STATUSES, status_slug, status_words
from trials.search.choices import Choice

NAMES = {
    "condition": "Condition",
    "target": "What the cells target",
    "modality": "Kind of therapy",
    "stage": "Stage",
    "status": "Status",
    "country": "Country",
}
SHOWN_AT_ONCE = 8


@dataclass(frozen=True)
class FacetChoice:
    """One line of a facet: what it is called, and how many trials it would leave under all other choices."""

    slug: str
    name: str
    count: int
    chosen: bool
    depth: int


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[FacetChoice]

    @property
    def first(self) -> list[FacetChoice]:
        """The choices that are always seen: the leading ones, and every chosen one."""
        return [c for n, c in enumerate(self.choices) if n < SHOWN_AT_ONCE or c.chosen]

    @property
    def rest(self) -> list[FacetChoice]:
        return [c for n, c in enumerate(self.choices) if n >= SHOWN_AT_ONCE and not c.chosen]


def facets(search: TrialFilter) -> list[Facet]:
    """Every facet of a search whose values are all known."""
    counted = _counts(search)
    return [Facet(name, NAMES[name], list(_choices(search, name, counted[name]))) for name in TrialFilter.FACETS]


def chosen_slugs(search: TrialFilter, name: str) -> list[str]:
    """The values of one filter that stand in the address and are known, as their entries' own slugs, each once."""
    chosen = search.form.cleaned_data.get(name) or {}
    slugs = list(chosen)
    if name == "condition":
        slugs = [found.slug for found in chosen.values()]
    if name == "target":
        slugs = ["-".join(sorted(_antigens(search, slug))) or slug for slug in chosen]
    return list(dict.fromkeys(slugs))


def _antigens(search: TrialFilter, slug: str) -> set[str]:
    """The antigens that a target's slug stands for; none where it stands for something else."""
    return {antigen.slug for antigen in search.choices.find_targets(slug) or []}


@dataclass(frozen=True)
class Chip:
    """A part of the search as it was understood, with the address of the search without it."""

    label: str
    name: str
    url: str


def chips(search: TrialFilter) -> list[Chip]:
    """Everything that narrows the search, in the form's order."""
    found = []
    if words := search.form.cleaned_data.get("q"):
        found.append(Chip("Words", f"“{words}”", _address(search.data, "q", [])))
    for name in TrialFilter.FACETS:
        chosen = chosen_slugs(search, name)
        for slug in chosen:
            rest = [one for one in chosen if one != slug]
            found.append(Chip(NAMES[name], _title(search, name, slug), _address(search.data, name, rest)))
    return found


def lifts(search: TrialFilter) -> list[tuple[str, int, str]]:
    """For a search that finds nothing: each filter that stands in the way alone, as (its label, what the search would
    find without it, that search's address), the one that finds most first. A value that is not known stands in the
    way of all others."""
    wrong = list(search.form.errors)
    active = wrong or [name for name, value in search.form.cleaned_data.items() if value]
    if not active or len(wrong) > 1:
        return []
    parts = [
        search.without(name)
        .order_by()
        .annotate(facet=Value(name, output_field=TextField()))
        .values("facet")
        .annotate(found=Count("pk"))
        .values_list("facet", "found")
        for name in active
    ]
    counts = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    labels = {"q": "Words", **NAMES}
    found = [(labels[name], count, _address(search.data, name, [])) for name, count in counts if count]
    return sorted(found, key=lambda one: -one[1])


def _choices(search: TrialFilter, name: str, counts: Counter[str]) -> Iterator[FacetChoice]:
    chosen = chosen_slugs(search, name)
    lines = _lines(search, name, counts)
    shown = {slug for slug, _, _ in lines}
    lines += [(slug, _title(search, name, slug), 0) for slug in chosen if slug not in shown]
    for slug, title, depth in lines:
        yield FacetChoice(slug, title, counts[slug], slug in chosen, depth)


def _lines(search: TrialFilter, name: str, counts: Counter[str]) -> list[tuple[str, str, int]]:
    """Slug, title and depth of each choice that finds something, in the order that helps most."""
    if name == "condition":
        return [
            line
            for top in _by_count(search.choices.children.get("", []), counts)
            for line in _branch(search, top, counts, 0)
        ]
    if name == "stage":
        return [(slug, label, 0) for slug, label in Stage.choices if counts[slug]]
    if name == "status":
        slugs = [status_slug(status) for status in STATUSES]
        return [(slug, _title(search, name, slug), 0) for slug in slugs if counts[slug]]
    return [(slug, _title(search, name, slug), 0) for slug in _by_count(counts, counts)]


def _branch(search: TrialFilter, slug: str, counts: Counter[str], depth: int) -> Iterator[tuple[str, str, int]]:
    yield slug, search.choices.condition[slug].name, depth
    for child in _by_count(search.choices.children.get(slug, []), counts):
        yield from _branch(search, child, counts, depth + 1)


def _by_count(slugs: object, counts: Counter[str]) -> list[str]:
    return sorted(
        (slug for slug in slugs if counts[slug]),
        key=lambda slug: (slug == UNKNOWN_TARGET, -counts[slug], slug),
    )


def _title(search: TrialFilter, name: str, slug: str) -> str:
    choices = search.choices
    if name == "stage":
        return Stage(slug).label
    if name == "status":
        return status_words(slug.upper().replace("-", "_")).capitalize()
    if name == "target":
        if slug == UNKNOWN_TARGET:
            return "Not stated"
        if antigens := choices.find_targets(slug):
            return " + ".join(antigen.name for antigen in antigens)
        return choices.modality[slug].name
    return getattr(choices, name)[slug].name


def _address(data: QueryDict, name: str, slugs: list[str]) -> str:
    changed = data.copy()
    changed.setlist(name, slugs)
    changed.pop("page", None)
    return "?" + changed.urlencode()


# --- counting


def _counts(search: TrialFilter) -> dict[str, Counter[str]]:
    every = search.without("").order_by()
    chosen = search.form.cleaned_data
    rows = {name: search.without(name).order_by() if chosen.get(name) else every for name in TrialFilter.FACETS}
    parts = [
        _grouped("condition", rows["condition"], _joined(rows["condition"], "condition_labels", "condition__slug")),
        _grouped("target", rows["target"], _joined(rows["target"], "target_labels", "target__slug")),
        _grouped("stage", rows["stage"], "stage"),
        _grouped("status", rows["status"], "status"),
        _linked("modality", TrialModality.objects.filter(vetoed=False), rows["modality"], "modality__slug"),
        _linked(
            "country",
            TrialSite.objects.filter(site__country__isnull=False),
            rows["country"],
            "site__country__slug",
        ),
        *(_of_kind(rows["target"], search.choices.modality[slug]) for slug in _kinds_as_targets(search)),
    ]
    counted = list(parts[0].union(*parts[1:], all=True))
    together = _together(search, [key.split() for name, key, _ in counted if name == "target" and key])
    found: dict[str, Counter[str]] = {name: Counter() for name in TrialFilter.FACETS}
    for name, key, count in counted:
        for slug in _stands_for(search, name, key or "", together):
            found[name][slug] += count
    return found


def _kinds_as_targets(search: TrialFilter) -> list[str]:
    """Kinds of therapy that were chosen as a target (`caar-t`)."""
    return [slug for slug in chosen_slugs(search, "target") if slug in search.choices.modality]


def _together(search: TrialFilter, bound: list[list[str]]) -> dict[str, set[str]]:
    """Antigens that a trial binds together, or that were chosen together, by the slug of that choice."""
    sets = [set(antigens) for antigens in bound]
    sets += [_antigens(search, slug) for slug in chosen_slugs(search, "target")]
    return {"-".join(sorted(antigens)): antigens for antigens in sets if len(antigens) > 1}


def _stands_for(search: TrialFilter, name: str, key: str, together: dict[str, set[str]]) -> set[str]:
    """The choices that a trial with this key counts under: a disease counts for those above it too."""
    if name == "condition":
        return {above for slug in key.split() for above in search.choices.lineage(slug)}
    if name == "target":
        antigens = set(key.split())
        return {*antigens, *(slug for slug, both in together.items() if both <= antigens)} or {UNKNOWN_TARGET}
    if name == "status":
        return {status_slug(key)} if key in STATUSES else set()
    return {key} if key else set()


def _joined(trials: TrialQuerySet, labels: str, slug: str) -> Subquery:
    """All of a trial's labels of one kind as one text, so that a trial is counted once."""
    of_trial = trials.labels(labels).filter(trial=OuterRef("pk")).order_by().values("trial")
    joined = of_trial.annotate(joined=StringAgg(slug, " ", order_by=slug)).values("joined")
    return Subquery(joined, output_field=TextField())


def _of_kind(trials: TrialQuerySet, kind: Choice) -> QuerySet:
    """A kind of therapy counted as a target."""
    return _grouped("target", trials.of_any_kind([kind.pk]), Value(kind.slug, output_field=TextField()))


def _grouped(name: str, trials: TrialQuerySet, key: str | Subquery | Value) -> QuerySet:
    return (
        trials.annotate(facet_key=_column(key) if isinstance(key, str) else key)
        .values("facet_key")
        .annotate(facet=Value(name, output_field=TextField()), found=Count("pk"))
        .values_list("facet", "facet_key", "found")
    )


def _column(name: str) -> Cast:
    return Cast(name, TextField())


def _linked(name: str, links: QuerySet, trials: TrialQuerySet, slug: str) -> QuerySet:
    return (
        links.filter(trial__in=trials.values("pk"))
        .order_by()
        .values(facet_key=_column(slug))
        .annotate(facet=Value(name, output_field=TextField()), found=Count("trial", distinct=True))
        .values_list("facet", "facet_key", "found")
    )
