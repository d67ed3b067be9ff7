"""`make test` runs all of the suite, or says what it left out."""

from __future__ import annotations

from typing import Any

import pytest

from tests import run

SERVICES = {"DATABASE_URL": "postgres://x", "CELERY_BROKER_URL": "redis://x"}


def marked(stage: run.Stage) -> str:
    return stage.arguments[stage.arguments.index("-m") + 1]


@pytest.mark.parametrize(
    ("browser", "whole"), [(True, "faults or demo or journey"), (False, "faults or demo")]
)
def test_every_test_runs_once_on_each_database(browser: bool, whole: str) -> None:
    stages = list(run.stages({"SQLite": {}, "PostgreSQL": SERVICES}, browser))
    for name in ("SQLite", "PostgreSQL"):
        parts = [marked(stage) for stage in stages if stage.name.startswith(name)]
        single = "not faults and not demo and not journey"
        once = "" if name == "SQLite" else " and not crawl"
        assert parts == [f"{single}{once}", f"({whole}){once}"]


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
