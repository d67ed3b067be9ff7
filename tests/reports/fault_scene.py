"""A site of its own for fault tests: database, folders, queue and processes that may be killed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings

from accounts.policy import Role
from households.months import month_from
from tests import factories, kept_database

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
PATIENCE = 240


@dataclass
class Site:
    """One installation under `folder`; every process started here is ended with it."""

    folder: Path
    database_url: str
    broker_url: str = "filesystem://"
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "CELERY_BROKER_URL": self.broker_url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEBUG": "1",
        }
        return os.environ | own

    def run(self, *words: str) -> str:
        """Run a program to its end; what it printed."""
        done = subprocess.run(
            [PYTHON, *words], cwd=ROOT, env=self.environment, capture_output=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return done.stdout.decode().strip()

    def python(self, *lines: str) -> str:
        return self.run("-c", program(*lines))

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a program in a process group of its own."""
        process = subprocess.Popen(
            [PYTHON, *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.start("-m", "celery", "-A", "config", "worker", "-P", "solo", "-l", "error")

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database directly, or change it when `sql` is an UPDATE."""
        with contextlib.closing(self._connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(sql)
            rows = [] if sql.startswith("UPDATE") else cursor.fetchall()
            connection.commit()
        return rows

    def _connect(self) -> Any:
        if self.database_url.startswith("sqlite"):
            return sqlite3.connect(self.database_url.removeprefix("sqlite:///"), timeout=20)
        return psycopg2.connect(self.database_url)

    def order(self, *, enqueue: bool = False) -> int:
        """Order last year's report as the page does; its id."""
        return int(
            self.python(
                "from datetime import date",
                "from accounts import jobs",
                "from reports import actions, tasks",
                "run, _ = actions.request_report(year=2025, as_of=date(2026, 1, 14), by=None)",
                "jobs.enqueue(tasks.make_report, run.pk)" if enqueue else "",
                "print(run.pk)",
            )
        )

    def start_making(self, run_id: int) -> subprocess.Popen[bytes]:
        return self.start(
            "-c", program("from reports import actions", f"actions.make_report({run_id})")
        )

    def let_the_lease_run_out(self) -> None:
        """Two minutes pass: the claim of whoever was killed has ended, and half a file is old."""
        self.query(
            "UPDATE reports_reportrun SET lease_until = '2020-01-01' WHERE claim IS NOT NULL"
        )
        for half in (self.folder / "reports").glob(".skrives-*"):
            os.utime(half, (0, 0))

    def state(self, run_id: int) -> tuple[str, int, int, str]:
        """State, steps done, attempts and hash of the data."""
        columns = "state, steps_done, attempts, input_sha256"
        row = self.query(f"SELECT {columns} FROM reports_reportrun WHERE id = {run_id}")[0]
        return row[0], row[1], row[2], row[3]

    def files(self) -> dict[str, bytes]:
        folder = self.folder / "reports"
        return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}

    def end(self) -> None:
        for process in self.started:
            kill(process)


def program(*lines: str) -> str:
    return "\n".join(("import django", "django.setup()", *lines))


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 the process and its children."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


def wait_until(is_so: Callable[[], bool], *, seconds: float = PATIENCE, every: float = 0.1) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited too long"
        time.sleep(every)


@contextlib.contextmanager
def seeded(folder: Path) -> Iterator[Site]:
    """A migrated and seeded site on the kind of database that the tests run on."""
    with _database(folder, "calm", _migrated()) as url:
        made = Site(folder, url)
        made.run("manage.py", "migrate", "-v0")
        made.run("manage.py", "createcachetable")
        made.python("from tests.reports import fault_scene", "fault_scene.seed()")
        yield made


@contextlib.contextmanager
def copy_of(model: Site, folder: Path) -> Iterator[Site]:
    """Another site with the same rows in a database of its own."""
    with _database(folder, "storm", model.database_url) as url:
        made = Site(folder, url)
        try:
            yield made
        finally:
            made.end()


@contextlib.contextmanager
def _database(folder: Path, name: str, template: str = "") -> Iterator[str]:
    given = settings.DATABASES["default"]
    if given["ENGINE"].endswith("sqlite3"):
        path = folder / f"{name}.sqlite3"
        if template:
            shutil.copy(template.removeprefix("sqlite:///"), path)
        yield f"sqlite:///{path}"
        return
    name, place = f"osk_faults_{name}_{os.getpid()}", _server()
    like = f"TEMPLATE {template.rsplit('/', 1)[-1]}" if template else ""
    _administer(f"{place}/postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _administer(f"{place}/postgres", f"CREATE DATABASE {name} {like}")
    try:
        yield f"{place}/{name}"
    finally:
        _administer(f"{place}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


def _server() -> str:
    given = settings.DATABASES["default"]
    place = f"{given['HOST'] or '127.0.0.1'}:{given['PORT'] or 5432}"
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{place}"


def _migrated() -> str:
    """Where the other tests keep a migrated database to copy; empty when none is kept."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        path = kept_database.path()
        return f"sqlite:///{path}" if path.exists() else ""
    with contextlib.closing(psycopg2.connect(f"{_server()}/postgres")) as connection:
        cursor = connection.cursor()
        name = kept_database.name()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return f"{_server()}/{name}" if cursor.fetchone() else ""


def _administer(url: str, sql: str) -> None:
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(sql)


def seed() -> None:
    """Eight recipients over three years in two districts, and an executive; run inside a site."""
    december = month_from(2025, 12)
    for number in range(8):
        home = factories.HouseholdFactory(district=("heimdal", "ostbyen")[number % 2])
        factories.pay(home.contact, december - 40 - number, december)
    factories.UserFactory(username="executive", role=Role.EXECUTIVE)
