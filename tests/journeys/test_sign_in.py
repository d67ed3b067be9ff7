"""Logging in with two steps, in Chromium: an app's codes, and a security key that is imitated."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Page, ViewportSize, expect

from accounts.models import User
from tests.accounts.identity_provider import running_provider, switch_on
from tests.journeys.conftest import axe_findings

pytestmark = [
    pytest.mark.journey,
    pytest.mark.usefixtures("laid_down", "second_factor_asked", "no_earlier_attempts"),
]
PASSWORD = "korrekt hest batteri"
NARROW, WIDE = ViewportSize(width=390, height=844), ViewportSize(width=1440, height=1000)


@pytest.fixture
def no_earlier_attempts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def site(page: Page, live_server: Any) -> str:
    """The server by name: a security key belongs to a name, never to a number."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


class TestACaseworkerSetsUpAnApp:
    def test_in_the_browser(self, page: Page, site: str, caseworker: User) -> None:
        given_a_password(caseworker)
        when_logging_in(page, site, caseworker)
        then_the_page_is(page, "Innlogging og sikkerhet")
        expect(page.get_by_text("Sett opp totrinnsinnlogging for å komme")).to_be_visible()
        page.get_by_role("link", name="Sett opp app").click()
        then_the_page_is(page, "Sett opp autentiseringsapp")
        then_the_picture_is_drawn(page)
        secret = page.locator("code.secret").inner_text()
        when_typing_the_code(page, secret, "Ta appen i bruk")
        then_the_page_is(page, "Gjenopprettingskoder")
        codes = page.locator(".codes code").all_inner_texts()
        assert len(codes) == 10
        page.get_by_role("link", name="Jeg har tatt vare på kodene").click()
        then_the_page_is(page, "Min arbeidsliste")
        when_logging_out_everywhere(page, site)
        when_logging_in(page, site, caseworker)
        then_the_page_is(page, "Trinn to av innloggingen")
        page.get_by_label("Engangskode").fill(codes[0])
        page.get_by_role("button", name="Logg inn", exact=True).click()
        then_the_page_is(page, "Min arbeidsliste")
        page.goto(f"{site}/konto/sikkerhet/")
        expect(page.get_by_text("9 ubrukte")).to_be_visible()


class TestACaseworkerUsesASecurityKey:
    def test_in_the_browser(self, page: Page, site: str, caseworker: User) -> None:
        given_a_password(caseworker)
        given_a_security_key(page)
        when_logging_in(page, site, caseworker)
        page.get_by_role("link", name="Legg til nøkkel").click()
        then_the_page_is(page, "Legg til sikkerhetsnøkkel")
        page.get_by_label("Navn på nøkkelen").fill("Blå nøkkel")
        page.get_by_role("button", name="Legg til").click()
        then_the_page_is(page, "Gjenopprettingskoder")
        assert Authenticator.objects.get(type="webauthn").user == caseworker
        when_renaming_the_key(page, site)
        when_logging_out_everywhere(page, site)
        when_logging_in(page, site, caseworker)
        then_the_page_is(page, "Trinn to av innloggingen")
        page.get_by_role("button", name="Bruk sikkerhetsnøkkel").click()
        then_the_page_is(page, "Min arbeidsliste")
        when_it_is_too_long_ago()
        page.goto(f"{site}/konto/sikkerhet/")
        page.get_by_role("link", name="Fjern Grønn nøkkel").click()
        then_the_page_is(page, "Bekreft at det er deg")
        page.get_by_role("link", name="Bruk sikkerhetsnøkkel i stedet").click()
        expect(page.get_by_role("button", name="Bruk sikkerhetsnøkkel")).to_be_visible()
        nothing_is_hard_to_use(page)
        page.get_by_role("button", name="Bruk sikkerhetsnøkkel").click()
        then_the_page_is(page, "Fjern nøkkelen?")
        page.get_by_role("button", name="Fjern nøkkelen").click()
        then_the_page_is(page, "Innlogging og sikkerhet")
        page.goto(f"{site}/husstander/")
        then_the_page_is(page, "Innlogging og sikkerhet")

    def test_a_key_that_refuses_is_told_in_words(
        self, page: Page, site: str, caseworker: User
    ) -> None:
        given_a_password(caseworker)
        when_logging_in(page, site.replace("localhost", "127.0.0.1"), caseworker)
        page.get_by_role("link", name="Legg til nøkkel").click()
        page.wait_for_url("**/nokler/ny/")
        page.get_by_role("button", name="Legg til").click()
        expect(page.get_by_role("alert").filter(has_text="app i stedet")).to_be_visible()


class TestACaseworkerLogsInAtTheProvider:
    def test_in_the_browser(self, page: Page, site: str, caseworker: User, settings: Any) -> None:
        User.objects.filter(pk=caseworker.pk).update(username="kari.hansen")
        with running_provider() as address:
            switch_on(settings, address)
            page.goto(f"{site}/konto/logg-inn/")
            nothing_is_hard_to_use(page)
            page.get_by_role("button", name="Logg inn med Entra ID").click()
            page.get_by_role("button", name="id-2").click()
            then_the_page_is(page, "Min arbeidsliste")


def given_a_password(user: User) -> None:
    user.set_password(PASSWORD)
    user.save()


def given_a_security_key(page: Page) -> None:
    """Chromium's own imitation of a key, which is touched at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def when_logging_in(page: Page, site: str, user: User) -> None:
    page.goto(f"{site}/konto/logg-inn/")
    page.get_by_label("Brukernavn").fill(user.username)
    page.get_by_label("Passord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()


def when_typing_the_code(page: Page, secret: str, button: str) -> None:
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    page.get_by_label("Engangskode").fill(code)
    page.get_by_role("button", name=button).click()


def when_renaming_the_key(page: Page, site: str) -> None:
    page.goto(f"{site}/konto/sikkerhet/")
    page.get_by_role("link", name="Gi nytt navn til Blå nøkkel").click()
    then_the_page_is(page, "Gi nøkkelen nytt navn")
    page.get_by_label("Navn på nøkkelen").fill("Grønn nøkkel")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("link", name="Fjern Grønn nøkkel")).to_be_visible()


def when_logging_out_everywhere(page: Page, site: str) -> None:
    page.goto(f"{site}/konto/sikkerhet/")
    page.get_by_role("button", name="Logg ut overalt").click()
    expect(page.get_by_text("Du er logget ut overalt.")).to_be_visible()


def when_it_is_too_long_ago() -> None:
    """Every proof of every session is made an hour older."""
    for session in Session.objects.all():
        content = session.get_decoded()
        for proof in content.get("account_authentication_methods", []):
            proof["at"] -= 3600
        session.session_data = SessionStore().encode(content)
        session.save()


def then_the_page_is(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    nothing_is_hard_to_use(page)


def then_the_picture_is_drawn(page: Page) -> None:
    """The policy lets the code be shown: a blocked picture would have no width of its own."""
    assert page.locator("img.qr").evaluate(
        "picture => picture.complete && picture.naturalWidth > 0"
    )


def nothing_is_hard_to_use(page: Page) -> None:
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
