"""A trial's own page."""

from collections.abc import Sequence

from django.db.models import Min, Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from sources.models import Source
from trials.models import Change, Contact, OldNumber, Statement, Trial, TrialSite
from trials.sources import voices
from trials.views.trial_visitor import answers
from trials.whereabouts import whereabouts, whom_to_call

MOST_RELATED = 5
# What the address says of the visitor, kept in the links from page to sheet and back.
OF_THE_VISITOR = ("near", "within", "age", "sex")


@require_safe
def trial(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that is held of one trial. An old or lower-case number leads to it."""
    held = trial_at(slug)
    if held.slug != slug:
        return redirect(f"{held.get_absolute_url()}{kept(request.GET)}", permanent=True)
    where = whereabouts(held, request.GET)
    return render(
        request,
        "trials/trial.html",
        {
            "trial": held,
            "first_read": held.snapshots.aggregate(first=Min("fetched"))["first"],
            "successor": _successor(held),
            "voices": voices(held.statements.all()),
            "article": [one for one in held.statements.all() if one.source.kind == Source.Kind.ARTICLE],
            "where": where,
            "call": whom_to_call(held, where),
            "answers": answers(held, request.GET),
            "related": _related(held),
            "kinds": [label.modality.slug for label in held.modality_labels.all()],
            "kept": kept(request.GET),
            "hidden": [(name, request.GET[name]) for name in OF_THE_VISITOR[1:] if request.GET.get(name)],
        },
    )


def trial_at(slug: str, leaving_out: Sequence[str] = ()) -> Trial:
    """The trial of a slug in any case, in a fixed number of queries with all that its page shows but what is left out;
    that of an old number without it, since its page is elsewhere. Raises Http404 for any other."""
    parts = [one for one in _parts() if getattr(one, "prefetch_to", one) not in leaving_out]
    held = Trial.objects.with_labels().prefetch_related(*parts).filter(slug__iexact=slug).first()
    return held or get_object_or_404(OldNumber.objects.select_related("trial"), nct_id=slug.upper()).trial


def _parts() -> list[str | Prefetch]:
    sites = TrialSite.objects.select_related("site__country").prefetch_related("contacts")
    antibodies = Trial.objects.labels("autoantibody_labels").select_related("autoantibody")
    return [
        "collaborators",
        "interventions",
        Prefetch("contacts", Contact.objects.filter(trial_site=None)),
        Prefetch("trial_sites", sites.order_by("site__country__name", "site__state", "site__city", "site__facility")),
        Prefetch("changes", Change.objects.newest_first()),
        Prefetch("statements", Statement.objects.select_related("source")),
        Prefetch("therapy_labels", Trial.objects.labels("therapy_labels").select_related("therapy")),
        Prefetch("autoantibody_labels", antibodies.order_by("autoantibody__name")),
        Prefetch("burden_labels", Trial.objects.labels("burden_labels")),
    ]


def kept(asked: QueryDict) -> str:
    """`?near=60637`: what the address says of the visitor, for a link to the trial's other page; else nothing."""
    data = QueryDict(mutable=True)
    for name in OF_THE_VISITOR:
        if said := asked.get(name, "").replace("\0", "").strip():
            data[name] = said
    return f"?{data.urlencode()}" if data else ""


def _related(held: Trial) -> list[Trial]:
    """Other trials of its products; where it names none, of its sponsor with a target of its own. Those that take
    people lead."""
    products = [label.therapy_id for label in held.therapy_labels.all()]
    targets = [label.target_id for label in held.target_labels.all()]
    others = Trial.objects.shown().exclude(pk=held.pk)
    if products:
        labels = Trial.objects.labels("therapy_labels").filter(therapy__in=products)
        found = others.filter(pk__in=labels.values("trial"))
    elif held.sponsor_id and targets:
        labels = Trial.objects.labels("target_labels").filter(target__in=targets)
        found = others.filter(sponsor=held.sponsor_id, pk__in=labels.values("trial"))
    else:
        return []
    newest = found.for_lines().order_by("-registry_updated", "slug")
    return sorted(newest[: MOST_RELATED * 4], key=lambda one: one.standing.rank)[:MOST_RELATED]


def _successor(held: Trial) -> Trial | None:
    """The trial that the registry names today where it was asked for one that is gone."""
    if held.vanished is None:
        return None
    return Trial.objects.exclude(pk=held.pk).filter(old_numbers__nct_id=held.nct_id).first()
