"""The traps of real records, in their wording, read with the vocabulary of fixtures/: what the cell itself binds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trials.labels.vocabulary import fixture_vocabulary, real_labels_of
from trials.labels.evidence import Evidence
from trials.labels.vocabulary import TARGET

patiently = settings(deadline=None, database=None)


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        ("CD19/20 CAR-T", {"cd19", "cd20"}),
        ("CD19 / 20 Car-t cell", {"cd19", "cd20"}),
        ("anti-CD19/70 CAR T cells", {"cd19", "cd70"}),
        ("CD19/22 CAR-T", {"cd19", "cd22"}),
        ("CD20/19 bispecific CAR-T", {"cd20", "cd19"}),
        ("CD19x22 CAR-T", {"cd19", "cd22"}),
        ("CD19-22 CAR-T", {"cd19", "cd22"}),
        ("CD19 and 20 CAR-T", {"cd19", "cd20"}),
        ("CD20/CD19 CAR-T", {"cd20", "cd19"}),
        ("CD19-BCMA CAR-T", {"cd19", "bcma"}),
        ("CD19xBCMA CAR-T", {"cd19", "bcma"}),
        ("CD19×BCMA CAR-T", {"cd19", "bcma"}),
        ("BCMA/CD19 CAR-T", {"bcma", "cd19"}),
        ("FIT-(BCMA+CD19)-CAR-T", {"bcma", "cd19"}),
        ("Anti-BCMA and CD19 CART", {"bcma", "cd19"}),
        ("CAR-T against cluster of differentiation (CD)19 and CD20", {"cd19", "cd20"}),
        ("CD19/CD22/BCMA CAR-T", {"cd19", "cd22", "bcma"}),
    ],
)
def test_two_antigens_in_one_word_are_two(words, targets):
    assert set(real_labels_of(f"{words} in lupus").targets) == targets
    assert set(real_labels_of("Cells in lupus", given=words).targets) == targets


@pytest.mark.parametrize(
    "words",
    [
        "CD19 CAR-T in 20 patients",
        "CD19-28z CAR-T",
        "CD19 and 20 patients take CAR-T",
        "CD19-41BB CAR-T",
        "CD19/8 CAR-T",
    ],
)
def test_other_numbers_beside_an_antigen_are_no_second_one(words):
    assert list(real_labels_of(words).targets) == ["cd19"]


@patiently
@given(st.sampled_from(["CD19", "CD20", "CD22"]), st.sampled_from("/×x+"), st.integers(1, 400))
def test_a_number_is_an_antigen_only_if_the_vocabulary_has_it(first, joint, number):
    targets = set(real_labels_of(f"{first}{joint}{number} CAR-T").targets)
    known = {f"cd{number}"} if (TARGET, f"cd{number}") in fixture_vocabulary().spellings else set()
    assert targets == {first.lower()} | known


def test_both_antigens_of_a_short_form_quote_it():
    assert real_labels_of("CD19/20 CAR-T").targets == {
        "cd19": Evidence("title", "CD19", 0),
        "cd20": Evidence("title", "CD19/20", 0),
    }


def test_cd7_is_not_found_in_cd70_nor_cd2_in_cd20():
    assert list(real_labels_of("Universal Anti-CD70 CAR-T").targets) == ["cd70"]
    assert list(real_labels_of("CD20 CAR-T").targets) == ["cd20"]


@pytest.mark.parametrize("words", ["BAFF CAR-T cells", "BAFF-ligand CAR-T cells", "CAR T cells expressing BAFF ligand"])
def test_a_car_that_carries_baff_binds_its_three_receptors(words):
    labels = real_labels_of(f"{words} in lupus", summary="CAR-T cells expressing BAFF may help after CD19 CAR-T.")
    assert set(labels.targets) == {"baff-r", "bcma", "taci"}


def test_a_car_against_the_baff_receptor_binds_only_that():
    assert list(real_labels_of("BAFF-R CART for neuroimmune disease").targets) == ["baff-r"]


def test_a_caar_t_displays_the_autoantigen():
    labels = real_labels_of("MuSK-CAART for MuSK Myasthenia Gravis", ("MuSK Myasthenia Gravis",), "MuSK-CAART")
    assert (list(labels.targets), next(iter(labels.modalities))) == (["musk"], "caar-t")
    assert list(labels.conditions) == ["musk-myasthenia-gravis"]


@pytest.mark.parametrize(
    "beside",
    [
        "Rituximab (anti-CD20) is given to the comparator arm.",
        "Rituximab, an anti-CD20 antibody, may be continued.",
        "Anti-CD20 mAb",
        "CD38 (daratumumab) is allowed.",
        "CD20 inhibitors are stopped 4 weeks before.",
        "Participants had prior CD20 treatment.",
        "For people who failed BCMA CAR-T.",
        "After CD22 CAR-T.",
        "T cells are stimulated with CD3/CD28 beads.",
        "CD4+ and CD8+ T cells are chosen, CD34+ cells are not.",
        "Fludarabine and cyclophosphamide for lymphodepletion.",
        "People with CD22-negative B cells take part.",
        "CD20+ B cell depletion is measured.",
        "CD20 expression on B cells is measured.",
    ],
)
def test_what_stands_beside_the_cell_is_not_its_target(beside):
    assert list(real_labels_of("CD19 CAR-T in lupus", given="CD19 CAR-T", about_it=beside).targets) == ["cd19"]
    assert list(real_labels_of("CD19 CAR-T in lupus", arms=(("Comparator", beside),)).targets) == ["cd19"]


@pytest.mark.parametrize(
    "summary",
    ["CAR-T cells that clear CD19-positive B cells are given.", "CAR-T cells target CD19+ B cells."],
)
def test_an_antigen_of_b_cells_is_the_target_of_a_car_that_is_aimed_at_it(summary):
    assert list(real_labels_of("CAR-T in lupus", summary=summary).targets) == ["cd19"]


@pytest.mark.parametrize(
    "summary",
    ["CAR-T for lymphoma expressing CD19 and/or BCMA.", "CAR-T is given; CD19-negative relapse is a risk of CAR-T."],
)
def test_what_a_tumour_shows_is_not_what_the_cell_binds(summary):
    assert real_labels_of("CAR-T", summary=summary).targets == {}


def test_an_antigen_among_the_exclusions_is_no_target():
    labels = real_labels_of(
        "CAR-T in lupus", eligibility="Exclusion Criteria:\n\n* CD19 CAR-T before\n* Anti-CD20 before"
    )
    assert labels.targets == {}


def test_cd3_in_the_construct_is_no_target():
    assert list(real_labels_of("Anti-CD19-CD3E-CAR-T cells").targets) == ["cd19"]


def test_a_choice_between_two_antigens_in_the_summary_is_both():
    labels = real_labels_of(
        given="Autologous anti-CD19 CAR-T", summary="Assigned to CAR-T therapy targeting either CD19 or BCMA."
    )
    assert list(labels.targets) == ["cd19", "bcma"]


def test_a_product_stands_above_what_the_summary_remarks():
    labels = real_labels_of("LMY-922 in lupus", summary="Not all respond to CD19 targeted CAR-T cells.")
    assert set(labels.targets) == {"baff-r", "bcma", "taci"}
    assert labels.targets["bcma"] == Evidence("product named in title", "LMY-922", 0)


def test_the_summarys_words_are_quoted_for_what_is_known_of_a_product():
    labels = real_labels_of("GC012F in lupus", summary="GC012F is a CD19/BCMA CAR-T made of autologous cells.")
    assert {slug: evidence.field for slug, evidence in labels.targets.items()} == {"cd19": "summary", "bcma": "summary"}
    assert labels.cell_source_evidence == Evidence("summary", "autologous cells", 36)


def test_a_record_that_names_a_part_of_what_its_product_binds_gets_the_rest_from_the_product():
    assert set(real_labels_of("CD19 CAR-T (CT1190B) in lupus").targets) == {"cd19", "cd20"}


def test_a_product_that_only_the_summary_names_tells_of_the_therapy():
    labels = real_labels_of("CD19 CAR NK cells in arthritis", summary="Three infusions of CAR NK cells (KN5501).")
    assert (list(labels.therapies), labels.cell_source) == (["kn5501"], "allogeneic")
