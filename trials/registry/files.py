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

from trials.registry.schema import NOT_READABLE, Piece

LINES = (".jsonl", ".ndjson")
BOM = b"\xef\xbb\xbf"
READABLE = (".json", *LINES, ".zip", ".gz")


class FilesError(Exception):
    """The path as a whole cannot be read; the message says what to do."""


class Found(msgspec.Struct, frozen=True):
    """The bytes of one study with the place they are from; or, with a `fault`, what could not be read there."""

    place: str
    body: bytes
    fault: str = ""


class _Whole(Piece):
    """A JSON object that is a page of studies; one without `studies` is taken for a study."""

    studies: list[msgspec.Raw] | None = None


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
        if path.suffix.lower() == ".zip" or zipfile.is_zipfile(path):
            yield from _zip(path)
        else:
            with path.open("rb") as stream:
                yield from _stream(str(path), stream)
    except OSError as error:
        yield Found(str(path), b"", f"cannot be read: {error.strerror or error}")


def _zip(path: Path) -> Iterator[Found]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        yield Found(str(path), b"", f"not a whole zip file: {error}")
        return
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if not entries:
            yield Found(str(path), b"", "an empty zip file")
        for entry in entries:
            yield from _entry(f"{path}:{entry.filename}", archive, entry)


def _entry(place: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[Found]:
    if not entry.filename.lower().endswith((".json", *LINES, ".gz")):
        yield Found(place, b"", "not a registry record: only .json and .jsonl files are read")
        return
    try:
        with archive.open(entry) as stream:
            yield from _stream(place, stream)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        yield Found(place, b"", f"damaged in its zip file: {error}")


def _stream(place: str, stream: IO[bytes]) -> Iterator[Found]:
    name = place.lower()
    if not name.endswith(".gz"):
        yield from _content(place, name, stream)
        return
    try:
        yield from _content(place, name.removesuffix(".gz"), gzip.GzipFile(fileobj=stream))
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        yield Found(place, b"", f"not a whole gzip file: {error}")


def _content(place: str, name: str, stream: IO[bytes]) -> Iterator[Found]:
    if name.endswith(LINES):
        yield from _lines(place, stream)
    else:
        yield from _document(place, stream.read())


def _lines(place: str, stream: IO[bytes]) -> Iterator[Found]:
    empty = True
    for number, line in enumerate(stream, 1):
        if text := (line.removeprefix(BOM) if number == 1 else line).strip():
            empty = False
            yield Found(f"{place}:{number}", text)
    if empty:
        yield Found(place, b"", "an empty file")


def _document(place: str, body: bytes) -> Iterator[Found]:
    text = body.removeprefix(BOM).strip()
    if not text:
        yield Found(place, b"", "an empty file")
        return
    try:
        studies = _list.decode(text) if text.startswith(b"[") else _whole.decode(text).studies
    except msgspec.ValidationError:
        yield Found(place, text, "JSON, but neither a study nor a page or list of them")
    except NOT_READABLE as error:
        if _is_lines(text):
            yield from _lines(place, io.BytesIO(text))
        else:
            yield Found(place, text, f"not JSON: {error}")
    else:
        if studies is None:
            yield Found(place, text)
        else:
            yield from (Found(f"{place}:{number}", bytes(study)) for number, study in enumerate(studies, 1))


def _is_lines(text: bytes) -> bool:
    """Whether these are JSON lines under another name: one of the first two lines is a whole object."""
    return any(_is_object(line) for line in text.split(b"\n", 2)[:2])


def _is_object(line: bytes) -> bool:
    try:
        _whole.decode(line)
    except NOT_READABLE:
        return False
    return True
