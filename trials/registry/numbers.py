"""The registry number of a study, read without the rest of it."""

import re

import msgspec

from trials.registry.schema import NOT_READABLE, Piece

NCT_ID = re.compile(r"NCT[0-9]{8}")


class _Identification(Piece):
    nct_id: str = ""


class _Protocol(Piece):
    identification_module: _Identification


class _Study(Piece):
    protocol_section: _Protocol


_decoder = msgspec.json.Decoder(_Study)


def number_in(body: bytes) -> str:
    """The registry number of a study that may be broken, or an empty text."""
    try:
        number = _decoder.decode(body).protocol_section.identification_module.nct_id.strip().upper()
    except NOT_READABLE:
        return ""
    return number if NCT_ID.fullmatch(number) else ""
