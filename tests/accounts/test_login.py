"""Login and logout: same words for every mistake, a front page by role, a line for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import AccessEvent, DemoMark, User
from tests.conftest import logged_in

PASSWORD = "korrekt hest batteri"
LOGIN = "/konto/logg-inn/"


@pytest.fixture(autouse=True)
def _no_earlier_attempts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def user(caseworker: User) -> User:
    caseworker.set_password(PASSWORD)
    caseworker.save()
    return caseworker


def attempt(client: Client, username: str, password: str) -> object:
    return client.post(LOGIN, {"login": username, "password": password})


def test_the_right_password_leads_to_the_first_page_of_the_role(user: User) -> None:
    client = Client()
    response = client.post(LOGIN, {"login": user.username, "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == "/arbeidsliste/"
    line = AccessEvent.objects.get(action="login")
    assert (line.user_id, line.verdict) == (user.pk, "permit")


def test_an_unknown_user_and_a_wrong_password_get_the_same_answer(user: User) -> None:
    answers = [
        Client().post(LOGIN, {"login": name, "password": "feil passord 123"}).content.decode()
        for name in (user.username, "finnesikke")
    ]
    wrong, unknown = (
        [line for line in page.splitlines() if "csrf" not in line and 'name="login"' not in line]
        for page in answers
    )
    assert wrong == unknown
    assert any("ikke" in line for line in wrong)


def test_a_failed_login_is_logged_without_the_name_that_was_tried(user: User) -> None:
    attempt(Client(), "hemmelig-navn", "feil passord 123")
    line = AccessEvent.objects.get(action="login_fail")
    assert (line.user_id, line.verdict, line.rule) == (None, "deny", "login")
    assert "hemmelig-navn" not in str(vars(line))


def test_after_five_mistakes_even_the_right_password_waits(user: User) -> None:
    client = Client()
    for _ in range(5):
        attempt(client, user.username, "feil passord 123")
    response = client.post(LOGIN, {"login": user.username, "password": PASSWORD})
    assert response.status_code == 200
    assert not AccessEvent.objects.filter(action="login").exists()


def test_the_session_gets_a_new_id_at_login(user: User) -> None:
    client = Client()
    client.get(LOGIN)
    attempt(client, user.username, "feil passord 123")
    before = client.session.session_key
    attempt(client, user.username, PASSWORD)
    assert client.session.session_key != before


def test_logging_out_is_logged_and_the_old_cookie_opens_nothing(user: User) -> None:
    client = logged_in(user)
    cookie = client.cookies["sessionid"].value
    client.post("/konto/logg-ut/")
    assert AccessEvent.objects.get(action="logout").user_id == user.pk
    other = Client()
    other.cookies["sessionid"] = cookie
    assert other.get("/husstander/").status_code == 302


def test_a_link_cannot_log_anyone_out(user: User) -> None:
    client = logged_in(user)
    client.get("/konto/logg-ut/")
    assert client.get("/husstander/").status_code == 200


def test_nobody_can_make_their_own_account(db: None) -> None:
    for path in ("/konto/registrer/", "/accounts/signup/", "/signup/"):
        assert Client().get(path).status_code in (302, 404)
    assert User.objects.count() == 0


def test_the_login_page_lists_users_only_in_a_demo_database(user: User) -> None:
    assert user.username not in Client().get(LOGIN).content.decode()
    DemoMark.objects.create(year=2025)
    page = Client().get(LOGIN).content.decode()
    assert user.username in page
    assert "NAV-saksbehandler" in page
