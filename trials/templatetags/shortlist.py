"""How long a list of saved trials can be, for the words of static/js/shortlist.js."""

from django import template

from trials.chosen import MOST_LISTED

register = template.Library()


@register.simple_tag
def most_listed() -> int:
    return MOST_LISTED
