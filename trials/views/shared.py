"""What several pages need: a search of our own, the trials beside a noun, how long ago the registry was asked."""

from datetime import timedelta

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from trials.filters import TrialFilter
from trials.models import SyncRun
from trials.search.lines import lines

TRIALS_ON_A_PAGE_BESIDE = 10
LATE_AFTER = timedelta(days=2)  # it is asked every night: one night may fail


def search_for(**chosen: str) -> TrialFilter:
    """A search of our own over what patients see."""
    return TrialFilter(QueryDict(urlencode(chosen)))


def without_empty(data: QueryDict) -> QueryDict:
    """The address's question without what says nothing: a form sends its empty fields too."""
    kept = QueryDict(mutable=True)
    for name, values in data.lists():
        kept.setlist(name, [value for value in values if value])
    return kept


def trials_beside(search: TrialFilter) -> dict:
    """The first trials of a noun's page, their number, and where all of them are."""
    found = search.results()
    return {
        "trials": lines(found[:TRIALS_ON_A_PAGE_BESIDE]),
        "total": len(found),
        "recruiting": len(search.standing_for("status", "recruiting") & search.found()),
        "search_url": f"{reverse('trials')}?{search.data.urlencode()}",
    }


def last_look() -> dict:
    """The last good run that asked the registry as `last_good`; `late`: it was over two days ago."""
    run = SyncRun.objects.good().of_the_registry().first()
    looked = (run.finished or run.started) if run else None
    return {"last_good": run, "looked": looked, "late": bool(looked) and timezone.now() - looked > LATE_AFTER}
