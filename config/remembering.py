"""The language that a visitor chose: kept in a cookie, which nobody gets who did not choose."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, translate_url
from django.urls.exceptions import Resolver404
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

COOKIE_AGE = 365 * 24 * 3600
OWN_PAGES = ("admin:", "language", "styleguide")  # in no language of the finder's


@never_cache
@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language and go to the page of `next` in it; the front page where `next` is none of ours."""
    if code not in dict(settings.LANGUAGES):
        raise Http404("The finder does not speak this language.")
    asked = request.GET.get("next", "/")
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, None)
    answer = redirect(in_language(asked if safe else "/", code))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def in_language(address: str, code: str) -> str:
    """The same page in another language; `address` is a path with or without a query, in any language."""
    path, mark, query = address.partition("?")
    with override(_language_of(path)):
        return translate_url(path, code) + mark + query


def without_language(address: str) -> str:
    """The address without `in`, by which a sheet is asked for in another language than its own (trials/views/sheet.py):
    what leads to another language must not lead back."""
    path, _mark, query = address.partition("?")
    kept = "&".join(one for one in query.split("&") if one and one.partition("=")[0] != "in")
    return f"{path}?{kept}" if kept else path


def _language_of(path: str) -> str:
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class RememberedLanguage:
    """Leads whoever chose another language from an English address to the same page in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if get_language() != settings.LANGUAGE_CODE or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        other = chosen in dict(settings.LANGUAGES) and chosen != settings.LANGUAGE_CODE
        if other and _has_languages(request.path_info):
            answer = redirect(in_language(request.get_full_path(), chosen))
        else:
            answer = self.get_response(request)
        if _has_languages(request.path_info):
            patch_vary_headers(answer, ["Cookie"])
        return answer


def _has_languages(path: str) -> bool:
    try:
        return not resolve(path).view_name.startswith(OWN_PAGES)
    except Resolver404:
        return False
