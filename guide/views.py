"""The guide's first page, and each of its pages. Each is at most four queries."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guide.models import (
    DRAWN_PAGE,
    NOTICE,
    QUESTIONS_PAGE,
    TREATMENTS_PAGE,
    Figure,
    Page,
    Question,
    Section,
    Treatment,
)


def guide(request: HttpRequest) -> HttpResponse:
    """All pages with their leads, a few figures, and the notice."""
    context = {
        "pages": Page.objects.with_source(),
        "figures": Figure.objects.with_source().in_front(),
        "notice": Section.objects.with_source().select_related("page").filter(anchor=NOTICE).first(),
    }
    return render(request, "guide/index.html", context)


def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page, with the table, the questions or the drawing that stands on it. 404 if there is none."""
    # All of the few pages in one query: the page itself, and the one to read after it.
    pages = list(Page.objects.with_source())
    place = next((place for place, page in enumerate(pages) if page.slug == slug), None)
    if place is None:
        raise Http404("The guide has no such page.")
    page = pages[place]
    sections = list(Section.objects.with_source().of_page(page).select_related("page"))
    context = {
        "page": page,
        "next_page": pages[place + 1] if place + 1 < len(pages) else None,
        "sections": [section for section in sections if section.page_id == page.pk],
        "notice": next((one for one in sections if one.anchor == NOTICE and one.page_id != page.pk), None),
        "figures": Figure.objects.with_source().filter(page=page),
        "drawn": slug == DRAWN_PAGE,
        **_rows_of(slug),
    }
    return render(request, "guide/page.html", context)


def _rows_of(slug: str) -> dict[str, QuerySet]:
    if slug == TREATMENTS_PAGE:
        return {"treatments": Treatment.objects.with_source()}
    if slug == QUESTIONS_PAGE:
        return {"questions": Question.objects.with_source()}
    return {}
