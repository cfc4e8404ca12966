"""All that must be so before pages can be served: catalogues, tables, fixtures, collected static files."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from config.languages import compile_catalogues
from config.seeding import seed_all
from sources.seeding import Tally


def prepare() -> Tally:
    """Compile, migrate, seed and collect; what is done already costs next to nothing. Raises SeedError."""
    for folder in settings.LOCALE_PATHS:
        compile_catalogues(folder)
    call_command("migrate", verbosity=0, interactive=False)
    tally = seed_all()
    if _static_files_changed():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    return tally


def _static_files_changed() -> bool:
    """Whether a static file, ours or a package's, is newer than the collection."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    collected = manifest.stat().st_mtime
    ours = (Path(settings.BASE_DIR) / "static").rglob("*")
    packages = Path(settings.BASE_DIR) / "requirements.lock"
    return any(path.stat().st_mtime > collected for path in (*ours, packages))
