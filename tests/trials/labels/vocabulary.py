"""A small vocabulary made by hand, and records that say just what a test needs."""

from functools import cache
from typing import Any

from conditions.models import Name
from conditions.seed import names_of
from sources.seeding import read_fixture
from tests.records import body, study
from trials.labels.classify import Classifier, Labels
from trials.labels.vocabulary import (
    AUTOANTIBODY,
    CELL_SOURCE,
    CONDITION,
    MODALITY,
    TARGET,
    THERAPY,
    ConditionEntry,
    TermEntry,
    TherapyEntry,
    Vocabulary,
)
from trials.registry.parse import parse_study

TERMS = {
    CONDITION: {
        "autoimmune-disease-unspecified": ["autoimmune disease", "autoimmunity"],
        "lupus": ["lupus", "systemic lupus erythematosus"],
        "lupus-nephritis": ["lupus nephritis"],
        "myasthenia-gravis": ["myasthenia gravis"],
        "lymphoma": ["lymphoma"],
        "gvhd": ["graft versus host disease"],
    },
    AUTOANTIBODY: {"musk-antibody": ["anti-MuSK antibody"]},
    TARGET: {
        "cd19": ["CD19"],
        "bcma": ["BCMA"],
        "cd20": ["CD20", "anti-CD20"],
        "cd3": ["CD3"],
        "cd28": ["CD28"],
        "musk": ["MuSK"],
    },
    MODALITY: {
        "car-t": ["CAR-T", "CAR T cell", "chimeric antigen receptor T cell"],
        "caar-t": ["CAAR-T", "chimeric autoantibody receptor"],
        "car-nk": ["CAR-NK"],
        "treg": ["regulatory T cell"],
    },
    THERAPY: {"lnd-19": ["LND-19", "linden-cel"], "lnd-x": ["LND-X"]},
    CELL_SOURCE: {
        "autologous": ["autologous", "own T cells"],
        "allogeneic": ["allogeneic", "healthy donor"],
        "in-vivo": ["in vivo CAR"],
    },
}
VOCABULARY = Vocabulary(
    terms=tuple(
        TermEntry(axis, slug, text)
        for axis, entries in TERMS.items()
        for slug, texts in entries.items()
        for text in texts
    ),
    conditions={
        "autoimmune-disease-unspecified": ConditionEntry("autoimmune"),
        "lupus": ConditionEntry("autoimmune"),
        "lupus-nephritis": ConditionEntry("autoimmune", "lupus"),
        "myasthenia-gravis": ConditionEntry("autoimmune"),
        "lymphoma": ConditionEntry("cancer"),
        "gvhd": ConditionEntry("alloimmune"),
    },
    therapies={"lnd-19": TherapyEntry(("cd19",), "car-t", "autologous"), "lnd-x": TherapyEntry()},
    specificity={"car-t": 2, "caar-t": 3, "car-nk": 3, "treg": 1},
    autoantigens=frozenset({"musk"}),
)
CLASSIFIER = Classifier(VOCABULARY)


def labels_of(
    title: str = "",
    conditions: tuple[str, ...] = (),
    given: str = "",
    about_it: str = "",
    keywords: tuple[str, ...] = (),
    summary: str = "",
    description: str = "",
    eligibility: str = "",
    arms: tuple[tuple[str, str], ...] = (),
    outcomes: tuple[str, ...] = (),
    classifier: Classifier | None = None,
    **modules: Any,
) -> Labels:
    """The labels of a study that says these words and no others; `given` is the intervention's name."""
    said = said_study(title, conditions, given, about_it, keywords, summary, description, eligibility, arms, outcomes)
    return (classifier or CLASSIFIER).classify(parse_study(body({**said, **modules})))


def said_study(
    title: str = "",
    conditions: tuple[str, ...] = (),
    given: str = "",
    about_it: str = "",
    keywords: tuple[str, ...] = (),
    summary: str = "",
    description: str = "",
    eligibility: str = "",
    arms: tuple[tuple[str, str], ...] = (),
    outcomes: tuple[str, ...] = (),
    **where: str,
) -> dict[str, Any]:
    """A study that says these words and no others, by the number `nct_id` if one is given."""
    return study(
        **where,
        identificationModule={"briefTitle": title or "-", "officialTitle": "", "acronym": ""},
        conditionsModule={"conditions": list(conditions), "keywords": list(keywords)},
        armsInterventionsModule={
            "armGroups": [{"label": label, "description": text} for label, text in arms],
            "interventions": [{"name": given, "description": about_it}] if given or about_it else [],
        },
        descriptionModule={"briefSummary": summary, "detailedDescription": description},
        eligibilityModule={"eligibilityCriteria": eligibility},
        outcomesModule={"primaryOutcomes": [{"measure": measure} for measure in outcomes]},
    )


@cache
def fixture_vocabulary() -> Vocabulary:
    """The vocabulary of fixtures/, as the database would hold it."""
    rows = {
        CONDITION: read_fixture("conditions")["condition"],
        AUTOANTIBODY: read_fixture("autoantibodies")["autoantibody"],
        TARGET: read_fixture("targets")["target"],
        MODALITY: read_fixture("modalities")["modality"],
        THERAPY: read_fixture("therapies")["therapy"],
        CELL_SOURCE: read_fixture("cell_sources")["cell_source"],
    }
    terms = [TermEntry(axis, row["slug"], row["name"]) for axis in rows if axis != CELL_SOURCE for row in rows[axis]]
    terms += [
        TermEntry(axis, name["link"], name["text"], name["use"] == Name.Use.ABBREVIATION)
        for axis in rows
        for name in names_of("link", rows[axis])
        if name["use"] != Name.Use.SEARCH
    ]
    return Vocabulary(
        terms=tuple(terms),
        conditions={row["slug"]: ConditionEntry(row["kind"], row.get("parent")) for row in rows[CONDITION]},
        therapies={
            row["slug"]: TherapyEntry(
                tuple(sorted(row.get("targets", ()))), row.get("modality", ""), row.get("cell_source", "")
            )
            for row in rows[THERAPY]
        },
        specificity={row["slug"]: row["specificity"] for row in rows[MODALITY]},
        autoantigens=frozenset(row["slug"] for row in rows[TARGET] if row["autoantigen"]),
    )


@cache
def fixture_classifier() -> Classifier:
    return Classifier(fixture_vocabulary())


def real_labels_of(*words: Any, **more: Any) -> Labels:
    """The labels that the vocabulary of fixtures/ gives a study that says these words and no others."""
    return labels_of(*words, **more, classifier=fixture_classifier())
