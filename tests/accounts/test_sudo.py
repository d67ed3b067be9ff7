"""Dangerous acts: confirmed within five minutes, or else confirmed now and nothing lost."""

from __future__ import annotations

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from accounts.sudo import HELD_AT_MOST, sudo_required
from tests.conftest import confirmed, logged_in

pytestmark = pytest.mark.urls("tests.accounts.sudo_urls")
PASSWORD = "korrekt hest batteri"
DANGER, CONFIRM = "/farlig/", "/konto/bekreft/"


@pytest.fixture
def user(caseworker: User) -> User:
    caseworker.set_password(PASSWORD)
    caseworker.save()
    return caseworker


def place(response: object) -> tuple[str, str]:
    """The path that a redirect leads to, and where that page leads back to."""
    address = urlsplit(response["Location"])  # type: ignore[index]
    return address.path, parse_qs(address.query).get("next", [""])[0]


def test_one_who_has_confirmed_gets_through(user: User) -> None:
    client = confirmed(logged_in(user))
    assert client.get(DANGER).content == b"gjort: []"


def test_one_who_confirmed_five_minutes_ago_is_asked_and_it_is_logged(user: User) -> None:
    client = confirmed(logged_in(user), at=time.time() - 301)
    assert place(client.get(DANGER + "?side=2")) == (CONFIRM, DANGER + "?side=2")
    line = AccessEvent.objects.get(rule="sudo")
    assert (line.user_id, line.verdict, line.view_name) == (user.pk, "deny", "danger")


def test_the_right_password_leads_back_and_opens_the_door(user: User) -> None:
    client = logged_in(user)
    address = client.get(DANGER)["Location"]
    back = client.post(address, {"password": PASSWORD, "next": DANGER})
    assert back["Location"] == DANGER
    assert client.get(DANGER).status_code == 200


def test_a_wrong_password_opens_nothing(user: User) -> None:
    client = logged_in(user)
    client.post(CONFIRM, {"password": "feil passord 123", "next": DANGER})
    assert client.get(DANGER).status_code == 302


def test_a_role_without_the_permission_is_refused_before_being_asked(executive: User) -> None:
    assert logged_in(executive).get(DANGER).status_code == 403


def test_what_was_sent_is_sent_again_with_one_click(user: User) -> None:
    client = logged_in(user)
    answer = client.post(DANGER, {"hva": ["Æ <b>", "to"]})
    assert place(answer) == (CONFIRM, "/konto/fullfor/")
    client.post(CONFIRM, {"password": PASSWORD, "next": "/konto/fullfor/"})
    page = client.get("/konto/fullfor/").content.decode()
    assert f'action="{DANGER}"' in page
    assert re.findall(r'name="hva" value="([^"]*)"', page) == ["Æ &lt;b&gt;", "to"]
    assert "gjort" in client.post(DANGER, {"hva": ["Æ <b>", "to"]}).content.decode()
    assert client.get("/konto/fullfor/")["Location"] == "/"


def test_what_is_kept_meanwhile_cannot_be_read_in_the_database(user: User) -> None:
    client = logged_in(user)
    client.post(DANGER, {"hva": "hemmelig-ord"})
    stored = Session.objects.get(pk=client.session.session_key).get_decoded()
    assert "held_act" in stored
    assert "hemmelig-ord" not in str(stored)


def test_what_is_kept_is_shown_only_to_one_who_confirmed(user: User) -> None:
    client = logged_in(user)
    client.post(DANGER, {"hva": "ord"})
    assert place(client.get("/konto/fullfor/"))[0] == CONFIRM


def test_a_form_too_long_to_keep_leads_back_to_its_page(user: User) -> None:
    client = logged_in(user)
    answer = client.post(
        DANGER, {"hva": "x" * HELD_AT_MOST}, headers={"referer": "http://testserver/farlig/?a=1"}
    )
    assert place(answer) == (CONFIRM, "/farlig/?a=1")


def test_a_part_of_a_page_leads_the_whole_page_to_confirm(user: User) -> None:
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/husstander/?side=3"}
    answer = logged_in(user).get(DANGER, headers=headers)
    assert answer["HX-Redirect"] == f"{CONFIRM}?next=%2Fhusstander%2F%3Fside%3D3"


def test_no_one_is_led_to_another_site(user: User) -> None:
    client = logged_in(user)
    answer = client.post(CONFIRM, {"password": PASSWORD, "next": "https://osk.example/"})
    assert answer["Location"].startswith("/")


def test_the_mark_can_be_seen_on_the_outermost_view() -> None:
    view = requires(Permission.SEE_HOUSEHOLDS)(sudo_required(lambda request: None))
    assert view.needs_sudo is True


def test_a_visitor_is_sent_to_log_in(db: None) -> None:
    assert Client().get(DANGER)["Location"].startswith("/konto/logg-inn/")
