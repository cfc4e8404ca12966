"""The guide's texts come from the fixture and stay an editor's once an editor changed them."""

import pytest

from guide import seed as seeding
from guide.models import Figure, GlossaryEntry, Page, Question, Section, Treatment, TypicalRisks
from sources.models import Source
from sources.seeding import SeedError, Tally, read_fixture
from sources.translations import read_translated

MODELS = [Page, Section, Treatment, Question, Figure, TypicalRisks, GlossaryEntry]
NEW_SECTION = {"anchor": "new", "heading": "New", "body": "New.", "position": 9, "source": "finder"}


def rows() -> list[dict]:
    return [row for model in MODELS for row in model.objects.order_by("pk").values()]


@pytest.fixture
def change_fixture(monkeypatch):
    """Seed again from a fixture that `change` has edited."""

    def seed_changed(change) -> Tally:
        tables = {name: read_translated(name) for name in ("guide", "glossary")}
        change(tables["guide"])
        monkeypatch.setattr(seeding, "read_translated", tables.__getitem__)
        return seeding.seed()

    return seed_changed


def test_the_first_seeding_makes_every_row_of_the_fixture(guide):
    tables = [*read_fixture("guide").values(), *read_fixture("glossary").values()]
    assert guide == Tally(made=sum(map(len, tables)))
    assert len(rows()) == guide.made


def test_seeding_twice_changes_nothing(guide):
    before = rows()
    assert seeding.seed() == Tally()
    assert rows() == before


def test_an_editors_change_survives_a_second_seed(guide):
    Section.objects.filter(anchor="crs").update(body="An editor's words.")
    assert seeding.seed() == Tally()
    assert Section.objects.get(anchor="crs").body == "An editor's words."


def test_an_editors_change_stands_against_a_newer_fixture(guide, change_fixture):
    Question.objects.filter(slug="is-it-safe").update(answer="An editor's answer.")

    def rewrite(tables):
        for row in tables["question"]:
            row["answer"] = "A newer answer."

    assert change_fixture(rewrite) == Tally(updated=4, kept=1)
    assert Question.objects.get(slug="is-it-safe").answer == "An editor's answer."


def test_a_section_that_an_editor_deleted_stays_deleted(guide):
    Section.objects.get(anchor="one-story").delete()
    seeding.seed()
    assert not Section.objects.filter(anchor="one-story").exists()


def test_a_newer_section_of_a_page_that_an_editor_deleted_is_left_out(guide, change_fixture):
    Page.objects.get(slug="where").delete()
    new = {
        "page": "where",
        "anchor": "new",
        "heading": "New",
        "body": "New.",
        "position": 9,
        "source": "finder",
    }
    assert change_fixture(lambda tables: tables["section"].append(new)) == Tally()
    assert not Section.objects.filter(anchor="new").exists()


def test_a_section_of_a_page_that_never_was_is_an_error(guide, change_fixture):
    lost = {
        "page": "wehre",
        "anchor": "new",
        "heading": "New",
        "body": "New.",
        "position": 9,
        "source": "finder",
    }
    with pytest.raises(SeedError, match="wehre"):
        change_fixture(lambda tables: tables["section"].append(lost))


def test_a_source_that_the_guide_rests_on_cannot_be_deleted(guide):
    with pytest.raises(Exception, match="protected foreign keys"):
        Source.objects.get(slug="article").delete()
