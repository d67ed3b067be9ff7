"""Sessions end: after half an hour without use, after ten hours whatever, and at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessEvent, User
from tests.conftest import logged_in

MORNING = datetime.fromisoformat("2026-11-23T08:00:00+01:00")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def is_in(client: object) -> bool:
    return client.get("/husstander/").status_code == 200  # type: ignore[attr-defined]


def test_half_an_hour_without_use_ends_the_session(
    caseworker: User, clock: time_machine.Traveller
) -> None:
    client = logged_in(caseworker)
    clock.shift(29 * 60)
    assert is_in(client)
    clock.shift(29 * 60)
    assert is_in(client)
    clock.shift(31 * 60)
    assert not is_in(client)


def test_ten_hours_end_it_however_busy(caseworker: User, clock: time_machine.Traveller) -> None:
    client = logged_in(caseworker)
    for _ in range(30):
        clock.shift(20 * 60)
        assert is_in(client)
    clock.shift(1)
    assert not is_in(client)
    assert AccessEvent.objects.filter(action="logout", user_id=caseworker.pk).count() == 1


def test_a_session_in_use_is_stored_once_a_minute(
    caseworker: User, clock: time_machine.Traveller
) -> None:
    client = logged_in(caseworker)
    stored = [writes(client)]
    clock.shift(59)
    stored.append(writes(client))
    clock.shift(1)
    stored += [writes(client), writes(client)]
    assert stored == [0, 0, 1, 0]


def writes(client: object) -> int:
    table = Session._meta.db_table
    with CaptureQueriesContext(connection) as captured:
        client.get("/husstander/")  # type: ignore[attr-defined]
    return sum(f'UPDATE "{table}"' in query["sql"] for query in captured)


def test_a_user_who_is_shut_out_is_out_at_the_next_request(caseworker: User) -> None:
    client = logged_in(caseworker)
    assert is_in(client)
    User.objects.filter(pk=caseworker.pk).update(is_active=False)
    assert not is_in(client)


def test_no_answer_with_content_is_kept_by_a_cache(caseworker: User) -> None:
    client = logged_in(caseworker)
    for path in ("/husstander/", "/husstander/999/", "/"):
        assert "no-store" in client.get(path)["Cache-Control"]
