"""Registry records from files: one study, a JSON page, a list, JSON lines, the registry's zip, a folder of them all.

Nothing here judges a study: each comes out as bytes with the place it was found at, and what is no JSON at all comes
out as a fault, so that the rest goes on.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from trials.registry.schema import Piece

LINES = (".jsonl", ".ndjson")
READABLE = (".json", *LINES, ".zip", ".gz")


class FilesError(Exception):
    """The path as a whole cannot be read; the message says what to do."""


class Found(msgspec.Struct, frozen=True):
    """The bytes of one study with the place they are from; or, with a `fault`, what could not be read there."""

    place: str
    body: bytes
    fault: str = ""


class _Whole(Piece):
    """A JSON object that is a page of studies or one study."""

    studies: list[msgspec.Raw] | None = None
    protocol_section: msgspec.Raw | None = None


_whole = msgspec.json.Decoder(_Whole)
_list = msgspec.json.Decoder(list[msgspec.Raw])


def studies_in(path: Path) -> Iterator[Found]:
    """Every study at `path`, in the order of file names. JSON lines are read a line at a time.

    Raises FilesError where the path does not exist, or a folder holds nothing that could be read.
    """
    if not path.exists():
        raise FilesError(f"{path} does not exist. Give a file or a folder of registry records.")
    if not path.is_dir():
        yield from _file(path)
        return
    files = [file for file in sorted(path.rglob("*")) if file.is_file() and file.suffix.lower() in READABLE]
    if not files:
        raise FilesError(f"{path} holds no registry records: no .json, .jsonl, .jsonl.gz or .zip file.")
    for file in files:
        yield from _file(file)


def _file(path: Path) -> Iterator[Found]:
    try:
        if zipfile.is_zipfile(path):
            yield from _zip(path)
        else:
            with path.open("rb") as stream:
                yield from _stream(str(path), stream)
    except OSError as error:
        yield Found(str(path), b"", f"cannot be read: {error.strerror or error}")


def _zip(path: Path) -> Iterator[Found]:
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if entry.is_dir():
                    continue
                place = f"{path}:{entry.filename}"
                if not entry.filename.lower().endswith((".json", *LINES, ".gz")):
                    yield Found(place, b"", "not a registry record: only .json and .jsonl files are read")
                    continue
                with archive.open(entry) as stream:
                    yield from _stream(place, stream)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        yield Found(str(path), b"", f"not a whole zip file: {error}")


def _stream(place: str, stream: IO[bytes]) -> Iterator[Found]:
    name = place.lower()
    try:
        if name.endswith(".gz"):
            stream, name = gzip.GzipFile(fileobj=stream), name[:-3]
        if name.endswith(LINES):
            yield from _lines(place, stream)
        else:
            yield from _document(place, stream.read())
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        yield Found(place, b"", f"not a whole gzip file: {error}")


def _lines(place: str, stream: IO[bytes]) -> Iterator[Found]:
    number = 0
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield Found(f"{place}:{number}", line.strip())
    if not number:
        yield Found(place, b"", "an empty file")


def _document(place: str, body: bytes) -> Iterator[Found]:
    text = body.removeprefix(b"\xef\xbb\xbf").strip()
    if not text:
        yield Found(place, b"", "an empty file")
        return
    try:
        if text.startswith(b"["):
            for number, study in enumerate(_list.decode(text), 1):
                yield Found(f"{place}:{number}", bytes(study))
            return
        whole = _whole.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        if text.startswith(b"{") and b"\n{" in text:  # JSON lines under another name
            yield from _lines(place, io.BytesIO(text))
        else:
            yield Found(place, text, f"not JSON: {error}")
        return
    if whole.studies is None:
        yield Found(place, text)
        return
    for number, study in enumerate(whole.studies, 1):
        yield Found(f"{place}:{number}", bytes(study))
