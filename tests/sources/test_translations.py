"""Fixtures say things in several languages; what one leaves out is shown in English."""

import pytest
from django.utils.translation import override

from conditions.models import Condition, Term
from config.seeding import seed_all
from sources.models import SeededRow
from sources.seeding import SeedError, read_fixture
from sources.translations import read_translated, words_here, words_of
from tests.sources.test_seeding import change, fixtures  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
TRANSLATED = ["conditions", "autoantibodies", "modalities", "targets", "burden", "sources", "guide", "glossary"]


def condition(slug: str) -> dict:
    return next(row for row in read_translated("conditions")["condition"] if row["slug"] == slug)


def test_a_row_carries_its_words_in_other_languages_beside_its_own():
    lupus = condition("lupus-nephritis")
    assert (lupus["name"], lupus["name_es"]) == ("Lupus nephritis (lupus of the kidneys)", "Nefritis lúpica")


def test_the_names_of_other_languages_are_understood_when_typed():
    assert "Nefritis lúpica" in condition("lupus-nephritis")["patient_words"]


def test_a_page_shows_the_name_of_its_language_and_english_where_there_is_none():
    seed_all()
    lupus = Condition.objects.get(slug="lupus-nephritis")
    with override("es"):
        assert lupus.name_i18n == "Nefritis lúpica"
    assert lupus.name_i18n == lupus.name == "Lupus nephritis (lupus of the kidneys)"
    lupus.name_es = None
    with override("es"):
        assert lupus.name_i18n == lupus.name


def test_an_editors_spanish_word_stands_over_a_newer_fixture(fixtures):  # noqa: F811
    seed_all()
    lupus = Condition.objects.get(slug="lupus-nephritis")
    lupus.name_es = "Nefritis del riñón"
    lupus.save()
    change(fixtures / "es/conditions.toml", 'name = "Nefritis lúpica"', 'name = "Nefritis del lupus"')
    tally = seed_all()
    assert Condition.objects.get(slug="lupus-nephritis").name_es == "Nefritis del riñón"
    assert tally.kept == 1


def test_a_database_seeded_before_a_language_came_gets_its_words(fixtures):  # noqa: F811
    away = fixtures.parent / "es"
    (fixtures / "es").rename(away)
    seed_all()
    assert Condition.objects.get(slug="lupus-nephritis").name_es is None
    away.rename(fixtures / "es")
    tally = seed_all()
    assert tally.kept == 0
    assert Condition.objects.get(slug="lupus-nephritis").name_es == "Nefritis lúpica"
    assert Term.objects.filter(condition__slug="lupus-nephritis", text="Nefritis lúpica", use="search").exists()


def test_a_translation_of_a_row_that_is_not_there_is_refused_and_writes_nothing(fixtures):  # noqa: F811
    change(fixtures / "es/conditions.toml", 'slug = "lupus-nephritis"', 'slug = "no-such-disease"')
    with pytest.raises(SeedError, match="no-such-disease"):
        seed_all()
    assert not SeededRow.objects.exists()


def test_words_without_a_table_of_their_own_are_read_in_the_pages_language():
    drugs = words_of("burden", "drug", "name", "es")
    assert drugs["fludarabine"] == "fludarabina"
    assert words_of("burden", "drug", "name", "en")["fludarabine"] == "fludarabine"
    with override("es"):
        assert words_here("burden", "drug", "name") == drugs


@pytest.mark.parametrize("name", TRANSLATED)
def test_spanish_leaves_no_text_of_a_fixture_out(name):
    """What English says in a field that Spanish translates anywhere, Spanish says in every row."""
    rows = read_fixture(name)
    for table, translations in read_fixture(f"es/{name}").items():
        fields = {field for row in translations for field in row} - {"slug", "page", "anchor", "patient_words", "forms"}
        always = {field for field in fields if all(field in row for row in translations if row.keys() & fields)}
        key = lambda row: tuple(row.get(part) for part in ("slug", "page", "anchor"))  # noqa: E731
        said = {key(row): row for row in translations}
        missing = [
            (key(row), field)
            for row in rows[table]
            for field in always
            if row.get(field) and not said.get(key(row), {}).get(field)
        ]
        assert missing == []
