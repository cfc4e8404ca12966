"""The lines of a facet. A results page has over a hundred, so they are joined here and not in a template's loop."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from trials.search.facets import FacetChoice

register = template.Library()
LINE = (
    '<label class="depth-{0}" for="{1}-{2}"><input type="checkbox" id="{1}-{2}" name="{1}" value="{2}"{3}>'
    '<span>{4}</span> <b>{5}<i class="hidden"> {6}</i></b></label>\n'
)
CHECKED = {True: " checked", False: ""}


@register.simple_tag
def checkboxes(name: str, choices: Iterable[FacetChoice]) -> SafeString:
    """A labelled box for each choice of the filter `name`, with its count."""
    return format_html_join(
        "",
        LINE,
        (
            (
                c.depth,
                name,
                c.slug,
                " checked" if c.chosen else "",
                c.name,
                c.count,
                "trial" if c.count == 1 else "trials",
            )
            for c in choices
        ),
    )
