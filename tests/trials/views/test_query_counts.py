"""How often a page asks the database: a fixed number of times, whatever it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_site

MOST_FOR_RESULTS = 9
# Stamps, lines and what they say, the last run of a sync; then what else a kind of search needs, with new words.
SEARCHES = {
    "everything": ("", 4),
    "the last page": ("page=999", 4),
    "a disease from the list": ("condition=sle", 4),
    "a disease in words": ("q=lupus+nephritis", 5),
    "an antibody in words": ("q=anti-musk", 6),
    "words": ("q=lupus+infusion+-zebra", 6),
    "many words": ("q=" + "+".join(f"word{n}" for n in range(30)) + "", 4),
    "misspelled words": ("q=lupsu+nephrtis", 6),
    "a number": ("q=NCT00000042", 4),
    "many numbers": ("q=" + "+".join(f"NCT000099{n:02}" for n in range(12)), 4),
    "a place": ("near=Berlin,+Germany&sort=nearest", 5),
    "a place in words": ("q=lupus+near+Berlin", 6),
    "every filter": (
        "q=lupus&condition=sle&condition=lupus-nephritis&target=cd19-musk&target=caar-t&target=unknown"
        "&modality=car-t&modality=caar-t&stage=phase-1&stage=phase-2&status=recruiting&country=china&country=germany"
        "&cells=autologous&age_group=adult&sponsor=company&takes=costs&therapy=kyv-101&autoantibody=anti-musk"
        "&near=Berlin,+Germany&within=50+miles&age=20&sex=female&sort=newest&wider=no&mentions=yes",
        6,
    ),
    "other names": ("condition=sle&condition=unheard-of&condition=SLE&condition=also-unheard-of", 4),
    "nothing found": ("q=zebra&condition=sle&target=cd19&stage=phase-1", 4),
    "nothing found for many parts": (
        "q=zebra+horse+giraffe&condition=sle&target=cd19&stage=phase-3&status=completed&country=china&age=5",
        4,
    ),
    "an error": ("target=no-such-antigen&condition=sle", 4),
}


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", SEARCHES)
def test_results_need_few_queries_and_as_many_for_45_trials_as_for_5(client, finder, name):
    search, most = SEARCHES[name]
    assert most <= MOST_FOR_RESULTS
    for number in (5, 40):
        for _ in range(number):
            finder.add_trial(title="Infusion of cells")
        client.get("/trials/?condition=another-name&q=lupsu")  # what is held in memory is held
        assert queries(client, f"/trials/?{search}") <= most


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
