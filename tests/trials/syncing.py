"""What the tests of the sync share: a few words to label with, one call to bring studies in, a look at every row."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import connection

from conditions.models import Name
from config import postgres
from tests.builders import make_condition, make_modality, make_source, make_target
from tests.records import write_lines
from trials.models import CellSourceName, SyncRun, Trial
from trials.models.sync import SYNC_LOCK
from trials.sync import sync_files

# When something was looked at, which every run writes down; and the runs themselves.
MOMENTS = {"seen", "listed", "complete_to", "swept_to", "asked_as"}
RUNS = {"SyncRun", "SetAside", "Stamp"}


def make_words() -> None:
    """Two diseases, two antigens, one kind of therapy, the words for one source of cells; all kinds of sources."""
    for kind in ("registry", "article", "editor", "finder"):
        make_source(kind)
    make_condition("Lupus", terms=["systemic lupus erythematosus"])
    make_condition("Myasthenia gravis")
    make_target("CD19")
    make_target("BCMA")
    make_modality("CAR-T", specificity=2)
    CellSourceName.objects.create(cell_source="autologous", text="autologous", use=Name.Use.NAME)


def bring_in(folder: Path, *studies: Mapping[str, Any]) -> SyncRun:
    """The run that brought the studies in, from a file in `folder`."""
    return sync_files(write_lines(folder / "studies.jsonl", studies))


def the_trial() -> Trial:
    return Trial.objects.get(nct_id="NCT10000001")


def told(run: SyncRun) -> tuple[int, int, int, int]:
    """What a run counted: new, changed, unchanged, set aside."""
    return run.new, run.changed, run.unchanged, run.set_aside


@contextmanager
def another_sync() -> Iterator[None]:
    """While the block runs a sync is under way elsewhere: its lock is held over a connection of its own."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SYNC_LOCK])
        try:
            yield
        finally:  # the pool keeps the connection, and so the lock, when it is closed
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SYNC_LOCK])
    other.close()


def database_url() -> str:
    """The address of the tests' own database, for a process of its own."""
    server = urlsplit(settings.DATABASE_URL or postgres.url(settings.VAR / "postgres"))
    return server._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def every_row() -> dict[str, list[dict[str, Any]]]:
    """All rows of our own tables."""
    return {
        model.__name__: [
            {name: _plain(value) for name, value in row.items() if name not in MOMENTS}
            for row in model._default_manager.order_by("pk").values()
        ]
        for app in ("sources", "conditions", "trials")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model.__name__ not in RUNS
    }


def slugs(labels: Any, name: str) -> set[str]:
    """The slugs of a trial's labels of one kind."""
    return set(labels.values_list(f"{name}__slug", flat=True))


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
