"""A registry on loopback for tests: a real HTTP server that gives scripted answers and remembers what it was asked."""

import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Answer:
    """One answer. `missing` bytes of the promised length never come; `reset` breaks the connection instead."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    missing: int = 0
    reset: bool = False


@dataclass(frozen=True)
class Asked:
    path: str
    parameters: dict[str, list[str]]
    headers: dict[str, str]


class RegistryServer(ThreadingHTTPServer):
    """Gives `answers` in their order, the last one for ever; `asked` holds every request."""

    daemon_threads = True

    def __init__(self, answers: Sequence[Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = list(answers)
        self.asked: list[Asked] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: RegistryServer

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        self.server.asked.append(Asked(split.path, parse_qs(split.query), dict(self.headers)))
        answer = self.server.answers[min(len(self.server.asked), len(self.server.answers)) - 1]
        if answer.reset:
            self._reset()
            return
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) + answer.missing))
        self.end_headers()
        self.wfile.write(answer.body)
        self.close_connection = True

    def _reset(self) -> None:
        """Close at once and without good-bye, as a firewall does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True
        self.wfile = self.rfile = _Nothing()

    def log_message(self, *args: object) -> None:
        """Tests read `asked`, not a log."""


class _Nothing:
    closed = True

    def close(self) -> None: ...

    def flush(self) -> None: ...


@contextmanager
def registry(*answers: Answer) -> Iterator[RegistryServer]:
    """The server, up while the block runs."""
    server = RegistryServer(answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
