"""Seals over the access log: made each minute, once, and of every line that is final."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from accounts import seals, tasks
from accounts.models import AccessEvent, AccessSeal, AccessSubject, AppendOnlyError
from tests.accounts.log_rows import events_written

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="only PostgreSQL writes several lines at once"
)


@pytest.fixture(autouse=True)
def heads(settings: Any, tmp_path: Path) -> Path:
    settings.AUDIT_HEADS = tmp_path / "seals" / "osk.jsonl"
    return tmp_path / "seals" / "osk.jsonl"


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_field_of_a_line_is_sealed() -> None:
    assert set(seals.FIELDS) == {field.attname for field in AccessEvent._meta.concrete_fields}


def test_a_run_seals_the_lines_since_the_last_one_and_writes_the_head_to_the_file(
    heads: Path,
) -> None:
    first = events_written(3)
    tasks.seal_access_log()
    second = events_written(2)
    tasks.seal_access_log()
    rows = [
        (seal.number, seal.first_id, seal.last_id, seal.count) for seal in AccessSeal.objects.all()
    ]
    assert rows == [(1, first[0], first[-1], 3), (2, second[0], second[-1], 2)]
    kept = [(line["number"], line["head"]) for line in lines_of(heads)]
    assert kept == list(AccessSeal.objects.values_list("number", "head"))
    assert heads.stat().st_mode & 0o777 == 0o600


def test_a_run_with_nothing_new_makes_no_seal() -> None:
    assert seals.seal_new_events(timezone.now()) == 0
    events_written(1)
    assert [seals.seal_new_events(timezone.now()) for _ in range(2)] == [1, 0]


def test_many_lines_get_several_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "MOST_ROWS", 4)
    events_written(10)
    assert seals.seal_new_events(timezone.now()) == 3
    assert list(AccessSeal.objects.values_list("count", flat=True)) == [4, 4, 2]


def test_the_head_depends_on_the_key_and_the_key_is_not_in_the_database(settings: Any) -> None:
    events_written(1)
    seals.seal_new_events(timezone.now())
    seal = AccessSeal.objects.get()
    assert seals.head_of(seal, seals.FIRST_HEAD, settings.AUDIT_KEYS[0]) == seal.head
    assert seals.head_of(seal, seals.FIRST_HEAD, "another key") != seal.head
    assert settings.AUDIT_KEYS[0] not in str(AccessSeal.objects.values().get())


def test_sealing_notes_each_person_a_line_tells_of() -> None:
    [pk] = events_written(1, subject_ids=[7, 9, 7])
    seals.seal_new_events(timezone.now())
    rows = AccessSubject.objects.order_by("person_id").values_list("event_id", "person_id")
    assert list(rows) == [(pk, 7), (pk, 9)]


def test_a_seal_cannot_be_changed_or_taken_away() -> None:
    events_written(1, subject_ids=[7])
    seals.seal_new_events(timezone.now())
    seal, subject = AccessSeal.objects.get(), AccessSubject.objects.get()
    for change in (seal.save, seal.delete, subject.delete, AccessSeal.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()


def test_a_head_that_a_killed_run_did_not_write_is_written_by_the_next(
    heads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events_written(1)
    with monkeypatch.context() as patch:
        patch.setattr(seals, "publish", lambda seal: None)
        seals.seal_new_events(timezone.now())
    assert not heads.exists()
    events_written(1)
    seals.seal_new_events(timezone.now())
    assert [line["number"] for line in lines_of(heads)] == [1, 2]


def test_nothing_is_added_to_a_file_that_is_ahead_of_the_database(heads: Path) -> None:
    heads.parent.mkdir()
    heads.write_text('{"number": 8, "head": "x"}\n')
    events_written(1)
    seals.seal_new_events(timezone.now())
    assert [line["number"] for line in lines_of(heads)] == [8]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_line_still_being_written_holds_the_seal_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lines are written at once, and the one with the lower id is stored last."""
    monkeypatch.setattr(seals, "SECONDS_TO_WAIT", 0.1)
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(INSERT)
        events_written(1)
        assert seals.seal_new_events(timezone.now()) == 0
        other.commit()
        assert seals.seal_new_events(timezone.now()) == 1
    finally:
        other.close()
    assert AccessSeal.objects.get().count == 2


INSERT = (
    "INSERT INTO accounts_accessevent (at, roles, action, verdict, rule, party, reason, view_name,"
    " object_type, subject_ids, request_id)"
    " VALUES (now(), '', 'read', 'permit', '', '', '', '', '', '[]', '')"
)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_runs_at_the_same_time_one_does_the_work() -> None:
    events_written(2)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [seals.ADVISORY_LOCK])
        assert seals.seal_new_events(timezone.now()) == 0
        with other.cursor() as cursor:  # closing alone lets go some time later
            cursor.execute("SELECT pg_advisory_unlock(%s)", [seals.ADVISORY_LOCK])
    finally:
        other.close()
    assert seals.seal_new_events(timezone.now()) == 1


def test_a_seal_is_all_or_nothing(heads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events_written(2, subject_ids=[3])

    def fails(rows: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(seals, "subjects", fails)
        with pytest.raises(RuntimeError), transaction.atomic():
            seals.seal_new_events(timezone.now())
    assert (AccessSeal.objects.count(), heads.exists()) == (0, False)
    later = timezone.now() + timedelta(minutes=1)
    assert seals.seal_new_events(later) == 1
    assert connection.in_atomic_block or AccessSubject.objects.count() == 2
