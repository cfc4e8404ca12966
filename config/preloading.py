"""A page's style sheets are announced in its headers: a slow phone asks for them before it has read the page."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

STYLE_SHEET = re.compile(rb'<link rel="stylesheet" href="([^"]+)">')


class Preload:
    """Middleware: `Link: </static/css/finder.css>; rel=preload; as=style` for each style sheet in a page's head."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            head = response.content.partition(b"</head>")[0]
            links = [f"<{address.decode()}>; rel=preload; as=style" for address in STYLE_SHEET.findall(head)]
            if links:
                response.headers["Link"] = ", ".join(links)
        return response
