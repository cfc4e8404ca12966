import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config import postgres
from config.preparing import prepare
from sources.seeding import SeedError
from trials.sync import never_synced

HOST = "127.0.0.1"
WORKERS = 2
THREADS = 4  # of each worker; as many connections as its database pool then opens
SECONDS_TO_STOP = 9
SOME_SET_ASIDE = 2  # sync_trials ends so where all but some records are in
LOAD_A_FILE = ".venv/bin/python manage.py sync_trials --from PATH"


class Command(BaseCommand):
    help = "Prepare the finder and serve it; the first time, bring in the registry's trials meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="on 127.0.0.1 (%(default)s)")

    def handle(self, *args: object, port: int, **options: object) -> None:
        if not 0 < port < 65536:
            raise CommandError(f"{port} is no port: choose one from 1 to 65535, as in make serve PORT=8001")
        if _taken(port):
            raise CommandError(f"Port {port} is in use. Choose another: make serve PORT={port + 1}")
        for signal_number in (signal.SIGINT, signal.SIGTERM):  # a shell's background job ignores the first otherwise
            signal.signal(signal_number, signal.default_int_handler)
        try:
            prepare()
        except SeedError as error:
            raise CommandError(f"{error} The finder was not started.") from error
        children = [self._server(port)]
        try:
            self._say_where(children[0], port)
            # A managed database is filled by its owner: we only migrate and seed it.
            if settings.EMBEDDED_DATABASE and never_synced():
                children.append(self._first_sync())
            if code := children[0].wait():
                raise CommandError(f"The web server ended with status {code}.")
        except KeyboardInterrupt:
            self.stdout.write("\nStopping.")
        finally:
            for child in children:
                _stop(child)
            connections.close_all()
            postgres.leave(patience=SECONDS_TO_STOP)

    def _server(self, port: int) -> subprocess.Popen:
        return subprocess.Popen(  # noqa: S603 (our own command)
            [
                *(sys.executable, "-m", "granian", "config.wsgi:application", "--interface", "wsgi"),
                *("--host", HOST, "--port", str(port), "--workers", str(WORKERS), "--no-ws"),
                *("--workers-kill-timeout", str(SECONDS_TO_STOP // 3)),
                *("--blocking-threads", str(THREADS), "--backpressure", str(THREADS * 4)),
                # An access log would hold what visitors search for.
                *("--no-access-log", "--log-level", "warning"),
            ],
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )

    def _say_where(self, server: subprocess.Popen, port: int) -> None:
        while server.poll() is None and not _taken(port):
            time.sleep(0.05)
        if server.poll() is None:
            self.stdout.write(f"The finder is at http://{HOST}:{port} (Ctrl-C stops it).")
            self.stdout.write("Editors: `make admin` makes an account; log in at /admin/.")
            self.stdout.flush()

    def _first_sync(self) -> subprocess.Popen:
        self.stdout.write(f"Bringing in the registry's trials from {settings.REGISTRY_URL} ...")
        self.stdout.flush()
        sync = subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "manage.py", "sync_trials", "--api", settings.REGISTRY_URL],
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
        threading.Thread(target=self._tell, args=[sync], daemon=True).start()
        return sync

    def _tell(self, sync: subprocess.Popen) -> None:
        said, complained = sync.communicate()
        if sync.returncode in (0, SOME_SET_ASIDE):
            self.stdout.write(said.strip())
        if sync.returncode == SOME_SET_ASIDE:
            self.stdout.write(complained.strip().splitlines()[-1])
        elif sync.returncode > 0:
            why = complained.strip().splitlines()[-1] if complained.strip() else "no reason given"
            self.stdout.write(f"The registry's trials are not in: {why} Load a file with: {LOAD_A_FILE}")
        self.stdout.flush()


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _stop(child: subprocess.Popen) -> None:
    """End a process of ours and whatever it started.

    Each child leads a process group of its own, so that Ctrl-C reaches us alone: told twice at once, by the terminal
    and by us, the web server has left a worker behind.
    """
    if child.poll() is None:
        child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(SECONDS_TO_STOP)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
