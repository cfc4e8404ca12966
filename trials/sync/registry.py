"""What is asked of the registry in one run, and what its silence means.

The first listing of a query is whole. After that only what changed is asked for, by the registry's own clock and with
an overlap, since records are posted late. Once a week everything is listed whole: only that shows what has vanished.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from trials import store
from trials.models import RegistryQuery, SyncRun, Trial
from trials.registry.client import RegistryClient
from trials.registry.files import Found
from trials.registry.numbers import number_in
from trials.sync.pages import Context, Preview, Writer, is_readable

OVERLAP = timedelta(days=2)
SWEEP_EVERY = timedelta(days=7)


class Reading:
    """One run over all active queries. `page_done` is called after each page."""

    def __init__(
        self, run: SyncRun, client: RegistryClient, writer: Writer | Preview, page_done: Callable[[], None]
    ) -> None:
        self.run, self.client, self.writer, self.page_done = run, client, writer, page_done
        self.keeps = isinstance(writer, Writer)
        self.listed: set[str] = set()
        self.unread: dict[str, Context] = {}

    def read(self, *, full: bool, since: date | None) -> None:
        """Raises RegistryError, WouldDrop; what came before stands, and the next run asks for the rest."""
        now = self.client.data_time()
        self.run.registry_time = now
        queries = list(RegistryQuery.objects.filter(active=True))
        sweep = full or (since is None and any(self._must_be_whole(query, now) for query in queries))
        for query in queries:
            if not sweep:
                start = since or (query.complete_to - OVERLAP).date()
            self._query(query, now, None if sweep else start)
        self._ask_for_unread_again()
        if sweep and queries:
            self._look_for_missing(now.date())
            if self.keeps:
                RegistryQuery.objects.filter(pk__in=[one.pk for one in queries]).update(swept_to=now)
        if self.keeps and since is None:
            store.look_again(self.run.started)

    def _must_be_whole(self, query: RegistryQuery, now: datetime) -> bool:
        never = query.asked_as != self._fingerprint(query) or query.complete_to is None or query.swept_to is None
        return never or now - query.swept_to >= SWEEP_EVERY

    def _fingerprint(self, query: RegistryQuery) -> str:
        """Tells the question from the same query with other words, or put to another registry."""
        said = repr((self.client.url, sorted(query.words.items())))
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()

    def _query(self, query: RegistryQuery, now: datetime, start: date | None) -> None:
        complete = query.complete_to if query.asked_as == self._fingerprint(query) else None
        self.run.asked += f"{query.name}: {f'changed since {start.isoformat()}' if start else 'everything'}\n"
        context = Context(listed=True, news=complete is not None, day=now.date())
        for number, page in enumerate(self.client.pages(_words(query, start)), 1):
            self.run.expected = (self.run.expected or 0) + (page.total_count or 0)
            self._page(f"{query.name}, page {number}", page.studies, context)
        if self.keeps and (start is None or (complete is not None and start <= complete.date())):
            RegistryQuery.objects.filter(pk=query.pk).update(complete_to=now, asked_as=self._fingerprint(query))

    def _page(self, place: str, studies: Iterable[bytes], context: Context) -> set[str]:
        found = [Found(place, bytes(study)) for study in studies]
        came = {number_in(one.body) for one in found} - {""}
        read = self.writer.page(found, context)
        self.unread |= dict.fromkeys(came - read, context)
        self.listed |= came
        self.page_done()
        return came

    def _ask_for_unread_again(self) -> None:
        """A record that could not be read may have been damaged on its way: ask for it once more, alone."""
        for number, context in sorted(self.unread.items()):
            body = self.client.study(number)
            if body is not None and number_in(body) == number and is_readable(body):
                self.run.set_aside -= 1
                self.writer.page([Found(f"{number}, asked for again", body)], context)
        self.unread = {}

    def _look_for_missing(self, day: date) -> None:
        """Ask by number for the trials that no query lists: one that our queries no longer find may still be there."""
        held = Trial.objects.filter(record_digest__isnull=False)
        missing = set(held.values_list("nct_id", flat=True)) - self.listed
        here = Context(listed=False, day=day)
        for page in self.client.with_numbers(sorted(missing)):
            missing -= self._page("by registry number", page.studies, here)
        missing -= set(held.exclude(vanished=None).values_list("nct_id", flat=True))
        self.writer.expect_to_lose(missing)
        for number in sorted(missing):
            if (body := self.client.study(number)) is None:
                continue
            # An old number is answered with the study that replaced it.
            answered = number_in(body)
            if answered not in self.listed:
                self._page(f"in answer to {number}", [body], here)
            if answered == number:
                missing.discard(number)
            elif self.keeps:
                store.replace_number(number, answered)
        self._ask_for_unread_again()
        if missing:
            self.writer.vanish(missing, day)


def _words(query: RegistryQuery, start: date | None) -> dict[str, str]:
    """The query's parameters; with a start, for what changed on that day or later."""
    if start is None:
        return query.words
    changed = f"AREA[LastUpdatePostDate]RANGE[{start.isoformat()},MAX]"
    both = f"({query.advanced}) AND {changed}" if query.advanced else changed
    return {**query.words, "filter.advanced": both}
