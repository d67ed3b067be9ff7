"""Login at a provider (OIDC), against one that is imitated: it opens users, and never makes any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from django.core.cache import cache
from django.test import Client

from accounts.models import AccessEvent, User
from accounts.sudo import confirmed_recently
from config.oidc import Provider
from tests.accounts.identity_provider import running_provider, switch_on
from tests.accounts.logging_in import CODE, LOGIN, SECURITY, is_in, with_app

pytestmark = pytest.mark.usefixtures("db", "second_factor_asked", "provider")
START = "/konto/ekstern/entra/"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_provider() as address:
        yield address


@pytest.fixture
def provider(server: str, settings: Any) -> Provider:
    cache.clear()
    return switch_on(settings, server)


@pytest.fixture
def user(caseworker: User) -> User:
    caseworker.username, caseworker.email = "kari.hansen", "kari@osk.example"
    caseworker.set_unusable_password()
    caseworker.save()
    return caseworker


def log_in_as(sub: str, client: Client | None = None, **sent: str) -> tuple[Client, Any]:
    """The whole way: our button, the provider's page, and back."""
    client = client or Client()
    away = client.post(START, sent)
    back = requests.post(away["Location"], data={"sub": sub}, allow_redirects=False, timeout=5)
    address = urlsplit(back.headers["Location"])
    assert address.path == f"{START}svar/"
    return client, client.get(f"{address.path}?{address.query}")


def test_the_login_page_offers_the_provider() -> None:
    page = Client().get(f"{LOGIN}?next=/rapporter/").content.decode()
    assert "Logg inn med Entra ID" in page
    assert f'action="{START}"' in page
    assert '<input type="hidden" name="next" value="/rapporter/">' in page


def test_the_provider_is_asked_with_pkce_for_a_fresh_login(user: User) -> None:
    asked = parse_qs(urlsplit(Client().post(f"{START}?auth_params=prompt=none")["Location"]).query)
    assert (asked["code_challenge_method"], asked["prompt"]) == (["S256"], ["login"])
    with mock.patch.object(
        OAuth2Client, "get_access_token", autospec=True, side_effect=OAuth2Client.get_access_token
    ) as fetch:
        log_in_as("id-1")
    assert len(fetch.call_args.kwargs["pkce_code_verifier"]) >= 43


def test_a_user_is_found_by_name_and_must_still_use_a_second_factor(user: User) -> None:
    client, _ = log_in_as("id-1")
    assert AccessEvent.objects.get(action="login").user_id == user.pk
    assert client.get("/husstander/")["Location"] == SECURITY


def test_a_second_factor_at_the_provider_counts_when_the_settings_recognise_it(user: User) -> None:
    client, _ = log_in_as("id-2")
    assert is_in(client)


def test_it_does_not_count_unless_the_settings_say_how(
    user: User, server: str, settings: Any
) -> None:
    switch_on(settings, server, second_factor={})
    client, _ = log_in_as("id-2")
    assert not is_in(client)


def test_one_with_a_factor_here_uses_it_also_after_the_provider(user: User) -> None:
    with_app(user)
    client, answer = log_in_as("id-1")
    assert answer["Location"] == CODE
    assert not is_in(client)


def test_no_user_is_ever_made(user: User) -> None:
    _, answer = log_in_as("id-3")
    assert "Du har ikke bruker i OSK-sak" in answer.content.decode()
    assert User.objects.count() == 1
    assert SocialAccount.objects.count() == 0
    assert AccessEvent.objects.get(action="login_fail").rule == "no_such_user"


def test_afterwards_the_providers_own_identifier_decides(user: User) -> None:
    log_in_as("id-1")
    user.username = "kari.nytt.navn"
    user.save()
    User.objects.create(username="kari.hansen")
    log_in_as("id-1")
    users = AccessEvent.objects.filter(action="login").values_list("user_id", flat=True)
    assert set(users) == {user.pk}


def test_a_second_identity_does_not_get_the_same_user(user: User) -> None:
    log_in_as("id-1")
    _, answer = log_in_as("id-2")
    assert "Du har ikke bruker i OSK-sak" in answer.content.decode()


@pytest.mark.parametrize(("sub", "found"), [("id-4", 1), ("id-5", 0)])
def test_an_address_counts_only_when_the_provider_has_checked_it(
    user: User, server: str, settings: Any, sub: str, found: int
) -> None:
    switch_on(settings, server, claim="email", matches="email")
    log_in_as(sub)
    assert AccessEvent.objects.filter(action="login").count() == found


def test_an_address_that_two_users_have_opens_neither(
    user: User, server: str, settings: Any
) -> None:
    switch_on(settings, server, claim="email", matches="email")
    User.objects.create(username="annen", email="KARI@osk.example")
    log_in_as("id-4")
    assert not AccessEvent.objects.filter(action="login").exists()


def test_a_claim_that_is_no_text_opens_nothing(user: User) -> None:
    log_in_as("id-6")
    assert not AccessEvent.objects.filter(action="login").exists()


def test_a_closed_user_stays_out(user: User) -> None:
    log_in_as("id-1")
    User.objects.update(is_active=False)
    client, answer = log_in_as("id-1")
    assert answer["Location"] == "/konto/laast/"
    assert not is_in(client)


def test_nothing_that_the_provider_tells_is_kept(user: User) -> None:
    log_in_as("id-2")
    log_in_as("id-2")
    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == ("id-2", {})
    assert SocialToken.objects.count() == 0


def test_one_without_a_password_confirms_at_the_provider_and_comes_back(user: User) -> None:
    client, _ = log_in_as("id-2")
    session = client.session
    for proof in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        proof["at"] -= 301
    session.save()
    answer = client.get("/konto/sikkerhet/app/")
    assert answer["Location"] == "/konto/bekreft/ekstern/?next=%2Fkonto%2Fsikkerhet%2Fapp%2F"
    page = client.get(answer["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/konto/sikkerhet/app/">' in page
    _, back = log_in_as("id-2", client, next="/konto/sikkerhet/app/")
    assert back["Location"] == "/konto/sikkerhet/app/"
    request = client.get("/konto/sikkerhet/app/").wsgi_request
    assert confirmed_recently(request)


def test_a_broken_or_unknown_answer_is_told_in_words(user: User) -> None:
    answer = Client().get(f"{START}svar/?code=x&state=y")
    assert answer.status_code == 401
    assert "Innloggingen lyktes ikke" in answer.content.decode()
    assert AccessEvent.objects.get(action="login_fail").rule == "provider"
    assert "Innloggingen ble avbrutt" in Client().get("/konto/ekstern/avbrutt/").content.decode()


def test_a_provider_that_does_not_answer_is_told_in_words(settings: Any) -> None:
    switch_on(settings, "http://localhost:1")
    page = Client().post(START).content.decode()
    assert "Innloggingen lyktes ikke" in page


def test_a_link_starts_no_login_and_an_unknown_provider_is_not_there() -> None:
    assert Client().get(START).status_code == 405
    assert Client().post("/konto/ekstern/annen/").status_code == 404


def test_without_the_setting_there_is_neither_button_nor_way_in(settings: Any) -> None:
    settings.OIDC_PROVIDERS, settings.SOCIALACCOUNT_PROVIDERS = [], {}
    assert "Logg inn med" not in Client().get(LOGIN).content.decode()
    assert Client().post(START).status_code == 404
