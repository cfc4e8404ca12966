"""Which diseases a trial enrols, read with the vocabulary of fixtures/."""

import pytest

from tests.trials.labels.vocabulary import fixture_vocabulary, real_labels_of

SLE, SJOGREN, SCLERODERMA = "systemic-lupus-erythematosus", "sjogren-disease", "systemic-sclerosis"
MS, PROGRESSIVE, MG = "multiple-sclerosis", "progressive-multiple-sclerosis", "myasthenia-gravis"
NERVES, KIDNEYS, UNNAMED = "neurological-autoimmune-disease", "immune-nephritis", "autoimmune-disease-unspecified"


def diseases(*words, **more):
    return set(real_labels_of(*words, **more).conditions)


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        (("SSC RA SS IIM",), {SCLERODERMA, "rheumatoid-arthritis", SJOGREN, "idiopathic-inflammatory-myopathy"}),
        (("SLE", "LN", "MN", "IgAN"), {SLE, "lupus-nephritis", "membranous-nephropathy", "iga-nephropathy"}),
        (("MS", "MG"), {MS, MG}),
        (("MS (mass spectrometry)", "Lymphoma"), {"lymphoma"}),
    ],
)
def test_an_abbreviation_of_two_letters_counts_among_abbreviations_alone(listed, found):
    assert diseases("CAR-T", listed) == found


@pytest.mark.parametrize("title", ["CAR-T at 5 MG per kg", "CAR-T for RA and SS"])
def test_an_abbreviation_of_two_letters_in_a_title_is_too_little(title):
    assert diseases(title) == set()


def test_the_summary_adds_the_people_whom_the_trial_takes():
    found = diseases(
        "CAR-T in autoimmune disease",
        ("SLE",),
        summary="To evaluate CAR-T in patients with refractory systemic sclerosis (SSc) and dermatomyositis.",
    )
    assert found == {SLE, SCLERODERMA, "dermatomyositis"}


def test_a_kind_of_the_disease_in_the_summary_is_added():
    found = diseases(
        "CAR-T", ("Multiple Sclerosis",), summary="In participants with progressive multiple sclerosis (PMS)."
    )
    assert found == {MS, PROGRESSIVE}


def test_a_summary_adds_no_other_disease_to_a_trial_of_one():
    assert diseases("CAR-T in lupus", ("SLE",), summary="In patients with systemic sclerosis.") == {SLE}


@pytest.mark.parametrize(
    "summary",
    [
        "A published study showed that patients with systemic sclerosis went into remission.",
        "That study enrolled 15 participants, including four with systemic sclerosis.",
        "It is intended for diseases such as systemic sclerosis.",
        "Participants with lupus with or without lupus nephritis.",
        "Patients with systemic lupus erythematosus/lupus nephritis (SLE/LN) take part.",
        "The TSH receptor antibody causes thyroid eye disease.",
    ],
)
def test_a_remark_in_the_summary_adds_no_disease(summary):
    assert diseases("CAR-T in autoimmune disease", ("SLE",), summary=summary) == {SLE}


def test_what_a_basket_takes_is_read_in_its_inclusion_criteria():
    found = diseases(
        "CAR-T in autoimmune disease",
        ("Autoimmune Diseases",),
        eligibility="Inclusion Criteria:\n\n* Diagnosis of systemic sclerosis\n* Diagnosis of dermatomyositis\n"
        "* No history of myasthenia gravis\n\nExclusion Criteria:\n\n* Diagnosis of multiple sclerosis",
    )
    assert found == {SCLERODERMA, "dermatomyositis"}


def test_inclusion_criteria_add_nothing_where_the_diseases_are_named():
    assert diseases("CAR-T", ("SLE",), eligibility="* Diagnosis of Sjögren's disease is allowed") == {SLE}


def test_a_group_yields_to_its_kinds():
    assert diseases("CAR-T in Neurological Autoimmune Diseases", ("MG", "Multiple Sclerosis")) == {MG, MS}
    assert diseases("CAR-T in autoimmune kidney diseases", ("IgA Nephropathy",)) == {"iga-nephropathy"}


def test_a_group_among_the_registrys_conditions_stays_beside_one_kind():
    assert diseases("CAR-T", ("Immune Nephritis", "IgA Nephropathy")) == {KIDNEYS, "iga-nephropathy"}
    assert diseases("CAR-T", ("Neurological Autoimmune Diseases",)) == {NERVES}


@pytest.mark.parametrize(
    "words",
    [
        {"conditions": ("SLE", "Other Autoimmune Diseases (AID)")},
        {"conditions": ("SLE",), "summary": "In the treatment of SLE and other autoimmune diseases."},
    ],
)
def test_other_autoimmune_diseases_beside_a_named_one_are_a_label(words):
    assert diseases("CAR-T", **words) == {SLE, UNNAMED}


@pytest.mark.parametrize(
    "words",
    [
        {"conditions": ("SLE", "Autoimmune Diseases")},
        {"conditions": ("SLE",), "summary": "In lupus and other autoimmune diseases B cells are thought to err."},
    ],
)
def test_autoimmune_disease_in_general_yields_to_a_named_one(words):
    assert diseases("CAR-T", **words) == {SLE}


def test_organ_damage_and_healthy_people_are_no_second_disease():
    listed = (
        "Systemic Sclerosis",
        "Interstitial Lung Diseases",
        "Pulmonary Arterial Hypertension",
        "Healthy Volunteers",
    )
    assert diseases("CAR-T", listed) == {SCLERODERMA}
    assert diseases("CAR-T", ("Interstitial Lung Diseases",)) == {"interstitial-lung-disease"}


def test_a_plasma_cell_disease_beside_an_autoimmune_one_is_a_label():
    assert diseases("CAR-T", ("POEMS Syndrome", "Vasculitis")) == {"poems-syndrome", "vasculitis"}


def test_severe_aplastic_anemia_is_of_the_field_and_aplastic_anemia_of_any_cause_is_not():
    severe = real_labels_of("CD7 CAR-T in Severe Aplastic Anemia")
    assert severe.in_field
    any_cause = real_labels_of("CD7 CAR-T in Aplastic Anaemia", summary="In patients with severe aplastic anemia.")
    assert not any_cause.in_field


def test_a_trial_of_lupus_and_lymphoma_is_of_the_field():
    labels = real_labels_of("CD19 CAR-T in lupus and lymphoma", ("SLE", "Lymphoma"))
    assert labels.in_field
    assert set(labels.conditions) == {SLE, "lymphoma"}


def test_the_vocabulary_knows_the_diseases_of_the_field():
    autoimmune = [slug for slug in fixture_vocabulary().conditions if fixture_vocabulary().is_autoimmune(slug)]
    assert len(autoimmune) >= 120
    assert {NERVES, KIDNEYS, "vasculitis", "connective-tissue-disease"} <= fixture_vocabulary().groups
    assert UNNAMED not in fixture_vocabulary().groups
    assert SLE not in fixture_vocabulary().groups
