"""What each part of a search asks for: what holds it, the wider trials, and those that only use the words."""

import pytest
from pyroaring import BitMap

from conditions.models import Condition, Name
from tests.builders import (
    make_autoantibody,
    make_condition,
    make_modality,
    make_programme,
    make_site,
    make_target,
    make_therapy,
    make_trial,
)
from tests.trials.search.searching import found, search_for
from trials.models import CellSourceName, OldNumber, Origin, Trial, TrialAutoantibody
from trials.search.asked import Asked


def titles(address: str) -> list[str]:
    return [trial.title for trial in found(address)]


def tiers(address: str) -> list[set[str]]:
    """The titles of what is about all that was asked for, of wider trials, of those that only use the words."""
    search = search_for(address)
    assert search.is_valid(), search.errors
    return [set(Trial.objects.filter(pk__in=tier).values_list("title", flat=True)) for tier in search.tiers]


# --- products and autoantibodies


def test_products_and_antibodies_are_asked_for_and_vetoed_labels_do_not_count(db):
    product, antibody = make_therapy("KYV-101"), make_autoantibody("Anti-Ro", antigen="Ro")
    trial = make_trial(therapies=[product], autoantibodies=[antibody])
    vetoed = make_trial(therapies=[product], autoantibodies=[antibody], origin=Origin.CURATOR)
    for labels in (vetoed.therapy_labels, vetoed.autoantibody_labels):
        labels.update(vetoed=True)
    make_trial()
    for address in ("therapy=kyv-101", "autoantibody=anti-ro", "q=KYV-101", "q=kyv101", "q=anti-Ro"):
        assert found(address) == [trial], address


def test_an_antibody_concerns_the_products_that_display_what_it_binds(db):
    make_autoantibody("Anti-MuSK", antigen="MuSK")
    trial = make_trial(therapies=[make_therapy(targets=[make_target("MuSK", autoantigen=True)])])
    make_trial(therapies=[make_therapy(targets=[make_target("CD19")])])
    assert found("autoantibody=anti-musk") == [trial]
    assert found("q=MuSK+antibodies") == [trial]


def test_an_antibody_in_words_is_followed_by_the_trials_of_what_it_marks_but_for_those_that_keep_it_out(words):
    antibody = make_autoantibody("Anti-Jo-1", conditions=[words.myositis], antigen="Jo-1")
    make_trial(title="asks for it", autoantibodies=[antibody])
    make_trial(title="its disease", conditions=[words.myositis])
    refused = make_trial(title="keeps it out", conditions=[words.myositis], autoantibodies=[antibody])
    TrialAutoantibody.objects.filter(trial=refused).update(role="excluded")
    make_trial(title="another disease", conditions=[words.lupus])
    assert tiers("q=anti-Jo-1") == [{"asks for it"}, {"its disease"}, set()]
    assert titles("autoantibody=anti-jo-1") == ["asks for it"]


# --- wider trials


@pytest.fixture
def diseases(words):
    """Trials of a disease, its kind, several diseases, another one, and of texts that use a word."""
    group = make_condition("Autoimmune disease", basket=True)
    make_trial(title="nephritis", conditions=[words.nephritis])
    make_trial(title="lupus", conditions=[words.lupus])
    make_trial(title="several", conditions=[group])
    make_trial(title="myositis", conditions=[words.myositis])
    make_trial(title="says lupus nephritis", summary="as in lupus nephritis")
    make_trial(title="keeps out", eligibility="no lupus nephritis")


def test_a_disease_in_words_is_followed_by_wider_trials_and_one_from_the_list_is_not(diseases):
    assert tiers("q=lupus+nephritis") == [{"nephritis"}, {"lupus", "several"}, set()]
    assert tiers("q=lupus") == [{"nephritis", "lupus"}, {"several"}, set()]
    assert tiers("condition=lupus-nephritis") == [{"nephritis"}, set(), set()]


def test_wider_trials_can_be_hidden_and_asked_for(diseases):
    assert tiers("q=lupus+nephritis&wider=no") == [{"nephritis"}, set(), set()]
    assert tiers("condition=lupus-nephritis&wider=yes") == [{"nephritis"}, {"lupus", "several"}, set()]
    assert search_for("condition=lupus-nephritis").wider_left_out == 2
    assert search_for("q=lupus+nephritis&wider=no").wider_left_out == 2
    assert search_for("q=lupus+nephritis").wider_left_out == 0


def test_trials_that_only_use_the_name_are_counted_and_shown_on_demand(diseases):
    search = search_for("q=lupus+nephritis")
    assert search.mentioned == 1
    assert tiers("q=lupus+nephritis&mentions=yes")[2] == {"says lupus nephritis"}
    assert search_for("condition=lupus-nephritis").mentioned == 0


def test_where_nothing_is_about_a_disease_the_trials_that_use_its_name_are_shown(words):
    make_trial(title="uses it", summary="as in Gougerot Sjogrens syndrome")
    make_trial(title="keeps it out", eligibility="no Gougerot Sjogrens syndrome")
    assert tiers("q=Gougerot-Sjögren's+syndrome") == [set(), set(), {"uses it"}]
    assert found("condition=sjogrens-disease") == []


def test_everything_else_narrows_the_wider_trials_too(diseases):
    make_trial(title="early", stage="phase-2", conditions=[Condition.objects.get(slug="systemic-lupus-erythematosus")])
    assert tiers("q=lupus+nephritis&stage=phase-2") == [set(), {"early"}, set()]


def test_two_diseases_must_both_be_there_and_with_or_any_of_them(words):
    make_trial(title="both", conditions=[words.lupus, words.myositis])
    make_trial(title="lupus", conditions=[words.lupus])
    make_trial(title="myositis", conditions=[words.myositis])
    assert tiers("q=lupus+and+myositis") == [{"both"}, set(), set()]
    assert tiers("q=lupus+or+myositis")[0] == {"both", "lupus", "myositis"}
    assert set(titles("q=lupus&condition=myositis")) == {"both", "lupus", "myositis"}


def test_a_cancer_has_no_trials_of_several_autoimmune_diseases_beside_it(diseases):
    cancer = make_condition("Lymphoma", kind="cancer")
    make_trial(title="lymphoma", conditions=[cancer])
    assert tiers("q=lymphoma") == [{"lymphoma"}, set(), set()]


# --- kinds of therapy and whose cells


def test_whoever_types_a_kind_may_mean_what_is_offered_with_it(words):
    make_trial(title="car-t", modalities=[words.car_t])
    treg = make_modality("CAR-Treg")
    treg.offered_with.add(words.car_t)
    make_trial(title="car-treg", modalities=[treg])
    make_trial(title="caar-t", modalities=[words.caar_t])
    assert tiers("q=car-t") == [{"car-t"}, {"car-treg"}, set()]
    assert titles("modality=car-t") == ["car-t"]


def test_cells_that_a_record_names_lead_those_that_are_known_of_its_product(words):
    CellSourceName.objects.create(cell_source="allogeneic", text="off the shelf", use=Name.Use.NAME)
    make_trial(title="by product", cell_source="allogeneic", cell_source_evidence="product named ABC-1")
    make_trial(title="says it", cell_source="allogeneic", cell_source_evidence="off the shelf")
    make_trial(title="own cells")
    assert tiers("q=off-the-shelf") == [{"says it"}, {"by product"}, set()]
    assert set(titles("cells=allogeneic")) == {"by product", "says it"}


def test_antigens_in_words_are_bound_together(words):
    both = make_trial(targets=[words.cd19, words.bcma])
    make_trial(targets=[words.cd19])
    assert found("q=CD19/BCMA") == found("q=BCMA+CD19") == [both]


# --- numbers


def test_a_trial_is_found_by_its_number_and_by_one_that_it_had(db):
    trial = make_trial(nct_id="NCT01234567", status="COMPLETED")
    make_trial(search_terms="nct01234567 nct00000042")
    OldNumber.objects.create(trial=trial, nct_id="NCT00000042")
    for number in ("NCT01234567", "nct01234567", "NCT 01234567", "NCT00000042"):
        assert found(f"q={number}") == [trial], number
    assert found("q=NCT00000043") == []


def test_a_number_of_a_trial_that_patients_do_not_see_finds_nothing(db):
    trial = make_trial(nct_id="NCT01234567", in_field=False)
    OldNumber.objects.create(trial=trial, nct_id="NCT00000042")
    assert found("q=NCT01234567") == found("q=NCT00000042") == []


# --- who and where


def test_ages_and_sexes_in_words_and_from_the_form(db):
    adults = make_trial(minimum_age_years=18, maximum_age_years=65, sex="FEMALE")
    children = make_trial(minimum_age_years=2, maximum_age_years=17, sex="MALE")
    assert found("age=14") == found("q=14+year+old") == [children]
    assert found("age=65") == [adults]
    assert found("age=66") == []
    assert found("sex=female") == [adults]
    assert found("sex=male&age=18") == []


def test_a_place_in_words_is_a_place_from_the_form(db):
    here = make_trial(sites=[make_site(latitude=52.4, longitude=13.06)])
    make_trial(sites=[make_site(latitude=53.55, longitude=9.99)])
    make_trial(sites=[make_site(latitude=None, longitude=None)])
    make_programme()
    for address in ("near=Berlin,+Germany", "q=near+Berlin", "q=within+30+miles+of+Berlin", "near=52.52,+13.41"):
        assert found(address) == [here], address
    assert len(found("q=within+500+miles+of+Berlin")) == 2
    assert found("near=Berlin,+Germany&within=10+km") == []


def test_the_forms_distance_goes_before_that_of_the_words(db):
    make_trial(sites=[make_site(latitude=53.55, longitude=9.99)])
    assert found("q=within+30+miles+of+Berlin") == []
    assert len(found("q=within+30+miles+of+Berlin&within=500+miles")) == 1


@pytest.mark.parametrize(
    ("address", "field"), [("near=Nowhere+at+all", "near"), ("near=Berlin&within=far", "within"), ("age=-1", "age"),
                           ("age=121", "age"), ("sex=other", "sex"), ("sort=best", "sort")],
)  # fmt: skip
def test_what_is_no_place_distance_age_or_sex_is_an_error_that_finds_nothing(db, address, field):
    make_trial()
    search = search_for(address)
    assert list(search.form.errors) == [field]
    assert list(search.results()) == []


# --- together


def test_a_trial_is_in_only_one_of_the_three_when_parts_are_joined():
    one = Asked(BitMap([1, 2]), BitMap([3]), BitMap([4]))
    other = Asked(BitMap([2, 3]), BitMap([4]), BitMap([1, 5]))
    either, both = one | other, one & other
    assert [set(part) for part in (either.trials, either.wider, either.mentions)] == [{1, 2, 3}, {4}, {5}]
    assert [set(part) for part in (both.trials, both.wider, both.mentions)] == [{2}, {3}, {1, 4}]


def test_whether_mentions_are_shown_hangs_on_the_words_alone(words):
    make_trial(conditions=[words.lupus], stage="phase-1")
    make_trial(summary="not for lupus", stage="phase-2")
    assert not search_for("q=lupus&stage=phase-2").shows_mentions
    assert len(search_for("q=lupus&stage=phase-2").results()) == 0
    assert len(search_for("q=lupus&stage=phase-2&mentions=yes").results()) == 1


def test_wider_trials_can_be_hidden_wherever_words_brought_them(words):
    beside = make_modality("CAR-NK")
    beside.offered_with.set([words.car_t])
    make_trial(modalities=[words.car_t])
    make_trial(modalities=[beside])
    assert search_for("q=CAR-T").wider_by_words
    assert len(search_for("q=CAR-T").results()) == 2
    assert len(search_for("q=CAR-T&wider=no").results()) == 1
