"""The pages that show trials."""

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from conditions.models import Autoantibody, Condition
from sources.models import Source
from trials.filters import TrialFilter
from trials.models import (
    Contact,
    OldNumber,
    Site,
    Stage,
    Statement,
    SyncRun,
    Therapy,
    Trial,
    TrialSite,
)
from trials.search.facets import chips, facets, lifts
from trials.search.index import NOT_STATED, current_index, lines
from trials.sources import voices
from trials.templatetags.wording import site_standing

TRIALS_PER_PAGE = 20
TRIALS_ON_A_PAGE_BESIDE = 10


def search_for(**chosen: str) -> TrialFilter:
    """A search of our own over what patients see."""
    return TrialFilter(QueryDict(urlencode(chosen)))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The search box, the diseases as doors, and what is tested at which stage."""
    search = search_for()
    return render(
        request,
        "trials/home.html",
        {
            "doors": Condition.objects.filter(door__isnull=False).order_by("door"),
            "table": target_table(search),
            "trial_count": len(search.index.order),
            "recruiting_count": len(search.standing_for("status", "recruiting")),
            "last_run": SyncRun.objects.good().of_the_registry().first(),
        },
    )


def target_table(search: TrialFilter) -> dict:
    """Antigens × stages: how many trials; a trial with two antigens stands in both rows."""
    targets, stages = search.index.members["target"], search.index.members["stage"]
    columns = [(slug, name) for slug, name in (*Stage.choices, (NOT_STATED, "Not stated")) if slug in stages]
    rows = [
        {
            "slug": slug,
            "name": search.choices.target[slug].name if slug in search.choices.target else "Not stated",
            "total": len(trials),
            "cells": [(stage, len(trials & stages[stage])) for stage, _ in columns],
        }
        for slug, trials in targets.items()
        if trials and (slug in search.choices.target or slug == NOT_STATED)
    ]
    rows.sort(key=lambda row: (row["slug"] == NOT_STATED, -row["total"], row["name"]))
    return {"stages": columns, "rows": rows}


@require_safe
def trial_list(request: HttpRequest) -> HttpResponse:
    """The results of a search, with what can be narrowed or lifted."""
    search = TrialFilter(request.GET)
    results = search.results()
    page = Paginator(results, TRIALS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "trials/list.html",
        {
            "search": search,
            "page": page,
            "trials": lines(search.index, page.object_list),
            "total": len(results),
            "facets": facets(search),
            "chips": chips(search),
            "lifts": [] if results else lifts(search),
        },
    )


@require_safe
def trial(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that is held of one trial. An old or lower-case number leads to it."""
    held = (
        Trial.objects.with_labels()
        .prefetch_related(
            "collaborators",
            "interventions",
            Prefetch("contacts", Contact.objects.filter(trial_site=None)),
            Prefetch(
                "trial_sites",
                TrialSite.objects.select_related("site__country")
                .prefetch_related("contacts")
                .order_by("site__country__name", "site__state", "site__city", "site__facility"),
            ),
            Prefetch("statements", Statement.objects.select_related("source")),
            Prefetch("therapy_labels", Trial.objects.labels("therapy_labels").select_related("therapy")),
            Prefetch(
                "autoantibody_labels",
                Trial.objects.labels("autoantibody_labels").select_related("autoantibody"),
            ),
        )
        .filter(slug__iexact=slug)
        .first()
    )
    if held is None:
        old = get_object_or_404(OldNumber.objects.select_related("trial"), nct_id=slug.upper())
        return redirect(old.trial, permanent=True)
    if held.slug != slug:
        return redirect(held, permanent=True)
    heard = voices(held.statements.all())
    return render(
        request,
        "trials/trial.html",
        {
            "trial": held,
            "voices": heard,
            "article": [one for one in held.statements.all() if one.source.kind == Source.Kind.ARTICLE],
        },
    )


@require_safe
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    """A condition with its antibodies, its kinds, what is tested for it, and what the article said."""
    found = Condition.objects.filter(slug=slug).select_related("parent", "source").first()
    if found is None:
        return redirect("condition", _slug_of_condition(slug), permanent=True)
    search = search_for(condition=slug)
    return render(
        request,
        "conditions/condition.html",
        {
            "condition": found,
            "ancestors": found.ancestors(),
            "children": Condition.objects.filter(parent=found),
            "names": found.terms.all(),
            "autoantibodies": found.autoantibodies.all(),
            "statements": found.statements.select_related("source"),
            "targets": next(facet for facet in facets(search) if facet.name == "target").choices,
            **_trials_beside(search),
        },
    )


def _slug_of_condition(name: str) -> str:
    """The address of the condition that has `name` in another form, or among its other names. Raises Http404."""
    found = current_index().choices.find_condition(name)
    if found is None:
        raise Http404(f"no condition called {name}")
    return found


def _trials_beside(search: TrialFilter) -> dict:
    """The first trials of a noun's page, their number, and where all of them are."""
    found = search.results()
    return {
        "trials": lines(search.index, found[:TRIALS_ON_A_PAGE_BESIDE]),
        "total": len(found),
        "recruiting": len(search.standing_for("status", "recruiting") & set(found)),
        "search_url": f"{reverse('trials')}?{search.data.urlencode()}",
    }


@require_safe
def autoantibody(request: HttpRequest, slug: str) -> HttpResponse:
    """An antibody, the conditions that it marks, and the trials that ask for it."""
    found = get_object_or_404(Autoantibody.objects.select_related("source"), slug=slug)
    return render(
        request,
        "conditions/autoantibody.html",
        {
            "autoantibody": found,
            "names": found.names.all(),
            "conditions": found.conditions.all(),
            "therapies": Therapy.objects.filter(targets__autoantigen=True, targets__name__iexact=found.antigen),
            "statements": Statement.objects.filter(
                condition__in=found.conditions.all(),
                field="key autoantibody",
                value__icontains=found.name.split(" (")[0],
            ).select_related("source", "condition"),
            **_trials_beside(search_for(autoantibody=slug)),
        },
    )


@require_safe
def therapy_list(request: HttpRequest) -> HttpResponse:
    """Every named product that a shown trial tests."""
    counted = (
        Therapy.objects.select_related("modality")
        .prefetch_related("targets")
        .annotate(
            found=Count(
                "labels__trial",
                filter=Q(labels__vetoed=False, labels__trial__in=Trial.objects.shown()),
                distinct=True,
            )
        )
        .filter(found__gt=0)
        .order_by("name")
    )
    return render(request, "trials/therapies.html", {"therapies": counted})


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
            "statements": found.statements.select_related("source"),
            **_trials_beside(search_for(therapy=slug)),
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
            "places": sorted(places, key=lambda place: (site_standing(place.trial, place).rank, place.trial.slug)),
            "statements": found.statements.select_related("source"),
        },
    )


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Where each fact comes from, and when it was last looked at."""
    shown = Trial.objects.shown()
    return render(
        request,
        "trials/data.html",
        {
            "sources": Source.objects.all(),
            "runs": SyncRun.objects.all()[:10],
            "last_good": SyncRun.objects.good().of_the_registry().first(),
            "shown": shown.count(),
            "kept": Trial.objects.filter(in_field=False).count(),
            "newest": shown.order_by("-registry_updated").exclude(registry_updated=None).first(),
        },
    )
