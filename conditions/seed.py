"""The vocabulary of disease from fixtures/conditions.toml and fixtures/autoantibodies.toml."""

from collections.abc import Iterable

from conditions.models import Autoantibody, AutoantibodyName, Condition, Name, Term
from sources.seeding import Row, Tally, seed_table
from sources.translations import read_translated

# A fixture row's lists of names, and where each list may be looked for.
NAME_LISTS = {
    "names": Name.Use.NAME,
    "abbreviations": Name.Use.ABBREVIATION,
    "patient_words": Name.Use.SEARCH,
}


def seed() -> Tally:
    conditions = read_translated("conditions")["condition"]
    autoantibodies = read_translated("autoantibodies")["autoantibody"]
    return (
        seed_table(Condition, ["slug"], without_names(conditions))
        + seed_table(Term, ["condition", "text"], names_of("condition", conditions))
        + seed_table(Autoantibody, ["slug"], without_names(autoantibodies))
        + seed_table(AutoantibodyName, ["autoantibody", "text"], names_of("autoantibody", autoantibodies))
    )


def without_names(rows: Iterable[Row]) -> list[Row]:
    """The rows' own columns: their names are rows of another table."""
    return [{key: value for key, value in row.items() if key not in NAME_LISTS} for row in rows]


def names_of(link: str, rows: Iterable[Row]) -> list[Row]:
    """A row for each name in each row's lists; `link` is the column that leads back."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        for key, use in NAME_LISTS.items():
            for text in row.get(key, []):
                found.setdefault((row["slug"], text), {link: row["slug"], "text": text, "use": use.value})
    return list(found.values())
