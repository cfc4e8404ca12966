"""The pages that show trials."""

from collections import Counter, defaultdict

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from conditions.models import Autoantibody, Condition
from sources.models import Source
from trials.filters import UNKNOWN_TARGET, TrialFilter
from trials.models import (
    Contact,
    OldNumber,
    Site,
    Stage,
    Statement,
    SyncRun,
    Target,
    Therapy,
    Trial,
    TrialSite,
)
from trials.models.status import JOINABLE
from trials.search.choices import Choices
from trials.search.facets import chips, facets, lifts
from trials.sources import voices
from trials.templatetags.wording import site_standing

TRIALS_PER_PAGE = 20
TRIALS_ON_A_PAGE_BESIDE = 10


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The search box, the diseases as doors, and what is tested at which stage."""
    shown = Trial.objects.shown()
    return render(
        request,
        "trials/home.html",
        {
            "doors": Condition.objects.filter(door__isnull=False).order_by("door"),
            "table": target_table(),
            "trial_count": shown.count(),
            "recruiting_count": shown.filter(status__in=JOINABLE).count(),
            "last_run": SyncRun.objects.exclude(finished=None).first(),
        },
    )


def target_table() -> dict:
    """Antigens × stages: how many trials; a trial with two antigens stands in both rows."""
    shown = Trial.objects.shown().order_by()
    by_target: dict[tuple[str, str], Counter] = defaultdict(Counter)
    labels = shown.labels("target_labels").filter(trial__in=shown.values("pk"))
    for slug, name, stage, count in labels.values_list("target__slug", "target__name", "trial__stage").annotate(
        Count("trial")
    ):
        by_target[slug, name][stage] = count
    for stage, count in shown.naming_no_target().values_list("stage").annotate(Count("pk")):
        by_target[UNKNOWN_TARGET, "Not stated"][stage] = count
    stages = [(slug, label) for slug, label in Stage.choices if any(counts[slug] for counts in by_target.values())]
    rows = sorted(by_target.items(), key=lambda item: (item[0][0] == UNKNOWN_TARGET, -item[1].total(), item[0]))
    return {
        "stages": stages,
        "rows": [
            {
                "slug": slug,
                "name": name,
                "total": counts.total(),
                "cells": [(stage, counts[stage]) for stage, _ in stages],
            }
            for (slug, name), counts in rows
        ],
    }


@require_safe
def trial_list(request: HttpRequest) -> HttpResponse:
    """The results of a search, with what can be narrowed or lifted."""
    search = TrialFilter(request.GET, queryset=Trial.objects.shown())
    results = search.results()
    page = Paginator(results.for_list(), TRIALS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "trials/list.html",
        {
            "search": search,
            "page": page,
            "total": page.paginator.count,
            "facets": facets(search),
            "chips": chips(search),
            "lifts": [] if page.paginator.count else lifts(search),
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
            "shown": held.in_field or Trial.objects.shown().filter(pk=held.pk).exists(),
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
    search = TrialFilter(request.GET, queryset=Trial.objects.shown())
    kinds = [search.choices.condition[kind].pk for kind in search.choices.kinds_of(slug)]
    trials = Trial.objects.shown().about_any(kinds)
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
            "targets": Target.objects.filter(labels__vetoed=False, labels__trial__in=trials.values("pk"))
            .annotate(found=Count("labels__trial", distinct=True))
            .order_by("-found", "name"),
            **_trials_beside(trials, f"{reverse('trials')}?condition={slug}"),
        },
    )


def _slug_of_condition(name: str) -> str:
    """The address of the condition that has `name` in another form, or among its other names. Raises Http404."""
    found = Choices.load().find_condition(name)
    if found is None:
        raise Http404(f"no condition called {name}")
    return found.slug


def _trials_beside(trials, search_url: str) -> dict:
    """The first trials of a noun's page, their number, and where all of them are."""
    return {
        "trials": trials.best_first().for_list()[:TRIALS_ON_A_PAGE_BESIDE],
        "total": trials.count(),
        "recruiting": trials.filter(status__in=JOINABLE).count(),
        "search_url": search_url,
    }


def _search_for(words: str) -> str:
    return f"{reverse('trials')}?{urlencode({'q': words})}"


@require_safe
def autoantibody(request: HttpRequest, slug: str) -> HttpResponse:
    """An antibody, the conditions that it marks, and the trials that ask for it."""
    found = get_object_or_404(Autoantibody.objects.select_related("source"), slug=slug)
    aimed = Therapy.objects.filter(targets__autoantigen=True, targets__name__iexact=found.antigen)
    trials = Trial.objects.shown().filter(
        Q(pk__in=Trial.objects.asking_for([found.pk]).values("pk"))
        | Q(pk__in=Trial.objects.testing(aimed).values("pk"))
    )
    return render(
        request,
        "conditions/autoantibody.html",
        {
            "autoantibody": found,
            "names": found.names.all(),
            "conditions": found.conditions.all(),
            "therapies": aimed,
            "statements": Statement.objects.filter(
                condition__in=found.conditions.all(),
                field="key autoantibody",
                value__icontains=found.name.split(" (")[0],
            ).select_related("source", "condition"),
            **_trials_beside(trials, _search_for(found.antigen)),
        },
    )


@require_safe
def therapy_list(request: HttpRequest) -> HttpResponse:
    """Every named product that a shown trial tests, and those that the article names."""
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
    )
    return render(request, "trials/therapies.html", {"therapies": counted})


@require_safe
def therapy(request: HttpRequest, slug: str) -> HttpResponse:
    """A product: what it binds, whose cells it uses, who develops it, and its trials."""
    found = get_object_or_404(
        Therapy.objects.select_related("modality", "source").prefetch_related("targets", "names"), slug=slug
    )
    trials = Trial.objects.shown().testing([found.pk])
    return render(
        request,
        "trials/therapy.html",
        {
            "therapy": found,
            "statements": found.statements.select_related("source"),
            **_trials_beside(trials, _search_for(found.name)),
        },
    )


@require_safe
def site(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """A place and the trials that run there, each with its status at this place."""
    found = get_object_or_404(Site.objects.select_related("country"), pk=pk)
    if slug != found.slug:
        return redirect(found, permanent=True)
    shown = Trial.objects.shown().for_list()
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
            "last_good": SyncRun.objects.filter(outcome__in=["well", "set-aside"]).first(),
            "shown": shown.count(),
            "kept": Trial.objects.filter(in_field=False).count(),
            "newest": shown.order_by("-registry_updated").exclude(registry_updated=None).first(),
        },
    )
