"""The languages of the finder: found by their files, in the address, remembered when chosen."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from config.languages import compile_catalogues, languages
from config.remembering import in_language
from tests.builders import make_trial
from tests.trials.views.reading import read

pytestmark = pytest.mark.django_db

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: it\\n"

msgid "Trials"
msgstr "Studi"
"""


@pytest.fixture
def italian(tmp_path):
    folder = tmp_path / "it" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOGUE)
    return tmp_path


def test_a_language_is_there_when_its_catalogue_is(italian):
    assert languages(italian) == [("en", "English"), ("it", "Italiano")]


def test_a_catalogue_is_compiled_when_it_has_changed_and_only_then(italian):
    assert compile_catalogues(italian) == 1
    assert (italian / "it/LC_MESSAGES/django.mo").stat().st_size > 0
    assert compile_catalogues(italian) == 0


def test_spanish_pages_have_a_prefix_and_english_ones_have_none():
    assert reverse("guide") == "/guide/"
    with override("es"):
        assert reverse("guide") == "/es/guide/"


@pytest.mark.parametrize(
    ("address", "code", "expected"),
    [
        ("/", "es", "/es/"),
        ("/es/", "en", "/"),
        ("/trials/?q=lupus&near=Boston", "es", "/es/trials/?q=lupus&near=Boston"),
        ("/es/trials/?q=lupus", "en", "/trials/?q=lupus"),
        ("/es/guide/", "es", "/es/guide/"),
        ("/no/such/page/", "es", "/no/such/page/"),
    ],
)
def test_a_page_is_found_in_another_language_with_its_question(address, code, expected):
    assert in_language(address, code) == expected


def test_a_sheet_in_a_language_of_its_own_leads_to_itself_in_the_others(client):
    sheet = f"/es{make_trial().get_absolute_url()}sheet/"
    page = read(client, f"{sheet}?near=Berlin&in=en")
    assert page.lang == "en"
    assert f"/language/es/?next={sheet}%3Fnear%3DBerlin" in page.links
    assert f'hreflang="es" href="http://testserver{sheet}?near=Berlin"' in page.html
    assert f"/language/en/?next={sheet.removeprefix('/es')}%3Fin" not in page.html


def test_each_page_names_itself_in_every_language(client):
    page = client.get("/es/guide/").content.decode()
    assert '<html lang="es">' in page
    assert '<link rel="alternate" hreflang="en" href="http://testserver/guide/">' in page
    assert '<link rel="alternate" hreflang="x-default" href="http://testserver/guide/">' in page
    assert '<link rel="alternate" hreflang="es" href="http://testserver/es/guide/">' in page


def test_a_visitor_who_chose_nothing_gets_no_cookie(client):
    for path in ("/", "/es/", "/trials/?q=lupus", "/es/guide/"):
        assert not client.get(path, headers={"accept-language": "es"}).cookies


def test_the_browsers_language_does_not_decide(client):
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "es"}).content.decode()


def test_a_chosen_language_is_remembered(client):
    answer = client.get("/language/es/?next=/trials/%3Fq%3Dlupus")
    assert answer.url == "/es/trials/?q=lupus"
    assert answer["Cache-Control"].count("no-store") == 1
    assert client.get("/guide/").url == "/es/guide/"
    assert client.get("/trials/?q=lupus").url == "/es/trials/?q=lupus"
    assert client.get("/admin/login/").status_code == 200


def test_whoever_goes_back_to_english_stays_there(client):
    client.get("/language/es/")
    assert client.get("/language/en/?next=/es/guide/").url == "/guide/"
    assert client.get("/guide/").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://other.example/", "//other.example/", "guide", "javascript:alert(1)", ""]
)
def test_the_choice_of_a_language_leads_to_no_other_site(client, elsewhere):
    assert client.get("/language/es/", {"next": elsewhere}).url == "/es/"


def test_a_language_that_the_finder_does_not_speak_is_no_page(client):
    assert client.get("/language/xx/").status_code == 404


def test_caches_tell_visitors_who_chose_from_those_who_did_not(client):
    assert "Cookie" in client.get("/guide/")["Vary"]
