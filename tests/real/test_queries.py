"""What patients type, asked of the real trials: judged by hand what must be found, and what may not lead."""

import pytest
from django.core.management import call_command

from config.seeding import seed_all
from tests.real.test_real_records import CURATED, RECORDS, history
from tests.records import write_lines
from trials.sync import sync_files

pytestmark = pytest.mark.real


def test_every_judged_query_finds_what_it_should_and_nothing_wrong_leads(db, tmp_path, capsys):
    seed_all()
    sync_files(write_lines(tmp_path / "history.jsonl", history()), progress=lambda run: None)
    call_command("query_report", queries=RECORDS.parent / "queries" / "dev.jsonl", gold=CURATED)
    assert "32 as judged, 0 not" in capsys.readouterr().out
