"""What a record's words say it is about, each label with the words that earned it; silence stays silence."""

import pytest

from tests.trials.labels.vocabulary import labels_of
from trials.labels.classify import Evidence, inclusion
from trials.labels.evidence import shortened


def test_both_antigens_of_a_double_target_are_labels():
    assert list(labels_of("CD19/BCMA CAR-T in lupus").targets) == ["cd19", "bcma"]


def test_a_label_keeps_the_first_words_that_earned_it_and_their_place():
    labels = labels_of("CAR-T in lupus", ("Lupus", "SLE: lupus"), given="CD19 CAR T cells")
    assert labels.conditions == {"lupus": Evidence("title", "lupus", 9)}
    assert labels.targets == {"cd19": Evidence("interventions", "CD19", 0)}
    assert labels.modalities == {"car-t": Evidence("title", "CAR-T", 0)}


@pytest.mark.parametrize(
    "beside",
    [
        "Patients may take an anti-CD20 monoclonal antibody.",
        "Rituximab (anti-CD20 antibody) is given before.",
        "After CD20 directed therapies, rituximab among them.",
        "CD20-depleting agents are allowed.",
        "Prior treatment with CD20 drugs.",
        "T cells are activated with CD3/CD28 beads.",
    ],
)
def test_the_antigen_of_a_medicine_or_of_a_bead_is_no_target(beside):
    labels = labels_of("CD19 CAR-T in lupus", given="CD19 CAR-T", about_it=beside)
    assert list(labels.targets) == ["cd19"]


def test_an_antigen_among_the_exclusions_is_no_target():
    labels = labels_of(
        "CAR-T in lupus", eligibility="Inclusion Criteria:\n\n* Lupus\n\nExclusion Criteria:\n\n* CD19 CAR-T before"
    )
    assert labels.targets == {}


def test_an_antigen_in_the_summary_counts_only_beside_a_cell_therapy():
    assert labels_of("Cells in lupus", summary="CAR-T cells that bind CD19 are given.").targets.keys() == {"cd19"}
    assert labels_of("CAR-T in lupus", summary="Blood is tested for CD19.").targets == {}


@pytest.mark.parametrize(
    ("summary", "targets"),
    [
        ("CAR-T cells, 1.5 million a kilogram, bind CD19.", ["cd19"]),
        ("CD19 is bound by 1.5 million CAR-T cells.", ["cd19"]),
        ("CAR-T cells are given. CD19 is measured.", []),
        ("CD19 is measured; CAR-T cells are given.", []),
        ("CAR-T cells are given\nCD19 is measured.", []),
    ],
)
def test_beside_means_in_one_sentence_and_a_decimal_point_ends_none(summary, targets):
    assert list(labels_of("Cells in lupus", summary=summary).targets) == targets


def test_an_autoantigen_that_the_patient_reacts_to_is_no_target():
    labels = labels_of("CD19 CAR-T in MuSK-positive myasthenia gravis", given="CD19 CAR-T")
    assert list(labels.targets) == ["cd19"]


def test_an_autoantigen_is_the_target_of_a_cell_that_displays_it():
    assert list(labels_of("MuSK-CAAR-T in myasthenia gravis", given="MuSK-CAAR-T").targets) == ["musk"]


def test_an_autoantibody_that_a_trial_asks_for_is_a_label():
    labels = labels_of(
        "CAR-T in myasthenia gravis",
        eligibility="Inclusion Criteria:\n\n* Anti-MuSK antibody\n\nExclusion Criteria:\n\n* None",
    )
    assert labels.autoantibodies.keys() == {"musk-antibody"}


def test_an_autoantibody_among_the_exclusions_is_none():
    labels = labels_of("CAR-T", eligibility="Inclusion Criteria:\n\n* Adults\n\nExclusion:\n\n* Anti-MuSK antibody")
    assert labels.autoantibodies == {}


def test_a_product_gives_its_labels_where_the_record_says_no_more_than_its_name():
    labels = labels_of("LND-19 in lupus")
    product = Evidence("product named in title", "LND-19", 0)
    assert labels.therapies == {"lnd-19": Evidence("title", "LND-19", 0)}
    assert labels.targets == {"cd19": product}
    assert labels.modalities == {"car-t": product}
    assert (labels.cell_source, labels.cell_source_evidence) == ("autologous", product)


def test_the_record_stands_above_what_is_known_of_the_product():
    labels = labels_of("LND-19, an allogeneic BCMA product, in lupus")
    assert list(labels.targets) == ["bcma"]
    assert labels.cell_source == "allogeneic"


def test_a_product_of_which_nothing_is_known_gives_only_its_name():
    labels = labels_of("LND-X in lupus")
    assert (list(labels.therapies), labels.targets, labels.modalities) == (["lnd-x"], {}, {})
    assert labels.in_field


def test_the_most_specific_kind_leads():
    assert list(labels_of("Regulatory T cells, CAR-T and CAR-NK").modalities) == ["car-nk", "car-t", "treg"]


def test_the_summary_gives_a_kind_only_where_nothing_nearer_does():
    assert list(labels_of("CAR-T in lupus", summary="CAR-NK cells are older.").modalities) == ["car-t"]
    assert list(labels_of("Cells in lupus", summary="CAR-NK cells are given.").modalities) == ["car-nk"]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ({"given": "Autologous CAR-T"}, "autologous"),
        ({"given": "CAR-T from a healthy donor"}, "allogeneic"),
        ({"title": "An in vivo CAR-T"}, "in-vivo"),
        ({"summary": "Made of your own T cells."}, "autologous"),
        ({"given": "CAR-T", "eligibility": "Exclusion Criteria:\n\n* Allogeneic transplant"}, "unknown"),
        ({"given": "CAR-T"}, "unknown"),
    ],
)
def test_the_source_of_the_cells_is_what_the_record_says_and_else_unknown(words, source):
    labels = labels_of(**words)
    assert labels.cell_source == source
    assert (labels.cell_source_evidence is None) == (source == "unknown")


def test_what_is_said_of_the_cells_in_the_summary_yields_to_the_intervention():
    labels = labels_of(given="Autologous CAR-T", summary="Unlike allogeneic cells, these are made of ...")
    assert labels.cell_source == "autologous"


def test_conditions_come_from_the_summary_only_where_the_headings_name_none():
    assert list(labels_of("CAR-T", summary="For lupus.").conditions) == ["lupus"]
    assert list(labels_of("CAR-T in lupus", summary="Unlike myasthenia gravis.").conditions) == ["lupus"]


def test_conditions_come_from_keywords_too():
    assert list(labels_of("CAR-T", keywords=("lupus nephritis",)).conditions) == ["lupus-nephritis"]


def test_an_unnamed_autoimmune_disease_yields_to_a_named_one():
    assert list(labels_of("CAR-T", ("Autoimmune Disease", "Lupus")).conditions) == ["lupus"]
    assert list(labels_of("CAR-T", ("Autoimmune Disease",)).conditions) == ["autoimmune-disease-unspecified"]


def test_an_unnamed_autoimmune_disease_is_made_out_by_the_summary():
    labels = labels_of("CAR-T", ("Autoimmune Disease",), summary="For patients with lupus and myasthenia gravis.")
    assert list(labels.conditions) == ["lupus", "myasthenia-gravis"]


def test_an_unnamed_autoimmune_disease_stays_beside_a_cancer():
    labels = labels_of("CAR-T", ("Lymphoma", "Autoimmune Disease"))
    assert labels.conditions.keys() == {"lymphoma", "autoimmune-disease-unspecified"}
    assert labels.in_field


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"title": "CD19 CAR-T in lupus"}, "It names a cell therapy (“CAR-T”) and what it treats: “lupus”."),
        ({"title": "CAR-T in lupus and lymphoma"}, "It names a cell therapy (“CAR-T”) and what it treats: “lupus”."),
        ({"title": "LND-X in lupus"}, "It names a cell therapy (“LND-X”) and what it treats: “lupus”."),
        (
            {"title": "CAR-NK", "summary": "For autoimmune diseases."},
            "It names a cell therapy (“CAR-NK”) and what it treats: “autoimmune diseases”.",
        ),
    ],
)
def test_a_cell_therapy_for_an_autoimmune_disease_is_of_the_field(words, reason):
    labels = labels_of(**words)
    assert (labels.in_field, labels.field_reason) == (True, reason)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param(
            {"title": "CAR-T in lymphoma", "eligibility": "Exclusion Criteria:\n\n* Active autoimmune disease, lupus"},
            "It names no autoimmune disease as what it treats, but: “lymphoma”.",
            id="autoimmune disease is an exclusion",
        ),
        pytest.param(
            {"title": "CAR-T in lymphoma", "summary": "CAR-T also helped people with lupus."},
            "It names no autoimmune disease as what it treats, but: “lymphoma”.",
            id="autoimmune disease is a remark",
        ),
        pytest.param(
            {"title": "Regulatory T cells in graft versus host disease", "summary": "As in autoimmune disease."},
            "It names no autoimmune disease as what it treats, but: “graft versus host disease”.",
            id="graft versus host disease",
        ),
        pytest.param(
            {"title": "CAR-T in healthy people"},
            "It names no autoimmune disease as what it treats, but: none at all.",
            id="no disease",
        ),
        pytest.param({"title": "Rituximab in lupus"}, "It names no cell therapy.", id="no cell therapy"),
        pytest.param(
            {"title": "A drug in lupus", "eligibility": "Exclusion Criteria:\n\n* CAR-T before"},
            "It names no cell therapy.",
            id="a cell therapy is an exclusion",
        ),
    ],
)
def test_other_studies_are_not_of_the_field_and_the_reason_is_kept(words, reason):
    labels = labels_of(**words)
    assert (labels.in_field, labels.field_reason) == (False, reason)


@pytest.mark.parametrize(
    "heading",
    ["Exclusion Criteria:", "EXCLUSION CRITERIA", "* Key Exclusion Criteria:", "**Exclusion criteria**", "Exclusion:"],
)
def test_what_stands_under_a_heading_of_exclusions_is_not_read(heading):
    assert inclusion(f"Inclusion Criteria:\n\n* Lupus\n\n{heading}\n\n* Cancer").split() == [
        "Inclusion", "Criteria:", "*", "Lupus",
    ]  # fmt: skip


def test_a_text_that_begins_with_exclusions_says_nothing_else():
    assert inclusion("Exclusion Criteria:\n\n* Cancer") == ""


def test_the_word_exclusion_inside_a_sentence_is_no_heading():
    text = "* Lupus, after the exclusion of other causes of nephritis\n* Adults"
    assert inclusion(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("It treats: lupus; myositis.", "It treats: lupus; myositis."),
        ("; ".join(["a name of some length"] * 20), "; ".join(["a name of some length"] * 12) + " …"),
        ("x" * 400, "x" * 298 + " …"),
    ],
)
def test_the_reason_of_a_long_basket_ends_with_a_whole_name(text, kept):
    assert shortened(text) == kept
    assert len(shortened(text)) <= 300
