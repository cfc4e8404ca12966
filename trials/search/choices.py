"""What can be chosen in a search: every condition, antigen, kind of therapy and country, read in one query."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection
from django.utils.text import slugify

from conditions.models import Autoantibody, Term
from trials.models import Therapy

FILTERS = ("condition", "target", "modality", "country")
EVERY_CHOICE = """
    SELECT 'condition', one.slug, one.name, one.id, parent.slug
      FROM conditions_condition one LEFT JOIN conditions_condition parent ON parent.id = one.parent_id
    UNION ALL SELECT 'target', slug, name, id, NULL FROM trials_target
    UNION ALL SELECT 'modality', slug, name, id, NULL FROM trials_modality
    UNION ALL SELECT 'country', slug, name, id, NULL FROM trials_country
"""


@dataclass(slots=True)
class Choice:
    """One value of a filter. `parent` is the slug of the condition above it."""

    slug: str
    name: str
    pk: int
    parent: str = ""


@dataclass(frozen=True)
class Choices:
    """The choices of each filter by slug, in the order of their names."""

    condition: dict[str, Choice] = field(default_factory=dict)
    target: dict[str, Choice] = field(default_factory=dict)
    modality: dict[str, Choice] = field(default_factory=dict)
    country: dict[str, Choice] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Choices":
        found = cls()
        with connection.cursor() as cursor:
            cursor.execute(EVERY_CHOICE)
            for name, slug, title, pk, parent in sorted(cursor.fetchall(), key=lambda row: row[2].casefold()):
                getattr(found, name)[slug] = Choice(slug, title, pk, parent or "")
        return found

    @cached_property
    def slugs(self) -> dict[str, dict[int, str]]:
        """The slug of each choice by its primary key, for each filter."""
        return {name: {c.pk: c.slug for c in getattr(self, name).values()} for name in FILTERS}

    @cached_property
    def children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for choice in self.condition.values():
            found.setdefault(choice.parent, []).append(choice.slug)
        return found

    @cached_property
    def therapy(self) -> dict[str, str]:
        """The name of each product by its slug."""
        return dict(Therapy.objects.values_list("slug", "name"))

    @cached_property
    def autoantibody(self) -> dict[str, str]:
        """The name of each autoantibody by its slug."""
        return dict(Autoantibody.objects.values_list("slug", "name"))

    def lineage(self, slug: str) -> list[str]:
        """A condition and all above it, nearest first."""
        choice = self.condition.get(slug)
        return [slug, *(self.lineage(choice.parent) if choice and choice.parent else [])]

    @cached_property
    def other_names(self) -> dict[str, str]:
        """The slug of the condition that each other name, written as a slug, stands for."""
        found: dict[str, str] = {}
        for slug, text in Term.objects.values_list("condition__slug", "text"):
            found.setdefault(slugify(text), slug)
        return found

    def find_condition(self, name: str) -> str | None:
        """A condition's slug by itself, or by any other name (`sle`, `scleroderma`, `sjögren's disease`)."""
        name = slugify(name)
        return name if name in self.condition else self.other_names.get(name)

    def find_target(self, name: str) -> str | None:
        """What a target's name stands for: antigens joined in their order, a kind of therapy, or none known."""
        if name == "unknown" or (name in self.modality and name not in self.target):
            return name
        return "-".join(self.antigens(name)) or None

    def antigens(self, name: str) -> tuple[str, ...]:
        """The antigens in a name: one (`baff-r`), or several joined in any order (`bcma-cd19`); none for another."""
        if name in self.target:
            return (name,)
        parts = name.split("-")
        for cut in range(1, len(parts)):
            first, rest = "-".join(parts[:cut]), "-".join(parts[cut:])
            if first in self.target and (others := self.antigens(rest)):
                return tuple(sorted({first, *others}))
        return ()
