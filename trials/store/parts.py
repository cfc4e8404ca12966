"""What hangs on a trial and comes whole with each version: interventions, old numbers, sites, contacts."""

from collections.abc import Mapping, Sequence

from trials.models import Contact, Intervention, OldNumber, TrialSite
from trials.registry.records import ContactRecord, LocationRecord, StudyRecord
from trials.store.copying import Row, add, clear, copy
from trials.store.known import Known, Place


def replace_parts(records: Sequence[StudyRecord], pks: Mapping[str, int], held: Sequence[int]) -> None:
    """Write interventions and old numbers of the trials `pks`, of which `held` may have some."""
    clear(Intervention, held)
    copy(
        Intervention,
        (
            {
                "trial": pks[record.nct_id],
                "position": position,
                "kind": given.kind,
                "name": given.name,
                "other_names": list(given.other_names),
                "description": given.description,
            }
            for record in records
            for position, given in enumerate(record.interventions)
        ),
    )
    old_numbers = {number: pks[record.nct_id] for record in records for number in record.old_numbers}
    OldNumber.objects.bulk_create(
        [OldNumber(nct_id=number, trial_id=pk) for number, pk in old_numbers.items()],
        update_conflicts=True,
        unique_fields=["nct_id"],
        update_fields=["trial"],
    )


def replace_sites(records: Sequence[StudyRecord], pks: Mapping[str, int], held: Sequence[int], known: Known) -> None:
    """Write where the trials `pks` run and whom to call, of which `held` may have some."""
    clear(Contact, held)
    clear(TrialSite, held)
    sites = known.sites(location for record in records for location in record.locations)
    there = [(pks[record.nct_id], place, found) for record in records for place, found in _places(record).items()]
    keys = add(
        TrialSite,
        [{"trial": pk, "site": sites[place], "status": site_status(found)} for pk, place, found in there],
    )
    contacts = [_contact(one, pks[record.nct_id]) for record in records for one in record.contacts]
    contacts += [
        _contact(one, pk, key)
        for (pk, _, found), key in zip(there, keys, strict=True)
        for listing in found
        for one in listing.contacts
    ]
    copy(Contact, contacts)


def site_status(listings: Sequence[LocationRecord]) -> str:
    """A place that a study lists more than once recruits if any listing does, else the last listing holds."""
    return "RECRUITING" if any(one.status == "RECRUITING" for one in listings) else listings[-1].status


def _places(record: StudyRecord) -> dict[Place, list[LocationRecord]]:
    places: dict[Place, list[LocationRecord]] = {}
    for location in record.locations:
        places.setdefault(location.place, []).append(location)
    return places


def _contact(record: ContactRecord, trial: int, at: int | None = None) -> Row:
    return {
        "trial": trial,
        "trial_site": at,
        "name": record.name,
        "role": record.role,
        "phone": record.phone,
        "email": record.email,
    }
