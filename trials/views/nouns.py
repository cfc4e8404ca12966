"""The pages of what trials are about: conditions, autoantibodies, products, places."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from conditions.models import Autoantibody, Condition, Name
from trials.labels.folding import fold
from trials.models import Country, Modality, Site, Statement, Therapy, Trial, TrialSite
from trials.models.status import OPEN, OPEN_STATUSES
from trials.search.facets import facet
from trials.search.index import NOBODY, Index, current_index
from trials.search.places import find_place, miles_between
from trials.templatetags.wording import site_standing
from trials.views.shared import search_for, trials_beside

SAME_TOWN = 25  # miles: a town of that name further from a site is another one
Named = TypeVar("Named", Condition, Autoantibody)


@require_safe
def condition_tree(request: HttpRequest) -> HttpResponse:
    """Every condition of the field under its parent, with its trials and those that say that they recruit."""
    index = current_index()
    conditions = _by_shown_name(Condition.objects.of_the_field().prefetch_related("autoantibodies"))
    for place, one in enumerate(_with_counts(conditions, index)):
        one.tree_ordering = place
    return render(request, "conditions/tree.html", {"conditions": conditions})


@require_safe
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    """A condition: what is tested for it and where, its antibodies, what is wider and narrower, its trials."""
    found = Condition.objects.filter(slug=slug).select_related("source").first()
    if found is None:
        return redirect("condition", _slug_of_condition(slug), permanent=True)
    search = search_for(condition=slug)
    recruiting = search.index.members["condition"].get(slug, NOBODY) & search.index.standing[OPEN]
    return render(
        request,
        "conditions/condition.html",
        {
            "condition": found,
            "ancestors": _with_counts(found.ancestors(), search.index),
            "children": _with_counts(_by_shown_name(Condition.objects.filter(parent=found)), search.index),
            "names": _names_to_show(found.terms.all()),
            "autoantibodies": _by_shown_name(found.autoantibodies.all()),
            "statements": found.statements.select_related("source"),
            "tested": [facet(search, name) for name in ("target", "modality", "stage")],
            "countries": _countries_that_recruit(recruiting),
            "wider": len(search.index.wider(slug)),
            **trials_beside(search),
        },
    )


def _countries_that_recruit(trials: Iterable[int]) -> list[Country]:
    """The countries with sites that take people for one of these trials, which all do: those with the most `sites`
    lead. A site without a status of its own takes people as its trial does."""
    taking = Q(sites__trial_sites__trial__in=list(trials), sites__trial_sites__status__in=["", *OPEN_STATUSES])
    counted = Country.objects.annotate(sites_taking=Count("sites", filter=taking, distinct=True))
    return sorted(counted.filter(sites_taking__gt=0), key=lambda one: (-one.sites_taking, fold(one.name_i18n)))


def _by_shown_name(rows: Iterable[Named]) -> list[Named]:
    """The rows in the order of the names that the page shows, in its language; accents do not count."""
    return sorted(rows, key=lambda row: fold(row.name_i18n))


def _with_counts(conditions: Iterable[Condition], index: Index) -> list[Condition]:
    """The conditions with `total`, the trials of each and its kinds, and `recruiting`, those that say so."""
    recruiting = index.members["status"].get("recruiting", NOBODY)
    conditions = list(conditions)
    for one in conditions:
        trials = index.members["condition"].get(one.slug, NOBODY)
        one.total, one.recruiting = len(trials), len(trials & recruiting)
    return conditions


def _names_to_show(names: Iterable[Name]) -> list[Name]:
    """The other names that a reader may meet; patients' words only help a search."""
    return [name for name in names if name.use != Name.Use.SEARCH]


def _slug_of_condition(name: str) -> str:
    """The address of the condition that has `name` in another form, or among its other names. Raises Http404."""
    found = current_index().choices.find_condition(name)
    if found is None:
        raise Http404(f"no condition called {name}")
    return found


@require_safe
def autoantibody(request: HttpRequest, slug: str) -> HttpResponse:
    """An antibody, the conditions that it marks, and the trials that ask for it."""
    found = get_object_or_404(Autoantibody.objects.select_related("source"), slug=slug)
    return render(
        request,
        "conditions/autoantibody.html",
        {
            "autoantibody": found,
            "names": _names_to_show(found.names.all()),
            "conditions": _by_shown_name(found.conditions.all()),
            "therapies": Therapy.objects.filter(targets__autoantigen=True, targets__name__iexact=found.antigen),
            "statements": Statement.objects.filter(
                condition__in=found.conditions.all(),
                field="key autoantibody",
                value__icontains=found.name.split(" (")[0],
            ).select_related("source", "condition"),
            **trials_beside(search_for(autoantibody=slug)),
        },
    )


@require_safe
def therapy_list(request: HttpRequest) -> HttpResponse:
    """Every named product that a shown trial tests, by kind of therapy: the kinds with most products first."""
    trials = current_index().members["therapy"]
    tested = Therapy.objects.filter(slug__in=[slug for slug, found in trials.items() if found])
    by_kind: dict[Modality | None, list[Therapy]] = {}
    for product in sorted(
        tested.select_related("modality").prefetch_related("targets"), key=lambda one: fold(one.name)
    ):
        product.found = len(trials[product.slug])
        by_kind.setdefault(product.modality, []).append(product)
    groups = sorted(by_kind.items(), key=lambda group: (group[0] is None, -len(group[1])))
    return render(request, "trials/therapies.html", {"groups": groups, "total": sum(map(len, by_kind.values()))})


@require_safe
def therapy(request: HttpRequest, slug: str) -> HttpResponse:
    """A product: what it binds, whose cells it uses, who develops it, and its trials."""
    found = get_object_or_404(
        Therapy.objects.select_related("modality", "source").prefetch_related("targets", "names"), slug=slug
    )
    return render(
        request,
        "trials/therapy.html",
        {
            "therapy": found,
            "names": _names_to_show(found.names.all()),
            "statements": found.statements.select_related("source"),
            **trials_beside(search_for(therapy=slug)),
        },
    )


@require_safe
def site(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """A place and the trials that run there, each with its status at this place."""
    found = get_object_or_404(Site.objects.select_related("country"), pk=pk)
    if slug != found.slug:
        return redirect(found, permanent=True)
    shown = Trial.objects.shown().with_labels()
    places = TrialSite.objects.filter(site=found, trial__in=Trial.objects.shown()).prefetch_related(
        Prefetch("trial", shown), "contacts"
    )
    return render(
        request,
        "trials/site.html",
        {
            "site": found,
            "near": _near(found),
            "places": sorted(places, key=lambda place: (site_standing(place.trial, place).rank, place.trial.slug)),
            "statements": found.statements.select_related("source"),
        },
    )


def _near(site: Site) -> str:
    """What the map can be asked for to show the place: its town, or where it lies; empty where neither is known."""
    if site.latitude is None:
        return ""
    for region in filter(None, (site.state, site.country and site.country.name)):
        words = f"{site.city}, {region}"
        town = find_place(words)
        if town and miles_between(town.latitude, town.longitude, site.latitude, site.longitude) < SAME_TOWN:
            return words
    return f"{site.latitude}, {site.longitude}"
