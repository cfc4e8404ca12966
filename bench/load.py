"""How fast studies come in, beside the least that any such load must do.

    .venv/bin/python -m bench.load FILE [--studies N]

FILE is whatever `sync_trials --from` reads. A scratch database beside the configured one is made, migrated, seeded
and dropped at the end. A load is `sync_trials --from FILE` with everything: reading, parsing, labels, search words,
sites, contacts, versions, the words and all indexes; the second comes when all is known. Each runs in a
process of its own: its time is from the call to its end, its memory that process's peak (PostgreSQL's is not counted).

The floors: reading the file and decoding its JSON; and a plain COPY of the trials' finished rows, and of their words as
PostgreSQL searches them, into tables without indexes.
Nothing else should run meanwhile: client and server share the machine.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django

MEGABYTE = 1_000_000


def prepare(path: Path) -> dict:
    """Tables and fixtures in the scratch database."""
    from django.core.management import call_command

    from config.seeding import seed_all

    call_command("migrate", verbosity=0, interactive=False)
    seed_all()
    return {}


def read(path: Path) -> dict:
    """The first floor: the file read and its JSON decoded."""
    import msgspec

    from trials.registry.files import studies_in

    decoder = msgspec.json.Decoder()
    begun = time.perf_counter()
    count = sum(decoder.decode(found.body) is not None for found in studies_in(path) if not found.fault)
    return {"studies": count, "seconds": time.perf_counter() - begun}


def load(path: Path) -> dict:
    """A run over the file, and this process's peak of memory."""
    from trials.sync import counts, sync_files

    begun = time.perf_counter()
    run = sync_files(path, progress=lambda run: None)
    seconds = time.perf_counter() - begun
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) * 1024
    return {"studies": run.seen, "seconds": seconds, "memory": peak, "told": counts(run)}


def copy(path: Path) -> dict:
    """The other floor: the very same rows into tables without indexes; and what the database holds on disk."""
    from django.db import connection

    def rows_in(cursor, file) -> float:
        file.seek(0)
        begun = time.perf_counter()
        with cursor.copy("COPY bench_rows FROM STDIN (FORMAT BINARY)") as into:
            while block := file.read(MEGABYTE):
                into.write(block)
        return time.perf_counter() - begun

    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()), count(*) FROM trials_trial")
        found["disk"], found["studies"] = cursor.fetchone()
        for table in ("trials_trial", "trials_trialwords"):
            cursor.execute(f"CREATE TABLE bench_rows AS SELECT * FROM {table} WITH NO DATA")
            with tempfile.TemporaryFile() as file:
                with cursor.copy(f"COPY (SELECT * FROM {table}) TO STDOUT (FORMAT BINARY)") as out:
                    for block in out:
                        file.write(block)
                found[table] = rows_in(cursor, file)
            cursor.execute("DROP TABLE bench_rows")
    return found


STEPS: dict[str, Callable[[Path], dict]] = {"prepare": prepare, "read": read, "load": load, "copy": copy}


def measure(path: Path, url: str) -> None:
    """Take each step in a process of its own, and print what came out."""

    def step(name: str) -> dict:
        command = [sys.executable, "-m", "bench.load", str(path), "--step", name]
        done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout.splitlines()[-1])

    def line(name: str, studies: int, seconds: float, floor: float | None = None, more: str = "") -> None:
        beside = f"{seconds / floor:8.1f}" if floor else " " * 8
        print(f"{name:44} {studies / seconds:9,.0f} {seconds:8.1f} {beside}  {more}", flush=True)

    step("prepare")
    floor, first, second, rows = step("read"), step("load"), step("load"), step("copy")
    print(f"{'':44} {'studies/s':>9} {'seconds':>8} {'x floor':>8}")
    line("floor: read and decode", floor["studies"], floor["seconds"])
    finished = rows["trials_trial"] + rows["trials_trialwords"]
    line("floor: COPY of finished rows and their words", rows["studies"], finished)
    for name, run, least in (("first load", first, finished), ("second run", second, floor["seconds"])):
        more = f"{run['memory'] / MEGABYTE:.0f} MB of memory; {run['told']}"
        line(name, run["studies"], run["seconds"], least, more)
    print(f"{rows['disk'] / MEGABYTE:,.0f} MB on disk, {rows['disk'] / rows['studies'] / 1000:.1f} KB a study")


def main() -> None:
    options = ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("file", type=Path)
    options.add_argument("--studies", type=int, help="only the first so many")
    options.add_argument("--step", choices=STEPS, help="used by itself: one step, in the database of DATABASE_URL")
    given = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if given.step:
        print(json.dumps(STEPS[given.step](given.file)))
        return
    from django.conf import settings
    from django.db import connection

    from config import postgres
    from trials.registry.files import studies_in

    name = f"bench_load_{os.getpid()}"
    url = urlsplit(settings.DATABASE_URL or postgres.url(settings.VAR / "postgres"))
    with connection.cursor() as cursor, tempfile.TemporaryDirectory() as folder:
        path = given.file
        if given.studies:
            path = Path(folder, "studies.jsonl")
            with path.open("wb") as out:
                out.writelines(found.body + b"\n" for found in islice(studies_in(given.file), given.studies))
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            measure(path, urlunsplit(url._replace(path=f"/{name}")))
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    main()
