"""What a caseworker does in the browser, in the words of the journeys."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from accounts.models import User
from households.models import Household
from tests.journeys.conftest import axe_findings

PASSWORD = "en-lang-nok-setning"


def when_logging_in(page: Page, user: User, *, lands_on: str = "Min arbeidsliste") -> None:
    user.set_password(PASSWORD)
    user.save()
    page.context.clear_cookies()
    page.goto("/")
    page.get_by_label("Brukernavn").fill(user.username)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_role("heading", name=lands_on)).to_be_visible()


def when_taking_an_oral_request_down(page: Page, home: Household, kind: str) -> None:
    page.goto(f"/husstander/{home.pk}/soknader/ny/")
    page.get_by_label(kind, exact=True).check()
    page.get_by_role("button", name="Registrer søknaden").click()
    expect(page.get_by_role("heading", name=re.compile("^Søknad S-"))).to_be_visible()


def when_beginning_on_it(page: Page) -> None:
    page.get_by_role("button", name="Start behandling").click()
    page.get_by_role("button", name="Skriv vedtak").click()


def when_deciding(page: Page) -> None:
    page.get_by_role("button", name="Fatt vedtaket").click()
    expect(page.get_by_text("Vedtaket gjelder nå.")).to_be_visible()


def when_handing_the_letter_over(page: Page) -> Path:
    """Fetch the letter, and tell that it was handed over; the PDF that was fetched."""
    with page.expect_download() as letter:
        page.get_by_role("link", name="Last ned brevet").click()
    fetched = Path(letter.value.path())
    assert fetched.read_bytes().startswith(b"%PDF")
    page.get_by_label("Overlevert").check()
    page.get_by_role("button", name="Registrer som sendt").click()
    expect(page.get_by_text("Klagefristen er")).to_be_visible()
    return fetched


def then_nothing_is_hard_to_use(page: Page) -> None:
    assert axe_findings(page) == []
