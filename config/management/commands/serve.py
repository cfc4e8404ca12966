import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from queue import SimpleQueue

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config import postgres
from config.preparing import prepare
from sources.seeding import SeedError
from trials.sync import never_synced
from trials.tasks import catch_up

HOST = "127.0.0.1"
WORKERS = 2
THREADS = 4  # of each worker; as many connections as its database pool then opens
SECONDS_TO_STOP = 9
SECONDS_FOR_A_JOB = 2  # a longer one is cut off, and taken up again after the next start
SOME_SET_ASIDE = 2  # sync_trials ends so where all but some records are in
WORKER_LOG = settings.VAR / "worker.log"  # of this start only
LOAD_A_FILE = ".venv/bin/python manage.py sync_trials --from PATH"


class Command(BaseCommand):
    help = "Prepare the finder, serve it and do its background work; the first time, bring in the registry's trials."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="on 127.0.0.1 (%(default)s)")

    def handle(self, *args: object, port: int, **options: object) -> None:
        if not 0 < port < 65536:
            raise CommandError(f"{port} is no port: choose one from 1 to 65535, as in make serve PORT=8001")
        if _taken(port):
            raise CommandError(f"Port {port} is in use. Choose another: make serve PORT={port + 1}")
        _on_ctrl_c(signal.default_int_handler)
        try:
            prepare()
        except SeedError as error:
            raise CommandError(f"{error} The finder was not started.") from error
        self.stopping = threading.Event()
        ends: SimpleQueue[int | None] = SimpleQueue()  # the web server's status when it ended; None for Ctrl-C
        # From here on Ctrl-C only says so: it must not come between a child's start and our knowing of it.
        _on_ctrl_c(lambda *_: ends.put(None))
        server = self._server(port)
        threading.Thread(target=lambda: ends.put(server.wait()), daemon=True).start()
        children = {server: SECONDS_TO_STOP}
        try:
            self._say_where(port, ends)
            # A managed database is filled by its owner: we only migrate and seed it.
            if settings.EMBEDDED_DATABASE and never_synced():
                children[self._first_sync()] = SECONDS_TO_STOP
            elif catch_up():
                self._say("The last sync with the registry began over a day ago; the worker does one now.")
            children[self._worker()] = SECONDS_FOR_A_JOB
            if code := ends.get():
                raise CommandError(f"The web server ended with status {code}.")
            if code is None:
                self._say("\nStopping.")
        finally:
            self.stopping.set()
            _stop(children)
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

    def _say_where(self, port: int, ends: SimpleQueue) -> None:
        while ends.empty() and not _taken(port):
            time.sleep(0.05)
        if ends.empty():
            self._say(f"The finder is at http://{HOST}:{port} (Ctrl-C stops it).")
            self._say("Editors: `make admin` makes an account; log in at /admin/.")

    def _first_sync(self) -> subprocess.Popen:
        self._say(f"Bringing in the registry's trials from {settings.REGISTRY_URL} ...")
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
            self._say(said.strip())
        if sync.returncode == SOME_SET_ASIDE:
            self._say(complained.strip().splitlines()[-1])
        elif sync.returncode > 0:
            why = complained.strip().splitlines()[-1] if complained.strip() else "no reason given"
            self._say(f"The registry's trials are not in: {why} Load a file with: {LOAD_A_FILE}")

    def _worker(self) -> subprocess.Popen:
        with WORKER_LOG.open("w") as log:
            worker = subprocess.Popen(
                [sys.executable, "manage.py", "procrastinate", "worker"],
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        threading.Thread(target=self._watch, args=[worker], daemon=True).start()
        return worker

    def _watch(self, worker: subprocess.Popen) -> None:
        code = worker.wait()
        if not self.stopping.is_set():
            self._say(
                f"The worker ended with status {code} ({WORKER_LOG.relative_to(settings.BASE_DIR)} may say why). "
                "The pages go on; there is no nightly sync until the finder is started again."
            )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _on_ctrl_c(handler: Callable[..., object]) -> None:
    for signal_number in (signal.SIGINT, signal.SIGTERM):  # a shell's background job ignores the first otherwise
        signal.signal(signal_number, handler)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _stop(children: dict[subprocess.Popen, float]) -> None:
    """End processes of ours and whatever they started; of each, how many seconds it may take once all are told.

    Each child leads a process group of its own, so that Ctrl-C reaches us alone: told twice at once, by the terminal
    and by us, the web server has left a worker behind.
    """
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child, patience in children.items():
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
