"""How often a page asks the database: a fixed number of times, whatever it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_site

MOST_FOR_RESULTS = 8
SEARCHES = {
    "everything": "",
    "words": "q=lupus",
    "every filter": "q=lupus&condition=sle&condition=lupus-nephritis&target=cd19-musk&target=caar-t&target=unknown"
    "&modality=car-t&modality=caar-t&stage=phase-1&stage=phase-2&status=recruiting&country=china&country=germany",
    "other names": "condition=sle&condition=unheard-of&condition=SLE&condition=also-unheard-of",
    "nothing found": "q=zebra&condition=sle&target=cd19&stage=phase-1",
    "an error": "target=no-such-antigen&condition=sle",
    "the last page": "page=999",
}


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", SEARCHES)
def test_results_need_few_queries_and_as_many_for_45_trials_as_for_5(client, finder, name):
    address = f"/trials/?{SEARCHES[name]}"
    assert queries(client, address) <= MOST_FOR_RESULTS
    for _ in range(5):
        finder.add_trial()
    few = queries(client, address)
    for _ in range(40):
        finder.add_trial()
    assert queries(client, address) == few <= MOST_FOR_RESULTS


def test_a_hundred_values_of_a_filter_need_no_more_queries_than_one(client, finder):
    finder.add_trial()
    many = "&".join(f"condition=other-name-{n}" for n in range(50))
    client.get("/trials/?condition=other-name")  # what is held in memory is held
    one = queries(client, "/trials/?condition=other-name")
    assert queries(client, f"/trials/?{many}&condition=sle") == one


def test_no_page_of_a_noun_needs_more_queries_for_30_trials_than_for_3(client, finder):
    for _ in range(3):
        finder.add_trial()
    few = {address: queries(client, address) for address in finder.addresses}
    for _ in range(27):
        finder.add_trial()
    assert {address: queries(client, address) for address in finder.addresses} == few
    assert max(few.values()) <= 18


def test_a_trials_page_needs_as_many_queries_with_30_trials_and_sites_as_with_3(client, finder):
    few = queries(client, finder.add_trial().get_absolute_url())
    for _ in range(30):
        finder.add_trial()
    many_sites = finder.add_trial(sites=[*finder.sites, *(make_site(country=f"Country {n}") for n in range(30))])
    assert queries(client, many_sites.get_absolute_url()) == few
