"""What can be chosen in a search: every condition, antigen, kind of therapy, product, autoantibody and country.

What is held here is of no language: names are asked for in that of the page (`name_i18n`), and labels are lazy.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conditions.models import Condition, Term
from trials.country_names import country_name
from trials.models import Stage
from trials.search.lexicon import Lexicon

FILTERS = ("condition", "target", "modality", "country", "therapy", "autoantibody")
EVERY_CHOICE = """
    SELECT 'condition', one.slug, one.name, one.id, one.i18n, parent.slug, one.kind, one.basket
      FROM conditions_condition one LEFT JOIN conditions_condition parent ON parent.id = one.parent_id
    UNION ALL SELECT 'target', slug, name, id, NULL, NULL, '', false FROM trials_target
    UNION ALL SELECT 'modality', slug, name, id, i18n, NULL, '', false FROM trials_modality
    UNION ALL SELECT 'country', slug, name, id, NULL, NULL, '', false FROM trials_country
    UNION ALL SELECT 'therapy', slug, name, id, NULL, NULL, '', false FROM trials_therapy
    UNION ALL SELECT 'autoantibody', slug, name, id, i18n, NULL, '', false FROM conditions_autoantibody
"""
# What an autoantibody leads to: the conditions that it marks, and the products that display what it binds. And the
# kinds of therapy that whoever asks for another kind may mean, too.
LEADS = """
    SELECT 'condition', conditions_autoantibody.slug, conditions_condition.slug
      FROM conditions_autoantibody_conditions
      JOIN conditions_autoantibody ON conditions_autoantibody.id = autoantibody_id
      JOIN conditions_condition ON conditions_condition.id = condition_id
    UNION ALL SELECT 'therapy', conditions_autoantibody.slug, trials_therapy.slug
      FROM trials_target
      JOIN conditions_autoantibody ON lower(antigen) = lower(trials_target.name)
      JOIN trials_therapy_targets ON trials_therapy_targets.target_id = trials_target.id
      JOIN trials_therapy ON trials_therapy.id = therapy_id
     WHERE trials_target.autoantigen
    UNION ALL SELECT 'modality', asked.slug, offered.slug
      FROM trials_modality_offered_with
      JOIN trials_modality asked ON asked.id = to_modality_id
      JOIN trials_modality offered ON offered.id = from_modality_id
"""
NOT_STATED = "unknown"  # the value of a filter that finds what the records are silent about
# ClinicalTrials.gov API v2, enum AgencyClass, gathered into what a patient may want to tell apart.
SPONSORS = {
    "INDUSTRY": "company",
    "NIH": "government",
    "FED": "government",
    "OTHER_GOV": "government",
    "OTHER": "hospital",
    "NETWORK": "hospital",
    "INDIV": "person",
}
SPONSOR_KINDS = {
    "company": _("A company"),
    "hospital": _("A hospital, university or charity"),
    "government": _("A government"),
    "person": _("A single person"),
    NOT_STATED: _("Not stated"),
}
AGE_GROUPS = {"child": _("Under 18"), "adult": _("18 to 64"), "older": _("65 and over")}
# What joining takes, by kind and what is said of it (trials/labels/burden_values.py).
TAKES = {
    "lymphodepletion-no": _("No chemotherapy before the cells"),
    "lymphodepletion-yes": _("Chemotherapy before the cells"),
    "lymphodepletion-some": _("Chemotherapy for some"),
    "leukapheresis-no": _("No cells collected from you"),
    "leukapheresis-yes": _("Cells collected from your blood"),
    "outpatient-yes": _("Can do without a night in hospital"),
    "hospital-stay": _("Says how long in hospital"),
    "near-centre": _("Staying near the centre"),
    "wash-out": _("Treatments to stop before"),
    "prior-treatment": _("Treatments tried before"),
    "live-vaccine": _("No live vaccine before"),
    "contraception": _("Birth control"),
    "follow-up": _("Says how long the visits go on"),
    "long-term-follow-up": _("Visits for many years"),
    "travel-yes": _("Help with travel"),
    "costs": _("Says who pays"),
}


NO_NAMES: Mapping[str, str] = {}


@dataclass(slots=True)
class Choice:
    """One value of a filter, with its English name and, by language, other ones. `parent` is the slug of the condition
    above it."""

    slug: str
    name: str
    pk: int
    parent: str = ""
    kind: str = ""
    basket: bool = False
    names: Mapping[str, str] = field(default_factory=lambda: NO_NAMES)
    is_country: bool = False

    @property
    def name_i18n(self) -> str:
        """Its name in the language of the page; in English where it has none."""
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        if self.is_country:
            return country_name(self.name, language)
        return self.names.get(language, self.name)


@dataclass(frozen=True)
class Choices:
    """The choices of each filter by slug, in the order of their names."""

    condition: dict[str, Choice] = field(default_factory=dict)
    target: dict[str, Choice] = field(default_factory=dict)
    modality: dict[str, Choice] = field(default_factory=dict)
    country: dict[str, Choice] = field(default_factory=dict)
    therapy: dict[str, Choice] = field(default_factory=dict)
    autoantibody: dict[str, Choice] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Choices":
        found = cls()
        with connection.cursor() as cursor:
            cursor.execute(EVERY_CHOICE)
            rows = sorted(cursor.fetchall(), key=lambda row: row[2].casefold())
        for name, slug, title, pk, i18n, parent, *rest in rows:
            made = Choice(slug, title, pk, parent or "", *rest, _names(i18n), name == "country")
            getattr(found, name)[slug] = made
        return found

    @cached_property
    def _by_key(self) -> dict[str, dict[int, Choice]]:
        found = {name: {one.pk: one for one in getattr(self, name).values()} for name in FILTERS}
        return found | {"keeps out": found["autoantibody"]}

    def with_key(self, name: str, pk: int | None) -> Choice | None:
        """The choice with this primary key."""
        return self._by_key[name].get(pk)

    def slug_of(self, name: str, about: str) -> str | None:
        """The slug of what a fact is about: a primary key or a word of the registry; None for an unknown key."""
        if name in self._by_key:
            choice = self.with_key(name, int(about))
            return choice and choice.slug
        return SPONSORS.get(about, NOT_STATED) if name == "sponsor" else about or NOT_STATED

    @cached_property
    def leads(self) -> dict[tuple[str, str], list[str]]:
        """By axis and what was asked for, the slugs that it leads to."""
        found: dict[tuple[str, str], list[str]] = {}
        with connection.cursor() as cursor:
            cursor.execute(LEADS)
            for axis, asked, slug in cursor:
                found.setdefault((axis, asked), []).append(slug)
        return found

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the words of a query can be understood as."""
        return Lexicon.load()

    @cached_property
    def children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for choice in self.condition.values():
            found.setdefault(choice.parent, []).append(choice.slug)
        return found

    @cached_property
    def baskets(self) -> frozenset[str]:
        """The conditions that stand for every autoimmune disease."""
        return frozenset(slug for slug, choice in self.condition.items() if choice.basket)

    def is_autoimmune(self, slug: str) -> bool:
        choice = self.condition.get(slug)
        return choice is not None and choice.kind == Condition.Kind.AUTOIMMUNE

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
        if name == NOT_STATED or (name in self.modality and name not in self.target):
            return name
        return "-".join(self.antigens(name)) or None

    def find_stage(self, name: str) -> str | None:
        return name if name in (*Stage.values, NOT_STATED) else None

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


def _names(i18n: str | dict | None) -> Mapping[str, str]:
    """A row's translations, as django-modeltrans keeps them (`{"name_es": …}`), by language."""
    said = json.loads(i18n) if isinstance(i18n, str) else i18n or {}
    return {
        key.removeprefix("name_").replace("_", "-"): text
        for key, text in said.items()
        if key.startswith("name_") and text
    } or NO_NAMES
