"""Without a second factor nothing else is reached, except in a demo that was told so."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.middleware import TO_SET_UP, TO_USE, WITHOUT_FACTOR
from accounts.models import DemoMark, User
from accounts.policy import REACH_PERSONAL_DATA, WITHOUT_PERSONAL_DATA, Permission
from tests.accounts.logging_in import LOGIN, SECURITY, log_in, with_password
from tests.conftest import logged_in

pytestmark = pytest.mark.usefixtures("second_factor_asked")


@pytest.fixture(autouse=True)
def _no_earlier_attempts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def user(caseworker: User) -> User:
    return with_password(caseworker)


def test_without_a_factor_every_page_leads_to_setting_one_up(user: User) -> None:
    client = log_in(user)
    allowed = TO_SET_UP | WITHOUT_FACTOR
    tried = 0
    for address, pattern in addresses():
        if pattern.name not in allowed and getattr(pattern.callback, "login_required", True):
            tried += 1
            answer = client.get(address)
            assert (pattern.name, answer.status_code) == (pattern.name, 302)
            assert answer["Location"] == SECURITY
    assert tried > 15


def test_what_is_open_without_a_factor_shows_nobody(user: User) -> None:
    names = {pattern.name for _, pattern in addresses()}
    assert names >= TO_SET_UP | TO_USE | WITHOUT_FACTOR
    own = ("account_", "mfa_", "openid_connect_")
    assert {n for n in TO_SET_UP | TO_USE | WITHOUT_FACTOR if not n.startswith(own)} == {
        "health",
        "robots",
    }


def addresses(resolver: object | None = None, above: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its pattern; numbers and words in it are 1, of several words the first."""
    for pattern in (resolver or get_resolver()).url_patterns:  # type: ignore[attr-defined]
        words = re.sub(r"\(\?P<\w+>(\w+)[^)]*\)", r"\1", str(pattern.pattern)).strip("^$")
        route = above + re.sub(r"<[^>]+>", "1", words)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from addresses(pattern, route)


def test_a_part_of_a_page_leads_the_whole_page_to_set_one_up(user: User) -> None:
    answer = log_in(user).get("/husstander/", headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == SECURITY


def test_a_role_without_personal_data_needs_none(executive: User) -> None:
    assert logged_in(executive).get("/rapporter/", follow=True).status_code == 200


def test_a_permission_reaches_personal_data_unless_it_is_said_not_to() -> None:
    assert frozenset(Permission) == REACH_PERSONAL_DATA | WITHOUT_PERSONAL_DATA
    assert Permission.IMPORT_DATA in REACH_PERSONAL_DATA
    assert not REACH_PERSONAL_DATA & WITHOUT_PERSONAL_DATA


class TestOff:
    def test_a_demo_may_do_without_and_says_so_on_every_page(
        self, user: User, settings: object
    ) -> None:
        settings.MFA_REQUIRED = False  # type: ignore[attr-defined]
        DemoMark.objects.create(year=2025)
        client = log_in(user)
        for path in ("/husstander/", SECURITY, "/finnesikke/", "/rapporter/"):
            assert "Totrinnsinnlogging er slått av" in client.get(path).content.decode()
        assert "Totrinnsinnlogging er slått av" in Client().get(LOGIN).content.decode()

    def test_a_demo_does_not_do_without_unless_told(self, user: User) -> None:
        DemoMark.objects.create(year=2025)
        client = log_in(user)
        assert client.get("/husstander/")["Location"] == SECURITY
        assert "slått av" not in client.get(SECURITY).content.decode()

    def test_a_database_with_real_people_never_does_without(
        self, user: User, settings: object
    ) -> None:
        settings.MFA_REQUIRED = False  # type: ignore[attr-defined]
        assert log_in(user).get("/husstander/")["Location"] == SECURITY
