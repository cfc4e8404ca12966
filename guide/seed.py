"""The guide's texts and the glossary from the fixtures, as rows; the sources they name are seeded before."""

from guide.models import Figure, GlossaryEntry, Page, Question, Section, Treatment, TypicalRisks
from sources.seeding import Row, Tally, seed_table
from sources.translations import read_translated


def seed() -> Tally:
    """Bring the fixture's texts into the guide. An editor's words stand; a second run changes nothing."""
    tables = read_translated("guide")
    tally = seed_table(Page, ["slug"], tables["page"])
    deleted = {row["slug"] for row in tables["page"]} - set(Page.objects.values_list("slug", flat=True))
    tally += seed_table(Section, ["page", "anchor"], _outside(deleted, tables["section"]))
    tally += seed_table(Figure, ["slug"], _outside(deleted, tables["figure"]))
    tally += seed_table(Treatment, ["slug"], tables["treatment"])
    tally += seed_table(TypicalRisks, ["slug"], tables["typical_risks"])
    tally += seed_table(Question, ["slug"], tables["question"])
    return tally + seed_table(
        GlossaryEntry, ["slug"], [_with_lines(row) for row in read_translated("glossary")["word"]]
    )


def _with_lines(row: Row) -> Row:
    """A word with its forms, a list in the fixture, one a line as editors see them."""
    return {name: "\n".join(value) if name.startswith("forms") else value for name, value in row.items()}


def _outside(deleted: set[str], rows: list[Row]) -> list[Row]:
    """The rows whose page an editor has not deleted: what stood on it went with it."""
    return [row for row in rows if row["page"] not in deleted]
