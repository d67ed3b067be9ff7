"""`make test` runs all of the suite, or says what it left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest

from tests import run

SERVICES = {"DATABASE_URL": "postgres://x", "CELERY_BROKER_URL": "redis://x"}


def marked(stage: run.Stage) -> str:
    return stage.arguments[stage.arguments.index("-m") + 1]


SINGLE = "not faults and not demo and not journey"
WHOLE = "faults or demo"


def test_each_database_has_its_tests_and_the_last_one_the_browser() -> None:
    stages = run.stages({"SQLite": {}, "PostgreSQL": SERVICES}, browser=True)
    assert [(stage.name.partition(":")[0], marked(stage)) for stage in stages] == [
        ("SQLite", SINGLE),
        ("SQLite", WHOLE),
        ("PostgreSQL", f"{SINGLE} and not crawl and not pure"),
        ("PostgreSQL", f"{WHOLE} or journey"),
    ]


def test_where_there_is_but_one_database_everything_runs_there() -> None:
    with_browser = [marked(stage) for stage in run.stages({"SQLite": {}}, browser=True)]
    assert with_browser == [SINGLE, f"{WHOLE} or journey"]
    without = [marked(stage) for stage in run.stages({"SQLite": {}}, browser=False)]
    assert without == [SINGLE, WHOLE]


def test_what_comes_to_a_database_is_not_pure(request: pytest.FixtureRequest) -> None:
    """This one is, and those of the pages are not."""
    assert request.node.get_closest_marker("pure")
    impure = [
        item
        for item in request.session.items
        if item.get_closest_marker("pure") and item.get_closest_marker("django_db")
    ]
    assert impure == []


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> list[run.Stage]:
    """A machine with neither services nor browser; gives the stages that are run on it."""
    done: list[run.Stage] = []
    monkeypatch.setattr(run, "postgresql_problem", lambda url: "no PostgreSQL")
    monkeypatch.setattr(run, "redis_problem", lambda url: "no Redis")
    monkeypatch.setattr(run, "browser_problem", lambda: "no browser")
    monkeypatch.setattr(run, "passed", lambda stage, chosen: not done.append(stage))
    monkeypatch.delenv("TEST_EVERYTHING", raising=False)
    return done


def test_a_bare_machine_tests_on_sqlite_and_says_why(
    bare_machine: list[run.Stage], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main([]) == 0
    assert {stage.name.partition(":")[0] for stage in bare_machine} == {"SQLite"}
    said = capsys.readouterr().out
    assert "PostgreSQL and Redis is left out: no PostgreSQL" in said
    assert "every journey is left out: no browser" in said


def test_where_everything_is_demanded_a_gap_is_a_failure(
    bare_machine: list[run.Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_EVERYTHING", "1")
    assert run.main([]) == 1
    assert bare_machine == []


def test_one_failed_stage_fails_the_run(
    bare_machine: list[run.Stage], monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(run, "passed", lambda stage, chosen: "unit" not in stage.name)
    assert run.main([]) == 1
    assert "FAILED SQLite: unit tests" in capsys.readouterr().out


def test_a_service_that_does_not_answer_is_not_used() -> None:
    assert "does not answer" in run.postgresql_problem("postgres://postgres@127.0.0.1:1/osk")
    assert "does not answer" in run.redis_problem("redis://127.0.0.1:1/0")


@pytest.fixture
def left_database() -> Iterator[str]:
    """A database that the usual role left, and the address of a role that may only make its own."""
    if run.postgresql_problem(run.POSTGRESQL):
        pytest.skip("needs PostgreSQL at its usual address")
    with closing(psycopg2.connect(run.POSTGRESQL.replace("/osk", "/postgres"))) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS test_left_migrated")
            cursor.execute("DROP ROLE IF EXISTS osk_makes_its_own")
            cursor.execute("CREATE ROLE osk_makes_its_own LOGIN CREATEDB PASSWORD 'own'")
            cursor.execute("CREATE DATABASE test_left_migrated")
            yield "postgres://osk_makes_its_own:own@127.0.0.1:5432/left"
            cursor.execute("DROP DATABASE test_left_migrated")
            cursor.execute("DROP ROLE osk_makes_its_own")


def test_what_another_role_left_is_named_before_anything_runs(left_database: str) -> None:
    said = run.postgresql_problem(left_database)
    assert said == "osk_makes_its_own may not drop test_left_migrated in PostgreSQL"
    assert run.postgresql_problem(left_database.replace("/left", "/other")) == ""
