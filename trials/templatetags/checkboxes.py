"""The lines of a facet. A results page has over a hundred, so they are joined here and not in a template's loop."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from trials.search.facets import FacetChoice

register = template.Library()
LINE = (
    '<label class="depth-{}" for="{}-{}"><input type="checkbox" id="{}-{}" name="{}" value="{}"{}>'
    '<span>{}</span> <b>{}<i class="hidden"> {}</i></b></label>\n'
)


@register.simple_tag
def checkboxes(name: str, choices: Iterable[FacetChoice]) -> SafeString:
    """A labelled box for each choice of the filter `name`, with its count."""
    return format_html_join(
        "",
        LINE,
        (
            (
                *(c.depth, name, c.slug, name, c.slug, name, c.slug),
                *(SafeString(" checked" if c.chosen else ""), c.name, c.count, "trial" if c.count == 1 else "trials"),
            )
            for c in choices
        ),
    )
