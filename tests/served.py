"""The finder as a newcomer starts it: a copy of the project, served by `manage.py serve`, fed by a small registry.

Nothing is mocked: the production server, the collected static files, an embedded PostgreSQL of its own.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import requests
from django.conf import settings

SECONDS_TO_START = 90
SECONDS_TO_STOP = 30


def trial_record(nct_id: str, title: str, condition: str, **modules: dict) -> dict:
    """A small study in the registry's form, recruiting in Philadelphia; `modules` replace whole modules."""
    protocol = {
        "identificationModule": {"nctId": nct_id, "briefTitle": title},
        "statusModule": {
            "overallStatus": "RECRUITING",
            "statusVerifiedDate": time.strftime("%Y-%m"),
            "lastUpdatePostDateStruct": {"date": time.strftime("%Y-%m-01")},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Cabaletta Bio", "class": "INDUSTRY"}},
        "descriptionModule": {"briefSummary": f"A study of cells in people with {condition}."},
        "conditionsModule": {"conditions": [condition]},
        "designModule": {"studyType": "INTERVENTIONAL", "phases": ["PHASE1"], "enrollmentInfo": {"count": 24}},
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Age \\>= 18\n\nExclusion Criteria:\n\n* Pregnancy",
            "sex": "ALL",
            "minimumAge": "18 Years",
        },
        "contactsLocationsModule": {
            "centralContacts": [{"name": "Study Desk", "phone": "555-0100", "email": "desk@sponsor.example"}],
            "locations": [
                {
                    "facility": "University of Pennsylvania",
                    "status": "RECRUITING",
                    "city": "Philadelphia",
                    "state": "Pennsylvania",
                    "country": "United States",
                    "geoPoint": {"lat": 39.95238, "lon": -75.16362},
                }
            ],
        },
    }
    return {"protocolSection": {**protocol, **modules}, "hasResults": False}


RECORDS = [
    trial_record("NCT05451212", "MuSK-CAART in MuSK Myasthenia Gravis", "MuSK Myasthenia Gravis"),
    trial_record("NCT04422912", "DSG3-CAART or CABA-201 in Pemphigus Vulgaris", "Pemphigus Vulgaris"),
    trial_record("NCT06279923", "CD19-BAFF Targeted CAR-T in Autoimmune Disease", "Autoimmune Diseases"),
    *(
        trial_record(
            f"NCT9000{number:04}",
            f"Autologous CD19 CAR-T Cells in Lupus, Cohort {number}",
            "Systemic Lupus Erythematosus",
        )
        for number in range(1, 26)
    ),
    trial_record("NCT90001001", "CD19/BCMA CAR-T Cells in Systemic Sclerosis", "Systemic Sclerosis"),
]


class Registry(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if not self.server.answers:
            self.server.closing.wait()
            return
        page = {"studies": [*RECORDS, *self.server.others]}
        clock = {"dataTimestamp": time.strftime("%Y-%m-%dT09:00:05")}
        body = json.dumps(clock if self.path.endswith("/version") else page).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def registry(answers: bool = True, others: Iterable[dict] = ()) -> Iterator[str]:
    """A registry on loopback that holds RECORDS and `others`; its address. Or one that never answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    server.daemon_threads = True
    server.answers, server.others, server.closing = answers, others, threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v2"
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def copy_project(to: Path) -> Path:
    """The project's files without what a machine makes of them."""
    made = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".env", "tests", ".ruff_cache", ".hypothesis")
    return Path(shutil.copytree(settings.BASE_DIR, to / "project", ignore=made))


def environment(registry_url: str) -> dict[str, str]:
    """A newcomer's: nothing that points the finder elsewhere."""
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "REGISTRY_URL": registry_url,
        "REGISTRY_DELAY": "0",
        "PYTHONUNBUFFERED": "1",
    }


def manage(folder: Path, registry_url: str, *arguments: str) -> subprocess.CompletedProcess:
    """One of the finder's commands, run to its end in a copy of the project."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=folder,
        env=environment(registry_url),
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_START,
    )


class Served:
    """`manage.py serve` in `folder` as its own process group; all it prints is in `said`."""

    def __init__(self, folder: Path, registry_url: str) -> None:
        self.folder, self.registry_url, self.port = folder, registry_url, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.said = ""
        self._news = threading.Condition()
        self._ended = False
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port)],
            cwd=folder,
            env=environment(registry_url),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            with self._news:
                self.said += line
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def wait_for(self, words: str) -> "Served":
        """Return once `words` are printed; fail with all that was printed if they do not come."""
        with self._news:
            self._news.wait_for(lambda: words in self.said or self._ended, SECONDS_TO_START)
        assert words in self.said, self.said
        return self

    def get(self, path: str) -> requests.Response:
        return requests.get(self.url + path, timeout=30)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        return manage(self.folder, self.registry_url, *arguments)

    def stop(self) -> int:
        """Ctrl-C, as a terminal sends it: to the whole group. The exit status, once all is printed."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        status = self.process.wait(SECONDS_TO_STOP)
        self._reader.join(SECONDS_TO_STOP)
        assert not self._reader.is_alive(), "a process that serve started still holds its output"
        self.process.stdout.close()
        return status
