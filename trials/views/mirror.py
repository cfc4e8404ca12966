"""What changed in the registry, and where every fact comes from."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sources.models import Source
from trials.change_filter import ChangeFilter
from trials.models import ChangeKind, SyncRun, Trial
from trials.views.shared import last_look

UPDATES_PER_PAGE = 50


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What the registry changed, newest first: each entry is what it changed of one trial on one day."""
    search = ChangeFilter(request.GET)
    page = Paginator(search.entries(), UPDATES_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "trials/changes.html",
        {
            "search": search,
            "page": page,
            "changes": search.changes_of(page.object_list),
            "total": page.paginator.count,
            "kinds": ChangeKind.choices,
            "chosen_kinds": search.chosen("kind"),
            "chosen_conditions": search.chosen("condition"),
            **last_look(),
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
            "shown": shown.count(),
            "gone": Trial.objects.ever_shown().exclude(vanished=None).count(),
            "kept": Trial.objects.filter(in_field=False).count(),
            "map_server": (urlsplit(settings.MAP_TILES).hostname or "").removeprefix("{s}."),
            "newest": shown.order_by("-registry_updated").exclude(registry_updated=None).first(),
            **last_look(),
        },
    )
