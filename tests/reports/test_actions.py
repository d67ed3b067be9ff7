"""Ordering, making, assessing: each safe to run twice, and the report frozen when it is ready."""

from __future__ import annotations

import hashlib
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts import whole_files
from accounts.models import User
from benefits.models import Payment
from households.months import month_from
from reports import actions, storage, tasks
from reports.models import CountedPerson, ReportFile, ReportRun
from tests.factories import HouseholdFactory, PersonFactory, add_member, pay

pytestmark = pytest.mark.django_db
R = month_from(2025, 12)
AS_OF = date(2026, 1, 14)


@pytest.fixture(autouse=True)
def report_dir(tmp_path: Path, settings: Any) -> Path:
    settings.REPORT_DIR = tmp_path
    return tmp_path


def order(again: bool = False, **kwargs: Any) -> ReportRun:
    values = {"year": 2025, "as_of": AS_OF, "by": None} | kwargs
    return actions.request_report(**values, again=again)[0]


def made(**kwargs: Any) -> ReportRun:
    run = order(**kwargs)
    actions.make_report(run.pk)
    run.refresh_from_db()
    return run


def test_the_same_order_twice_is_one_report() -> None:
    first, is_new = actions.request_report(year=2025, as_of=AS_OF, by=None)
    second, is_new_too = actions.request_report(year=2025, as_of=AS_OF, by=None)
    assert (first, is_new, is_new_too) == (second, True, False)
    assert order(code="DEF-2") != first
    assert order(as_of=date(2026, 1, 15)) != first


def test_a_new_edition_is_made_only_of_a_report_that_is_ready() -> None:
    first = order()
    assert order(again=True) == first
    actions.make_report(first.pk)
    second = order(again=True)
    assert second != first
    assert order(again=True) == second
    assert order() == second


def test_a_finished_report_holds_figures_files_and_who_was_counted(report_dir: Path) -> None:
    home = HouseholdFactory(district="heimdal")
    add_member(home, PersonFactory(birth_date=date(2015, 1, 1)), "child")
    pay(home.contact, R - 40, R)
    run = made()
    assert run.state == ReportRun.State.READY
    assert run.figures["recipients_over_three_years"] == 1
    assert run.published["recipients_over_three_years"] is None
    assert run.input_sha256 == run.figures["input_sha256"]
    counted = CountedPerson.objects.get(run=run)
    assert (counted.person, counted.household) == (home.contact, home)
    assert (counted.heads_count, counted.in_child_family) == (True, True)
    assert (counted.length, counted.paid) == (41, 41)
    assert {file.format for file in run.files.all()} == set(ReportFile.Format.values)
    for file in run.files.all():
        content = (report_dir / file.name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file.sha256


def test_delivered_again_the_job_changes_nothing(report_dir: Path) -> None:
    run = made()
    before = (run.ready_at, sorted(path.stat().st_mtime_ns for path in report_dir.iterdir()))
    actions.make_report(run.pk)
    run.refresh_from_db()
    after = (run.ready_at, sorted(path.stat().st_mtime_ns for path in report_dir.iterdir()))
    assert (run.attempts, after) == (1, before)


def test_a_frozen_report_does_not_change_when_the_data_do() -> None:
    person = PersonFactory()
    pay(person, R - 40, R)
    run = made()
    assert not actions.needs_new_edition(run)
    Payment.objects.all().delete()
    assert actions.needs_new_edition(run)
    run.refresh_from_db()
    assert run.figures["recipients_over_three_years"] == 1
    assert made(again=True).figures["recipients_over_three_years"] == 0


def test_a_report_published_meanwhile_is_masked_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    pay(PersonFactory(), R - 40, R)
    write, seen = storage.write_files, []

    def write_while_another_is_published(run: ReportRun, *, edition: int) -> Any:
        if not seen:
            seen.append(made(code="DEF-2").pk)
        return write(run, edition=edition)

    monkeypatch.setattr(storage, "write_files", write_while_another_is_published)
    beside = []
    publish = actions.masking.publish
    monkeypatch.setattr(
        actions.masking,
        "publish",
        lambda figures, released: beside.append(len(released)) or publish(figures, released),
    )
    assert made().state == ReportRun.State.READY
    assert beside == [0, 0, 1]


def test_a_disk_that_is_full_gives_the_job_back_with_the_reason(
    report_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_files.os, "fsync", full)
    run = order()
    for _ in range(5):
        actions.make_report(run.pk)
    run.refresh_from_db()
    assert run.state == ReportRun.State.FAILED
    assert run.failure == actions.COULD_NOT_STORE
    assert list(report_dir.iterdir()) == []
    monkeypatch.undo()
    actions.try_again(run)
    actions.make_report(run.pk)
    run.refresh_from_db()
    assert run.state == ReportRun.State.READY


def test_a_worker_that_died_leaves_the_report_to_the_next(report_dir: Path) -> None:
    run = order()
    ReportRun.objects.filter(pk=run.pk).update(
        state="running",
        claim="7d2f6b9e-0000-4000-8000-000000000000",
        lease_until=timezone.now() - timedelta(seconds=1),
        attempts=1,
    )
    stray = report_dir / ".skrives-abc"
    stray.write_bytes(b"half")
    long_ago = timezone.now().timestamp() - 300
    os.utime(stray, (long_ago, long_ago))
    tasks.sweep()
    actions.make_report(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (ReportRun.State.READY, 2)
    assert not stray.exists()


def test_the_assessment_is_frozen_and_stands_in_new_files(executive: User) -> None:
    run = made()
    before = storage.latest_files(run)
    actions.assess_report(run=run, assessment="partly", text="På vei.", by=executive)
    run.refresh_from_db()
    assert (run.assessment, run.assessed_by) == ("partly", executive)
    after = storage.latest_files(run)
    assert {file.edition for file in after.values()} == {2}
    assert storage.read_file(before["csv"]) != storage.read_file(after["csv"])
    assert "På vei." in storage.read_file(after["csv"]).decode("utf-8-sig")
    with pytest.raises(actions.AlreadyAssessedError):
        actions.assess_report(run=run, assessment="reached", text="Nei.", by=executive)


def test_a_file_changed_on_disk_is_not_handed_out(report_dir: Path) -> None:
    file = storage.latest_files(made())["csv"]
    (report_dir / file.name).write_text("noe annet")
    with pytest.raises(storage.DamagedFileError):
        storage.read_file(file)


def test_a_report_made_before_the_year_was_over_is_not_the_years_report(
    django_capture_on_commit_callbacks: Any, time_machine: Any
) -> None:
    order(as_of=date(2025, 11, 3))
    time_machine.move_to("2026-01-20T06:00:00+01:00")
    with django_capture_on_commit_callbacks(execute=True):
        tasks.make_last_years_report()
    assert ReportRun.objects.filter(year=2025, state="ready").count() == 1
    assert ReportRun.objects.count() == 2


def test_last_years_report_makes_itself_in_january(
    django_capture_on_commit_callbacks: Any, time_machine: Any
) -> None:
    time_machine.move_to("2026-01-14T06:00:00+01:00")
    with django_capture_on_commit_callbacks(execute=True):
        tasks.make_last_years_report()
        time_machine.move_to("2026-01-15T06:00:00+01:00")
        tasks.make_last_years_report()
    run = ReportRun.objects.get()
    assert (run.year, run.state, run.asked_by) == (2025, ReportRun.State.READY, None)
