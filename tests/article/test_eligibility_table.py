"""The article's eligibility table: five rows, three columns and six antibodies, each on a page and in the admin."""

import pytest
from django.urls import reverse

from conditions.models import Autoantibody, Condition
from tests.trials.views.reading import read
from trials.filters import TrialFilter
from trials.models import Statement

COLUMNS = ("disease", "key autoantibody", "trial target")
TABLE = {
    "systemic-lupus-erythematosus": ("Systemic Lupus Erythematosus (SLE)", "Anti-dsDNA", "CD19 CAR T"),
    "idiopathic-inflammatory-myopathy": (
        "Myositis (e.g., dermatomyositis)",
        "Anti-synthetase, Anti-Mi2",
        "CD19 CAR T",
    ),
    "systemic-sclerosis": ("Systemic Sclerosis (Scleroderma)", "Anti-topoisomerase", "CD19 CAR T"),
    "musk-myasthenia-gravis": ("Myasthenia Gravis (MuSK+)", "Anti-MuSK", "CAAR-T"),
    "pemphigus-vulgaris": ("Pemphigus Vulgaris", "Anti-Dsg3", "CAAR-T"),
}
CELLS = [(slug, column, cell) for slug, row in TABLE.items() for column, cell in zip(COLUMNS, row, strict=True)]
ANTIBODIES = [
    ("anti-dsdna", "Anti-dsDNA", "systemic-lupus-erythematosus"),
    ("anti-synthetase", "Anti-synthetase", "idiopathic-inflammatory-myopathy"),
    ("anti-mi2", "Anti-Mi2", "idiopathic-inflammatory-myopathy"),
    ("anti-topoisomerase", "Anti-topoisomerase", "systemic-sclerosis"),
    ("anti-musk", "Anti-MuSK", "musk-myasthenia-gravis"),
    ("anti-dsg3", "Anti-Dsg3", "pemphigus-vulgaris"),
]


@pytest.mark.parametrize(("slug", "column", "cell"), CELLS)
def test_a_cell_is_a_row_of_the_articles_claims(seeded, slug, column, cell):
    claim = Statement.objects.get(condition__slug=slug, field=column, source__kind="article")
    assert claim.value == cell


@pytest.mark.parametrize(("slug", "column", "cell"), CELLS)
def test_a_cell_stands_on_the_conditions_page(patient, slug, column, cell):
    words = read(patient, f"/conditions/{slug}/").words
    assert f"{column.capitalize()} “{cell}”" in words


@pytest.mark.parametrize(("slug", "column", "cell"), CELLS)
def test_a_cell_is_found_in_the_admin(editor, slug, column, cell):
    claim = Statement.objects.get(condition__slug=slug, field=column, source__kind="article")
    found = read(editor, f"{reverse('admin:trials_statement_changelist')}?q={cell.replace('+', '%2B')}")
    assert reverse("admin:trials_statement_change", args=[claim.pk]) in {link.split("?")[0] for link in found.links}
    assert cell in found.words


@pytest.mark.parametrize(("slug", "name", "condition"), ANTIBODIES)
def test_an_antibody_marks_its_disease_and_each_leads_to_the_other(patient, slug, name, condition):
    antibody = Autoantibody.objects.get(slug=slug)
    assert antibody.name.startswith(name)
    assert antibody.conditions.filter(slug=condition).exists()
    page = read(patient, f"/autoantibodies/{slug}/")
    assert f"/conditions/{condition}/" in page.links
    assert f"/autoantibodies/{slug}/" in read(patient, f"/conditions/{condition}/").links
    assert TABLE[condition][1] in page.words


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("anti-dsdna", "Anti-dsDNA"),
        ("anti-synthetase", "Anti-synthetase"),
        ("anti-mi2", "Anti-Mi2"),
        ("anti-topoisomerase", "Anti-topoisomerase"),
        ("anti-musk", "Anti-MuSK"),
        ("anti-dsg3", "Anti-Dsg3"),
    ],
)
def test_an_antibody_is_found_in_the_admin(editor, slug, name):
    antibody = Autoantibody.objects.get(slug=slug)
    found = read(editor, f"{reverse('admin:conditions_autoantibody_changelist')}?q={name}")
    address = reverse("admin:conditions_autoantibody_change", args=[antibody.pk])
    assert address in {link.split("?")[0] for link in found.links}


def test_a_claim_stands_only_with_the_antibodies_that_it_names(patient):
    assert "Anti-synthetase, Anti-Mi2" not in read(patient, "/autoantibodies/anti-dsdna/").words


def test_the_table_has_five_rows(seeded):
    rows = Statement.objects.filter(condition__isnull=False).values_list("condition__slug", flat=True)
    assert set(rows) == set(TABLE)
    assert len(rows) == 15


def test_myositis_is_a_parent_and_dermatomyositis_its_child(patient):
    child = Condition.objects.get(slug="dermatomyositis")
    assert child.parent.slug == "idiopathic-inflammatory-myopathy"
    assert "/conditions/dermatomyositis/" in read(patient, "/conditions/idiopathic-inflammatory-myopathy/").links
    assert "/conditions/idiopathic-inflammatory-myopathy/" in read(patient, "/conditions/dermatomyositis/").links


def test_the_disease_with_musk_antibodies_is_a_kind_of_myasthenia_gravis(patient):
    child = Condition.objects.get(slug="musk-myasthenia-gravis")
    assert child.parent.slug == "myasthenia-gravis"
    assert "/conditions/musk-myasthenia-gravis/" in read(patient, "/conditions/myasthenia-gravis/").links


def test_scleroderma_is_another_name_of_systemic_sclerosis(patient):
    assert not Condition.objects.filter(slug="scleroderma").exists()
    answer = patient.get("/conditions/scleroderma/")
    assert (answer.status_code, answer.url) == (301, "/conditions/systemic-sclerosis/")


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("scleroderma", "systemic-sclerosis"),
        ("sle", "systemic-lupus-erythematosus"),
        ("lupus", "systemic-lupus-erythematosus"),
        ("myositis", "idiopathic-inflammatory-myopathy"),
        ("musk-positive-myasthenia-gravis", "musk-myasthenia-gravis"),
        ("pemphigus vulgaris", "pemphigus-vulgaris"),
    ],
)
def test_a_search_knows_the_tables_diseases_by_the_names_that_people_use(seeded, typed, slug):
    search = TrialFilter()
    assert search.choices.find_condition(typed.replace(" ", "-")) == slug


@pytest.mark.parametrize(
    ("slug", "kind", "antigen"),
    [
        ("systemic-lupus-erythematosus", "car-t", "cd19"),
        ("pemphigus-vulgaris", "caar-t", "dsg3"),
        ("myasthenia-gravis", "caar-t", "musk"),
    ],
)
def test_a_trial_target_of_the_table_finds_the_programme_of_the_pipeline(patient, slug, kind, antigen):
    found = read(patient, f"/trials/?condition={slug}&modality={kind}&target={antigen}")
    assert found.first_headings[0].startswith("1 trial ")
