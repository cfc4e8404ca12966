"""The guide's first page, each of its pages, and the glossary. Each is at most four queries, and one for its words."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guide.letters import by_letter
from guide.models import (
    NOTICE,
    QUESTIONS_PAGE,
    RISKS_PAGE,
    TREATMENTS_PAGE,
    Figure,
    GlossaryEntry,
    Page,
    Question,
    Section,
    Treatment,
    TypicalRisks,
)


def guide(request: HttpRequest) -> HttpResponse:
    """All pages with their leads, a few figures, and the notice."""
    context = {
        "pages": Page.objects.with_source(),
        "figures": Figure.objects.with_source().in_front(),
        "notice": _notice(),
        "words": GlossaryEntry.objects.count(),
    }
    return render(request, "guide/index.html", context)


def glossary(request: HttpRequest) -> HttpResponse:
    """The hard words by their first letters in the page's language, and the notice."""
    entries = list(GlossaryEntry.objects.with_source())
    sources = {entry.source for entry in entries}
    context = {
        "letters": by_letter(entries),
        "only_source": sources.pop() if len(sources) == 1 else None,
        "notice": _notice(),
    }
    return render(request, "guide/glossary.html", context)


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
        **_rows_of(slug),
    }
    return render(request, "guide/page.html", context)


def _notice() -> Section | None:
    return Section.objects.with_source().select_related("page").filter(anchor=NOTICE).first()


def _rows_of(slug: str) -> dict[str, QuerySet]:
    if slug == TREATMENTS_PAGE:
        return {"treatments": Treatment.objects.with_source()}
    if slug == QUESTIONS_PAGE:
        return {"questions": Question.objects.with_source()}
    if slug == RISKS_PAGE:
        return {"typical_risks": TypicalRisks.objects.with_source()}
    return {}
