"""The house holds together as it was designed: imports go one way, and every dependency is named and pinned."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("config", "sources", "conditions", "guide", "trials")
LONGEST_FILE = 300
# What nothing under a folder, or no file, may import.
FORBIDDEN = {
    "sources": ["conditions", "guide", "trials", "config"],
    "conditions": ["trials", "guide", "config"],
    "guide": ["trials", "conditions", "config"],
    "trials": ["guide", "config"],
    "trials/registry": ["django", "conditions", "sources", *(f"trials.{name}" for name in (
        "models", "labels", "store", "sync", "sources", "search", "vocabulary", "filters", "views", "admin",
    ))],
    "trials/labels": ["django", "conditions", "sources", *(f"trials.{name}" for name in (
        "models", "store", "sync", "sources", "search", "vocabulary", "filters", "views", "admin",
        "registry.client", "registry.files", "registry.parse",
    ))],
    "trials/models": ["trials.registry", "trials.labels", "trials.store", "trials.sync", "trials.search",
                      "trials.filters", "trials.views", "trials.admin"],
    "trials/search": ["trials.store", "trials.sync", "trials.views", "trials.admin"],
    "trials/store/terms.py": ["trials.filters"],
    "trials/search/choices.py": ["trials.filters"],
    **{f"trials/search/{name}": ["trials.filters"] for name in (
        "index.py", "facts.py", "words.py", "asked.py", "order.py", "lexicon.py", "understand.py", "suggest.py",
    )},
    "trials/search/places": ["django.db", "django.conf", "django.http", "trials.models", "trials.filters",
                             "conditions"],
    "trials/filters.py": ["trials.store", "trials.sync", "trials.views", "trials.admin"],
    "trials/change_filter.py": ["trials.store", "trials.sync", "trials.tasks", "trials.views", "trials.admin"],
    "trials/views": ["trials.store", "trials.sync", "trials.tasks", "trials.admin"],
    "trials/store": ["trials.sync", "trials.tasks", "trials.search", "trials.filters", "trials.views", "trials.admin",
                     "trials.registry.client", "trials.registry.files"],
    "trials/sync": ["trials.tasks", "trials.filters", "trials.views", "trials.admin"],
    "trials/export.py": ["trials.store", "trials.sync", "trials.registry", "trials.views", "trials.admin"],
}  # fmt: skip


def modules(place: str) -> list[Path]:
    path = ROOT / place
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return [one for one in found if "migrations" not in one.parts]


def imports(module: Path) -> set[str]:
    """Every module that a file imports, wherever in the file, by its full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by dots"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize("place", FORBIDDEN)
def test_imports_go_one_way(place):
    assert modules(place)
    wrong = {
        f"{module.relative_to(ROOT)} imports {name}"
        for module in modules(place)
        for name in imports(module)
        for package in FORBIDDEN[place]
        if is_in(name, package)
    }
    assert wrong == set()


@pytest.mark.parametrize("package", ["django", "requests", "psycopg", "time", "random", "socket"])
def test_what_labels_a_trial_reaches_no_database_clock_or_network(package):
    assert not any(is_in(name, package) for module in modules("trials/labels") for name in imports(module))


def test_only_the_sync_writes_registry_data():
    harmless = {"trials.store.unpacked", "trials.store.renew_words"}
    writers = {
        str(module.relative_to(ROOT))
        for app in APPS
        for module in modules(app)
        if any(is_in(name, "trials.store") and name not in harmless for name in imports(module))
    }
    assert {one for one in writers if not one.startswith(("trials/store/", "trials/sync/"))} == set()
    assert "trials/sync/pages.py" in writers


@pytest.mark.parametrize("app", APPS)
def test_files_are_short(app):
    lengths = {str(one.relative_to(ROOT)): len(one.read_text("utf-8").splitlines()) for one in modules(app)}
    assert {name: lines for name, lines in lengths.items() if lines >= LONGEST_FILE} == {}


def test_no_code_writes_a_template_or_registry_text_unescaped():
    marks = ("mark_safe", "|safe", "autoescape off")
    texts = [*ROOT.glob("templates/**/*.html"), *(one for app in APPS for one in modules(app))]
    assert texts
    assert [str(one) for one in texts if any(mark in one.read_text("utf-8") for mark in marks)] == []


def dependency_lines() -> list[str]:
    """The lines of pyproject.toml that name a package to install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [*project["dependencies"], *(one for group in project["optional-dependencies"].values() for one in group)]
    lines = [line.strip() for line in (ROOT / "pyproject.toml").read_text("utf-8").splitlines()]
    found = [line for line in lines if any(line.startswith(f'"{one}"') for one in named)]
    assert len(found) == len(named)
    return found


def test_every_dependency_says_what_it_is_there_for():
    assert [line for line in dependency_lines() if not re.search(r'",\s*# \w.{5,}', line)] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_one_version_and_a_hash(lock):
    requirements = re.split(r"\n(?=\w)", (ROOT / lock).read_text("utf-8").strip())
    assert len(requirements) > 15
    for one in requirements:
        assert re.match(r"[\w.\-]+(\[[\w,\-]+\])?==[\w.]+( ; .+)? \\\n", one), one
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", one), one


def test_every_dependency_is_locked():
    locked = {
        re.sub(r"[-_.]+", "-", line.split("==")[0].split("[")[0]).lower()
        for line in (ROOT / "requirements-dev.lock").read_text("utf-8").splitlines()
        if "==" in line and not line.startswith((" ", "#"))
    }
    named = {re.sub(r"[-_.]+", "-", re.match(r'"([\w.\-]+)', line)[1]).lower() for line in dependency_lines()}
    assert named - locked == set()
