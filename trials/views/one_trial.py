"""A trial's own page."""

from django.db.models import Min, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from sources.models import Source
from trials.models import Change, Contact, OldNumber, Statement, Trial, TrialSite
from trials.sources import voices


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
            Prefetch("changes", Change.objects.newest_first()),
            Prefetch("statements", Statement.objects.select_related("source")),
            Prefetch("therapy_labels", Trial.objects.labels("therapy_labels").select_related("therapy")),
            Prefetch(
                "autoantibody_labels",
                Trial.objects.labels("autoantibody_labels")
                .select_related("autoantibody")
                .order_by("autoantibody__name"),
            ),
            Prefetch("burden_labels", Trial.objects.labels("burden_labels")),
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
            "first_read": held.snapshots.aggregate(first=Min("fetched"))["first"],
            "successor": _successor(held),
            "voices": heard,
            "article": [one for one in held.statements.all() if one.source.kind == Source.Kind.ARTICLE],
        },
    )


def _successor(held: Trial) -> Trial | None:
    """The trial that the registry names today where it was asked for one that is gone."""
    if held.vanished is None:
        return None
    return Trial.objects.exclude(pk=held.pk).filter(old_numbers__nct_id=held.nct_id).first()
