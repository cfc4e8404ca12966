"""A registry on loopback for tests: a real HTTP server that gives scripted answers and remembers what it was asked."""

import socket
import struct
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Answer:
    """One answer. `missing` bytes of the promised length never come; `reset` breaks the connection instead; one that
    stalls comes only when the server's `go_on` is set."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    missing: int = 0
    reset: bool = False
    stall: bool = False


@dataclass(frozen=True)
class Asked:
    path: str
    parameters: dict[str, list[str]]
    headers: dict[str, str]


@dataclass(frozen=True)
class Version(Answer):
    """The registry's clock."""

    body: bytes = b'{"apiVersion": "2.0.5", "dataTimestamp": "2025-03-03T09:00:05"}'


class RegistryServer(ThreadingHTTPServer):
    """Gives `answers` to questions for a listing in their order, the last one for ever; `asked` holds these questions.

    `versions` are given likewise when its clock is read, and a study of `studies` when it is asked for by its number.
    """

    daemon_threads = True

    def __init__(self, answers: Sequence[Answer], versions: Sequence[Answer], studies: Mapping[str, Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers, self.versions, self.studies = list(answers), list(versions), dict(studies)
        self.asked: list[Asked] = []
        self.clock_read = 0
        self.go_on = threading.Event()
        self.asked_for: list[str] = []  # registry numbers

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has gone away, as one does that waited too long."""

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/version":
            self.clock_read += 1
            return self.versions[min(self.clock_read, len(self.versions)) - 1]
        if asked.path.startswith("/studies/"):
            number = asked.path.removeprefix("/studies/")
            self.asked_for.append(number)
            return self.studies.get(number, Answer(b"NCT number not found", status=404))
        self.asked.append(asked)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: RegistryServer

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        answer = self.server.answer(Asked(split.path, parse_qs(split.query), dict(self.headers)))
        if answer.reset:
            self._reset()
            return
        if answer.stall:
            self.server.go_on.wait(10)
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
def registry(
    *answers: Answer, versions: Sequence[Answer] = (Version(),), studies: Mapping[str, Answer] | None = None
) -> Iterator[RegistryServer]:
    """The server, up while the block runs."""
    server = RegistryServer(answers, versions, studies or {})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
