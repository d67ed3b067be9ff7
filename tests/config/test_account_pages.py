"""The pages of django-allauth that a user can reach, in the product's own look and words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import DemoMark

LOGIN = {"login": "nav.midtbyen", "password": "helt-hemmelig"}


def test_a_visitor_is_asked_for_user_name_and_password(client, db):
    page = client.get(reverse("account_login")).content.decode()
    assert '<label class="ds-label" data-weight="medium" for="id_login">Brukernavn</label>' in page
    assert 'type="password" autocomplete="current-password"' in page


def test_a_wrong_password_is_refused_in_words_and_keeps_the_name(client, db):
    page = client.post(reverse("account_login"), LOGIN).content.decode()
    assert "Du er ikke logget inn" in page
    assert 'value="nav.midtbyen"' in page
    assert "helt-hemmelig" not in page


def test_a_missing_name_is_said_at_the_field(client, db):
    page = client.post(reverse("account_login"), {"password": "x"}).content.decode()
    assert 'aria-invalid="true" aria-describedby="id_login_error"' in page
    assert 'id="id_login_error"' in page


def test_only_a_demo_shows_its_users(client, caseworker):
    address = reverse("account_login")
    assert "Demobrukere" not in client.get(address).content.decode()
    DemoMark.objects.create(year=2025)
    page = client.get(address).content.decode()
    assert "Demobrukere" in page
    assert f'data-username="{caseworker.username}"' in page


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_logout", "Logge ut?"),
        ("account_change_password", "Bytt passord"),
        ("account_reauthenticate", "Bekreft at det er deg"),
    ],
)
def test_a_user_reaches_the_pages_of_the_account(client, stranger, name, title):
    client.force_login(stranger)
    page = client.get(reverse(name)).content.decode()
    assert f"{title}</h1>" in page
    assert "style=" not in page


def test_a_closed_user_is_told_whom_to_ask(client, db):
    page = client.get(reverse("account_inactive")).content.decode()
    assert "Brukeren er stengt" in page


def test_a_new_password_that_is_too_short_is_refused_at_the_field(client, stranger):
    stranger.set_password("gammelt-passord-2026")
    stranger.save()
    client.force_login(stranger)
    typed = {"oldpassword": "gammelt-passord-2026", "password1": "kort", "password2": "kort"}
    page = client.post(reverse("account_change_password"), typed).content.decode()
    assert 'id="id_password1_error"' in page
    assert 'href="#id_password1"' in page
