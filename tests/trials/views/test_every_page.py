"""What holds for every public page: links that lead somewhere, safe text, no cookie, nothing inline, one heading."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction

from conditions.models import Autoantibody, Condition
from config.seeding import seed_all
from tests.builders import make_contact, make_intervention, make_run, make_site, make_statement, make_trial
from tests.trials.views.changing import change_everything, make_change
from tests.trials.views.reading import Page
from trials.models import Modality, Target, Therapy

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"
KINDS = {  # of pages, by their addresses after the language
    "home": r"/$",
    "results": r"/trials/(\?.*)?$",
    "trial": r"/trials/[^/?]+/(\?.*)?$",
    "sheet": r"/trials/[^/?]+/sheet/(\?.*)?$",
    "compare": r"/compare/(\?.*)?$",
    "map": r"/map/(\?.*)?$",
    "pipeline": r"/pipeline/(\?.*)?$",
    "shortlist": r"/shortlist/$",
    "conditions": r"/conditions/$",
    "condition": r"/conditions/[^/]+/$",
    "antibody": r"/autoantibodies/[^/]+/$",
    "products": r"/therapies/$",
    "product": r"/therapies/[^/]+/$",
    "place": r"/sites/\d+/[^/]+/$",
    "data": r"/data/$",
    "changes": r"/changes/(\?.*)?$",
    "guide": r"/guide/$",
    "guide page": r"/guide/[^/]+/$",
}
LANGUAGES = {"en": "", "es": "/es"}
CHOICE_OF_A_LANGUAGE = "/language/"  # sets a cookie: whoever follows it has asked for that
MOST_OF_A_KIND = 10


@pytest.fixture(scope="module")
def all_kinds_of_rows(django_db_setup, django_db_blocker):
    """The fixtures and five trials that have every kind of label and text, in a transaction around the file's tests.

    What it gives holds the pages once they have been read.
    """
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        seed_all()
        for number in range(5):
            _trial(number)
        make_change(make_trial(vanished="2026-05-01", title=ATTACK), "vanished", None, "2026-05-01")
        make_run(message=ATTACK)
    yield {}
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def _trial(number: int) -> None:
    attacked = dict.fromkeys(
        ("title", "official_title", "summary", "description", "eligibility", "why_stopped", "acronym"), ATTACK
    )
    trial = make_trial(
        conditions=Condition.objects.filter(slug__in=["lupus-nephritis", "dermatomyositis"]),
        targets=Target.objects.filter(slug__in=["cd19", "bcma"]),
        modalities=Modality.objects.filter(slug="car-t"),
        therapies=Therapy.objects.filter(slug__in=["kyv-101", "fit-bcma-cd19"]),
        autoantibodies=Autoantibody.objects.filter(slug="anti-dsdna"),
        sites=[make_site(f"{ATTACK} {number}", city="Erlangen")],
        primary_outcomes=[ATTACK],
        registry_conditions=[ATTACK],
        minimum_age=ATTACK[:40],
        status=("RECRUITING", "COMPLETED", "UNKNOWN", "", "NOT_YET_RECRUITING")[number],
        **attacked,
    )
    trial.condition_labels.update(evidence=ATTACK, field=ATTACK[:40])
    make_intervention(trial, ATTACK, description=ATTACK, other_names=[ATTACK])
    make_contact(trial, name=ATTACK, role=ATTACK, phone=ATTACK, email=ATTACK)
    change_everything(trial, ATTACK)
    make_statement("registry", "sponsor", ATTACK, trial=trial, reason=ATTACK)
    make_statement("article", "sponsor", ATTACK, trial=trial)


@pytest.fixture
def pages(all_kinds_of_rows, db, client):
    """Every page that can be reached from the first one, up to a number of each kind, by address."""
    if not all_kinds_of_rows:
        all_kinds_of_rows.update(read_all(client))
    return all_kinds_of_rows


def kind_of(address):
    """The language and the kind of a page; None for an address that is neither."""
    for language in ("es", "en"):
        if address.startswith(f"{LANGUAGES[language]}/"):
            own = address.removeprefix(LANGUAGES[language])
            if name := next((name for name, shape in KINDS.items() if re.match(shape, own)), None):
                return language, name
    return None


def read_all(client):
    found, waiting, broken = {}, ["/", "/es/"], []
    tally = {(language, kind): 0 for language in LANGUAGES for kind in KINDS}
    seen = set(waiting)
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        if answer.status_code == 301:
            answer = client.get(answer.url)
        if answer.status_code != 200:
            broken.append((address, answer.status_code))
            continue
        page = Page(answer.text)
        found[address] = (page, answer)
        for link in page.links:
            to = urlsplit(urljoin(address, link))._replace(fragment="").geturl()
            if not to.startswith("/") or to.startswith(("//", CHOICE_OF_A_LANGUAGE)) or to in seen:
                continue
            seen.add(to)
            kind = kind_of(to)
            if kind is None:
                broken.append((to, f"no kind of page; from {address}"))
            elif tally[kind] < MOST_OF_A_KIND:
                tally[kind] += 1
                waiting.append(to)
    assert broken == []
    assert all(count for (_, kind), count in tally.items() if kind != "home"), tally
    return found


def test_every_page_that_a_link_leads_to_is_there_and_whole(pages):
    for address, (page, answer) in pages.items():
        assert page.lang == kind_of(address)[0], address
        assert page.title.strip(), address
        assert len(page.first_headings) == 1, address
        assert page.first_headings[0], address
        assert len(page.ids) == len(set(page.ids)), address
        assert page.refused == [], address
        assert "Set-Cookie" not in answer.headers, address
        assert not answer.cookies, address
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_registry_text_with_markup_is_shown_and_not_obeyed(pages):
    shown = 0
    for address, (page, answer) in pages.items():
        assert "<script>alert" not in answer.text, address
        assert "<img src=x" not in answer.text, address
        shown += "<script>alert(1)</script>" in page.words
    assert shown > 10


def test_a_link_within_a_page_leads_to_a_place_that_is_there(pages):
    for address, (page, _) in pages.items():
        for link in page.links:
            to = urlsplit(urljoin(address, link))
            same = to._replace(fragment="").geturl() == address
            if to.fragment and same:
                assert to.fragment in page.ids, f"{address} links to {link}"


def test_links_to_other_hosts_are_plain_https_and_lead_to_no_script(pages):
    for address, (page, _) in pages.items():
        for link in page.links:
            scheme = urlsplit(link).scheme
            assert scheme in ("", "https", "tel", "mailto"), f"{address} links to {link}"


@pytest.mark.parametrize("address", ["/no-such-page/", "/trials/NCT99999999/"])
def test_a_page_that_is_not_there_is_as_whole_as_one_that_is(all_kinds_of_rows, db, client, address):
    answer = client.get(address)
    page = Page(answer.text)
    assert answer.status_code == 404
    assert (page.lang, len(page.first_headings), page.refused) == ("en", 1, [])
    assert "Set-Cookie" not in answer.headers
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
