"""Rows for tests: each function makes one, with sensible values for all that the test does not care about.

Names count up, so that any number of rows can be made. Dates lie a month back: a "recruiting" that nobody confirmed
for two years would be in doubt.
"""

import json
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.text import slugify

from conditions.models import Autoantibody, Condition, Term
from sources.models import Source
from trials.models import (
    Change,
    Contact,
    Country,
    Intervention,
    Modality,
    Origin,
    ProductFact,
    SetAside,
    Sighting,
    Site,
    Snapshot,
    Sponsor,
    Statement,
    SyncRun,
    Target,
    Therapy,
    Trial,
    TrialAutoantibody,
    TrialBurden,
    TrialCondition,
    TrialModality,
    TrialSite,
    TrialTarget,
    TrialTherapy,
)

UPDATED = timezone.localdate() - timedelta(days=30)
CHECKED = datetime.combine(UPDATED, time(4), UTC)
_numbers = count(1)


def make_source(kind: str = "finder", **columns: Any) -> Source:
    """The one source of a kind, made if it is not there."""
    columns = {"slug": kind, "name": Source.Kind(kind).label, **columns}
    return Source.objects.get_or_create(kind=kind, slug=columns.pop("slug"), defaults=columns)[0]


def make_editor(name: str = "", **columns: Any):
    """A superuser who may do all in the admin; his password is `password`."""
    columns = {"is_staff": True, "is_superuser": True, **columns}
    return get_user_model().objects.create_user(name or f"editor-{next(_numbers)}", password="password", **columns)


# --- the vocabulary


def _named(name: str, kind: str, columns: dict[str, Any]) -> dict[str, Any]:
    """Slug, name and source; a name that is not given is made from the slug, or counted."""
    slug = columns.pop("slug", "")
    name = name or slug.replace("-", " ").capitalize() or f"{kind} {next(_numbers)}"
    source = columns.pop("source", None) or make_source("finder")
    return {"name": name, "slug": slug or slugify(name), "source": source, **columns}


def make_condition(name: str = "", terms: Sequence[str] = (), **columns: Any) -> Condition:
    """`make_condition("Lupus", terms=["SLE"], parent=...)`"""
    made = Condition.objects.create(**_named(name, "Condition", columns))
    Term.objects.bulk_create(Term(condition=made, text=text) for text in terms)
    return made


def make_autoantibody(name: str = "", conditions: Sequence[Condition] = (), **columns: Any) -> Autoantibody:
    made = Autoantibody.objects.create(**{"antigen": "MuSK", **_named(name, "Autoantibody", columns)})
    made.conditions.set(conditions)
    return made


def make_target(name: str = "", **columns: Any) -> Target:
    return Target.objects.create(**_named(name, "Target", columns))


def make_modality(name: str = "", **columns: Any) -> Modality:
    return Modality.objects.create(**_named(name, "Modality", columns))


def make_therapy(name: str = "", targets: Sequence[Target] = (), **columns: Any) -> Therapy:
    made = Therapy.objects.create(**_named(name, "Therapy", columns))
    made.targets.set(targets)
    return made


# --- places and people


def make_sponsor(name: str = "", **columns: Any) -> Sponsor:
    name = name or f"Sponsor {next(_numbers)}"
    return Sponsor.objects.get_or_create(name=name, defaults={"kind": "INDUSTRY", **columns})[0]


def make_country(name: str = "Germany", **columns: Any) -> Country:
    return Country.objects.get_or_create(name=name, defaults={"slug": slugify(name), **columns})[0]


def make_site(facility: str = "", country: Country | str | None = "Germany", **columns: Any) -> Site:
    columns = {"city": "Erlangen", "latitude": 49.59, "longitude": 11.0, **columns}
    where = make_country(country) if isinstance(country, str) else country
    return Site.objects.create(facility=facility or f"Hospital {next(_numbers)}", country=where, **columns)


def make_contact(trial: Trial, at: TrialSite | None = None, **columns: Any) -> Contact:
    columns = {"name": "A. Coordinator", "role": "CONTACT", "phone": "+49 1", "email": "a@hospital.example", **columns}
    return Contact.objects.create(trial=trial, trial_site=at, **columns)


# --- trials


def make_trial(
    conditions: Sequence[Condition] = (),
    targets: Sequence[Target] = (),
    modalities: Sequence[Modality] = (),
    therapies: Sequence[Therapy] = (),
    autoantibodies: Sequence[Autoantibody] = (),
    sites: Sequence[Site] = (),
    origin: str = Origin.RULE,
    **columns: Any,
) -> Trial:
    """A recruiting phase 1 trial of the field from the registry; `nct_id=None` makes a programme without a number.

    `in_field` is what the rule says of it, `last_checked` when its record was last seen: None for no record.
    Labels get `origin`, and evidence that says so.
    """
    number = next(_numbers)
    nct_id = columns.pop("nct_id", f"NCT{number:08}")
    defaults = {
        "slug": nct_id or f"programme-{number}",
        "title": f"CAR-T cells in lupus, trial {number}",
        "stage": "phase-1",
        "status": "RECRUITING" if nct_id else "",
        "field_by_rule": columns.pop("in_field", True),
        "sex": "ALL" if nct_id else "",
        "cell_source": "autologous",
    }
    if nct_id:
        defaults |= {"registry_updated": UPDATED, "verified": UPDATED, "verified_precision": "month"}
        defaults |= {"enrolment": 20, "study_type": "INTERVENTIONAL"}
    seen = columns.pop("last_checked", CHECKED if nct_id else None)
    trial = Trial.objects.create(nct_id=nct_id, **{**defaults, **columns})
    if seen:
        Sighting.objects.create(trial=trial, seen=seen, fingerprint=b"")
    for label, name, entries in (
        (TrialCondition, "condition", conditions),
        (TrialTarget, "target", targets),
        (TrialModality, "modality", modalities),
        (TrialTherapy, "therapy", therapies),
        (TrialAutoantibody, "autoantibody", autoantibodies),
    ):
        label.objects.bulk_create(
            label(trial=trial, origin=origin, field="title", evidence=str(entry), **{name: entry}) for entry in entries
        )
    TrialSite.objects.bulk_create(TrialSite(trial=trial, site=site, status="RECRUITING") for site in sites)
    return trial


def make_programme(**columns: Any) -> Trial:
    """A trial without a registry number, as the article names some."""
    return make_trial(**{"nct_id": None, "stage": "preclinical", **columns})


def make_intervention(trial: Trial, name: str = "CD19 CAR-T cells", **columns: Any) -> Intervention:
    columns = {"position": trial.interventions.count(), "kind": "BIOLOGICAL", **columns}
    return Intervention.objects.create(trial=trial, name=name, **columns)


def make_statement(kind: str = "article", field: str = "stage", means: str = "", **columns: Any) -> Statement:
    """A source of `kind` says `means` of a field of `trial=` (or of `condition=`, `therapy=`, `site=`)."""
    return Statement.objects.create(
        **{"source": make_source(kind), "field": field, "value": means, "means": means, **columns}
    )


def make_snapshot(trial: Trial, study: dict[str, Any] | None = None, **columns: Any) -> Snapshot:
    body = json.dumps(study or {"protocolSection": {"identificationModule": {"nctId": trial.nct_id}}}).encode()
    digest = blake2b(body, digest_size=16).digest()
    columns = {"fetched": CHECKED, "registry_updated": UPDATED, **columns}
    return Snapshot.objects.create(trial=trial, digest=digest, body=zlib.compress(body), **columns)


def make_change(trial: Trial | None = None, kind: str = "status", before: Any = None, after: Any = None,
                **columns: Any) -> Change:  # fmt: skip
    columns = {"found": CHECKED, "registry_date": UPDATED, **columns}
    return Change.objects.create(trial=trial or make_trial(), kind=kind, before=before, after=after, **columns)


def make_burden(trial: Trial | None = None, kind: str = "leukapheresis", **columns: Any) -> TrialBurden:
    columns = {"value": {"said": "yes"}, "origin": Origin.RULE, "field": "summary", "evidence": "Cells are taken.",
               **columns}  # fmt: skip
    return TrialBurden.objects.create(trial=trial or make_trial(), kind=kind, **columns)


def make_fact(product: str = "LND-19", axis: str = "target", slugs: Sequence[str] = ("cd19",), **columns: Any):
    """What a record says of a product that another only names."""
    said = [
        {"slug": slug, "nct_id": "NCT00000001", "field": "summary", "quotation": slug, "start": 0} for slug in slugs
    ]
    columns = {"sayings": said, "named_in": ["NCT00000001", "NCT00000002"], **columns}
    return ProductFact.objects.create(product=product, axis=axis, slugs=list(slugs), **columns)


def make_run(**columns: Any) -> SyncRun:
    return SyncRun.objects.create(**{"origin": "https://registry.example", "outcome": SyncRun.Outcome.WELL, **columns})


def make_set_aside(run: SyncRun | None = None, **columns: Any) -> SetAside:
    columns = {"nct_id": "NCT00000000", "place": "page 1", "reason": "no title", "record": '{"a": 1}', **columns}
    return SetAside.objects.create(run=run or make_run(), **columns)
