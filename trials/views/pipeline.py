"""What is being tested for which disease, and how far it is; who leads trials; when they start."""

from collections.abc import Iterable
from functools import cache, lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from conditions.models import Condition
from trials.drawn import CELL_HEIGHT, CELL_WIDTH, NUMBER_AT, dots, parts, sizes, swatch
from trials.search.once import once
from trials.search.pipeline import PHASE_1, STAGES, Asked, Row, grid, leading_conditions, stage_filters
from trials.search.trends import sponsors, starts
from trials.views.shared import last_look, search_for


@require_safe
def pipeline(request: HttpRequest) -> HttpResponse:
    """Diseases × targets by stage, as a picture and as tables; `?status=recruiting` leaves what recruits."""
    recruiting = request.GET.get("status") == "recruiting"
    status: Asked = (("status", "recruiting"),) if recruiting else ()
    search = search_for(**dict(status))
    index, within = search.index, search.found()
    wanted = Condition.objects.filter(slug__in=leading_conditions(index, within))
    counted = grid(index, within, {one.slug: one.name_i18n for one in wanted})
    kept = "RECRUITING" if recruiting else ""
    started = once(index, f"starts {kept}", lambda: starts(within, index.standing))
    led = once(index, f"sponsors {kept}", lambda: sponsors(kept))
    return render(
        request,
        "trials/pipeline.html",
        {
            "grid": counted,
            "rows": cache(lambda: [_row(row, status) for row in counted.rows]),  # only where it is not held rendered
            "shown": (get_language(), status, counted.by_stage, [_shown(row) for row in counted.rows]),
            "columns": [(one, _address(one.asked, status)) for one in counted.targets],
            "stages": [
                {"slug": slug, "name": name, "total": counted.by_stage[number],
                 "address": _address(stage_filters(number), status)}
                for number, (slug, name, _held) in enumerate(STAGES)
            ],
            "in_phase_1": counted.by_stage[PHASE_1],
            "sizes": [
                (f"{least}+" if to is None else f"{least}–{to}" if to > least else f"{least}", radius)
                for least, to, radius in sizes()
            ],
            "width": CELL_WIDTH * len(counted.targets),
            "cell": {"width": CELL_WIDTH, "height": CELL_HEIGHT, "number": NUMBER_AT},
            "recruiting": recruiting,
            "recruiting_count": len(search.standing_for("status", "recruiting")),
            "sponsors": [
                (one, bar, _address((("q", f'"{one.name}"'),), status))
                for one, bar in _with_bars((one, [("led", one.total)]) for one in led)
            ],
            "starts": _with_bars((one, [(standing.slug, n) for standing, n in one.standings]) for one in started),
            "standings": [(standing, [swatch(standing.slug)]) for standing in index.standing],
            **last_look(),
        },
    )  # fmt: skip


def _address(asked: Asked | None, *more: Asked) -> str:
    """The results that these filters find; "" where no search finds just that."""
    return "" if asked is None else _results(get_language(), asked + tuple(pair for one in more for pair in one))


@lru_cache(maxsize=5_000)
def _results(language: str, asked: Asked) -> str:
    """The picture has over a thousand addresses, and nearly all of them stay when a trial changes."""
    return f"{reverse('trials')}?{urlencode(asked)}"


def _shown(row: Row) -> tuple:
    """All of a row that is drawn: what is rendered of the very same is held."""
    cells = [(cell.target.name, cell.asked, cell.total, cell.by_stage) for cell in row.cells]
    return row.condition.name, row.condition.total, [cell.target.total for cell in row.cells], cells


def _row(row: Row, status: Asked) -> dict:
    """A disease with its dots for the picture, and its counts and addresses for the table."""
    slugs = [slug for slug, *_name in STAGES]
    cells = []
    for number, cell in enumerate(row.cells):
        if cell.total:
            left = number * CELL_WIDTH
            cells.append(
                {
                    "cell": cell,
                    "left": left,
                    "middle": left + CELL_WIDTH // 2,
                    "dots": dots(slugs, cell.by_stage, left),
                    "address": _address(cell.asked, status),
                    "stages": [
                        (count, cell.asked and _address(cell.asked, stage_filters(at), status))
                        for at, count in enumerate(cell.by_stage)
                    ],
                }
            )
    return {"condition": row.condition, "address": _address(row.condition.asked, status), "cells": cells}


def _with_bars(counted: Iterable[tuple]) -> list[tuple]:
    """Each thing with the stretches of its bar; the largest has the longest."""
    held = list(counted)
    most = max((one.total for one, _counts in held), default=0)
    return [(one, parts(counts, most)) for one, counts in held]
