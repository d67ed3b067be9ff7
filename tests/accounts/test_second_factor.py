"""The second factor at login: each proof works once, and is changed only with a fresh one."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from accounts.models import AccessEvent, User
from tests.accounts.logging_in import (
    CODE,
    LOGIN,
    PASSWORD,
    SECURITY,
    code_of,
    is_in,
    log_in,
    used,
    with_app,
    with_password,
)
from tests.conftest import confirmed

pytestmark = pytest.mark.usefixtures("second_factor_asked")


@pytest.fixture(autouse=True)
def _no_earlier_attempts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def user(caseworker: User) -> User:
    return with_password(caseworker)


@pytest.fixture
def secret(user: User) -> str:
    return with_app(user)


def test_an_app_is_set_up_and_used_from_end_to_end(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for a commit is done at once: the test's own transaction is never committed."""
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    client = log_in(user)
    page = client.get("/konto/sikkerhet/app/")
    secret = page.context["form"].secret
    assert f'<code class="secret">{secret}</code>' in page.content.decode()
    picture = page.context["totp_svg_data_uri"].removeprefix("data:image/svg+xml;base64,")
    assert base64.b64decode(picture).startswith(b"<?xml")
    answer = client.post("/konto/sikkerhet/app/", {"code": code_of(secret)})
    assert answer["Location"] == "/konto/sikkerhet/koder/"
    assert client.get(answer["Location"]).content.decode().count("<li><code>") == 10
    assert is_in(client)
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    again = log_in(user)
    assert again.get("/husstander/")["Location"].startswith(LOGIN)
    assert again.get(LOGIN)["Location"].startswith(CODE)
    again.post(CODE, {"code": code_of(secret, steps=1)})
    assert is_in(again)


def test_one_who_has_no_key_is_not_asked_for_one(user: User, secret: str) -> None:
    page = log_in(user).get(CODE).content.decode()
    assert "Engangskode" in page
    assert "Bruk sikkerhetsnøkkel" not in page


def test_one_may_leave_between_the_two_steps(user: User, secret: str) -> None:
    client = log_in(user)
    assert client.post("/konto/logg-ut/")["Location"] == LOGIN
    assert client.get(LOGIN).status_code == 200


def test_a_wrong_code_opens_nothing_and_is_logged(user: User, secret: str) -> None:
    client = log_in(user)
    right = code_of(secret)
    wrong = "000000" if right != "000000" else "111111"
    page = client.post(CODE, {"code": wrong}).content.decode()
    assert "Koden er feil" in page
    assert 'id="id_code_error"' in page
    assert not is_in(client)
    assert AccessEvent.objects.filter(action="login_fail", rule="second_factor").count() == 1
    assert not AccessEvent.objects.filter(action="login").exists()


CREDENTIAL = {"id": "YQ", "rawId": "YQ", "type": "public-key"}
ANSWERS = [
    "{}",
    "[]",
    "null",
    "x",
    "7",
    json.dumps({"id": "YQ", "response": {}}),
    json.dumps(CREDENTIAL | {"response": {}}),
    json.dumps(CREDENTIAL | {"response": {"clientDataJSON": "YQ", "authenticatorData": "YQ"}}),
    json.dumps(CREDENTIAL | {"response": {"clientDataJSON": 7, "attestationObject": "oA"}}),
    json.dumps(CREDENTIAL | {"response": {"clientDataJSON": "e30", "attestationObject": "o2Q"}}),
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_no_answer_that_a_key_would_not_give_sets_one_up(user: User, answer: str) -> None:
    client = confirmed(log_in(user))
    path = reverse("mfa_add_webauthn")
    client.get(path)
    assert client.post(path, {"name": "Min", "credential": answer}).status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_wrong_answer_of_a_key_opens_nothing(user: User, secret: str, answer: str) -> None:
    client = log_in(user)
    assert client.post(CODE, {"credential": answer}).status_code == 200
    assert not is_in(client)


def test_a_wrong_key_is_logged(user: User, secret: str) -> None:
    log_in(user).post(CODE, {"credential": '{"id": "YQ", "response": {}}'})
    assert AccessEvent.objects.get(action="login_fail").rule == "second_factor"


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_works_once_though_the_clock_may_be_half_a_minute_off(
    user: User, secret: str, steps: int
) -> None:
    code = code_of(secret, steps=steps)
    first, second = log_in(user), log_in(user)
    first.post(CODE, {"code": code})
    assert is_in(first)
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")
    second.post(CODE, {"code": code})
    assert not is_in(second)


def test_after_five_wrong_codes_even_the_right_one_waits(user: User, secret: str) -> None:
    client = log_in(user)
    for _ in range(5):
        client.post(CODE, {"code": "12"})
    page = client.post(CODE, {"code": code_of(secret)}).content.decode()
    assert "For mange mislykkede forsøk" in page
    assert not is_in(client)


def test_a_recovery_code_works_once(user: User, secret: str) -> None:
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    first, second = log_in(user), log_in(user)
    first.post(CODE, {"code": code})
    assert is_in(first)
    second.post(CODE, {"code": code})
    assert not is_in(second)
    assert len(Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()) == 9


def test_recovery_codes_are_shown_once(user: User, secret: str) -> None:
    codes = RecoveryCodes.activate(user).get_unused_codes()
    client = used(user)
    first = client.get("/konto/sikkerhet/koder/").content.decode()
    second = client.get("/konto/sikkerhet/koder/").content.decode()
    assert codes[0] in first
    assert codes[0] not in second


def test_a_session_from_before_the_factor_has_to_use_it(user: User) -> None:
    client = log_in(user)
    secret = with_app(user)
    answer = client.get("/husstander/?side=2")
    assert answer["Location"] == "/konto/bekreft/kode/?next=%2Fhusstander%2F%3Fside%3D2"
    assert client.get("/konto/sikkerhet/nokler/ny/")["Location"].startswith("/konto/bekreft/kode/")
    client.post("/konto/bekreft/kode/", {"code": code_of(secret)})
    assert is_in(client)


def test_one_with_a_factor_cannot_confirm_with_the_password_alone(user: User, secret: str) -> None:
    client = used(user)
    answer = client.post("/konto/bekreft/", {"password": PASSWORD})
    assert answer["Location"].startswith("/konto/bekreft/kode/")


def test_a_factor_is_not_changed_without_a_fresh_proof(user: User, secret: str) -> None:
    client = used(user)
    confirmed(client, at=time.time() - 301)
    for name in (
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
    ):
        assert client.get(reverse(name))["Location"].startswith("/konto/bekreft/kode/")
    assert Authenticator.objects.filter(user=user).count() == 1


def test_one_who_removes_their_last_factor_must_set_up_a_new_one(user: User, secret: str) -> None:
    client = used(user)
    assert client.post("/konto/sikkerhet/app/fjern/")["Location"] == SECURITY
    assert client.get("/husstander/")["Location"] == SECURITY


def test_nobody_touches_the_keys_of_another(
    user: User, secret: str, colleague_same_office: User
) -> None:
    key = Authenticator.objects.create(
        user=colleague_same_office, type="webauthn", data={"name": "Blå", "credential": {}}
    )
    client = used(user)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.post(reverse(name, args=[key.pk]), {"name": "Min"}).status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "Blå"


def test_a_secret_sealed_under_a_lost_key_fits_no_code(
    user: User, secret: str, settings: object
) -> None:
    settings.SECRET_KEY = "n" * 60  # type: ignore[attr-defined]
    client = log_in(user)
    client.post(CODE, {"code": code_of(secret)})
    assert not is_in(client)


def test_a_secret_sealed_under_the_former_key_still_works(
    user: User, secret: str, settings: object
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "n" * 60  # type: ignore[attr-defined]
    client = log_in(user)
    client.post(CODE, {"code": code_of(secret)})
    assert is_in(client)
