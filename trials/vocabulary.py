"""The vocabulary's rows as the plain data that rules and search read."""

import hashlib

from conditions.models import Autoantibody, AutoantibodyName, Condition, Name, Term
from sources.seeding import read_fixture
from trials.labels.burden_words import BurdenWords, from_rows
from trials.labels.matching import fold
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
from trials.models import (
    CellSourceName,
    Modality,
    ModalityName,
    Target,
    TargetName,
    Therapy,
    TherapyName,
)

READING = "4"  # raised when parser or rules read the same record differently: relabel_trials then reads all again


def load_vocabulary() -> Vocabulary:
    """All terms that label records, with what is known of conditions, products and kinds; ten queries."""
    entries = [
        *_entries(CONDITION, Condition, Term, "condition"),
        *_entries(AUTOANTIBODY, Autoantibody, AutoantibodyName, "autoantibody"),
        *_entries(TARGET, Target, TargetName, "target"),
        *_entries(MODALITY, Modality, ModalityName, "modality"),
        *_entries(THERAPY, Therapy, TherapyName, "therapy"),
        *(
            TermEntry(CELL_SOURCE, source, text, use == Name.Use.ABBREVIATION)
            for source, text, use in CellSourceName.objects.exclude(use=Name.Use.SEARCH).values_list(
                "cell_source", "text", "use"
            )
        ),
    ]
    conditions = {
        slug: ConditionEntry(kind, parent)
        for slug, kind, parent in Condition.objects.values_list("slug", "kind", "parent__slug")
    }
    therapies = {
        therapy.slug: TherapyEntry(
            tuple(sorted(target.slug for target in therapy.targets.all())),
            therapy.modality.slug if therapy.modality else "",
            "" if therapy.cell_source == "unknown" else therapy.cell_source,
        )
        for therapy in Therapy.objects.select_related("modality").prefetch_related("targets")
    }
    specificity = dict(Modality.objects.values_list("slug", "specificity"))
    terms = tuple(sorted(set(entries), key=lambda term: (term.axis, term.slug, term.text)))
    patient_words = _patient_words(CONDITION, Term, "condition")
    patient_words |= _patient_words(AUTOANTIBODY, AutoantibodyName, "autoantibody")
    patient_words |= _patient_words(TARGET, TargetName, "target")
    patient_words |= _patient_words(MODALITY, ModalityName, "modality")
    patient_words |= _patient_words(THERAPY, TherapyName, "therapy")
    autoantigens = frozenset(Target.objects.filter(autoantigen=True).values_list("slug", flat=True))
    known = (conditions, therapies, specificity, dict.fromkeys(autoantigens), patient_words)
    said = repr((READING, terms, *(sorted(one.items()) for one in known), read_fixture("burden")))
    digest = hashlib.md5(said.encode()).hexdigest()  # noqa: S324 (tells states apart, guards nothing)
    antigen_words = frozenset(fold(term.text) for term in terms if term.axis == TARGET)
    return Vocabulary(terms, conditions, therapies, specificity, autoantigens, antigen_words, patient_words, digest)


def load_burden_words() -> BurdenWords:
    """The words that tell what joining takes, from fixtures/burden.toml."""
    rows = read_fixture("burden")
    return from_rows(rows["drug"], rows["treatment"], rows["moment"], rows["phrase"])


def _entries(axis: str, model: type, names: type, link: str) -> list[TermEntry]:
    own = [TermEntry(axis, slug, name) for slug, name in model.objects.values_list("slug", "name")]
    others = names.objects.exclude(use=Name.Use.SEARCH).values_list(f"{link}__slug", "text", "use")
    return own + [TermEntry(axis, slug, text, use == Name.Use.ABBREVIATION) for slug, text, use in others]


def _patient_words(axis: str, names: type, link: str) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for slug, text in names.objects.filter(use=Name.Use.SEARCH).order_by("text").values_list(f"{link}__slug", "text"):
        found.setdefault((axis, slug), []).append(text)
    return found
