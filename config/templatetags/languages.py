"""The page at hand in each language."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.utils.translation import get_language

from config.remembering import in_language, without_language

register = template.Library()


@dataclass(frozen=True)
class InLanguage:
    """The same page in one language: `address` is absolute, `path` begins with a slash."""

    code: str
    name: str
    path: str
    address: str
    here: bool


@register.simple_tag(takes_context=True)
def page_in_languages(context: template.Context) -> list[InLanguage]:
    """The page in each language of the finder, the one at hand marked."""
    request = context.get("request")
    if request is None:
        return []
    address = without_language(request.get_full_path())
    found = []
    for code, name in settings.LANGUAGES:
        path = in_language(address, code)
        found.append(InLanguage(code, name, path, request.build_absolute_uri(path), code == get_language()))
    return found
