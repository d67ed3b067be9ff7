"""A consent given, used and taken back: what is shared is seen, and the next click finds none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from households.models import Household, Membership
from households.months import month_of
from tests.factories import HouseholdFactory, PersonFactory, add_member, pay, situate
from tests.journeys.conftest import PATIENCE, axe_findings
from tests.journeys.test_goal_2d_annual_report import given_a_password, when_logging_in

pytestmark = [
    pytest.mark.journey,
    pytest.mark.usefixtures("laid_down"),
]


@pytest.fixture
def adviser(browser: Browser, live_server: Any, page: Page) -> Iterator[Page]:
    """The other party's own browser."""
    context = browser.new_context(base_url=live_server.url, locale="nb-NO")
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    yield tab
    context.close()


class TestAConsentIsGivenUsedAndTakenBack:
    def test_in_the_browser(
        self,
        page: Page,
        adviser: Page,
        caseworker: User,
        bft_adviser: User,
    ) -> None:
        household = given_a_family_on_assistance(caseworker)
        given_a_password(caseworker)
        given_a_password(bft_adviser)
        when_logging_in(adviser, bft_adviser)
        then_the_list_is_empty(adviser)

        when_logging_in(page, caseworker)
        when_opening_the_register(page, household)
        when_asking(page, "Amina Prøvesen (34 år)")
        when_the_answer_is_yes(page)
        then_the_register_says(page, "Gitt")

        when_opening_the_family(adviser)
        then_the_family_is_shown_and_nothing_of_economy(adviser)

        when_the_consent_is_withdrawn(page)
        then_the_register_says(page, "Trukket")
        adviser.get_by_role("link", name="Samtykke", exact=True).click()
        then_nothing_is_found(adviser)


def given_a_family_on_assistance(caseworker: User) -> Household:
    today = timezone.localdate()
    contact = PersonFactory(
        first_name="Amina",
        last_name="Prøvesen",
        birth_date=today.replace(year=today.year - 34, day=1),
    )
    household = HouseholdFactory(contact=contact, district="midtbyen")
    household.responsibilities.update(caseworker=caseworker)
    child = PersonFactory(birth_date=today.replace(year=today.year - 8, day=1))
    add_member(household, child, Membership.Role.CHILD)
    pay(contact, month_of(today) - 20, month_of(today))
    situate(contact, today, main_income="5")
    return household


def when_opening_the_register(page: Page, household: Household) -> None:
    page.get_by_role("link", name="Husstander").click()
    page.get_by_role("link", name="Prøvesen, Amina").click()
    page.get_by_role("link", name="Samtykke", exact=True).click()
    then_the_heading_is(page, "Deling med hjemmel i lov")
    nothing_is_hard_to_use(page)


def when_asking(page: Page, subject: str) -> None:
    page.get_by_role("link", name="Nytt samtykke").click()
    then_the_heading_is(page, "Nytt samtykke")
    nothing_is_hard_to_use(page)
    page.get_by_label(subject).check()
    page.get_by_label("BFT", exact=True).check()
    page.get_by_label("Barn og kartlegging").check()
    page.get_by_role("button", name="Lagre og registrer svaret").click()


def when_the_answer_is_yes(page: Page) -> None:
    expect(page.get_by_role("heading", name="Samtykke er gitt")).to_be_visible()
    expect(page.get_by_label("BFT, enhet")).to_contain_text("BFT Midtbyen")
    nothing_is_hard_to_use(page)
    page.get_by_label("Muntlig").check()
    page.get_by_role("button", name="Registrer").click()


def then_the_heading_is(page: Page, heading: str) -> None:
    """The page has come: a click does not wait for where it leads."""
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def then_the_register_says(page: Page, state: str) -> None:
    then_the_heading_is(page, "Deling med hjemmel i lov")
    if state == "Trukket":
        page.get_by_text("Tidligere samtykker (1)").click()
    consent = page.get_by_role("article", name="Samtykke om Amina Prøvesen")
    expect(consent.get_by_text(state, exact=True).first).to_be_visible()
    nothing_is_hard_to_use(page)


def then_the_list_is_empty(page: Page) -> None:
    expect(page.get_by_text("Ingen barn venter på deg")).to_be_visible()


def when_opening_the_family(page: Page) -> None:
    page.get_by_role("link", name="Husstander").click()
    page.get_by_role("link", name="Prøvesen, Amina").click()


def then_the_family_is_shown_and_nothing_of_economy(page: Page) -> None:
    expect(page.get_by_role("heading", name="Husstanden Prøvesen")).to_be_visible()
    expect(page.get_by_text("1 til i husstanden vises ikke")).to_be_visible()
    shown = page.get_by_role("main").inner_text().lower()
    for word in ("sosialhjelp", "stønad", "utbetal", "økonomi", " kr"):
        assert word not in shown
    expect(page.get_by_role("link", name="Økonomi")).to_have_count(0)
    nothing_is_hard_to_use(page)


def when_the_consent_is_withdrawn(page: Page) -> None:
    page.get_by_role("link", name="Trekk samtykket om Amina Prøvesen").click()
    then_the_heading_is(page, "Trekk samtykket")
    nothing_is_hard_to_use(page)
    page.get_by_role("button", name="Trekk samtykket").click()


def then_nothing_is_found(page: Page) -> None:
    expect(page.get_by_role("heading", name="Fant ikke siden")).to_be_visible()
    assert "Prøvesen" not in page.content()
    nothing_is_hard_to_use(page)


def nothing_is_hard_to_use(page: Page) -> None:
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 1000})
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
