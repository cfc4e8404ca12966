"""The guide's texts from `fixtures/guide.toml`, as rows; the sources they name are seeded before."""

from guide.models import Figure, Page, Question, Section, Treatment
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
    return tally + seed_table(Question, ["slug"], tables["question"])


def _outside(deleted: set[str], rows: list[Row]) -> list[Row]:
    """The rows whose page an editor has not deleted: what stood on it went with it."""
    return [row for row in rows if row["page"] not in deleted]
