"""What every answer carries, and what no form does without (security.md 3.16, test 28)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.conftest import confirmed, logged_in

OWN_PAGES = ("mfa_index", "account_change_password", "mfa_activate_totp", "account_logout")
PRODUCTION = {
    "ALLOWED_HOSTS": "osk.example",
    "SECRET_KEY": "Zk3v9QpX7uR2tY8wA1sD4fG6hJ0lM5nB" * 2,
    "DATABASE_URL": "sqlite://:memory:",
}


@pytest.mark.parametrize("path", ["/konto/logg-inn/", "/helse/", "/finnesikke/", "/husstander/"])
def test_every_answer_has_the_headers(caseworker: User, path: str) -> None:
    headers = logged_in(caseworker).get(path).headers
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'self'", "object-src 'none'", "base-uri 'none'"):
        assert part in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("name", OWN_PAGES)
def test_no_page_of_a_user_is_kept_by_a_cache(caseworker: User, name: str) -> None:
    answer = confirmed(logged_in(caseworker)).get(reverse(name))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "BREW"])
@pytest.mark.parametrize("path", ["/", "/husstander/", "/konto/logg-inn/", "/helse/"])
def test_a_method_that_no_page_answers_is_refused(caseworker: User, method: str, path: str) -> None:
    answer = logged_in(caseworker).generic(method, path)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert answer.content == b""


def test_logging_out_empties_the_browser(caseworker: User) -> None:
    client = logged_in(caseworker)
    before = client.session.session_key
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies["sessionid"].value != before
    assert "Clear-Site-Data" not in client.get("/konto/logg-inn/").headers


def test_cookies_are_closed_to_scripts_and_to_other_sites(caseworker: User) -> None:
    client = Client()
    client.get("/konto/logg-inn/")
    caseworker.set_password("korrekt hest batteri")
    caseworker.save()
    client.post(
        "/konto/logg-inn/", {"login": caseworker.username, "password": "korrekt hest batteri"}
    )
    assert set(client.cookies) == {"csrftoken", "sessionid"}
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_logout",
        "account_log_out_everywhere",
        "account_reauthenticate",
        "account_change_password",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
    ],
)
def test_a_form_without_its_token_is_refused(caseworker: User, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(caseworker)
    assert client.post(reverse(name), {}).status_code == 403


def test_every_post_form_of_our_pages_carries_a_token(caseworker: User) -> None:
    client = confirmed(logged_in(caseworker))
    for name in OWN_PAGES:
        page = client.get(reverse(name)).content.decode()
        forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
        assert forms
        assert [form for form in forms if "csrfmiddlewaretoken" not in form] == []


def manage(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=inherited | {"DJANGO_SETTINGS_MODULE": "config.settings"} | PRODUCTION | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_production_settings_pass_every_check_of_deployment(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", VAR_DIR=str(tmp_path))
    assert done.stderr == ""
    assert done.returncode == 0


def test_production_without_a_second_factor_refuses_to_start(tmp_path: Path) -> None:
    done = manage("check", VAR_DIR=str(tmp_path), MFA_REQUIRED="off")
    assert done.returncode != 0
    assert "MFA_REQUIRED cannot be off" in done.stderr
