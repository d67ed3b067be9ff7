"""A user's own page about logging in: what is set up, where they are logged in, one way out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent, User
from accounts.sessions import describe
from tests.conftest import confirmed, logged_in

PASSWORD = "korrekt hest batteri"
LOGIN, SECURITY, EVERYWHERE = "/konto/logg-inn/", "/konto/sikkerhet/", "/konto/logg-ut-overalt/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36"


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


def log_in(user: User, browser: str) -> Client:
    client = Client(headers={"user-agent": browser})
    client.post(LOGIN, {"login": user.username, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/husstander/").status_code == 200


def test_it_lists_where_one_is_logged_in(user: User, colleague_same_office: User) -> None:
    first, second = log_in(user, FIREFOX), log_in(user, CHROME)
    colleague_same_office.set_password(PASSWORD)
    colleague_same_office.save()
    log_in(colleague_same_office, "curl/8")
    places = second.get(SECURITY).context["places"]
    assert [(p.browser, p.is_current) for p in places] == [
        ("Chrome på Linux", True),
        ("Firefox på Windows", False),
    ]
    assert [p.is_current for p in first.get(SECURITY).context["places"]] == [False, True]


def test_it_says_when_each_was_last_in_use(user: User) -> None:
    with time_machine.travel("2026-11-23T08:00:00+01:00", tick=False) as clock:
        client = log_in(user, FIREFOX)
        clock.shift(20 * 60)
        client.get("/husstander/")
        place = client.get(SECURITY).context["places"][0]
    assert place.seen - place.started == timedelta(minutes=20)


def test_one_click_logs_out_everywhere(user: User) -> None:
    first, second = log_in(user, FIREFOX), log_in(user, CHROME)
    answer = second.post(EVERYWHERE, follow=True)
    assert "Du er logget ut overalt" in answer.content.decode()
    assert not is_in(first)
    assert not is_in(second)
    assert AccessEvent.objects.filter(action="logout", user_id=user.pk).count() == 1
    assert UserSession.objects.count() == 0


def test_a_link_logs_nobody_out(user: User) -> None:
    client = log_in(user, FIREFOX)
    assert client.get(EVERYWHERE).status_code == 405
    assert is_in(client)


def test_logging_out_everywhere_leaves_others_in(user: User, colleague_same_office: User) -> None:
    other = logged_in(colleague_same_office)
    log_in(user, FIREFOX).post(EVERYWHERE)
    assert is_in(other)


def test_a_new_password_ends_the_other_sessions(user: User) -> None:
    first, second = log_in(user, FIREFOX), log_in(user, CHROME)
    new = "en helt annen setning"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    second.post(reverse("account_change_password"), typed)
    assert not is_in(first)
    assert is_in(second)
    assert len(second.get(SECURITY).context["places"]) == 1


def test_the_session_gets_a_new_id_when_one_confirms_and_stays_on_the_list(user: User) -> None:
    client = log_in(user, FIREFOX)
    before = client.session.session_key
    client.post("/konto/bekreft/", {"password": PASSWORD})
    assert client.session.session_key != before
    assert is_in(client)
    old = Client()
    old.cookies["sessionid"] = before
    assert not is_in(old)
    assert [p.is_current for p in client.get(SECURITY).context["places"]] == [True]
    assert AccessEvent.objects.filter(action="login", rule="sudo", user_id=user.pk).count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "account_change_password",
        "account_confirm_at",
    ],
)
def test_every_page_is_in_our_own_look_and_language(user: User, name: str) -> None:
    client = confirmed(logged_in(user))
    if name not in ("mfa_activate_totp", "account_change_password"):
        Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    page = client.get(reverse(name)).content.decode()
    assert "OSK-sak</title>" in page
    assert 'class="ds-heading"' in page
    assert "style=" not in page
    for english in ("Authenticator", "Recovery", "Security", "Confirm", "Password", "Code<"):
        assert english not in page.split("</head>")[1].replace("Microsoft Authenticator", "")


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox på Windows"),
        (CHROME, "Chrome på Linux"),
        (CHROME + " Edg/150.0", "Edge på Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1", "Safari på iOS"),
        ("curl/8", "Ukjent nettleser"),
    ],
)
def test_a_browser_is_named_in_words(user_agent: str, words: str) -> None:
    assert describe(user_agent) == words
