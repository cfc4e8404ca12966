"""How long each page may be kept, and by whom.

A page without a question is the same for everybody: any cache may keep it for a minute, and asks by its ETag
whether it has changed. An address with a question holds what somebody looks for: nobody keeps its answer.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

FRESH = 60  # seconds; an editor's correction is seen after them


class CacheControl:
    """Says it for each page that has not said it itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not answer.has_header("Cache-Control") and request.method in ("GET", "HEAD"):
            if request.GET or answer.status_code != 200:
                patch_cache_control(answer, private=True, no_store=True)
            else:
                patch_cache_control(answer, public=True, max_age=FRESH)
        return answer
