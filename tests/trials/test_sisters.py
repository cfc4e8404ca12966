"""What records say of a product labels the trials that only name it, until an editor refuses it."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.builders import make_fact
from tests.forms import faults, post, shown
from tests.living_registry import living_registry
from tests.records import study
from tests.trials.syncing import make_words, slugs
from trials.models import ProductFact, RegistryQuery, Trial
from trials.sync import relabel, sync_registry

TELLS, SILENT = "NCT10000001", "NCT10000002"


def version(number: str, summary: str = "It is given once.", changed: str = "2025-02-20"):
    return study(
        number,
        identificationModule={"briefTitle": "RXIM002 in Lupus", "officialTitle": ""},
        descriptionModule={"briefSummary": summary, "detailedDescription": ""},
        conditionsModule={"conditions": ["Lupus"], "keywords": []},
        armsInterventionsModule={"armGroups": [], "interventions": [{"type": "BIOLOGICAL", "name": "RXIM002"}]},
        statusModule={"lastUpdatePostDateStruct": {"date": changed}},
    )


@pytest.fixture(autouse=True)
def _words(db, settings):
    settings.REGISTRY_DELAY = 0
    make_words()
    RegistryQuery.objects.create(name="Lupus", condition="lupus")


@pytest.fixture
def registry():
    with living_registry("2025-03-03", version(TELLS, "RXIM002, a CD19 CAR-T, is given."), version(SILENT)) as server:
        yield server


def targets(number: str) -> set[str]:
    return slugs(Trial.objects.get(nct_id=number).target_labels, "target")


def test_a_trial_that_only_names_a_product_gets_what_its_sister_says_and_whose_words_they_are(registry):
    sync_registry(registry.url)
    silent = Trial.objects.get(nct_id=SILENT)
    assert targets(SILENT) == {"cd19"}
    assert silent.in_field
    label = silent.target_labels.get()
    assert (label.origin, label.field, label.evidence) == ("rule", f"said of RXIM002 in {TELLS}", "CD19")
    fact = ProductFact.objects.get(axis="target")
    assert (fact.product, fact.slugs, fact.named_in) == ("RXIM002", ["cd19"], [TELLS, SILENT])
    assert fact.sayings == [{"slug": "cd19", "nct_id": TELLS, "field": "summary", "quotation": "CD19", "start": 11}]


def test_the_same_records_again_change_nothing(registry):
    sync_registry(registry.url)
    before = list(ProductFact.objects.values())
    sync_registry(registry.url, full=True)
    assert list(ProductFact.objects.values()) == before


def test_nothing_is_looked_for_where_no_record_came(registry, monkeypatch):
    sync_registry(registry.url)
    monkeypatch.setattr("trials.sync.runs.read_sisters_again", lambda: pytest.fail("nothing has changed"))
    assert sync_registry(registry.url).outcome == "well"


def test_a_run_that_was_cut_off_before_it_looked_is_made_up_for(registry, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr("trials.sync.runs.read_sisters_again", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sync_registry(registry.url)
    assert targets(SILENT) == set()
    sync_registry(registry.url)
    assert targets(SILENT) == {"cd19"}


def test_only_trials_that_have_something_to_borrow_are_read_again(registry, monkeypatch):
    read = []
    monkeypatch.setattr("trials.sync.relabelling._reread", lambda pks, labeller: read.extend(pks))
    registry.hold(version(TELLS, "RXIM002, an autologous CD19 CAR-T, is given."))
    sync_registry(registry.url)
    assert read == [Trial.objects.get(nct_id=SILENT).pk]


def test_when_the_sister_says_it_no_more_the_label_goes(registry):
    sync_registry(registry.url)
    registry.hold(version(TELLS, "It is given twice.", "2025-03-03"))
    sync_registry(registry.url, allow_drop=True)
    assert targets(SILENT) == set()
    assert ProductFact.objects.count() == 0


def test_what_records_disagree_on_is_kept_for_editors_and_not_used(registry):
    registry.hold(version("NCT10000003", "RXIM002, a BCMA CAR-T, is given."))
    sync_registry(registry.url)
    assert set(ProductFact.objects.filter(axis="target").values_list("conflicting", flat=True)) == {True}
    assert targets(SILENT) == set()


def test_an_editor_refuses_a_fact_for_good(registry, admin_client, django_capture_on_commit_callbacks):
    sync_registry(registry.url)
    fact = ProductFact.objects.get(axis="target")
    page = f"/admin/trials/productfact/{fact.pk}/change/"
    with django_capture_on_commit_callbacks(execute=True):
        post(admin_client, page, ruling="false", ruling_reason="Another product of the same code.")
    assert ProcrastinateJob.objects.filter(task_name="relabel_trials").count() == 1
    assert f"{SILENT}: − target cd19" in relabel().what_moved
    sync_registry(registry.url, full=True)
    fact.refresh_from_db()
    assert (fact.ruling, targets(SILENT)) == (False, set())


def test_a_refusal_needs_its_reason(admin_client):
    fact = make_fact()
    page = f"/admin/trials/productfact/{fact.pk}/change/"
    sent_back = admin_client.post(page, {**shown(admin_client, page), "ruling": "false"})
    assert "Say why" in str(faults(sent_back))
