"""Settings come from the environment; what production needs is demanded."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SHOW = "from django.conf import settings as s; print(s.DEBUG, s.REQUIRE_2FA, s.SECURE_SSL_REDIRECT, s.REGISTRY_DELAY)"


def start(code=SHOW, **environment):
    """A fresh process that loads the settings with this environment."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        env={
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/tmp"),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",  # named, never asked
            **environment,
        },
    )


def test_a_local_run_is_safe_by_default():
    assert start().stdout.split() == ["False", "False", "False", "1.5"]


def test_production_turns_https_and_the_second_factor_on():
    shown = start(PRODUCTION="1", SECRET_KEY="x" * 60, ALLOWED_HOSTS="finder.example")
    assert shown.stdout.split() == ["False", "True", "True", "1.5"]


@pytest.mark.parametrize(
    ("environment", "demand"),
    [
        ({"PRODUCTION": "1", "ALLOWED_HOSTS": "finder.example"}, "SECRET_KEY"),
        ({"PRODUCTION": "1", "SECRET_KEY": "x" * 60}, "ALLOWED_HOSTS"),
        ({"REGISTRY_SCOPE": "banana"}, "REGISTRY_SCOPE is 'banana'; it can be field or all."),
        ({"DATABASE_URL": "sqlite:///file"}, "DATABASE_URL must name a PostgreSQL database"),
        ({"REGISTRY_DELAY": "soon"}, "REGISTRY_DELAY"),
    ],
)
def test_a_wrong_setting_is_named(environment, demand):
    shown = start(**environment)
    assert shown.returncode != 0
    assert demand in shown.stderr


def test_the_key_of_a_local_run_is_kept_and_readable_by_its_owner_alone():
    key = settings.VAR / "secret_key"
    assert len(key.read_text()) >= 50
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("environment", [{"REGISTRY_SCOPE": "banana"}, {"REGISTRY_DELAY": "soon"}])
def test_a_command_says_in_one_line_which_setting_is_wrong(environment):
    done = subprocess.run(
        [sys.executable, "manage.py", "seed"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing", **environment},
    )
    assert done.returncode != 0
    assert done.stderr.startswith("A setting is wrong: ")
    assert next(iter(environment)) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failed_pages_log_line_holds_no_address(client, caplog, monkeypatch, db):
    client.raise_request_exception = False
    monkeypatch.setattr("trials.views.search_for", lambda **chosen: 1 / 0)
    with caplog.at_level("ERROR", logger="django.request"):
        assert client.get("/conditions/systemic-lupus-erythematosus/?q=lupus").status_code in (404, 500)
        assert client.get("/?q=lupus").status_code == 500
    assert "Internal Server Error: a page" in caplog.text
    assert "q=lupus" not in caplog.text
