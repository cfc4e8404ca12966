"""The pages of what trials are about: conditions, autoantibodies, products, places."""

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from conditions.models import Autoantibody, Condition
from trials.models import Site, Statement, Therapy, Trial, TrialSite
from trials.search.facets import facet
from trials.search.index import current_index
from trials.templatetags.wording import site_standing
from trials.views.shared import search_for, trials_beside


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
            "targets": facet(search, "target").choices,
            **trials_beside(search),
        },
    )


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
            "names": found.names.all(),
            "conditions": found.conditions.all(),
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
            "places": sorted(places, key=lambda place: (site_standing(place.trial, place).rank, place.trial.slug)),
            "statements": found.statements.select_related("source"),
        },
    )
