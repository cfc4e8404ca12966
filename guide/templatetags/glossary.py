"""The glossary and the typical risks on any page. Texts are escaped here, and links made by format_html."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from guide.glossary import Glossary, current
from guide.models import GlossaryEntry, TypicalRisks

register = template.Library()

_KEPT = "_glossary"  # on the request: the glossary as it was first used there, and the words already linked


@register.simple_tag(takes_context=True)
def glossed(context: Context, text: str, language: str = "") -> SafeString:
    """The text, escaped, where each word of the glossary is a link the first time that the page has it.

    `language` is the text's own, where it is not the page's: registry texts are in "en".
    """
    glossary, linked = _of_page(context)
    text, pieces, read = str(text or ""), [], 0
    for start, end, entry in glossary.places_in(text, language or _here()):
        if entry.slug in linked:
            continue
        linked.add(entry.slug)
        link = format_html('<a class="word" href="{}">{}</a>', entry.get_absolute_url(), text[start:end])
        pieces += [text[read:start], link]
        read = end
    return format_html_join("", "{}", ([piece] for piece in [*pieces, text[read:]]))


@register.simple_tag(takes_context=True)
def hard_words(context: Context, text: str, language: str = "") -> list[GlossaryEntry]:
    """The glossary's entries for the words of a text, for `guide/_words.html`; `language` as in `glossed`."""
    glossary, _ = _of_page(context)
    return glossary.entries_in(str(text or ""), language or _here())


@register.inclusion_tag("guide/_risks.html", takes_context=True)
def typical_risks(context: Context, kinds: Iterable[str] = (), cell_source: str = "") -> dict[str, object]:
    """What such a therapy typically risks and what doctors do about it; kinds and source by slug. One query."""
    found = TypicalRisks.objects.with_source().of(list(kinds), cell_source)
    return {"all_risks": found, "request": context.get("request")}


def _of_page(context: Context) -> tuple[Glossary, set[str]]:
    """The glossary, asked for once a page, and the entries that the page has linked already."""
    request = context.get("request")
    if request is None:
        return current(), set()
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, (current(), set()))
    return getattr(request, _KEPT)


def _here() -> str:
    return get_language() or settings.LANGUAGE_CODE
