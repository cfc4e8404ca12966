"""A static page of so many bytes, and nothing else: what the network alone costs under the same throttle.

`/?bytes=20000` answers with one heading below bytes that no compression makes smaller, so that as many cross the wire
before anything can be painted.
"""

import random
import string
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs

BEFORE, AFTER = "<!doctype html><title>Floor</title><!--", "--><h1>As many bytes, and nothing else</h1>"


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The page, as a WSGI application."""
    size = int(parse_qs(environ.get("QUERY_STRING", "")).get("bytes", ["1000"])[0])
    letters = random.Random(size).choices(string.ascii_letters + string.digits, k=size - len(BEFORE + AFTER))
    body = (BEFORE + "".join(letters) + AFTER).encode()
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
