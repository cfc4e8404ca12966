"""The kind of cell therapy and whose cells it is made of, read with the vocabulary of fixtures/."""

import pytest

from tests.trials.labels.vocabulary import real_labels_of
from trials.labels.evidence import Evidence


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ({"title": "Universal CAR-T"}, "allogeneic"),
        ({"given": "CD19 UCAR T cells"}, "allogeneic"),
        ({"given": "umbilical cord blood CD19 CAR-T"}, "allogeneic"),
        ({"conditions": ("Lupus", "Autologous CD19 CAR-T")}, "autologous"),
        ({"title": "CAR-T", "summary": "Made of the patient's own T cells."}, "autologous"),
        ({"title": "CAR-T", "summary": "Participants will:\n\nUndergo leukapheresis"}, "autologous"),
        ({"title": "CAR-T", "summary": "After consent and single nucleus cell collection."}, "autologous"),
        ({"title": "CAR-T", "eligibility": "* Adequate veins for apheresis"}, "autologous"),
        ({"title": "CAR-T", "summary": "Cells are collected from donors by leukapheresis."}, "unknown"),
        ({"title": "CAR-T", "summary": "People on plasmapheresis take part."}, "unknown"),
        ({"title": "CAR-T", "summary": "In vivo CAR-T cell expansion and persistence are measured."}, "unknown"),
        ({"title": "CAR-T", "summary": "No allogeneic stem cell transplant before."}, "unknown"),
        ({"title": "CAR-T", "summary": "Unlike allogeneic cells, they last."}, "unknown"),
        ({"title": "CAR-T", "summary": "An in vivo CAR-T therapy."}, "in-vivo"),
        ({"title": "CAR-T", "given": "CD19/BCMA-targeted CAR-T lentiviral vector drug"}, "in-vivo"),
        ({"title": "A study of CAR-T cells in lupus"}, "unknown"),
        ({"title": "Leukapheresis in lupus"}, "unknown"),
    ],
)
def test_whose_cells(words, source):
    assert real_labels_of(**words).cell_source == source


def test_a_named_product_stands_above_what_the_summary_remarks():
    labels = real_labels_of("KYV-101 in lupus", summary="Other products are allogeneic.")
    assert (labels.cell_source, labels.cell_source_evidence) == (
        "autologous", Evidence("product named in title", "KYV-101", 0),
    )  # fmt: skip


def test_a_kind_without_a_name_of_its_own_has_no_source():
    assert real_labels_of("CD19/BCMA CAR-T in lupus").cell_source == "unknown"


def test_a_stem_cell_transplant_has_the_source_that_it_names():
    assert real_labels_of("Autologous stem cell transplantation in systemic sclerosis").cell_source == "autologous"


def test_what_is_measured_tells_the_kind_where_nothing_else_does():
    labels = real_labels_of("ZZ18001 in lupus", outcomes=("Detection of CAR T cells in blood",))
    assert labels.modalities == {"car-t": Evidence("primary outcomes", "CAR T cells", 13)}
    assert list(real_labels_of("Treg in lupus", outcomes=("CAR T cells",)).modalities) == ["treg"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("anti-CD19 Chimeric Antigen Receptor NK Cell Injection", "car-nk"),
        ("CD19 CAR-γδ T Cells", "car-gdt"),
        ("CD19-targeted iNKT Cell Injection", "car-inkt"),
        ("CD6 Chimeric Antigen Receptor T Regulatory Cells", "car-treg"),
        ("ES-NK Cell Injection", "nk"),
        ("Chimeric Antigen Receptors T Cells", "car-t"),
        ("Fetal MSCs with CAR-T", "car-t"),
    ],
)
def test_the_kind_of_cells(title, kind):
    assert next(iter(real_labels_of(title).modalities)) == kind
