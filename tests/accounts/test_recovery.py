"""Commands for one who is locked out, and for one whom no claim names."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.management import CommandError, call_command

from accounts.models import AccessEvent, User
from tests.accounts.identity_provider import switch_on
from tests.accounts.logging_in import (
    CODE,
    SECURITY,
    code_of,
    is_in,
    log_in,
    with_app,
    with_password,
)

pytestmark = pytest.mark.usefixtures("second_factor_asked")


@pytest.fixture(autouse=True)
def _no_earlier_attempts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_one_who_lost_their_app_is_out_and_sets_up_a_new_one(
    caseworker: User, colleague_same_office: User
) -> None:
    secret = with_app(with_password(caseworker))
    with_app(colleague_same_office)
    client = log_in(caseworker)
    client.post(CODE, {"code": code_of(secret)})
    assert is_in(client)
    SocialAccount.objects.create(user=caseworker, provider="entra", uid="id-1")
    assert "Tok bort 2" in run("reset_sign_in", caseworker.username)
    assert not is_in(client)
    assert log_in(caseworker).get("/husstander/")["Location"] == SECURITY
    assert set(Authenticator.objects.values_list("user", flat=True)) == {colleague_same_office.pk}
    line = AccessEvent.objects.get(action="admin")
    assert (line.rule, line.object_type, line.object_id) == (
        "reset_sign_in",
        "user",
        caseworker.pk,
    )


def test_a_user_is_tied_to_one_identity_by_hand(caseworker: User, settings: Any) -> None:
    switch_on(settings, "http://localhost:1")
    run("tie_identity", caseworker.username, "entra", "id-9")
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid) == (caseworker, "entra", "id-9")
    assert AccessEvent.objects.get(action="admin").rule == "tie_identity"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("reset_sign_in", "ingen"), "Brukeren finnes ikke"),
        (("tie_identity", "ingen", "entra", "x"), "Brukeren finnes ikke"),
        (("tie_identity", "{user}", "annen", "x"), "står ikke i OIDC_PROVIDERS"),
        (("tie_identity", "{user}", "entra", "id-1"), "hører til en bruker fra før"),
        (("tie_identity", "{other}", "entra", "id-2"), "har en identitet der fra før"),
    ],
)
def test_what_cannot_be_done_is_told(
    caseworker: User,
    colleague_same_office: User,
    settings: Any,
    words: tuple[str, ...],
    reason: str,
) -> None:
    switch_on(settings, "http://localhost:1")
    SocialAccount.objects.create(user=colleague_same_office, provider="entra", uid="id-1")
    names = {"user": caseworker.username, "other": colleague_same_office.username}
    with pytest.raises(CommandError, match=reason):
        run(*(word.format(**names) for word in words))
    assert SocialAccount.objects.count() == 1
