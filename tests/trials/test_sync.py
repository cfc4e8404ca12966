"""A run from its first page to its end: what it counts, what it sets aside, how it fails, and that it runs alone."""

import json

import pytest

from tests.builders import make_trial
from tests.records import bare_study, body, location, page, study, write_lines
from tests.registry_server import Answer, registry
from tests.trials.syncing import another_sync, bring_in, every_row, make_words, the_trial, told
from trials.models import Contact, RegistryQuery, SetAside, Site, Snapshot, Sponsor, SyncRun, Trial
from trials.store import parts
from trials.sync import AlreadyRunning, never_synced, pages, relabel, runs, sync_files, sync_registry

NUMBERS = ["NCT10000001", "NCT10000002", "NCT10000003"]
LATER = {"lastUpdatePostDateStruct": {"date": "2025-03-01"}}


@pytest.fixture(autouse=True)
def _words(db):
    make_words()


def test_a_run_counts_what_was_new_changed_unchanged_and_set_aside(tmp_path):
    assert told(bring_in(tmp_path, study(NUMBERS[0]), study(NUMBERS[1]))) == (2, 0, 0, 0)
    broken = study(NUMBERS[2], eligibilityModule={"minimumAge": "grown up"})
    run = bring_in(tmp_path, study(NUMBERS[0], statusModule=LATER), study(NUMBERS[1]), broken, study("NCT10000004"))
    assert told(run) == (1, 1, 1, 1)
    assert run == SyncRun.objects.latest("pk")
    assert told(SyncRun.objects.latest("pk")) == (1, 1, 1, 1)


def test_a_run_says_where_it_read_when_and_how_it_ended(tmp_path):
    run = bring_in(tmp_path, study())
    run.refresh_from_db()
    assert (run.origin, run.outcome, run.message) == (str(tmp_path / "studies.jsonl"), "well", "")
    assert run.started <= run.finished


def test_a_broken_record_is_set_aside_with_its_reason_and_the_others_are_stored(tmp_path):
    broken = study(NUMBERS[1], contactsLocationsModule={"locations": [location(geoPoint={"lat": 910, "lon": 1})]})
    run = bring_in(tmp_path, study(NUMBERS[0]), broken, study(NUMBERS[2]))
    aside = SetAside.objects.get()
    assert (aside.run, aside.nct_id, aside.reason) == (run, NUMBERS[1], "not a place on earth: 910.0, 1.0")
    assert aside.place == f"{tmp_path / 'studies.jsonl'}:2"
    assert json.loads(aside.record) == broken
    assert run.outcome == SyncRun.Outcome.SET_ASIDE
    assert set(Trial.objects.values_list("nct_id", flat=True)) == {NUMBERS[0], NUMBERS[2]}


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"{" * 10, id="no JSON"),
        pytest.param(b"\xff\x00\xfe", id="no text"),
        pytest.param(body(statusModule={"overallStatus": "S" * 41}), id="a status that no column holds"),
        pytest.param(body(contactsLocationsModule={"locations": [location("F" * 3000)]}), id="a name no index holds"),
        pytest.param(body()[:-1] + b', "resultsSection": "\xff"}', id="a part that is not read is no text"),
        pytest.param(body()[:-1] + b', "resultsSection": ' + b"[" * 5000 + b"]" * 5000 + b"}", id="very deep"),
        pytest.param(body(bare_study("NCT1000000\u0661")), id="a number in other digits"),
        pytest.param(b"null", id="null"),
    ],
)
def test_whatever_is_wrong_with_a_record_the_next_one_is_stored(tmp_path, broken):
    (tmp_path / "studies.jsonl").write_bytes(broken + b"\n" + body(nct_id=NUMBERS[1]))
    run = sync_files(tmp_path)
    assert told(run) == (1, 0, 0, 1)
    assert SetAside.objects.get().reason
    assert Trial.objects.get().nct_id == NUMBERS[1]


def test_nul_characters_in_a_study_are_stored_without_them(tmp_path):
    assert told(bring_in(tmp_path, study(identificationModule={"briefTitle": "CAR-T\0 in lupus"}))) == (1, 0, 0, 0)
    assert the_trial().title == "CAR-T in lupus"
    assert told(bring_in(tmp_path, study(identificationModule={"briefTitle": "CAR-T\0 in lupus"}))) == (0, 0, 1, 0)


def test_a_folder_of_every_form_comes_in_and_a_second_time_unchanged(tmp_path):
    (tmp_path / "one.json").write_bytes(body(nct_id=NUMBERS[0]))
    (tmp_path / "page.json").write_bytes(page([study(NUMBERS[1])]))
    write_lines(tmp_path / "lines.jsonl.gz", [study(NUMBERS[2])])
    assert told(sync_files(tmp_path)) == (3, 0, 0, 0)
    assert told(sync_files(tmp_path)) == (0, 0, 3, 0)


def test_a_path_that_is_not_there_is_a_failed_run_with_its_reason(tmp_path):
    run = sync_files(tmp_path / "missing")
    assert run.outcome == SyncRun.Outcome.FAILED
    assert run.message.endswith("missing does not exist. Give a file or a folder of registry records.")
    assert run.finished


def test_a_failure_in_the_middle_of_a_page_leaves_nothing_of_that_page(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "BATCH", 1)

    def fail_for_the_second(model, rows):
        if model is Contact and Trial.objects.filter(nct_id=NUMBERS[1]).exists():
            raise RuntimeError("the disk is full")
        return written(model, rows)

    written = parts.copy
    monkeypatch.setattr(parts, "copy", fail_for_the_second)
    second = study(
        NUMBERS[1],
        sponsorCollaboratorsModule={"leadSponsor": {"name": "Second Sponsor"}},
        contactsLocationsModule={"locations": [location("Second House")]},
    )
    with pytest.raises(RuntimeError, match="the disk is full"):
        bring_in(tmp_path, study(NUMBERS[0]), second, study(NUMBERS[2]))
    assert [trial.nct_id for trial in Trial.objects.all()] == [NUMBERS[0]]
    assert Snapshot.objects.count() == 1
    assert not Sponsor.objects.filter(name="Second Sponsor").exists()
    assert not Site.objects.filter(facility="Second House").exists()
    run = SyncRun.objects.get()
    assert (run.outcome, run.message) == ("failed", "stopped: RuntimeError the disk is full")
    assert told(run) == (1, 0, 0, 0)
    assert run.finished


def test_a_run_that_was_stopped_by_hand_says_so(tmp_path, monkeypatch):
    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(pages.store.Version, "of", stop)
    with pytest.raises(KeyboardInterrupt):
        bring_in(tmp_path, study())
    assert SyncRun.objects.get().message == "stopped: KeyboardInterrupt"


def test_a_run_after_a_failed_one_is_not_locked_out(tmp_path, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(pages.store.Version, "of", lambda body: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bring_in(tmp_path, study())
    assert bring_in(tmp_path, study()).outcome == SyncRun.Outcome.WELL


def test_whether_a_sync_is_under_way_is_known():
    assert not SyncRun.objects.under_way()
    with another_sync():
        assert SyncRun.objects.under_way()
    assert not SyncRun.objects.under_way()


def test_a_second_sync_is_refused_while_one_runs(tmp_path):
    with another_sync(), pytest.raises(AlreadyRunning, match="another sync is under way"):
        bring_in(tmp_path, study())
    assert (SyncRun.objects.count(), Trial.objects.count()) == (0, 0)


@pytest.fixture
def query():
    return RegistryQuery.objects.create(name="Lupus", condition="lupus", intervention="CAR-T", advanced="AREA[Phase]NA")


@pytest.fixture(autouse=True)
def _at_once(settings):
    settings.REGISTRY_DELAY = 0


def test_the_registry_is_asked_each_active_query_in_its_own_words(query):
    RegistryQuery.objects.create(name="Asleep", condition="nothing", active=False)
    RegistryQuery.objects.create(name="Myositis", term="myositis")
    with registry(Answer(page([study()])), Answer(page([study(), study(NUMBERS[1])]))) as server:
        run = sync_registry(server.url)
    asked = [{name: words for name, (words,) in one.parameters.items() if "." in name} for one in server.asked]
    assert asked == [
        {"query.cond": "lupus", "query.intr": "CAR-T", "filter.advanced": "AREA[Phase]NA"},
        {"query.term": "myositis"},
    ]
    assert told(run) == (2, 0, 1, 0)
    assert (run.origin, run.outcome) == (server.url, "well")


@pytest.mark.usefixtures("query")
def test_the_registry_is_told_how_to_reach_us(settings):
    settings.CONTACT = "desk@finder.example"
    with registry(Answer(page([]))) as server:
        sync_registry(server.url)
    assert server.asked[0].headers["User-Agent"] == "cell-therapy-trial-finder/1.0 (desk@finder.example)"


@pytest.mark.usefixtures("query")
def test_pages_before_the_registry_failed_are_kept():
    with registry(Answer(page([study()], token="two")), Answer(b"<html>Maintenance</html>")) as server:
        run = sync_registry(server.url)
    assert run.outcome == SyncRun.Outcome.FAILED
    assert "no page of studies" in run.message
    assert told(run) == (1, 0, 0, 0)
    assert the_trial()


@pytest.mark.usefixtures("query")
def test_a_record_set_aside_from_the_registry_names_its_query_and_page():
    with registry(Answer(page([bare_study("none")]))) as server:
        run = sync_registry(server.url)
    assert run.records_set_aside.get().place == "Lupus, page 1"


@pytest.mark.usefixtures("query")
def test_the_same_answers_from_files_and_from_the_registry_are_the_same_trials(tmp_path):
    bring_in(tmp_path, study())
    before = every_row()
    with registry(Answer(page([study()]))) as server:
        assert told(sync_registry(server.url)) == (0, 0, 1, 0)
    assert every_row() == before


def test_a_first_sync_is_due_until_one_has_gone_through(tmp_path):
    make_trial(nct_id=None)
    SyncRun.objects.create(origin="http://registry.example", outcome="failed", new=200)
    assert never_synced()
    bring_in(tmp_path, study())
    assert not never_synced()


def test_a_run_that_was_killed_is_told_from_one_that_runs(tmp_path):
    killed = SyncRun.objects.create(origin="http://registry.example")
    bring_in(tmp_path, study())
    killed.refresh_from_db()
    assert (killed.outcome, killed.message) == ("failed", "ended without a word")
    assert killed.finished is not None


def test_nothing_is_relabelled_while_a_sync_runs(monkeypatch):
    monkeypatch.setattr("trials.sync.relabelling.Labeller", lambda: pytest.fail("relabelled beside a sync"))
    with another_sync(), pytest.raises(AlreadyRunning):
        relabel()
