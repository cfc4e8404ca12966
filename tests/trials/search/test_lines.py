"""What a line of a list says of a trial, and why it is there."""

import pytest

from tests.builders import (
    make_autoantibody,
    make_condition,
    make_programme,
    make_site,
    make_sponsor,
    make_therapy,
    make_trial,
)
from tests.trials.search.searching import search_for
from trials.models import Site, Trial, TrialAutoantibody, TrialModality, TrialSite
from trials.search.index import current_index
from trials.search.lines import Line, lines

BERLIN = {"latitude": 52.52, "longitude": 13.41}
POTSDAM = {"latitude": 52.4, "longitude": 13.06}


def line(trial: Trial) -> Line:
    (found,) = lines([trial.pk])
    return found.line


def found_lines(address: str) -> dict[str, Line]:
    """What the results of a search say, by their titles."""
    search = search_for(address)
    return {trial.title: trial.line for trial in lines(search.results()[:], search)}


def reasons(address: str) -> dict[str, list[str]]:
    return {title: [label.name for label in one.because] for title, one in found_lines(address).items()}


# --- what it says


def test_a_line_names_labels_in_the_order_of_their_names_and_counts_sites(words):
    trial = make_trial(
        conditions=[words.myositis, words.lupus],
        targets=[words.cd19, words.bcma],
        modalities=[words.car_t],
        sites=[make_site(country=name) for name in ("China", "Austria", "China", None)],
    )
    said = line(trial)
    assert (said.conditions, said.targets, said.kinds) == (["Lupus", "Myositis"], ["BCMA", "CD19"], ["CAR-T"])
    assert (said.sites, said.countries) == (4, ["Austria", "China"])
    assert (said.tier, said.because, said.holds, said.nearest) == ("", [], "", None)


def test_of_a_trial_without_labels_and_sites_nothing_is_said(db):
    said = line(make_programme())
    assert (said.conditions, said.targets, said.kinds, said.sites, said.countries) == ([], [], [], 0, [])


def test_vetoed_labels_are_not_named(words):
    trial = make_trial(
        conditions=[words.lupus], targets=[words.cd19], modalities=[words.car_t], therapies=[make_therapy("KYV-101")],
        autoantibodies=[make_autoantibody("Anti-Ro")], origin="curator",
    )  # fmt: skip
    for labels in ("condition", "target", "modality", "therapy", "autoantibody"):
        getattr(trial, f"{labels}_labels").update(vetoed=True)
    assert not any(line(trial).labels.values())


def test_an_antibody_that_keeps_people_out_is_none_that_is_asked_for(db):
    trial = make_trial(autoantibodies=[make_autoantibody("Anti-Ro")])
    TrialAutoantibody.objects.update(role="excluded")
    assert not any(line(trial).labels.values())


def test_a_kind_that_is_only_tested_beside_is_not_the_trials_own(words):
    trial = make_trial(modalities=[words.car_t, words.caar_t])
    TrialModality.objects.filter(modality=words.car_t).update(leading=False)
    assert line(trial).kinds == ["CAAR-T"]


def test_where_the_leading_kind_was_vetoed_the_other_one_is_the_trials_own(words):
    trial = make_trial(modalities=[words.car_t, words.caar_t])
    TrialModality.objects.filter(modality=words.car_t).update(leading=False)
    TrialModality.objects.filter(modality=words.caar_t).update(origin="curator", vetoed=True)
    assert line(trial).kinds == ["CAR-T"]


def test_trials_come_in_the_order_that_was_given_and_those_that_are_gone_are_left_out(db):
    trials = [make_trial() for _ in range(3)]
    pks = [trials[2].pk, trials[0].pk, 0, trials[1].pk]
    assert [trial.pk for trial in lines(pks)] == [trials[2].pk, trials[0].pk, trials[1].pk]


def test_lines_need_as_many_queries_for_one_trial_as_for_twenty(words, django_assert_num_queries):
    def add():
        make_trial(conditions=[words.lupus], sponsor=make_sponsor(), sites=[make_site(), make_site()])

    add()
    for _ in range(2):
        pks = list(Trial.objects.values_list("pk", flat=True))
        current_index()  # what is held in memory is held
        with django_assert_num_queries(3):
            for trial in lines(pks):
                assert trial.sponsor.name
                assert trial.last_checked
                assert trial.line.conditions == ["Lupus"]
        search = search_for("near=Berlin&within=10000+km")
        with django_assert_num_queries(3):
            assert all(trial.line.nearest for trial in lines(pks, search))
        for _ in range(19):
            add()


# --- why it is there


def test_a_trial_is_here_because_of_what_was_asked_for_in_words_or_chosen(words):
    make_trial(title="A", conditions=[words.lupus, words.myositis], therapies=[make_therapy("KYV-101")])
    for address in ("q=lupus", "condition=sle", "q=sle", "condition=sle&q=car-t+or+kyv-101"):
        assert reasons(address).get("A", ["Lupus"]) == ["Lupus"], address
    assert reasons("q=lupus+and+myositis") == {"A": ["Lupus", "Myositis"]}
    assert reasons("q=kyv-101+for+lupus") == {"A": ["Lupus", "KYV-101"]}
    assert reasons("therapy=kyv-101") == {"A": ["KYV-101"]}
    assert reasons("") == {"A": []}


def test_a_reason_has_the_words_that_earned_the_label_and_where_they_stand(words):
    trial = make_trial(title="A", conditions=[words.lupus])
    trial.condition_labels.update(evidence="active SLE", field="eligibility")
    (label,) = found_lines("q=lupus")["A"].because
    assert (label.name, label.evidence, label.field) == ("Lupus", "active SLE", "eligibility")


def test_a_kind_of_a_disease_is_a_reason_where_the_disease_was_asked_for(words):
    make_trial(title="kind", conditions=[words.nephritis])
    assert reasons("q=lupus") == {"kind": ["Lupus nephritis"]}
    assert found_lines("q=lupus")["kind"].tier == ""


def test_a_wider_trial_says_what_it_takes_people_with(words):
    group = make_condition("Autoimmune disease", basket=True)
    make_trial(title="named", conditions=[words.nephritis, words.lupus])
    make_trial(title="above", conditions=[words.lupus, words.myositis])
    make_trial(title="several", conditions=[group])
    assert reasons("q=lupus+nephritis") == {
        "named": ["Lupus nephritis"],
        "above": ["Lupus"],
        "several": [],
    }
    assert {title: bool(one.several) for title, one in found_lines("q=lupus+nephritis").items()} == {
        "named": False,
        "above": False,
        "several": True,
    }
    assert {title: one.tier for title, one in found_lines("q=lupus+nephritis").items()} == {
        "named": "",
        "above": "wider",
        "several": "wider",
    }


def test_a_wider_trial_for_an_antibody_says_which_marked_disease_it_takes(words):
    antibody = make_autoantibody("Anti-Jo-1", conditions=[words.myositis], antigen="Jo-1")
    make_trial(title="asks for it", autoantibodies=[antibody], conditions=[words.lupus])
    make_trial(title="its disease", conditions=[words.myositis, words.lupus])
    assert reasons("q=anti-Jo-1") == {"asks for it": ["Anti-Jo-1"], "its disease": ["Myositis"]}
    make_trial(title="a kind of it", conditions=[make_condition("Antisynthetase syndrome", parent=words.myositis)])
    assert reasons("q=anti-Jo-1")["a kind of it"] == ["Antisynthetase syndrome"]


def test_a_trial_that_only_uses_the_word_says_so(words):
    make_trial(title="uses it", summary="as in myositis")
    said = found_lines("q=myositis")["uses it"]
    assert (said.tier, said.because, said.holds) == ("mentions", [], "mentions")


def test_a_line_says_where_the_words_are_that_were_looked_for(words):
    make_trial(title="Nephron and spleen", conditions=[words.lupus])
    make_trial(title="Nephron", search_terms="spleen", conditions=[words.lupus])
    make_trial(title="C", summary="nephron", eligibility="no spleen", conditions=[words.lupus])
    said = {title: one.holds for title, one in found_lines("q=nephron+spleen").items()}
    assert said == {"Nephron and spleen": "title", "Nephron": "said", "C": "eligibility"}
    assert {one.holds for one in found_lines("q=lupus").values()} == {""}


def test_of_a_word_that_was_left_out_no_line_says_that_it_holds_it(db):
    make_trial(title="spleen")
    assert found_lines("q=-nephron")["spleen"].holds == ""


# --- the nearest site


@pytest.fixture
def sites(db):
    return make_site("Charité", city="Berlin", **BERLIN), make_site("Clinic", city="Potsdam", **POTSDAM)


@pytest.mark.parametrize(
    ("address", "distance"),
    [
        ("near=Berlin,+Germany", "under 2 miles"),
        ("near=Berlin,+Germany&within=50+km", "under 3 km"),
        ("q=near+Berlin", "under 2 miles"),
    ],
)
def test_the_nearest_site_is_named_with_its_distance_in_the_unit_of_the_search(sites, address, distance):
    make_trial(title="A", sites=sites)
    nearest = found_lines(address)["A"].nearest
    assert (nearest.pk, nearest.name, nearest.takes) == (sites[0].pk, "Charité, Berlin", True)
    assert nearest.distance == distance


def test_a_site_that_takes_people_goes_before_a_nearer_one_that_does_not(sites):
    trial = make_trial(title="A", sites=sites)
    TrialSite.objects.filter(trial=trial, site=sites[0]).update(status="COMPLETED")
    nearest = found_lines("near=Berlin,+Germany")["A"].nearest
    assert (nearest.pk, nearest.takes) == (sites[1].pk, True)


def test_no_site_of_a_trial_that_takes_nobody_takes_people(sites):
    make_trial(title="A", sites=sites, status="COMPLETED")
    nearest = found_lines("near=Berlin,+Germany")["A"].nearest
    assert (nearest.pk, nearest.takes) == (sites[0].pk, False)


@pytest.mark.parametrize(
    ("facility", "city", "name"),
    [("", "Berlin", "Berlin"), ("Charité", "", "Charité"), ("", "", "a site without a name")],
)
def test_a_site_with_little_known_is_named_by_what_there_is(db, facility, city, name):
    make_trial(title="A", sites=[make_site(**BERLIN)])
    Site.objects.update(facility=facility, city=city)
    assert found_lines("near=Berlin,+Germany")["A"].nearest.name == name
