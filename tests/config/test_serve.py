"""`make serve` as a newcomer runs it, on a copy of the project of its own."""

import contextlib
import threading
from pathlib import Path

import psutil
import pytest

from tests.served import SECONDS_TO_START, Served, copy_project, free_port, manage, registry

pytestmark = pytest.mark.xdist_group("served")


def running_in(folder):
    """The processes that were started in a folder and still run, each with its command line."""
    found = {}
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()).is_relative_to(folder):
                found[process] = process.cmdline()
    return found


def the_worker_in(folder):
    """The process that does the background work of the finder in a folder."""
    (worker,) = (process for process, command in running_in(folder).items() if "procrastinate" in command)
    return worker


class Asked(threading.Event):
    """In place of a registry's other records: none, and set once somebody asks for them."""

    def __iter__(self):
        self.set()
        return iter(())


def test_a_first_start_brings_the_registrys_trials_in_and_ctrl_c_stops_everything(tmp_path):
    with registry() as address:
        served = Served(copy_project(tmp_path), address).wait_for("The finder is at")
        assert served.get("/").status_code == 200
        served.wait_for("29 new, 0 changed, 0 unchanged, 0 set aside")
        assert "Cabaletta Bio" in served.get("/trials/NCT05451212/").text
        assert "manage.py sync_trials" not in served.said
        assert the_worker_in(served.folder).is_running()
        assert served.manage("seed").stdout == "Fixtures: 0 rows made, 0 updated, 0 left as edited.\n"
        again = served.manage("sync_trials", "--api", address)
        assert (again.returncode, again.stdout) == (0, f"{address}: 0 new, 0 changed, 29 unchanged, 0 set aside.\n")
        assert served.stop() == 0
    assert running_in(served.folder) == {}
    assert not (served.folder / "var/postgres/postmaster.pid").exists()


def test_with_no_network_one_plain_line_says_so_and_the_articles_trials_are_served(tmp_path):
    served = Served(copy_project(tmp_path), f"http://127.0.0.1:{free_port()}/api/v2")
    served.wait_for("The registry's trials are not in:")
    line = next(line for line in served.said.splitlines() if "are not in" in line)
    assert "no answer from http://127.0.0.1" in line
    assert line.endswith("Load a file with: .venv/bin/python manage.py sync_trials --from PATH")
    assert "Traceback" not in served.said
    assert "lenzax" in served.get("/trials/NCT05451212/").text
    assert served.stop() == 0
    assert running_in(served.folder) == {}


def test_a_port_in_use_is_said_before_anything_starts(tmp_path):
    with registry() as address:
        port = int(address.split(":")[2].split("/")[0])
        done = manage(copy_project(tmp_path), address, "serve", "--port", str(port))
    assert done.returncode != 0
    assert f"Port {port} is in use. Choose another: make serve PORT={port + 1}" in done.stderr


def test_ctrl_c_while_the_first_sync_runs_stops_that_too(tmp_path):
    with registry(answers=False) as address:
        served = Served(copy_project(tmp_path), address).wait_for("Bringing in the registry's trials")
        assert served.stop() == 0
    assert running_in(served.folder) == {}
    assert "Traceback" not in served.said


def test_a_first_sync_that_sets_a_record_aside_says_that_the_others_are_in(tmp_path):
    with registry(others=[{"protocolSection": {"identificationModule": {}}}]) as address:
        served = Served(copy_project(tmp_path), address).wait_for("could not be read")
        assert "29 new, 0 changed, 0 unchanged, 1 set aside" in served.said
        assert "The registry's trials are not in" not in served.said
        assert "Cabaletta Bio" in served.get("/trials/NCT05451212/").text
        assert served.stop() == 0


def test_when_the_worker_dies_a_line_says_so_and_the_pages_go_on(tmp_path):
    with registry() as address:
        served = Served(copy_project(tmp_path), address).wait_for("29 new")
        the_worker_in(served.folder).kill()
        served.wait_for("The worker ended with status -9 (var/worker.log may say why).")
        assert served.get("/").status_code == 200
        assert served.stop() == 0
    assert "Traceback" not in served.said


def test_a_finder_whose_last_sync_began_over_a_day_ago_does_one_when_it_is_started(tmp_path):
    long_ago = "from trials.models import SyncRun; SyncRun.objects.update(started='2026-01-01T00:00Z')"
    asked = Asked()
    with registry(others=asked) as address:
        first = Served(copy_project(tmp_path), address).wait_for("29 new")
        assert first.stop() == 0
        assert first.manage("shell", "-c", long_ago).returncode == 0
        asked.clear()
        again = Served(first.folder, address).wait_for("The last sync with the registry began over a day ago")
        assert asked.wait(SECONDS_TO_START)
        assert again.stop() == 0
    assert running_in(again.folder) == {}
    assert "Bringing in" not in again.said
