"""The article's pipeline table: five rows and five columns, each cell on a page, in the admin, and in our own terms."""

import pytest
from django.urls import reverse

from tests.trials.views.reading import read
from trials.models import Site, Sponsor, Statement, Trial

COLUMNS = ("therapy", "condition", "stage", "sponsor", "location examples")
TABLE = {
    "caba-201-lupus": (
        "CABA-201 (CD19 CAR T)",
        "Lupus (SLE)",
        "Phase 1/2",
        "Cabaletta Bio",
        "UChicago, UMiami",
    ),
    "NCT06279923": ("CD19-BCMA CAR T", "Autoimmune", "Phase 1", "Multiple", "NCT06279923"),
    "NCT04422912": ("Dsg3-CAAR-T", "Pemphigus Vulgaris", "Phase 1", "freqentis", "NCT04422912"),
    "NCT05451212": ("MuSK-CAAR-T", "Myasthenia Gravis", "Phase 1", "lenzax", "NCT05451212"),
    "hpi2-car-treg-type-1-diabetes": (
        "HPi2-CAR-Treg",
        "Type 1 Diabetes",
        "Preclinical",
        "Academic",
        "Research phase",
    ),
}
CELLS = [(slug, column, cell) for slug, row in TABLE.items() for column, cell in zip(COLUMNS, row, strict=True)]

# What each row means in our own terms: number, stage, conditions, antigens, kind, product, sponsor, towns.
MEANT = {
    "caba-201-lupus": (
        None,
        "phase-1-2",
        ["systemic-lupus-erythematosus"],
        ["CD19"],
        ["car-t"],
        ["caba-201"],
        "Cabaletta Bio",
        ["Chicago", "Miami"],
    ),
    "NCT06279923": (
        "NCT06279923",
        "phase-1",
        ["autoimmune-disease-unspecified"],
        ["BCMA", "CD19"],
        ["car-t"],
        ["cd19-bcma-car-t"],
        None,
        [],
    ),
    "NCT04422912": (
        "NCT04422912",
        "phase-1",
        ["pemphigus-vulgaris"],
        ["DSG3"],
        ["caar-t"],
        ["dsg3-caart"],
        "freqentis",
        [],
    ),
    "NCT05451212": (
        "NCT05451212",
        "phase-1",
        ["myasthenia-gravis"],
        ["MuSK"],
        ["caar-t"],
        ["musk-caart"],
        "lenzax",
        [],
    ),
    "hpi2-car-treg-type-1-diabetes": (
        None,
        "preclinical",
        ["type-1-diabetes"],
        ["HPi2"],
        ["car-treg"],
        ["hpi2-car-treg"],
        None,
        [],
    ),
}


@pytest.mark.parametrize(("slug", "column", "cell"), CELLS)
def test_a_cell_is_a_row_of_the_articles_claims(seeded, slug, column, cell):
    claim = Statement.objects.get(trial__slug=slug, field=column, source__kind="article")
    assert claim.value == cell


@pytest.mark.parametrize(("slug", "column", "cell"), CELLS)
def test_a_cell_stands_on_the_programmes_page(patient, slug, column, cell):
    assert f"{column.capitalize()} “{cell}”" in read(patient, f"/trials/{slug}/").words


@pytest.mark.parametrize(("slug", "column", "cell"), CELLS)
def test_a_cell_is_found_in_the_admin(editor, slug, column, cell):
    claim = Statement.objects.get(trial__slug=slug, field=column, source__kind="article")
    found = read(editor, f"{reverse('admin:trials_statement_changelist')}?q={cell}")
    assert reverse("admin:trials_statement_change", args=[claim.pk]) in {link.split("?")[0] for link in found.links}
    assert cell in found.words


@pytest.mark.parametrize("slug", TABLE)
def test_a_row_means(seeded, slug):
    trial = Trial.objects.get(slug=slug)
    number, stage, conditions, antigens, kinds, products, sponsor, towns = MEANT[slug]
    assert (trial.nct_id, trial.stage) == (number, stage)
    assert list(trial.conditions.values_list("slug", flat=True)) == conditions
    assert list(trial.targets.values_list("name", flat=True)) == antigens
    assert list(trial.modalities.values_list("slug", flat=True)) == kinds
    assert list(trial.therapies.values_list("slug", flat=True)) == products
    assert (trial.sponsor and trial.sponsor.name) == sponsor
    assert sorted(trial.sites.values_list("city", flat=True)) == towns


def test_the_table_has_five_rows_and_no_trial_is_made_of_anything_else(seeded):
    assert set(Trial.objects.values_list("slug", flat=True)) == set(TABLE)


def test_what_is_no_sponsor_and_no_place_is_neither(seeded):
    assert set(Sponsor.objects.values_list("name", flat=True)) == {"Cabaletta Bio", "freqentis", "lenzax"}
    said = [*Site.objects.values_list("facility", flat=True), *Site.objects.values_list("city", flat=True)]
    for word in ("Multiple", "Academic", "Research phase", "NCT06279923", "NCT04422912", "NCT05451212"):
        assert word not in said
        assert not Statement.objects.filter(value=word, field__in=("sponsor", "location examples")).exclude(means="")


@pytest.mark.parametrize("number", ["NCT06279923", "NCT04422912", "NCT05451212"])
def test_a_registry_number_leads_to_its_trial_and_to_the_registry(patient, number):
    page = read(patient, f"/trials/{number}/")
    assert f"https://clinicaltrials.gov/study/{number}" in page.links
    found = read(patient, f"/trials/?stage=phase-1&condition={Trial.objects.get(slug=number).conditions.get().slug}")
    assert number in found.ids


def test_hpi2_is_preclinical_and_there_is_nothing_to_join(patient):
    page = read(patient, "/trials/hpi2-car-treg-type-1-diabetes/")
    assert "no trial to join" in page.words
    assert "Preclinical" in page.words
    assert not any("clinicaltrials.gov/study" in link for link in page.links)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("caba-201-lupus", ["Lupus (systemic lupus erythematosus)", "CD19", "CAR-T", "Phase 1/2", "Cabaletta Bio"]),
        ("NCT06279923", ["CD19", "BCMA", "CAR-T", "Phase 1", "Autoimmune disease (kind not named)"]),
        ("NCT04422912", ["DSG3", "CAAR-T", "Phase 1", "Pemphigus vulgaris", "freqentis"]),
        ("NCT05451212", ["MuSK", "CAAR-T", "Phase 1", "Myasthenia gravis", "lenzax"]),
        ("hpi2-car-treg-type-1-diabetes", ["HPi2", "CAR-Treg", "Preclinical", "Type 1 diabetes"]),
    ],
)
def test_a_row_in_our_own_terms_stands_on_its_page_and_in_the_list(patient, slug, words):
    page = read(patient, f"/trials/{slug}/").words
    listed = read(patient, "/trials/").html
    start = listed.index(f'id="{slug}"')
    line = listed[start : listed.index("</article>", start)]
    for word in words:
        assert word in page
        assert word in line
