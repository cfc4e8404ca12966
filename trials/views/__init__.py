"""The pages that show trials. The first page is here; what it leads to is in a module a matter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conditions.models import Condition
from trials.filters import TrialFilter
from trials.models import Stage
from trials.search.choices import NOT_STATED
from trials.views.mirror import changes, data
from trials.views.nouns import autoantibody, condition, site, therapy, therapy_list
from trials.views.one_trial import trial
from trials.views.results import trial_list
from trials.views.shared import last_look, search_for

__all__ = [
    "autoantibody",
    "changes",
    "condition",
    "data",
    "home",
    "search_for",
    "site",
    "target_table",
    "therapy",
    "therapy_list",
    "trial",
    "trial_list",
]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The search box, the diseases as doors, and what is tested at which stage."""
    search = search_for()
    return render(
        request,
        "trials/home.html",
        {
            "doors": Condition.objects.filter(door__isnull=False).order_by("door"),
            "table": target_table(search),
            "trial_count": len(search.index.shown),
            "recruiting_count": len(search.standing_for("status", "recruiting")),
            **last_look(),
        },
    )


def target_table(search: TrialFilter) -> dict:
    """Antigens × stages: how many trials; a trial with two antigens stands in both rows."""
    targets, stages = search.index.members["target"], search.index.members["stage"]
    columns = [(slug, name) for slug, name in (*Stage.choices, (NOT_STATED, _("Not stated"))) if slug in stages]
    rows = [
        {
            "slug": slug,
            "name": search.choices.target[slug].name if slug in search.choices.target else _("Not stated"),
            "total": len(trials),
            "cells": [(stage, len(trials & stages[stage])) for stage, __ in columns],
        }
        for slug, trials in targets.items()
        if trials and (slug in search.choices.target or slug == NOT_STATED)
    ]
    rows.sort(key=lambda row: (row["slug"] == NOT_STATED, -row["total"], row["name"]))
    return {"stages": columns, "rows": rows}
