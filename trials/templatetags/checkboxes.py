"""The lines of a facet. A results page has over a hundred, so they are joined here and not in a template's loop."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.search.facets import FacetChoice

register = template.Library()
BOX = (
    '<label class="depth-{0}" for="{1}-{2}"><input type="checkbox" id="{1}-{2}" name="{1}" value="{2}"{3}>'
    '<span>{4}</span> <b>{5}<i class="hidden"> {6}</i></b></label>\n'
)
# What the words of the search say is taken out with those words.
SAID = (
    '<p class="from-words depth-{0}" id="{1}-{2}"><a href="{3}"><span aria-hidden="true">✓</span><span>{4}</span>'
    '<i class="hidden"> {7}</i></a> <b>{5}<i class="hidden"> {6}</i></b></p>\n'
)


@register.simple_tag
def checkboxes(name: str, choices: Iterable[FacetChoice]) -> SafeString:
    """A labelled box for each choice of the filter `name`, with its count; for what the words say, a link."""
    return format_html_join("", "{}", ((_line(name, choice),) for choice in choices))


def _line(name: str, choice: FacetChoice) -> SafeString:
    # Translators: stands behind the number of trials that a choice would find.
    trials = ngettext("trial", "trials", choice.count)
    given = (choice.depth, name, choice.slug, choice.said or (" checked" if choice.chosen else ""))
    if choice.said:
        return format_html(SAID, *given, choice.name, choice.count, trials, _("from your words; take it out"))
    return format_html(BOX, *given, choice.name, choice.count, trials)
