"""Guessing passwords: a growing wait, alike in words and work for users who do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from unittest import mock

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from accounts.models import AccessEvent, User

PASSWORD = "korrekt hest batteri"
LOGIN = "/konto/logg-inn/"
MORNING = datetime.fromisoformat("2026-11-23T08:00:00+01:00")
WAIT = "For mange mislykkede forsøk"


@pytest.fixture(autouse=True)
def _no_earlier_attempts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(caseworker: User) -> User:
    caseworker.set_password(PASSWORD)
    caseworker.save()
    return caseworker


def attempt(name: str, password: str = "feil passord 123", address: str = "127.0.0.1") -> list[str]:
    """The page that comes back, without what differs by its nature."""
    client = Client(REMOTE_ADDR=address)
    answer = client.post(LOGIN, {"login": name, "password": password})
    if answer.status_code == 302:
        return ["in"]
    lines = answer.content.decode().splitlines()
    return [line for line in lines if "csrf" not in line and 'name="login"' not in line]


def test_six_wrong_passwords_are_answered_alike_for_known_and_unknown(user: User) -> None:
    known = [attempt(user.username) for _ in range(6)]
    unknown = [attempt("finnesikke") for _ in range(6)]
    assert known == unknown
    assert known[4] == known[0] != known[5]
    assert any("Brukernavnet eller passordet er feil." in line for line in known[0])
    assert any(WAIT in line for line in known[5])


def test_a_closed_user_with_a_wrong_password_is_answered_as_an_unknown(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert attempt(user.username) == attempt("finnesikke")


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_costs_one_hashing_whether_or_not_the_user_exists(
    user: User, known: bool
) -> None:
    name = user.username if known else "finnesikke"
    with mock.patch.object(
        MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
    ) as hashing:
        attempt(name)
    assert hashing.call_count == 1


def test_the_wait_grows(user: User, clock: time_machine.Traveller) -> None:
    def fail(times: int) -> None:
        for _ in range(times):
            attempt(user.username)

    fail(5)
    assert WAIT in " ".join(attempt(user.username, PASSWORD))
    clock.shift(5 * 60 + 1)
    fail(5)
    clock.shift(5 * 60 + 1)
    assert WAIT in " ".join(attempt(user.username, PASSWORD))
    clock.shift(60 * 60)
    fail(5)
    clock.shift(5 * 60 + 1)
    fail(5)
    clock.shift(60 * 60 + 1)
    assert WAIT in " ".join(attempt(user.username, PASSWORD))
    clock.shift(24 * 60 * 60)
    assert attempt(user.username, PASSWORD) == ["in"]


def test_nobody_shuts_out_another_from_elsewhere(user: User) -> None:
    for _ in range(6):
        attempt(user.username, address="10.0.0.9")
    assert attempt(user.username, PASSWORD) == ["in"]


def test_one_who_logs_in_well_does_not_use_up_their_tries(user: User) -> None:
    assert [attempt(user.username, PASSWORD) for _ in range(8)] == [["in"]] * 8


def test_each_failure_is_logged_with_its_address_and_without_the_name(user: User) -> None:
    attempt("hemmelig-navn", address="10.0.0.9")
    line = AccessEvent.objects.get(action="login_fail")
    assert (line.user_id, line.verdict, line.address) == (None, "deny", "10.0.0.9")
    assert "hemmelig-navn" not in str(vars(line))


def test_every_process_counts_the_same_failures() -> None:
    """The tests' own cache is in memory; the product's is a table that all processes share."""
    source = (settings.BASE_DIR / "config/settings.py").read_text("utf-8")
    assert '"BACKEND": "django.core.cache.backends.db.DatabaseCache"' in source
