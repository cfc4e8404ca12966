"""Rows that many studies share: sponsors, sites, countries, the vocabulary's entries. Held in memory during a run."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, count

from django.db import connection, models
from django.utils.text import slugify

from trials.models import Country, Site, Sponsor
from trials.registry.records import LocationRecord
from trials.store.copying import add

Place = tuple[str, str, str]  # facility, town, country
MOST = 50_000  # rows of a kind: some 20 MB of sites
SITES = """
    SELECT wanted.number, site.id
      FROM unnest(%s::text[], %s::text[], %s::bigint[]) WITH ORDINALITY AS wanted (facility, city, country, number)
      JOIN trials_site AS site ON site.facility = wanted.facility AND site.city = wanted.city
       AND site.country_id IS NOT DISTINCT FROM wanted.country
"""


class Known:
    """Primary keys by what the registry knows a row by; a row that is new is made."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Drop all: it may not be so any more."""
        self._sponsors: dict[str, int] = {}
        self._countries: dict[str, int] = {}
        self._sites: dict[Place, int] = {}
        self._entries: dict[type[models.Model], dict[str, int]] = {}

    @contextmanager
    def unless_undone(self) -> Iterator[None]:
        """Forget all if the block, a transaction, fails: rows that it made are gone with it."""
        try:
            yield
        except BaseException:
            self.forget()
            raise

    def entries(self, model: type[models.Model]) -> dict[str, int]:
        """A vocabulary's entries by slug."""
        if model not in self._entries:
            self._entries[model] = dict(model.objects.values_list("slug", "pk"))
        return self._entries[model]

    def sponsors(self, kinds: Mapping[str, str]) -> Mapping[str, int]:
        """Sponsors by name; `kinds` has the registry's class of each that is wanted."""
        _limit(self._sponsors)
        missing = sorted(kinds.keys() - self._sponsors.keys())
        if missing:
            self._sponsors |= Sponsor.objects.filter(name__in=missing).values_list("name", "pk")
            new = [name for name in missing if name not in self._sponsors]
            pks = add(Sponsor, [{"name": name, "kind": kinds[name]} for name in new])
            self._sponsors |= zip(new, pks, strict=True)
        return self._sponsors

    def sites(self, locations: Iterable[LocationRecord]) -> Mapping[Place, int]:
        """Sites by place. A held row keeps its coordinates: an editor may have mended them."""
        _limit(self._sites)
        missing = {one.place: one for one in locations if one.place not in self._sites}
        if missing:
            countries = self._country_keys({country for _, _, country in missing} - {""})
            self._sites |= _held_sites(missing, countries)
            new = [one for place, one in missing.items() if place not in self._sites]
            pks = add(Site, [_site(one, countries) for one in new])
            self._sites |= zip((one.place for one in new), pks, strict=True)
        return self._sites

    def _country_keys(self, names: set[str]) -> Mapping[str, int]:
        if missing := names - self._countries.keys():
            self._countries |= Country.objects.filter(name__in=missing).values_list("name", "pk")
            for name in sorted(missing - self._countries.keys()):
                made, _ = Country.objects.get_or_create(name=name, defaults={"slug": _free_slug(name)})
                self._countries[name] = made.pk
        return self._countries


def _held_sites(places: Iterable[Place], countries: Mapping[str, int]) -> dict[Place, int]:
    wanted = list(places)
    facilities, cities, names = map(list, zip(*wanted, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(SITES, [facilities, cities, [countries.get(name) for name in names]])
        return {wanted[number - 1]: pk for number, pk in cursor}


def _site(one: LocationRecord, countries: Mapping[str, int]) -> dict[str, object]:
    return {
        "facility": one.facility,
        "city": one.city,
        "state": one.state,
        "postcode": one.postcode,
        "country": countries.get(one.country),
        "latitude": one.latitude,
        "longitude": one.longitude,
    }


def _free_slug(name: str) -> str:
    """The name as an address writes it; numbered where another country, spelled otherwise, has that address."""
    slug = slugify(name)[:90] or "unnamed"
    taken = set(Country.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(free for free in chain([slug], (f"{slug}-{number}" for number in count(2))) if free not in taken)


def _limit(held: dict) -> None:
    if len(held) > MOST:
        held.clear()
