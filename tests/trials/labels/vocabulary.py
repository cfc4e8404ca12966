"""A small vocabulary made by hand, and records that say just what a test needs."""

from typing import Any

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
    **modules: Any,
) -> Labels:
    """The labels of a study that says these words and no others; `given` is the intervention's name."""
    said = study(
        identificationModule={"briefTitle": title or "-", "officialTitle": "", "acronym": ""},
        conditionsModule={"conditions": list(conditions), "keywords": list(keywords)},
        armsInterventionsModule={
            "armGroups": [],
            "interventions": [{"name": given, "description": about_it}] if given or about_it else [],
        },
        descriptionModule={"briefSummary": summary, "detailedDescription": description},
        eligibilityModule={"eligibilityCriteria": eligibility},
        **modules,
    )
    return CLASSIFIER.classify(parse_study(body(said)))
