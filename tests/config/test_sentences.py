"""Every sentence of ours is said in every language, with the same blanks in it."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from config.sentences import every_sentence, update_catalogues

BLANK = re.compile(r"%\((\w+)\)[sd]|%[sd]")
TAG = re.compile(r"</?[a-z0-9]+")
OTHERS = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def parts(words) -> tuple[str, ...]:
    return words if isinstance(words, tuple | list) else (words,)


@pytest.fixture(scope="module")
def sentences():
    return {(one.context, parts(one.id)[0]): one for one in every_sentence(Path(settings.BASE_DIR)) if one.id}


@pytest.fixture(scope="module", params=OTHERS)
def catalogue(request):
    with (Path(settings.BASE_DIR) / "locale" / request.param / "LC_MESSAGES" / "django.po").open("rb") as file:
        return {(one.context, parts(one.id)[0]): one for one in read_po(file, locale=request.param) if one.id}


def test_there_is_another_language():
    assert OTHERS


def test_every_sentence_is_said(sentences, catalogue):
    assert [key for key in sentences if key not in catalogue or not all(parts(catalogue[key].string))] == []


def test_nothing_is_said_that_nobody_asks_for(sentences, catalogue):
    assert catalogue.keys() - sentences.keys() == set()


def test_nothing_waits_to_be_looked_at(catalogue):
    assert [key for key, one in catalogue.items() if one.fuzzy] == []


def test_the_blanks_of_a_sentence_stay(catalogue):
    """A blank of the plural may be missing where the number is one; none is new, and none but the number is lost."""
    for key, one in catalogue.items():
        known = {match.group() for words in parts(one.id) for match in BLANK.finditer(words)}
        for words in parts(one.string):
            said = {match.group() for match in BLANK.finditer(words)}
            assert said <= known, key
        assert {match.group() for match in BLANK.finditer(parts(one.string)[-1])} == known, key


def test_the_markup_of_a_sentence_stays(catalogue):
    for key, one in catalogue.items():
        assert sorted(TAG.findall(parts(one.string)[-1])) == sorted(TAG.findall(parts(one.id)[-1])), key


def test_a_new_sentence_waits_empty_and_a_gone_one_is_taken_out(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text('{% load i18n %}{% translate "New words" %} {% translate "Kept" %}')
    folder = tmp_path / "locale/it/LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / "django.po").write_text(head + 'msgid "Kept"\nmsgstr "Tenuto"\n\nmsgid "Gone"\nmsgstr "Via"\n')
    assert update_catalogues(tmp_path) == {"it": 1}
    written = (folder / "django.po").read_text()
    assert 'msgid "Kept"\nmsgstr "Tenuto"' in written
    assert 'msgid "New words"\nmsgstr ""' in written
    assert "Via" not in written
    assert update_catalogues(tmp_path) == {"it": 1}
    assert (folder / "django.po").read_text() == written
