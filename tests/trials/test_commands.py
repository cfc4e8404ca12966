"""The commands: what they print, and the status they end with."""

import os
import subprocess
import sys
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from config import postgres
from tests.records import bare_study, page, study, write_lines
from tests.registry_server import Answer, registry
from tests.trials.syncing import another_sync, make_words, slugs, the_trial
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


def test_relabelling_says_how_many_trials_it_read(sync):
    sync(study())
    Target.objects.create(slug="lnd", name="LND-19", source=Target.objects.first().source)
    said = StringIO()
    call_command("relabel_trials", stdout=said)
    assert said.getvalue() == "1 trials read again.\n"
    assert slugs(the_trial().target_labels, "target") == {"cd19", "lnd"}


def test_from_a_shell_the_status_and_the_words_are_the_same(transactional_db, tmp_path):
    """A process of its own, on the test's database."""
    path = write_lines(tmp_path / "studies.jsonl", [study(), bare_study("none")])
    server = urlsplit(settings.DATABASE_URL or postgres.url(settings.VAR / "postgres"))
    here = server._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    run = subprocess.run(
        [sys.executable, "manage.py", "sync_trials", "--from", str(path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": here},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 2, run.stderr
    assert run.stdout == f"{path}: 1 new, 0 changed, 0 unchanged, 1 set aside.\n"
    assert f"Set aside: {path}:2: no registry number: 'NONE'" in run.stderr
    assert Trial.objects.get().nct_id == "NCT10000001"
