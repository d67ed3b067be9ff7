"""The cast of people and the rules of the house for every test."""

from __future__ import annotations

import gc
import socket
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from accounts import second_factor
from accounts.models import Unit, User
from accounts.policy import Role
from households import listing
from tests import crawling, factories, kept_database, laid_down, strict_templates

# How fast an example is tells of the machine and what else it has to do, never of the rule.
hypothesis_settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("untimed")

COMES_TO_THE_DATABASE = frozenset({"db", "transactional_db", "live_server", "django_db_setup"})
OWN_DATABASE = ("django_db", "faults", "demo", "journey")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def use_second_factor(request: HttpRequest, user: User, **kwargs: object) -> None:
    """A login in a test counts as one with a second factor, unless the test is about logging in."""
    second_factor.note_use(request, user)


user_logged_in.connect(use_second_factor)


@pytest.fixture
def second_factor_asked() -> Iterator[None]:
    """For tests of logging in: a second factor counts only when it is really used."""
    user_logged_in.disconnect(use_second_factor)
    yield
    user_logged_in.connect(use_second_factor)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what never comes to a database, so that it need not run again on another one."""
    for item in items:
        asks = COMES_TO_THE_DATABASE.intersection(getattr(item, "fixturenames", ()))
        if not asks and not any(item.get_closest_marker(mark) for mark in OWN_DATABASE):
            item.add_marker("pure")


def pytest_collection_finish() -> None:
    """Program and tests are loaded and stay: going through them for garbage takes a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Where a browser comes to the site, SQLite is a file, as it is outside the tests.

    In memory all threads of the live server would share one connection, and disturb each other.
    """
    default = settings.DATABASES["default"]
    visited = any(item.get_closest_marker("journey") for item in request.session.items)
    if visited and default["ENGINE"].endswith("sqlite3"):
        file = tmp_path_factory.mktemp("database") / "journeys.sqlite3"
        default.setdefault("TEST", {})["NAME"] = str(file)


@pytest.fixture(scope="session")
def _kept_database(django_db_createdb: bool, django_db_blocker: Any) -> Callable[[], None]:
    laid_down.install()
    with django_db_blocker.unblock():
        return kept_database.begin(anew=django_db_createdb)


@pytest.fixture(scope="session")
def django_db_setup(
    _kept_database: Callable[[], None], django_db_setup: None, django_db_blocker: Any
) -> None:
    """pytest-django's, from a copy of a database that has been through the migrations."""
    with django_db_blocker.unblock():
        _kept_database()


@pytest.fixture(autouse=True, scope="session")
def _unknown_template_variables_fail() -> None:
    strict_templates.install()


@pytest.fixture
def conditions_anew() -> Iterator[None]:
    """For a test that exchanges what conditions of access are made of; they are kept else."""
    listing.forget()
    yield
    listing.forget()


@pytest.fixture
def short_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a crawl, of whose answers half are the same refusal."""
    crawling.refuse_briefly(monkeypatch)


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
def bft_leader(db: None) -> User:
    return factories.UserFactory(role=Role.BFT_LEADER, unit=unit("bft", "midtbyen"))


@pytest.fixture
def hv_leader(db: None) -> User:
    return factories.UserFactory(role=Role.HV_LEADER, unit=unit("hv", "midtbyen"))


@pytest.fixture
def executive(db: None) -> User:
    return factories.UserFactory(role=Role.EXECUTIVE)


@pytest.fixture
def administrator(db: None) -> User:
    return factories.UserFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def auditor(db: None) -> User:
    return factories.UserFactory(role=Role.AUDITOR)


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


def confirmed(client: Client, at: float | None = None) -> Client:
    """The client after its user has confirmed who they are, as `@sudo_required` asks for."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() if at is None else at, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


def day(text: str) -> date:
    return date.fromisoformat(text)
