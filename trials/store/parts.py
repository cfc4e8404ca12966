"""What hangs on a trial and comes whole with each version: interventions, old numbers, sites, contacts."""

from collections.abc import Iterable, Sequence
from itertools import chain, count

from django.utils.text import slugify

from trials.models import Contact, Country, Intervention, OldNumber, Site, Trial, TrialSite
from trials.registry.records import ContactRecord, LocationRecord, StudyRecord

Trials = dict[str, Trial]  # by registry number


def replace_parts(trials: Trials, records: Sequence[StudyRecord]) -> None:
    Intervention.objects.filter(trial__in=trials.values()).delete()
    Intervention.objects.bulk_create(
        Intervention(
            trial=trials[record.nct_id],
            position=position,
            kind=given.kind,
            name=given.name,
            other_names=list(given.other_names),
            description=given.description,
        )
        for record in records
        for position, given in enumerate(record.interventions)
    )
    old_numbers = {number: trials[record.nct_id] for record in records for number in record.old_numbers}
    OldNumber.objects.bulk_create(
        [OldNumber(nct_id=number, trial=trial) for number, trial in old_numbers.items()],
        update_conflicts=True,
        unique_fields=["nct_id"],
        update_fields=["trial"],
    )


def replace_sites(trials: Trials, records: Sequence[StudyRecord]) -> None:
    sites = _sites([place for record in records for place in record.locations])
    TrialSite.objects.filter(trial__in=trials.values()).delete()
    Contact.objects.filter(trial__in=trials.values()).delete()
    rows, contacts = [], []
    for record in records:
        trial = trials[record.nct_id]
        contacts += [_contact(one, trial) for one in record.contacts]
        for place, listings in _places(record).items():
            row = TrialSite(trial=trial, site=sites[place], status=site_status(listings))
            rows.append(row)
            contacts += [_contact(one, trial, row) for listing in listings for one in listing.contacts]
    TrialSite.objects.bulk_create(rows)
    Contact.objects.bulk_create(contacts)


def site_status(listings: Sequence[LocationRecord]) -> str:
    """A place that a study lists more than once recruits if any listing does, else the last listing holds."""
    return "RECRUITING" if any(one.status == "RECRUITING" for one in listings) else listings[-1].status


def _places(record: StudyRecord) -> dict[tuple[str, str, str], list[LocationRecord]]:
    places: dict[tuple[str, str, str], list[LocationRecord]] = {}
    for location in record.locations:
        places.setdefault(location.place, []).append(location)
    return places


def _contact(record: ContactRecord, trial: Trial, at: TrialSite | None = None) -> Contact:
    return Contact(
        trial=trial, trial_site=at, name=record.name, role=record.role, phone=record.phone, email=record.email
    )


def _sites(locations: Iterable[LocationRecord]) -> dict[tuple[str, str, str], Site]:
    """The row of each place, made where it is new. A held row keeps its coordinates: an editor may have mended them."""
    wanted = {location.place: location for location in locations}
    countries = _countries({country for _, _, country in wanted} - {""})
    Site.objects.bulk_create(
        [
            Site(
                facility=one.facility,
                city=one.city,
                state=one.state,
                postcode=one.postcode,
                country=countries.get(one.country),
                latitude=one.latitude,
                longitude=one.longitude,
            )
            for one in wanted.values()
        ],
        ignore_conflicts=True,
    )
    found = Site.objects.select_related("country").filter(
        facility__in={facility for facility, _, _ in wanted}, city__in={city for _, city, _ in wanted}
    )
    return {(site.facility, site.city, site.country.name if site.country else ""): site for site in found}


def _countries(names: set[str]) -> dict[str, Country]:
    held = {country.name: country for country in Country.objects.filter(name__in=names)}
    for name in sorted(names - held.keys()):
        held[name], _ = Country.objects.get_or_create(name=name, defaults={"slug": _free_slug(name)})
    return held


def _free_slug(name: str) -> str:
    """The name as an address writes it; numbered where another country, spelled otherwise, has that address."""
    slug = slugify(name)[:90] or "unnamed"
    taken = set(Country.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(free for free in chain([slug], (f"{slug}-{number}" for number in count(2))) if free not in taken)
