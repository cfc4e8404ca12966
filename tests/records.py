"""Registry studies for tests, in the JSON of API v2: small, whole, and invented from the hospital to the telephone."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

NUMBER = "NCT10000001"
SUMMARY = "This study gives CD19 CAR-T cells to adults with lupus that no other treatment helped."


def location(facility: str = "Lindenhof Hospital", **overrides: Any) -> dict[str, Any]:
    """A place that recruits."""
    return {
        "facility": facility,
        "status": "RECRUITING",
        "city": "Erlangen",
        "state": "Bavaria",
        "zip": "91054",
        "country": "Germany",
        "contacts": [{"name": "Study Nurse", "role": "CONTACT", "phone": "+49 1", "email": "nurse@lindenhof.example"}],
        "geoPoint": {"lat": 49.59, "lon": 11.0},
        **overrides,
    }


def study(nct_id: str = NUMBER, **overrides: Any) -> dict[str, Any]:
    """A recruiting phase 1/2 trial of CD19 CAR-T cells in lupus.

    `overrides` are modules by their names in the API: `study(statusModule={"overallStatus": "COMPLETED"})` changes
    that one entry, None leaves the module out. `hasResults` and `derivedSection` stand beside the modules.
    """
    modules = _modules(nct_id)
    beside = {name: overrides.pop(name) for name in ("hasResults", "derivedSection") if name in overrides}
    for name, entries in overrides.items():
        if entries is None:
            modules.pop(name, None)
        else:
            modules[name] = {**modules.get(name, {}), **entries}
    return {"protocolSection": modules, "hasResults": False, **beside}


def bare_study(nct_id: str = NUMBER, **identification: Any) -> dict[str, Any]:
    """A study that says its number and no more."""
    return {"protocolSection": {"identificationModule": {"nctId": nct_id, **identification}}}


def body(one: Mapping[str, Any] | None = None, **overrides: Any) -> bytes:
    """The JSON bytes of a study; of `study(**overrides)` where none is given."""
    return json.dumps(study(**overrides) if one is None else one, ensure_ascii=False).encode()


def write_lines(path: Path, studies: Iterable[Mapping[str, Any]]) -> Path:
    """A .jsonl or .jsonl.gz file of the studies."""
    lines = b"".join(body(one) + b"\n" for one in studies)
    path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)
    return path


def page(studies: Iterable[Mapping[str, Any]], token: str = "", **more: Any) -> bytes:
    """One answer of `/studies`."""
    return json.dumps({"studies": list(studies), **({"nextPageToken": token} if token else {}), **more}).encode()


def _modules(nct_id: str) -> dict[str, dict[str, Any]]:
    return {
        "identificationModule": {
            "nctId": nct_id,
            "briefTitle": "CD19 CAR-T Cells in Lupus",
            "officialTitle": "A Phase 1/2 Study of CD19 CAR-T Cells in Systemic Lupus Erythematosus",
            "acronym": "LINDEN",
        },
        "statusModule": {
            "overallStatus": "RECRUITING",
            "statusVerifiedDate": "2025-02",
            "startDateStruct": {"date": "2024-03-05", "type": "ACTUAL"},
            "primaryCompletionDateStruct": {"date": "2026-09", "type": "ESTIMATED"},
            "completionDateStruct": {"date": "2027", "type": "ESTIMATED"},
            "lastUpdatePostDateStruct": {"date": "2025-02-20", "type": "ACTUAL"},
        },
        "sponsorCollaboratorsModule": {
            "leadSponsor": {"name": "Linden Therapeutics", "class": "INDUSTRY"},
            "collaborators": [{"name": "University of the Regnitz", "class": "OTHER"}],
        },
        "descriptionModule": {
            "briefSummary": SUMMARY,
            "detailedDescription": "One infusion, then two years of visits.",
        },
        "conditionsModule": {"conditions": ["Systemic Lupus Erythematosus"], "keywords": ["CAR-T"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE1", "PHASE2"],
            "enrollmentInfo": {"count": 24, "type": "ESTIMATED"},
        },
        "armsInterventionsModule": {
            "armGroups": [{"label": "CAR-T", "type": "EXPERIMENTAL", "description": "One infusion."}],
            "interventions": [
                {
                    "type": "BIOLOGICAL",
                    "name": "LND-19",
                    "description": "Autologous CD19 CAR-T cells.",
                    "otherNames": ["Linden-cel"],
                }
            ],
        },
        "outcomesModule": {"primaryOutcomes": [{"measure": "Side effects", "timeFrame": "2 years"}]},
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Lupus\n\nExclusion Criteria:\n\n* Active infection",
            "healthyVolunteers": False,
            "sex": "ALL",
            "minimumAge": "18 Years",
            "maximumAge": "65 Years",
        },
        "contactsLocationsModule": {
            "centralContacts": [
                {
                    "name": "Trial Office",
                    "role": "CONTACT",
                    "phone": "+49 2",
                    "phoneExt": "7",
                    "email": "o@linden.example",
                }
            ],
            "locations": [location()],
        },
    }
