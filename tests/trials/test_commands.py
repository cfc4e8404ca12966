"""The commands: what they print, and the status they end with."""

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
import termios
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.living_registry import living_registry
from tests.records import bare_study, page, study, write_lines
from tests.registry_server import Answer, registry
from tests.trials.syncing import another_sync, database_url, make_words, slugs, the_trial
from trials.models import RegistryQuery, Target, Trial


@pytest.fixture(autouse=True)
def _words(request):
    if "transactional_db" not in request.fixturenames:
        request.getfixturevalue("db")
        make_words()


@pytest.fixture
def sync(tmp_path):
    """Run the command over a file of studies: (what it said, what it complained of, the status it ended with)."""

    def run(*studies, **options):
        said, complained, status = StringIO(), StringIO(), 0
        if studies:
            options["path"] = write_lines(tmp_path / "studies.jsonl", studies)
        try:
            call_command("sync_trials", stdout=said, stderr=complained, **options)
        except CommandError as error:
            complained.write(f"{error}\n")
            status = error.returncode
        return said.getvalue(), complained.getvalue(), status

    return run


def test_a_sync_that_went_well_ends_with_0_and_says_what_it_did(sync, tmp_path):
    assert sync(study()) == (f"{tmp_path}/studies.jsonl: 1 new, 0 changed, 0 unchanged, 0 set aside.\n", "", 0)


def test_records_set_aside_are_named_and_the_status_is_2(sync, tmp_path):
    said, complained, status = sync(study(), bare_study("NCT10000002", briefTitle=5), bare_study("none"))
    assert said == f"{tmp_path}/studies.jsonl: 1 new, 0 changed, 0 unchanged, 2 set aside.\n"
    first, second, last = complained.splitlines()
    assert first.startswith(f"Set aside: NCT10000002 in {tmp_path}/studies.jsonl:2: Expected `str`, got `int`")
    assert second == f"Set aside: {tmp_path}/studies.jsonl:3: no registry number: 'NONE'"
    assert last.startswith("2 could not be read")
    assert status == 2


def test_no_more_than_twenty_are_named(sync):
    _, complained, _ = sync(*[bare_study("none")] * 30)
    assert complained.count("Set aside:") == 20
    assert "30 could not be read" in complained


def test_a_path_that_is_not_there_ends_with_1(sync, tmp_path):
    said, complained, status = sync(path=tmp_path / "missing")
    assert (said, status) == ("", 1)
    assert complained.startswith(f"Stopped: {tmp_path}/missing does not exist.")


def test_a_registry_that_refuses_ends_with_1_and_its_words(sync):
    RegistryQuery.objects.create(name="Lupus", condition="lupus AND")
    with registry(Answer(b"Unbalanced query", status=400)) as server:
        said, complained, status = sync(api=server.url)
    assert (said, status) == ("", 1)
    assert complained == (
        "Stopped: the registry refused the question: Unbalanced query. "
        "What came before is kept: 0 new, 0 changed, 0 unchanged, 0 set aside.\n"
    )


def test_the_registry_is_read_where_no_path_is_given(sync):
    RegistryQuery.objects.create(name="Lupus", condition="lupus")
    with registry(Answer(page([study()]))) as server:
        said, _, status = sync(api=server.url)
    assert (said, status) == (f"{server.url}: 1 new, 0 changed, 0 unchanged, 0 set aside.\n", 0)


def test_a_second_sync_ends_with_3_and_has_done_nothing(sync):
    with another_sync():
        assert sync(study()) == ("", "Nothing was done: another sync is under way; wait until it has ended.\n", 3)
    assert Trial.objects.count() == 0


def test_a_path_and_an_address_together_are_refused(sync, tmp_path):
    with pytest.raises(CommandError, match="not allowed with argument"):
        call_command("sync_trials", "--from", str(tmp_path), "--api", "http://127.0.0.1")


@pytest.fixture
def one_a_day():
    """A registry with one trial, and a query that finds it."""
    RegistryQuery.objects.create(name="Lupus", condition="lupus")
    with living_registry("2025-03-03", study()) as server:
        yield server


def asked(server) -> str:
    return [one for one in server.asked if one.path == "/studies"][-1].parameters.get("filter.advanced", [""])[0]


def test_full_and_since_choose_what_is_asked_for(sync, one_a_day):
    sync(api=one_a_day.url)
    sync(api=one_a_day.url)
    assert asked(one_a_day) == "AREA[LastUpdatePostDate]RANGE[2025-03-01,MAX]"
    sync(api=one_a_day.url, full=True)
    assert asked(one_a_day) == ""
    call_command("sync_trials", "--api", one_a_day.url, "--since", "2025-02-03", stdout=StringIO())
    assert asked(one_a_day) == "AREA[LastUpdatePostDate]RANGE[2025-02-03,MAX]"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--since", "yesterday"], "not a day: 'yesterday'; write it as 2026-05-31"),
        (["--since", "2025-02-30"], "not a day: '2025-02-30'"),
        (["--full", "--since", "2025-02-03"], "not allowed with argument"),
        (["--from", "somewhere", "--full"], "--full and --since are about the registry"),
    ],
)
def test_options_that_make_no_sense_are_refused_in_words(options, said):
    with pytest.raises(CommandError, match=re.escape(said)):
        call_command("sync_trials", *options)


def test_a_dry_run_says_what_it_would_do(sync, one_a_day):
    said, complained, status = sync(api=one_a_day.url, dry_run=True)
    assert said.splitlines() == [
        "NCT10000001 new: CD19 CAR-T Cells in Lupus",
        f"{one_a_day.url}: 1 new, 0 changed, 0 unchanged, 0 set aside if this were no dry run.",
    ]
    assert (complained, status, Trial.objects.count()) == ("", 0, 0)


def test_a_drop_is_allowed_by_a_word(sync, one_a_day):
    one_a_day.hold(study("NCT10000002"), study("NCT10000003"))
    sync(api=one_a_day.url)
    one_a_day.held.clear()
    said, complained, status = sync(api=one_a_day.url, full=True)
    assert (said, status) == ("", 1)
    assert "3 of 3 trials would be dropped" in complained
    said, _, status = sync(api=one_a_day.url, full=True, allow_drop=True)
    assert (said, status) == (f"{one_a_day.url}: 0 new, 0 changed, 0 unchanged, 0 set aside, 3 gone.\n", 0)


def test_changes_are_exported_one_a_line(sync, one_a_day):
    sync(api=one_a_day.url)
    one_a_day.hold(
        study(statusModule={"overallStatus": "COMPLETED", "lastUpdatePostDateStruct": {"date": "2025-03-02"}})
    )
    sync(api=one_a_day.url)
    said = StringIO()
    call_command("export_changes", stdout=said)
    assert [json.loads(line) for line in said.getvalue().splitlines()] == [
        {
            "nct_id": "NCT10000001",
            "kind": "status",
            "before": "RECRUITING",
            "after": "COMPLETED",
            "registry_date": "2025-03-02",
        }
    ]


def all_of(terminal: int) -> str:
    """What was written to a terminal that nobody writes to any more."""
    pieces = []
    with contextlib.suppress(OSError):  # Linux says the end so
        while piece := os.read(terminal, 10_000):
            pieces.append(piece)
    os.close(terminal)
    return b"".join(pieces).decode()


def test_on_a_terminal_a_bar_shows_how_far_it_is(transactional_db, tmp_path):
    path = write_lines(tmp_path / "studies.jsonl", [study(), study("NCT10000002")])
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 120))
    run = subprocess.Popen(
        [sys.executable, "manage.py", "sync_trials", "--from", str(path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url()},
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    said, _ = run.communicate(timeout=120)
    os.close(theirs)
    shown = all_of(ours)
    assert re.search(r"2 studies \[.*studies/s, 2 new, 0 changed\]", shown), shown
    assert "INFO" not in shown
    assert said.decode() == f"{path}: 2 new, 0 changed, 0 unchanged, 0 set aside.\n"


def test_relabelling_says_how_many_trials_it_read(sync):
    sync(study())
    Target.objects.create(slug="lnd", name="LND-19", source=Target.objects.first().source)
    said = StringIO()
    call_command("relabel_trials", stdout=said)
    assert said.getvalue() == "NCT10000001: + target lnd\n1 trials read again; 1 of them have other labels now.\n"
    assert slugs(the_trial().target_labels, "target") == {"cd19", "lnd"}


def test_from_a_shell_the_status_and_the_words_are_the_same(transactional_db, tmp_path):
    """A process of its own, on the test's database."""
    path = write_lines(tmp_path / "studies.jsonl", [study(), bare_study("none")])
    run = subprocess.run(
        [sys.executable, "manage.py", "sync_trials", "--from", str(path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 2, run.stderr
    assert run.stdout == f"{path}: 1 new, 0 changed, 0 unchanged, 1 set aside.\n"
    assert f"Set aside: {path}:2: no registry number: 'NONE'" in run.stderr
    assert Trial.objects.get().nct_id == "NCT10000001"
