"""A server for a bench: what `manage.py serve` runs, without the worker and the sync beside it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

HOST = "127.0.0.1"
SECONDS_TO_START = 60


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextmanager
def serving(application: str, port: int = 0) -> Iterator[str]:
    """The production server with a WSGI `application` ("module:name"), as many workers as `make serve`; its address."""
    from config.management.commands.serve import THREADS, WORKERS

    port = port or free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", application, "--interface", "wsgi", "--host", HOST),
            *("--port", str(port), "--workers", str(WORKERS), "--no-ws", "--blocking-threads", str(THREADS)),
            *("--backpressure", str(THREADS * 4), "--no-access-log", "--log-level", "warning"),
        ],
    )
    try:
        _wait_for(port, server)
        yield f"http://{HOST}:{port}"
    finally:
        server.terminate()
        server.wait(SECONDS_TO_START)


def _wait_for(port: int, server: subprocess.Popen) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("The server did not start.")


@contextmanager
def scratch_database(records: Path) -> Iterator[dict[str, str]]:
    """A database beside the configured one that holds `records`, dropped at the end; the environment that names it."""
    from django.conf import settings
    from django.db import connection

    from config import postgres

    name = f"bench_pages_{os.getpid()}"
    url = urlsplit(settings.DATABASE_URL or postgres.url(settings.VAR / "postgres"))
    environment = {**os.environ, "DATABASE_URL": urlunsplit(url._replace(path=f"/{name}"))}
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            for command in (["prepare"], ["sync_trials", "--from", str(records)]):
                done = subprocess.run([sys.executable, "manage.py", *command], env=environment)
                if done.returncode not in (0, 2):  # 2: some records could not be read
                    raise SystemExit(f"manage.py {command[0]} ended with status {done.returncode}.")
            yield environment
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
