"""Day after day with the registry: what is asked for, what changed, what vanished, and what makes a run stop."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from tests.builders import make_trial
from tests.living_registry import living_registry
from tests.records import body, location, study, write_lines
from tests.registry_server import Answer
from tests.trials.syncing import bring_in, make_words, told
from trials.export import change_rows
from trials.models import Change, OldNumber, RegistryQuery, SetAside, Sighting, Snapshot, SyncRun, Trial
from trials.sync import relabel, sync_files, sync_registry

NUMBERS = [f"NCT1000000{number}" for number in range(10)]
FIRST_DAY = "2025-03-03"


@pytest.fixture(autouse=True)
def _words(db, settings):
    settings.REGISTRY_DELAY = 0
    make_words()
    RegistryQuery.objects.create(name="Lupus", condition="lupus", advanced="AREA[Phase]NA")


def version(number: str = NUMBERS[0], changed: str = "2025-02-20", *, status: str = "RECRUITING", **modules):
    stated = {"lastUpdatePostDateStruct": {"date": changed}, "overallStatus": status}
    return study(number, statusModule={**stated, **modules.pop("dates", {})}, **modules)


def at(*locations):
    return {"contactsLocationsModule": {"locations": list(locations)}}


@pytest.fixture
def registry():
    """Three trials on the first day."""
    with living_registry(FIRST_DAY, *map(version, NUMBERS[:3])) as server:
        yield server


def changes(*kinds: str) -> list[tuple]:
    rows = change_rows(Change.objects.all())
    return [(row.nct_id, row.kind, row.before, row.after) for row in rows if not kinds or row.kind in kinds]


def listings(server) -> list[str]:
    """What was asked of the registry: the filter of each first page."""
    return [
        one.parameters.get("filter.advanced", ["by number"])[0]
        for one in server.asked
        if one.path == "/studies" and "pageToken" not in one.parameters
    ]


def shown() -> set[str]:
    return set(Trial.objects.shown().values_list("nct_id", flat=True))


# --- what is asked for


def test_the_first_run_asks_for_everything_and_the_next_for_what_changed_since_two_days_before_it(registry):
    sync_registry(registry.url)
    assert listings(registry) == ["AREA[Phase]NA"]
    registry.asked.clear()
    registry.day = "2025-03-04"
    run = sync_registry(registry.url)
    assert listings(registry) == ["(AREA[Phase]NA) AND AREA[LastUpdatePostDate]RANGE[2025-03-01,MAX]"]
    assert run.asked == "Lupus: changed since 2025-03-01\n"
    assert run.registry_time == datetime(2025, 3, 4, 9, 0, 5, tzinfo=UTC)


def test_a_run_that_failed_moves_no_clock(registry):
    sync_registry(registry.url)
    registry.day = "2025-03-05"
    registry.faults = [Answer(b'{"dataTimestamp": "2025-03-05T09:00:05"}'), Answer(b"no", status=403)]
    assert sync_registry(registry.url).outcome == SyncRun.Outcome.FAILED
    registry.asked.clear()
    registry.day = "2025-03-06"
    sync_registry(registry.url)
    assert "RANGE[2025-03-01,MAX]" in listings(registry)[0]


@pytest.mark.parametrize("change", [{"condition": "lupus OR myositis"}, {"asked_as": ""}])
def test_a_query_in_other_words_is_asked_anew_from_the_beginning(registry, change):
    sync_registry(registry.url)
    RegistryQuery.objects.update(**change)
    registry.asked.clear()
    run = sync_registry(registry.url)
    assert listings(registry) == ["AREA[Phase]NA"]
    assert told(run) == (0, 0, 3, 0)
    assert changes("new") == []


def test_another_registry_is_asked_for_everything(registry):
    sync_registry(registry.url)
    with living_registry(FIRST_DAY, *map(version, NUMBERS[:3])) as other:
        sync_registry(other.url)
        assert listings(other) == ["AREA[Phase]NA"]


def test_every_week_of_the_registrys_clock_everything_is_listed(registry):
    sync_registry(registry.url)
    for day, whole in (("2025-03-09", False), ("2025-03-10", True), ("2025-03-11", False)):
        registry.asked.clear()
        registry.day = day
        sync_registry(registry.url)
        assert ("RANGE" not in listings(registry)[0]) is whole, day


def test_full_lists_everything_now_and_since_asks_from_that_day(registry):
    sync_registry(registry.url)
    registry.asked.clear()
    sync_registry(registry.url, full=True)
    sync_registry(registry.url, since=date(2025, 1, 31))
    assert listings(registry) == [
        "AREA[Phase]NA",
        "(AREA[Phase]NA) AND AREA[LastUpdatePostDate]RANGE[2025-01-31,MAX]",
    ]


def test_since_a_day_that_leaves_a_gap_does_not_count_as_complete(registry):
    sync_registry(registry.url)
    before = RegistryQuery.objects.get().complete_to
    registry.day = "2025-03-08"
    sync_registry(registry.url, since=date(2025, 3, 7))
    assert RegistryQuery.objects.get().complete_to == before
    sync_registry(registry.url, since=date(2025, 3, 2))
    assert RegistryQuery.objects.get().complete_to == datetime(2025, 3, 8, 9, 0, 5, tzinfo=UTC)


def test_what_did_not_change_since_was_looked_at_nevertheless(registry):
    sync_registry(registry.url)
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    Sighting.objects.update(seen=long_ago)
    bring_in_file = make_trial(nct_id=NUMBERS[9], last_checked=long_ago)
    run = sync_registry(registry.url)
    assert set(Sighting.objects.filter(listed=True).values_list("seen", flat=True)) == {run.started}
    assert bring_in_file.sighting.seen == long_ago


# --- what changed


def test_a_short_history_ends_as_the_registry_stands_with_its_changes_and_no_others(registry):
    sync_registry(registry.url)
    registry.day = "2025-03-04"
    registry.hold(version(NUMBERS[0], "2025-03-04", status="COMPLETED"), version(NUMBERS[3], "2025-03-04"))
    sync_registry(registry.url)
    registry.day = "2025-03-05"
    moved = at(location("Second House"), location(status="COMPLETED"))
    registry.hold(version(NUMBERS[1], "2025-03-03", **moved))  # posted late
    sync_registry(registry.url)
    registry.day = "2025-03-11"
    del registry.held[NUMBERS[2]]
    sync_registry(registry.url)
    house = {"facility": "Lindenhof Hospital", "city": "Erlangen", "country": "Germany", "status": "RECRUITING"}
    assert changes() == [
        (NUMBERS[0], "status", "RECRUITING", "COMPLETED"),
        (NUMBERS[3], "new", None, "RECRUITING"),
        (NUMBERS[1], "site-added", None, {**house, "facility": "Second House"}),
        (NUMBERS[1], "site-status", house, {**house, "status": "COMPLETED"}),
        (NUMBERS[2], "vanished", None, "2025-03-11"),
    ]
    assert shown() == {NUMBERS[0], NUMBERS[1], NUMBERS[3]}
    assert Change.objects.filter(run=None).count() == 0
    assert [row.registry_date for row in change_rows(Change.objects.all())] == [
        "2025-03-04", "2025-03-04", "2025-03-03", "2025-03-03", "2025-03-11",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("modules", "kind", "before", "after"),
    [
        ({"designModule": {"phases": ["PHASE2"]}}, "stage", "phase-1-2", "phase-2"),
        (
            {"sponsorCollaboratorsModule": {"leadSponsor": {"name": "Ulm", "class": "OTHER"}}},
            "sponsor", "Linden Therapeutics", "Ulm",
        ),
        ({"designModule": {"enrollmentInfo": {"count": 40}}}, "enrolment", 24, 40),
        ({"eligibilityModule": {"maximumAge": "70 Years"}}, "eligibility",
         {"maximum_age": "65 Years"}, {"maximum_age": "70 Years"}),
        ({"dates": {"startDateStruct": {"date": "2024-04"}}}, "dates", {"start": "2024-03-05"}, {"start": "2024-04"}),
        (at(), "site-removed",
         {"facility": "Lindenhof Hospital", "city": "Erlangen", "country": "Germany", "status": "RECRUITING"}, None),
    ],
)  # fmt: skip
def test_each_change_that_matters_is_told(registry, modules, kind, before, after):
    sync_registry(registry.url)
    registry.hold(version(NUMBERS[0], "2025-03-03", **modules))
    sync_registry(registry.url)
    assert changes() == [(NUMBERS[0], kind, before, after)]


def test_a_place_listed_twice_is_no_change_and_recruits_if_either_listing_does(registry):
    sync_registry(registry.url)
    registry.hold(version(NUMBERS[0], "2025-03-03", **at(location(), location(status="COMPLETED"))))
    assert told(sync_registry(registry.url)) == (0, 1, 0, 0)
    assert changes() == []


def test_a_record_that_says_nothing_new_to_patients_is_a_version_with_no_change(registry):
    sync_registry(registry.url)
    registry.hold(version(NUMBERS[0], "2025-03-03", descriptionModule={"briefSummary": "Said better."}))
    sync_registry(registry.url)
    assert changes() == []
    assert Snapshot.objects.filter(trial__nct_id=NUMBERS[0]).count() == 2


def test_a_record_that_goes_back_to_what_it_was_is_two_changes(registry, tmp_path):
    sync_registry(registry.url)
    for status in ("SUSPENDED", "RECRUITING"):
        registry.hold(version(status=status))
        sync_registry(registry.url, full=True)
    assert changes() == [
        (NUMBERS[0], "status", "RECRUITING", "SUSPENDED"),
        (NUMBERS[0], "status", "SUSPENDED", "RECRUITING"),
    ]
    Change.objects.all().delete()
    Trial.objects.update(labelled_with="")
    relabel()
    assert len(changes()) == 2


def test_the_changes_are_told_anew_from_all_versions_when_the_parser_reads_otherwise(registry):
    sync_registry(registry.url)
    registry.hold(version(NUMBERS[0], "2025-03-04", status="COMPLETED"), version(NUMBERS[3], "2025-03-04"))
    sync_registry(registry.url)
    before = [(row.kind, row.found) for row in Change.objects.order_by("pk")]
    Change.objects.filter(kind="status").update(after="MISREAD")
    Change.objects.create(trial=Trial.objects.get(nct_id=NUMBERS[1]), kind="stage", after="x", found=before[0][1])
    Trial.objects.update(labelled_with="")
    assert relabel().read == 4
    assert sorted((row.kind, row.found) for row in Change.objects.all()) == sorted(before)
    assert (NUMBERS[0], "status", "RECRUITING", "COMPLETED") in changes()
    assert relabel().read == 0


def test_an_older_version_that_comes_late_is_kept_and_tells_no_change(registry, tmp_path):
    sync_registry(registry.url)
    older = version(NUMBERS[0], "2024-01-01", status="NOT_YET_RECRUITING")
    for _ in range(2):
        bring_in(tmp_path, older)
    assert changes() == []
    assert [one.late for one in Snapshot.objects.filter(trial__nct_id=NUMBERS[0]).order_by("pk")] == [False, True]
    Trial.objects.update(labelled_with="")
    relabel()
    assert changes() == []
    assert Trial.objects.get(nct_id=NUMBERS[0]).status == "RECRUITING"


# --- what vanished


def test_a_trial_that_vanished_is_marked_kept_and_no_longer_shown(registry):
    sync_registry(registry.url)
    del registry.held[NUMBERS[1]]
    registry.day = "2025-03-10"
    run = sync_registry(registry.url)
    gone = Trial.objects.get(nct_id=NUMBERS[1])
    assert (gone.vanished, run.vanished) == (date(2025, 3, 10), 1)
    assert NUMBERS[1] not in shown()
    assert gone.snapshots.count() == 1
    registry.day = "2025-03-17"
    assert sync_registry(registry.url).vanished == 0
    assert len(changes("vanished")) == 1


def test_a_trial_that_comes_back_is_shown_again(registry):
    sync_registry(registry.url)
    taken = registry.held.pop(NUMBERS[1])
    sync_registry(registry.url, full=True)
    registry.hold(taken)
    sync_registry(registry.url, full=True)
    assert NUMBERS[1] in shown()
    assert changes("vanished") == [
        (NUMBERS[1], "vanished", None, FIRST_DAY),
        (NUMBERS[1], "vanished", FIRST_DAY, None),
    ]


def test_a_trial_that_our_queries_no_longer_find_but_the_registry_still_has_stays(registry, tmp_path):
    """One from a file, which no query lists, and one whose record has changed meanwhile."""
    sync_registry(registry.url)
    bring_in(tmp_path, version(NUMBERS[4]))
    unlisted = version(NUMBERS[4], "2025-03-02", status="COMPLETED")
    listed = registry._listing
    registry._listing = lambda asked: _with(registry, unlisted, listed, asked)
    sync_registry(registry.url, full=True)
    trial = Trial.objects.get(nct_id=NUMBERS[4])
    assert (trial.vanished, trial.status, trial.sighting.listed) == (None, "COMPLETED", False)


def _with(registry, unlisted, listed, asked):
    """The registry's answer, in which one study is found by its number alone."""
    if "filter.ids" not in asked:
        return listed(asked)
    registry.held[NUMBERS[4]] = unlisted
    try:
        return listed(asked)
    finally:
        del registry.held[NUMBERS[4]]


def test_a_number_that_was_replaced_leads_to_its_successor(registry):
    sync_registry(registry.url)
    del registry.held[NUMBERS[1]]
    registry.moved[NUMBERS[1]] = NUMBERS[5]
    registry.hold(version(NUMBERS[5]))
    sync_registry(registry.url, full=True)
    assert OldNumber.objects.get(nct_id=NUMBERS[1]).trial.nct_id == NUMBERS[5]
    assert Trial.objects.get(nct_id=NUMBERS[1]).vanished
    assert NUMBERS[5] in shown()
    assert Sighting.objects.get(trial__nct_id=NUMBERS[5]).listed


def test_a_file_brings_no_vanished_trial_back(registry, tmp_path):
    sync_registry(registry.url)
    taken = registry.held.pop(NUMBERS[1])
    sync_registry(registry.url, full=True)
    bring_in(tmp_path, taken)
    assert NUMBERS[1] not in shown()


# --- what makes a run stop


def test_a_run_that_would_lose_more_than_a_tenth_stops_before_it_does_and_says_why(registry):
    registry.hold(*map(version, NUMBERS))
    sync_registry(registry.url)
    for number in NUMBERS[:2]:
        del registry.held[number]
    run = sync_registry(registry.url, full=True)
    assert run.outcome == SyncRun.Outcome.FAILED
    assert run.message.startswith("2 of 10 trials would be dropped, more than a tenth: the registry no longer lists")
    assert "--allow-drop" in run.message
    assert len(shown()) == 10
    registry.day = "2025-03-04"
    assert "RANGE" in (sync_registry(registry.url), listings(registry)[-1])[1]
    assert sync_registry(registry.url, full=True, allow_drop=True).vanished == 2
    assert len(shown()) == 8


def test_records_that_suddenly_leave_the_field_are_not_written(registry):
    registry.hold(*map(version, NUMBERS))
    sync_registry(registry.url)
    nothing = {"armsInterventionsModule": None, "descriptionModule": None, "conditionsModule": None}
    gutted = [
        version(number, "2025-03-04", identificationModule={"briefTitle": "A study", "officialTitle": ""}, **nothing)
        for number in NUMBERS[:4]
    ]
    registry.hold(*gutted)
    run = sync_registry(registry.url)
    assert "no longer belong to the field" in run.message
    assert len(shown()) == 10
    assert Snapshot.objects.count() == 10


def test_one_trial_may_always_leave(registry):
    sync_registry(registry.url)
    del registry.held[NUMBERS[0]]
    assert sync_registry(registry.url, full=True).vanished == 1


def test_a_listing_in_which_studies_are_missing_makes_nothing_vanish(registry):
    sync_registry(registry.url)
    registry.withheld = 1
    run = sync_registry(registry.url, full=True)
    assert (run.outcome, run.vanished) == ("failed", 0)
    assert "announced 4 studies and gave 3" in run.message
    assert run.retried == 1


def test_faults_on_the_way_are_counted_and_change_nothing(registry, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    registry.faults = [
        Answer(status=429, headers={"Retry-After": "0"}),
        Answer(b'{"dataTimestamp": "2025-03-03T09:00:05"}'),
        Answer(b"<html>Maintenance</html>"),
        Answer(reset=True),
    ]
    run = sync_registry(registry.url)
    assert told(run) == (3, 0, 0, 0)
    assert run.retried == 3


def test_a_token_that_expires_between_two_pages_costs_nothing(registry):
    def grow():
        if len(registry.asked) == 3:
            registry.hold(version(NUMBERS[4]))

    registry.before_answer = grow
    run = sync_registry(registry.url)
    assert run.outcome == SyncRun.Outcome.WELL
    assert shown() == {*NUMBERS[:3], NUMBERS[4]}


def test_a_record_that_was_damaged_on_its_way_is_asked_for_once_more(registry):
    damaged = version(NUMBERS[0], eligibilityModule={"minimumAge": "grown up"})
    registry.faults = [
        Answer(b'{"dataTimestamp": "2025-03-03T09:00:05"}'),
        Answer(body({"studies": [damaged, version(NUMBERS[1]), version(NUMBERS[2])], "totalCount": 3})),
    ]
    run = sync_registry(registry.url)
    assert (told(run), run.outcome) == ((3, 0, 0, 0), "well")
    assert SetAside.objects.get().read_later is not None


def test_a_record_that_stays_broken_is_set_aside_until_a_readable_one_comes(registry):
    registry.hold(version(NUMBERS[0], eligibilityModule={"minimumAge": "grown up"}))
    run = sync_registry(registry.url)
    assert (told(run), run.outcome) == ((2, 0, 0, 1), "set-aside")
    assert SetAside.objects.get().read_later is None
    registry.hold(version(NUMBERS[0]))
    sync_registry(registry.url, full=True)
    assert SetAside.objects.get().read_later is not None


def test_a_dry_run_says_what_would_change_and_writes_nothing(registry, tmp_path):
    sync_registry(registry.url)
    registry.day = "2025-03-11"
    registry.hold(version(NUMBERS[0], "2025-03-04", status="COMPLETED"), version(NUMBERS[3]))
    del registry.held[NUMBERS[2]]
    said = []
    before = (SyncRun.objects.count(), Snapshot.objects.count(), RegistryQuery.objects.values().get())
    run = sync_registry(registry.url, dry_run=True, say=said.append)
    assert said == [
        f"{NUMBERS[0]} changed: status RECRUITING → COMPLETED",
        f"{NUMBERS[3]} new: CD19 CAR-T Cells in Lupus",
        f"{NUMBERS[2]} gone from the registry",
    ]
    assert (*told(run), run.vanished) == (1, 1, 1, 0, 1)
    assert (SyncRun.objects.count(), Snapshot.objects.count(), RegistryQuery.objects.values().get()) == before
    sync_files(write_lines(tmp_path / "one.jsonl", [version(NUMBERS[5])]), dry_run=True, say=said.append)
    assert said[-1] == f"{NUMBERS[5]} new: CD19 CAR-T Cells in Lupus"


# --- an editor's word on what belongs


@pytest.mark.parametrize("ruling", [True, False])
def test_an_editors_ruling_outlives_every_sync_and_new_rules(registry, ruling):
    registry.hold(version(NUMBERS[4], conditionsModule={"conditions": ["Leukemia"], "keywords": []},
                          identificationModule={"briefTitle": "CAR-T in leukaemia", "officialTitle": ""},
                          descriptionModule={"briefSummary": "Leukaemia.", "detailedDescription": ""}))  # fmt: skip
    sync_registry(registry.url)
    number = NUMBERS[4] if ruling else NUMBERS[0]
    assert Trial.objects.get(nct_id=number).in_field is not ruling
    Trial.objects.filter(nct_id=number).update(field_ruling=ruling, field_ruling_reason="The protocol says so.")
    registry.hold(version(number, "2025-03-04", status="COMPLETED"))
    sync_registry(registry.url)
    Trial.objects.update(labelled_with="")
    relabel()
    trial = Trial.objects.get(nct_id=number)
    assert (trial.in_field, trial.status, trial.field_ruling_reason) == (ruling, "COMPLETED", "The protocol says so.")
    assert (number in shown()) is ruling


# --- when the database fails


def test_a_disk_that_is_full_is_said_and_the_next_run_does_the_work(registry):
    """The database itself refuses, as it does when the disk is full."""
    refuse = """
        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON trials_snapshot FOR EACH STATEMENT EXECUTE FUNCTION full_disk();
    """
    with connection.cursor() as cursor:
        cursor.execute(refuse)
    run = sync_registry(registry.url)
    run.refresh_from_db()
    assert (run.outcome, told(run)) == ("failed", (0, 0, 0, 0))
    assert run.message == "the database failed: could not extend file: No space left on device"
    assert Trial.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER full_disk ON trials_snapshot")
    assert told(sync_registry(registry.url)) == (3, 0, 0, 0)


def test_how_long_a_run_took_is_known_once_it_has_ended(registry):
    run = sync_registry(registry.url)
    assert timedelta() < run.took == run.finished - run.started
    assert (run.pages, run.seen, run.expected) == (2, 3, 3)
