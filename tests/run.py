"""`make test`: the whole suite on each database and browser this machine has.

SQLite always; PostgreSQL and Redis where they answer (TEST_DATABASE_URL and TEST_REDIS_URL, or
the usual local addresses); journeys where Chromium is found, on the last of the databases. Says
what it leaves out and why; with TEST_EVERYTHING=1, as in CI, leaving anything out is a failure.
pytest makes and drops databases of its own beside the one that TEST_DATABASE_URL names, and keeps
one of them to copy. Arguments go to pytest: `make test ARGS=...`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

import environ
import psycopg2
import redis

POSTGRESQL = "postgres://postgres@127.0.0.1:5432/osk"
LEFT_BY_ANOTHER = """
    SELECT datname FROM pg_database
     WHERE starts_with(datname, %s) AND NOT pg_has_role(datdba, 'MEMBER') ORDER BY datname
"""
REDIS = "redis://127.0.0.1:6379/15"
BROWSER = "chromium"
WHOLE = ("faults", "demo")
"""Marks of modules that one process runs whole: they own a site or a municipality."""
IN_BROWSER = "journey"
SINGLE = "unit tests and matrix"
"""All that is independent of each other: a process with nothing left takes from the other."""
ONCE = ("crawl", "pure")
"""On the first database only: what asks again, page after page, what the matrix asks on each, and
what never comes to a database."""
NOT_INHERITED = {
    *("DATABASE_URL", "CELERY_BROKER_URL", "ALLOWED_HOSTS", "SECRET_KEY"),
    "PYTHONDONTWRITEBYTECODE",
}
NO_TESTS = 5
"""pytest's exit status when it found nothing to run."""


@dataclass(frozen=True)
class Stage:
    name: str
    environment: dict[str, str]
    arguments: tuple[str, ...]


def say(text: str) -> None:
    sys.stdout.write(f"\n=== {text}\n")
    sys.stdout.flush()


def postgresql_problem(url: str) -> str:
    """Why no database can be made there; empty when one can.

    One that another role left from an earlier run would be neither copied nor dropped.
    """
    found = environ.Env.db_url_config(url)
    try:
        server = psycopg2.connect(
            dbname="postgres",
            user=found["USER"],
            password=found["PASSWORD"],
            host=found["HOST"],
            port=found["PORT"] or 5432,
            connect_timeout=3,
        )
    except psycopg2.OperationalError as error:
        return f"PostgreSQL does not answer at {found['HOST']}: {error}".strip()
    with closing(server), server.cursor() as cursor:
        cursor.execute(LEFT_BY_ANOTHER, [f"test_{found['NAME']}_"])
        left = [name for (name,) in cursor.fetchall()]
    return f"{found['USER']} may not drop {', '.join(left)} in PostgreSQL" if left else ""


def redis_problem(url: str) -> str:
    """Why Redis cannot be used; empty when it answers."""
    try:
        redis.Redis.from_url(url, socket_connect_timeout=3).ping()
    except redis.RedisError as error:
        return f"Redis does not answer: {error}"
    return ""


def browser_problem() -> str:
    return "" if shutil.which(BROWSER) else f"{BROWSER} is not on the path"


def stages(databases: Mapping[str, dict[str, str]], browser: bool) -> Iterator[Stage]:
    single = " and ".join(f"not {mark}" for mark in (*WHOLE, IN_BROWSER))
    once = "".join(f" and not {mark}" for mark in ONCE)
    by_test = ("-n", "2", "--dist", "worksteal")
    by_module = ("-n", "2", "--dist", "loadscope")
    for number, (name, variables) in enumerate(databases.items(), start=1):
        chosen = single if number == 1 else single + once
        yield Stage(f"{name}: {SINGLE}", variables, (*by_test, "-m", chosen))
        is_last = number == len(databases)
        whole = " or ".join((*WHOLE, IN_BROWSER) if browser and is_last else WHOLE)
        yield Stage(f"{name}: {whole}", variables, (*by_module, "-m", whole))


def passed(stage: Stage, chosen: list[str]) -> bool:
    """Run pytest for `stage` with nothing of the caller's database or queue in its environment.

    Compiled modules are kept, since each process of each stage loads the same ones. Where the
    caller has `chosen` tests, a stage may have none of them.
    """
    say(stage.name)
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    command = [sys.executable, "-m", "pytest", *stage.arguments, *chosen]
    status = subprocess.run(command, env=inherited | stage.environment, check=False).returncode
    return status == 0 or (bool(chosen) and status == NO_TESTS)


def main(chosen: list[str]) -> int:
    postgresql = os.environ.get("TEST_DATABASE_URL", POSTGRESQL)
    queue = os.environ.get("TEST_REDIS_URL", REDIS)
    no_services = postgresql_problem(postgresql) or redis_problem(queue)
    no_browser = browser_problem()
    left_out = [
        f"{what} is left out: {why}"
        for what, why in (
            ("the suite on PostgreSQL and Redis", no_services),
            ("every journey", no_browser),
        )
        if why
    ]
    for line in left_out:
        say(line)
    if left_out and os.environ.get("TEST_EVERYTHING"):
        return 1
    databases: dict[str, dict[str, str]] = {"SQLite": {}}
    if not no_services:
        databases["PostgreSQL and Redis"] = {
            "DATABASE_URL": postgresql,
            "CELERY_BROKER_URL": queue,
        }
    failed = [
        stage.name for stage in stages(databases, not no_browser) if not passed(stage, chosen)
    ]
    for line in left_out + [f"FAILED {name}" for name in failed]:
        say(line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
