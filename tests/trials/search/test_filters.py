"""What a search address finds: each filter alone, several together, and values that mean the same."""

import pytest

from conditions.models import Condition
from tests.builders import make_country, make_programme, make_site, make_trial
from tests.trials.search.searching import found, search_for
from trials.filters import LONGEST_QUERY
from trials.models import Origin, TrialCondition, TrialModality, TrialTarget


@pytest.fixture
def trials(words):
    """One trial for each thing to ask for."""
    return {
        "lupus": make_trial(title="A", conditions=[words.lupus], targets=[words.cd19], modalities=[words.car_t]),
        "nephritis": make_trial(
            title="B",
            conditions=[words.nephritis],
            targets=[words.cd19, words.bcma],
            sites=[make_site(country="China")],
        ),
        "myositis": make_trial(title="C", conditions=[words.myositis], stage="phase-2", status="COMPLETED"),
        "caar": make_trial(title="D", targets=[words.musk], modalities=[words.caar_t], stage="phase-1-2"),
        "three": make_trial(title="E", targets=[words.cd19, words.bcma, words.cd20], status="NOT_YET_RECRUITING"),
    }


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("", "lupus nephritis myositis caar three"),
        ("condition=systemic-lupus-erythematosus", "lupus nephritis"),
        ("condition=lupus-nephritis", "nephritis"),
        ("condition=myositis", "myositis"),
        ("condition=myositis&condition=lupus-nephritis", "myositis nephritis"),
        ("condition=sle", "lupus nephritis"),
        ("condition=SLE", "lupus nephritis"),
        ("condition=Lupus+Nephritis", "nephritis"),
        ("condition=lupus-erythematosus", "lupus nephritis"),
        ("condition=Libman-Sacks%20disease", "lupus nephritis"),
        ("target=cd19", "lupus nephritis three"),
        ("target=bcma", "nephritis three"),
        ("target=musk&target=bcma", "caar nephritis three"),
        ("target=cd19-bcma", "nephritis three"),
        ("target=bcma-cd19", "nephritis three"),
        ("target=BCMA-Cd19", "nephritis three"),
        ("target=CD19%2BBCMA", "nephritis three"),
        ("target=CD19+BCMA", "nephritis three"),
        ("target=cd19%2Fbcma", "nephritis three"),
        ("target=cd19,bcma", "nephritis three"),
        ("target=cd19_bcma", "nephritis three"),
        ("target=cd20-cd19-bcma", "three"),
        ("target=cd20-musk", ""),
        ("target=cd20-bcma&target=musk", "three caar"),
        ("target=unknown", "myositis"),
        ("target=unknown&target=musk", "myositis caar"),
        ("target=caar-t", "caar"),
        ("modality=caar-t", "caar"),
        ("modality=CAAR-T", "caar"),
        ("modality=car-t&modality=caar-t", "lupus caar"),
        ("stage=phase-1-2", "caar"),
        ("stage=Phase+1/2", "caar"),
        ("stage=phase-1-2&stage=phase-2", "caar myositis"),
        ("status=completed", "myositis"),
        ("status=NOT_YET_RECRUITING", "three"),
        ("status=completed&status=not-yet-recruiting", "myositis three"),
        ("country=china", "nephritis"),
        ("condition=sle&target=bcma", "nephritis"),
        ("condition=sle&target=cd19&modality=car-t&stage=phase-1&status=recruiting", "lupus"),
        ("condition=sle&target=bcma&country=china&stage=phase-1&status=recruiting", "nephritis"),
        ("condition=myositis&target=cd19", ""),
        ("condition=&target=&modality=&stage=&status=&country=&q=", "lupus nephritis myositis caar three"),
        ("condition=&condition=myositis", "myositis"),
        ("condition=%20myositis%20&condition=myositis", "myositis"),
        ("utm_source=x&page=2", "lupus nephritis myositis caar three"),
    ],
)
def test_a_search_finds(trials, address, names):
    make_country("Spain")
    assert {trial.pk for trial in found(address)} == {trials[name].pk for name in names.split()}


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("baff-r", ["R", "R and 19"]),
        ("baff", ["plain"]),
        ("cd19-baff-r", ["R and 19"]),
        ("BAFF-R-CD19", ["R and 19"]),
        ("citrullinated-protein", ["citrulline"]),
        ("citrullinated-protein-cd19", []),
        ("baff-r-baff", []),
    ],
)
def test_an_antigen_with_a_hyphen_is_one_antigen(words, target, names):
    make_trial(title="R", targets=[words.baff_r])
    make_trial(title="R and 19", targets=[words.baff_r, words.cd19])
    make_trial(title="plain", targets=[words.baff])
    make_trial(title="citrulline", targets=[words.citrulline])
    assert sorted(trial.title for trial in found(f"target={target}")) == names


@pytest.mark.parametrize("name", ["gougerot-sjogrens-syndrome", "Gougerot-Sjögren's syndrome", "Sjögren's disease"])
def test_a_condition_is_found_by_a_name_with_accents_and_apostrophes(words, name):
    trial = make_trial(conditions=[words.sjogren])
    assert found(f"condition={name}") == [trial]


def test_a_trial_with_two_matching_labels_is_found_once(words):
    places = [make_site("One", country="China"), make_site("Two", country="China")]
    trial = make_trial(
        conditions=[words.lupus, words.nephritis],
        targets=[words.cd19, words.bcma],
        modalities=[words.car_t, words.caar_t],
        sites=places,
    )
    for address in (
        "condition=sle&condition=lupus-nephritis",
        "target=cd19&target=bcma&target=cd19-bcma",
        "modality=car-t&modality=caar-t&target=caar-t",
        "country=china&country=China",
    ):
        assert found(address) == [trial]


def test_a_vetoed_label_does_not_count(words):
    trial = make_trial(conditions=[words.lupus], targets=[words.cd19, words.bcma], modalities=[words.caar_t])
    for label in (TrialCondition, TrialTarget, TrialModality):
        label.objects.filter(trial=trial).update(vetoed=True, origin=Origin.CURATOR)
    for address in ("condition=sle", "target=cd19", "target=cd19-bcma", "modality=caar-t", "target=caar-t"):
        assert found(address) == []
    assert found("target=unknown") == [trial]


@pytest.mark.parametrize(
    "address",
    [
        "condition=no-such-disease",
        "target=no-such-antigen",
        "target=cd19-no-such-antigen",
        "modality=no-such-kind",
        "stage=phase-9",
        "status=no-such-status",
        "country=atlantis",
        "condition=sle&condition=no-such-disease",
    ],
)
def test_a_value_that_is_not_known_is_named_and_finds_nothing(trials, address):
    search = search_for(address)
    field, _, value = address.rpartition("&")[2].partition("=")
    assert f"“{value}”" in search.form.errors[field][0]
    assert list(search.results()) == []


def test_a_cancer_is_a_condition_like_any_other_where_a_trial_has_it(words):
    cancer = Condition.objects.create(name="Lymphoma", slug="lymphoma", kind="cancer", source=words.lupus.source)
    trial = make_trial(conditions=[cancer, words.lupus])
    assert found("condition=lymphoma") == [trial]


def test_a_query_may_be_as_long_as_the_limit_and_not_longer(db):
    assert search_for("q=" + "a" * LONGEST_QUERY).is_valid()
    search = search_for("q=" + "a" * (LONGEST_QUERY + 1))
    assert str(LONGEST_QUERY) in search.form.errors["q"][0]
    assert list(search.results()) == []


@pytest.mark.parametrize(("scope", "titles"), [("field", ["inside"]), ("all", ["inside", "outside"])])
def test_trials_outside_the_field_are_found_only_where_the_scope_is_all(db, settings, scope, titles):
    settings.REGISTRY_SCOPE = scope
    make_trial(title="inside")
    make_trial(title="outside", in_field=False)
    assert sorted(trial.title for trial in found("")) == titles
    assert sorted(trial.title for trial in found("stage=phase-1")) == titles


def test_a_programme_without_a_number_is_found_by_its_stage_and_by_no_status(words):
    programme = make_programme(targets=[words.cd19])
    assert found("stage=preclinical") == [programme]
    assert found("status=recruiting") == []
