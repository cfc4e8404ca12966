"""What a trial tests, in a sentence made from its labels."""

import pytest
from django.utils.translation import override

from tests.builders import make_condition, make_modality, make_site, make_target, make_trial
from trials.models import Trial, TrialModality
from trials.templatetags import sentences


def test_a_trial_in_one_sentence(db):
    trial = make_trial(
        conditions=[make_condition("Myasthenia gravis"), make_condition("Sjögren's disease")],
        targets=[make_target("CD19"), make_target("BCMA")],
        modalities=[make_modality("CAR-T", plain_name="engineered T cells")],
        sites=[make_site()],
    )
    assert sentences.lead(trial) == (
        "Tests engineered T cells (CAR-T, your own cells) that bind CD19 and BCMA."
        " For people with: Myasthenia gravis; Sjögren's disease."
    )


def test_what_is_not_known_is_left_out_of_the_sentence(db):
    assert sentences.lead(make_trial(cell_source="unknown")) == "Tests a cell therapy."
    bait = make_trial(
        nct_id=None,
        stage="preclinical",
        targets=[make_target("MuSK", autoantigen=True)],
        modalities=[make_modality("CAAR-T", plain_name="decoy cells")],
        conditions=[make_condition("CIDP")],
        cell_source="unknown",
    )
    assert sentences.lead(bait) == "Studies decoy cells (CAAR-T, bait: MuSK). For people with: CIDP."


def test_a_kind_that_is_only_tested_beside_is_not_the_trials_own(db):
    trial = make_trial(modalities=[make_modality("CAR-T"), make_modality("HSCT")])
    TrialModality.objects.filter(modality__slug="hsct").update(leading=False)
    assert sentences.kinds(trial) == "CAR-T"


def test_where_the_leading_kind_was_vetoed_the_other_one_is_the_trials_own(db):
    make_trial(modalities=[make_modality("CAR-T"), make_modality("CAR-NK")])
    TrialModality.objects.filter(modality__slug="car-nk").update(leading=False)
    TrialModality.objects.filter(modality__slug="car-t").update(origin="curator", vetoed=True)
    assert sentences.kinds(Trial.objects.with_labels().get()) == "CAR-NK"


def test_many_diseases_are_cut_to_four_and_the_rest_counted(db):
    names = ["Lupus", "Myositis", "Scleroderma", "Sjögren's disease", "Vasculitis", "Wegener's"]
    trial = make_trial(conditions=[make_condition(name) for name in names])
    assert sentences.lead(trial).endswith(
        "For people with: Lupus; Myositis; Scleroderma; Sjögren's disease; and 2 more diseases."
    )


def test_a_doctor_reads_targets_kind_source_and_stage(db):
    trial = make_trial(
        targets=[make_target("BCMA"), make_target("CD19")],
        modalities=[make_modality("CAR-T", plain_name="engineered T cells")],
        stage="phase-1-2",
    )
    assert sentences.clinical(trial) == "BCMA/CD19 CAR-T, autologous, Phase 1/2"
    assert sentences.clinical(make_trial(cell_source="unknown", stage="")) == "cell therapy"


@pytest.mark.parametrize(
    ("names", "every", "either"),
    [([], "", ""), (["A"], "A", "A"), (["A", "B"], "A and B", "A or B"), (["A", "B", "C"], "A, B and C", "A, B or C")],
)
def test_a_list_in_words(names, every, either):
    assert (sentences.all_of(names), sentences.one_of(names)) == (every, either)


@pytest.mark.parametrize(("kind", "words"), [("INDUSTRY", "a company"), ("", ""), ("A_NEW_CLASS", "")])
def test_the_kind_of_a_sponsor(kind, words):
    assert sentences.kind_of_sponsor(kind) == words


@pytest.mark.parametrize(
    ("role", "words"), [("PRINCIPAL_INVESTIGATOR", "principal investigator"), ("A_NEW_ROLE", "a new role"), ("", "")]
)
def test_what_a_contact_is(role, words):
    assert sentences.role_in_words(role) == words


def test_names_are_in_the_language_of_the_page(db):
    kind = make_modality("CAR-T", plain_name="engineered T cells", plain_name_es="células T modificadas")
    trial = make_trial(modalities=[kind], conditions=[make_condition("Lupus", name_es="Lupus eritematoso")])
    with override("es"):
        sentence = sentences.lead(trial)
    assert "células T modificadas (CAR-T" in sentence
    assert "Lupus eritematoso" in sentence
