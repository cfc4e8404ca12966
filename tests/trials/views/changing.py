"""Changes as the sync writes them down, for the tests of pages."""

from datetime import date
from typing import Any

from tests.builders import CHECKED, UPDATED
from trials.models import Change, Trial


def make_change(trial: Trial, kind: str, before: Any = None, after: Any = None, **columns: Any) -> Change:
    """A change that the registry dated when the trial was updated, and that we saw then."""
    columns = {"registry_date": UPDATED, "found": CHECKED, **columns}
    if isinstance(columns["registry_date"], str):
        columns["registry_date"] = date.fromisoformat(columns["registry_date"])
    return Change.objects.create(trial=trial, kind=kind, before=before, after=after, **columns)


def place(facility: str = "Charité", city: str = "Berlin", country: str = "Germany", status: str | None = None) -> dict:
    """A site as a change holds it."""
    return {"facility": facility, "city": city, "country": country, "status": status}


def change_everything(trial: Trial, text: str = "A word") -> None:
    """One change of each kind; `text` stands wherever the registry's own words can."""
    for kind, before, after in (
        ("new", None, "RECRUITING"),
        ("status", "NOT_YET_RECRUITING", text),
        ("site-added", None, place(text, text, text, text)),
        ("site-removed", place(text, text, text, text), None),
        ("site-status", place(text), place(text, status=text)),
        ("stage", "phase-1", text),
        ("eligibility", {"text": text, "minimum_age": text, "sex": text}, {"text": "", "minimum_age": "", "sex": ""}),
        ("dates", {"start": "2026"}, {"start": "2026-05"}),
        ("sponsor", text, None),
        ("enrolment", 12, 24),
        ("vanished", "2026-05-01", None),
    ):
        make_change(trial, kind, before, after)
