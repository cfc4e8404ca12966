"""The sources of the fixtures' facts, as rows."""

from sources.models import Source
from sources.seeding import Tally, seed_table
from sources.translations import read_translated


def seed() -> Tally:
    rows = read_translated("sources")["source"]
    # TOML has no null: an empty date is one that is not known.
    return seed_table(Source, ["slug"], [{**row, "date": row.get("date") or None} for row in rows])
