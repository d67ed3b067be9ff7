"""Jobs of the import: run twice is once, a fault leaks nothing, and nothing is left lying."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts import jobs
from accounts.models import RoleAssignment, User
from benefits import actions, tasks
from benefits.imports.outcome import Result
from benefits.models import ImportRun, Payment
from households.models import Person
from tests.benefits.history_files import MARKED_NUMBERS, MARKS, good, write_tables
from tests.conftest import logged_in

pytestmark = pytest.mark.django_db
LONG = timedelta(hours=25)


@pytest.fixture(autouse=True)
def upload_dir(tmp_path: Path, settings: Any) -> Path:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    return settings.UPLOAD_DIR


@pytest.fixture
def run(administrator: User, tmp_path: Path) -> ImportRun:
    """An import that waits to be checked."""
    files = [
        SimpleUploadedFile(path.name, path.read_bytes())
        for path in write_tables(tmp_path / "given", good())
    ]
    return actions.order_import(kind="history", files=files, by=administrator)


@pytest.fixture
def accepted(run: ImportRun) -> ImportRun:
    """An import that waits to be loaded."""
    tasks.check_import(run.pk)
    run.refresh_from_db()
    assert actions.accept_import(run=run, accept_changes=False)
    return run


def state(run: ImportRun) -> str:
    run.refresh_from_db()
    return run.state


def test_each_job_run_twice_is_run_once(accepted: ImportRun) -> None:
    for _ in range(2):
        tasks.write_import(accepted.pk)
        tasks.check_import(accepted.pk)
    assert (state(accepted), accepted.attempts) == ("done", 1)
    assert (Person.objects.count(), Payment.objects.count()) == (6, 8)


def test_an_answer_given_twice_is_given_once(accepted: ImportRun) -> None:
    assert not actions.accept_import(run=accepted, accept_changes=False)
    tasks.write_import(accepted.pk)
    assert not actions.discard_import(run=accepted, now=timezone.now())
    assert state(accepted) == "done"


def test_a_worker_that_lost_its_claim_stores_nothing(
    accepted: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*args: Any, **kwargs: Any) -> None:
        raise jobs.LostClaimError

    monkeypatch.setattr(jobs, "finish", lose)
    tasks.write_import(accepted.pk)
    assert (Person.objects.count(), state(accepted)) == (0, "loading")


def test_a_killed_worker_is_followed_by_another(accepted: ImportRun) -> None:
    token = jobs.claim(ImportRun, accepted.pk, actions.LOAD, now=timezone.now())
    assert token is not None
    tasks.write_import(accepted.pk)
    assert state(accepted) == "loading"
    ImportRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.write_import(accepted.pk)
    assert (state(accepted), accepted.attempts) == ("done", 2)


def test_a_fault_is_told_without_what_was_read(
    accepted: ImportRun, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise ValueError(f"Key (last_name)=({MARKS[0]}) {MARKED_NUMBERS[0]}")

    monkeypatch.setattr("benefits.imports.actions.write", fail)
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        tasks.write_import(accepted.pk)
        assert state(accepted) == ("queued_load" if attempt < jobs.MAX_ATTEMPTS else "failed")
    assert accepted.failure == actions.FAULT
    assert "ValueError" in caplog.text
    assert [mark for mark in (*MARKS, *MARKED_NUMBERS) if mark in caplog.text] == []
    assert Person.objects.count() == 0


def test_an_import_that_stopped_is_tried_again_or_discarded(
    accepted: ImportRun, monkeypatch: pytest.MonkeyPatch, upload_dir: Path
) -> None:
    ImportRun.objects.update(state="failed", steps_done=2, failure=actions.FAULT)
    client = logged_in(accepted.asked_by)
    shown = client.get(f"/import/{accepted.pk}/").content.decode()
    assert "Stoppet i steg 3 av 4" in shown
    client.post(f"/import/{accepted.pk}/prov-igjen/")
    tasks.check_import(accepted.pk)
    assert (state(accepted), accepted.failure) == ("previewed", "")
    client.post(f"/import/{accepted.pk}/forkast/")
    assert (state(accepted), list(upload_dir.iterdir())) == ("discarded", [])


def test_files_that_are_gone_stop_the_import(accepted: ImportRun, upload_dir: Path) -> None:
    for path in (upload_dir / accepted.folder).iterdir():
        path.unlink()
    (upload_dir / accepted.folder).rmdir()
    tasks.write_import(accepted.pk)
    assert (state(accepted), accepted.failure) == ("queued_load", actions.FILES_GONE)


def test_who_has_lost_the_right_loads_nothing(accepted: ImportRun, upload_dir: Path) -> None:
    RoleAssignment.objects.filter(user=accepted.asked_by).delete()
    tasks.write_import(accepted.pk)
    assert (state(accepted), accepted.failure) == ("refused", actions.NO_RIGHT)
    assert (Person.objects.count(), list(upload_dir.iterdir())) == (0, [])


def test_changes_that_came_after_the_check_are_not_accepted_unseen(
    run: ImportRun, tmp_path: Path
) -> None:
    tasks.check_import(run.pk)
    Person.objects.create(national_id=MARKED_NUMBERS[0], last_name="Typed")
    run.refresh_from_db()
    actions.accept_import(run=run, accept_changes=True)
    tasks.write_import(run.pk)
    assert state(run) == "refused"
    assert run.outcome["errors"][0]["rule"] == "endret-siden"
    assert run.outcome["result"] == Result.REFUSED


def test_a_broker_that_is_down_is_no_error_and_the_sweeper_finds_the_import(
    administrator: User,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def down(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("no broker")

    paths = write_tables(tmp_path / "given", good())
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    client = logged_in(administrator)
    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(tasks.check_import, "delay", down)
        answer = client.post("/import/ny/", {"kind": "history", "upload": files})
    run = ImportRun.objects.get()
    assert (answer.status_code, state(run)) == (302, "queued_preview")
    assert "I kø" in client.get(f"/import/{run.pk}/framdrift/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
    assert state(run) == "previewed"
    ready = client.get(f"/import/{run.pk}/framdrift/")
    assert ready["HX-Redirect"] == f"/import/{run.pk}/"


def test_files_without_an_answer_for_a_day_are_deleted(run: ImportRun, upload_dir: Path) -> None:
    tasks.check_import(run.pk)
    actions.remove_old_uploads(timezone.now())
    assert state(run) == "previewed"
    actions.remove_old_uploads(timezone.now() + LONG)
    assert (state(run), run.failure) == ("discarded", actions.FORGOTTEN)
    assert list(upload_dir.iterdir()) == []


def test_folders_that_belong_to_no_import_are_deleted(run: ImportRun, upload_dir: Path) -> None:
    stray = upload_dir / "0123"
    stray.mkdir()
    actions.remove_old_uploads(timezone.now())
    assert stray.exists(), "it may be on its way in"
    os.utime(stray, (0, 0))
    os.utime(upload_dir / run.folder, (0, 0))
    actions.remove_old_uploads(timezone.now())
    assert [path.name for path in upload_dir.iterdir()] == [run.folder]
