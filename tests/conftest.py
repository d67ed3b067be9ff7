"""The cast of people and the rules of the house for every test."""

from __future__ import annotations

import socket
from datetime import date

import pytest
from django.test import Client

from accounts.models import Unit, User
from accounts.policy import Role
from tests import factories, strict_templates

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True, scope="session")
def _unknown_template_variables_fail() -> None:
    strict_templates.install()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be called."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test called {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def caseworker(db: None) -> User:
    return factories.UserFactory(role=Role.CASEWORKER, unit=unit("nav", "midtbyen"))


@pytest.fixture
def colleague_same_office(db: None) -> User:
    return factories.UserFactory(role=Role.CASEWORKER, unit=unit("nav", "midtbyen"))


@pytest.fixture
def caseworker_other_office(db: None) -> User:
    return factories.UserFactory(role=Role.CASEWORKER, unit=unit("nav", "heimdal"))


@pytest.fixture
def team_leader(db: None) -> User:
    return factories.UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "midtbyen"))


@pytest.fixture
def bft_adviser(db: None) -> User:
    return factories.UserFactory(role=Role.BFT_ADVISER, unit=unit("bft", "midtbyen"))


@pytest.fixture
def executive(db: None) -> User:
    return factories.UserFactory(role=Role.EXECUTIVE)


@pytest.fixture
def administrator(db: None) -> User:
    return factories.UserFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def stranger(db: None) -> User:
    """A user without any role."""
    return factories.UserFactory()


def unit(party: str, district: str) -> Unit:
    return Unit.objects.get(party=party, district__code=district)


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def day(text: str) -> date:
    return date.fromisoformat(text)
