"""Across offices: a household opened in need and looked at afterwards, and an oral request."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from households.models import BreakGlass, Household, Person
from tests.factories import HouseholdFactory, PersonFactory
from tests.journeys.conftest import axe_findings

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("laid_down")]
PASSWORD = "en-lang-nok-setning"
NUMBER = "15839200169"
REASON = "Står i mottaket uten penger til medisiner"


@pytest.fixture
def home(laid_down: None) -> Household:
    amina = PersonFactory(
        first_name="Amina",
        last_name="Prøvesen",
        national_id=NUMBER,
        birth_date=date(1992, 3, 15),
    )
    return HouseholdFactory(contact=amina, district="midtbyen")


class TestAcrossOffices:
    def test_a_household_is_opened_in_need_and_the_leader_reviews_it(
        self, page: Page, home: Household, caseworker_other_office: User, team_leader: User
    ) -> None:
        when_logging_in(page, caseworker_other_office)
        when_searching_finds_nothing(page)
        when_opening_in_need(page, reason="for kort")
        then_the_reason_is_refused(page)
        when_opening_in_need(page, reason=REASON)
        then_the_household_is_open_under_a_banner(page, home)
        when_ending_it(page)
        then_the_household_is_closed(page, home)
        when_logging_in(page, team_leader)
        when_concluding(page, caseworker_other_office)
        then_it_is_reviewed(team_leader)

    def test_an_oral_request_of_somebody_held_elsewhere_reaches_the_right_office(
        self, page: Page, home: Household, caseworker_other_office: User, caseworker: User
    ) -> None:
        when_logging_in(page, caseworker_other_office)
        when_taking_down_an_oral_request(page)
        then_the_receipt_tells_only_what_was_typed(page)
        then_the_own_inbox_is_empty(page)
        when_logging_in(page, caseworker)
        when_taking_the_case(page, caseworker_other_office)
        then_the_household_tells_what_was_asked(page, home, caseworker)


def when_logging_in(page: Page, user: User) -> None:
    user.set_password(PASSWORD)
    user.save()
    page.context.clear_cookies()
    page.goto("/")
    page.get_by_label("Brukernavn").fill(user.username)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_role("heading", name="Min arbeidsliste")).to_be_visible()


def when_searching_finds_nothing(page: Page) -> None:
    page.get_by_label("Søk person eller husstand").fill(NUMBER)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ingen treff")).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("link", name="Bruk nødtilgang").click()


def when_opening_in_need(page: Page, *, reason: str) -> None:
    page.get_by_label("Fødselsnummer eller D-nummer").fill(NUMBER)
    page.get_by_label("Nødhjelp eller akutt behov").check()
    page.get_by_label("Begrunnelse").fill(reason)
    page.get_by_role("button", name="Åpne husstanden").click()


def then_the_reason_is_refused(page: Page) -> None:
    expect(page.locator("#id_reason_error")).to_contain_text("minst 10 tegn")
    assert axe_findings(page) == []


def then_the_household_is_open_under_a_banner(page: Page, home: Household) -> None:
    banner = page.get_by_role("region", name="Nødtilgang")
    expect(banner).to_contain_text(REASON)
    expect(page.get_by_role("heading", name="Husstanden Prøvesen")).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("link", name="Økonomi").click()
    page.wait_for_url(f"**/husstander/{home.pk}/okonomi/")
    expect(banner).to_be_visible()


def when_ending_it(page: Page) -> None:
    page.get_by_role("button", name="Avslutt nå").click()
    expect(page.get_by_text("Nødtilgangen er avsluttet.")).to_be_visible()


def then_the_household_is_closed(page: Page, home: Household) -> None:
    answer = page.goto(f"/husstander/{home.pk}/")
    assert answer is not None
    assert answer.status == 404


def when_concluding(page: Page, user: User) -> None:
    page.get_by_label("Hovedmeny").get_by_role("link", name="Kontroll").click()
    page.get_by_label("Kontroll").get_by_role("link", name="Nødtilgang").click()
    expect(page.get_by_role("row", name=str(user))).to_contain_text("Venter")
    assert axe_findings(page) == []
    page.locator("tbody a").click()
    acts = page.get_by_role("region", name="Dette ble åpnet")
    expect(acts).to_contain_text("Oversikt")
    expect(acts).to_contain_text("Økonomi")
    assert axe_findings(page) == []
    page.get_by_label("Var nødvendig").check()
    page.get_by_role("button", name="Lagre konklusjonen").click()
    expect(page.get_by_text("Gjennomgangen er lagret.")).to_be_visible()
    assert axe_findings(page) == []


def then_it_is_reviewed(leader: User) -> None:
    opened = BreakGlass.objects.get()
    assert (opened.conclusion, opened.reviewed_by) == ("justified", leader)


def when_taking_down_an_oral_request(page: Page) -> None:
    page.get_by_role("link", name="Henvendelser").click()
    page.get_by_role("link", name="Ny henvendelse").first.click()
    expect(page.get_by_role("heading", name="Ny henvendelse")).to_be_visible()
    assert axe_findings(page) == []
    page.locator("#id_first_name").fill("Anna")
    page.locator("#id_last_name").fill("Oppgitt")
    page.locator("#id_number").fill(NUMBER)
    page.get_by_label("Muntlig, ved oppmøte").check()
    page.get_by_label("Livsopphold").check()
    page.get_by_label("Nei, ingen barn").check()
    page.get_by_label("Med egne ord").fill("Har ikke mat til helgen")
    page.get_by_role("button", name="Registrer", exact=True).click()


def then_the_receipt_tells_only_what_was_typed(page: Page) -> None:
    expect(page.get_by_role("heading", name="Henvendelsen er registrert")).to_be_visible()
    receipt = page.locator("main").inner_text()
    assert ("Anna Oppgitt" in receipt, "Livsopphold" in receipt) == (True, True)
    assert [word for word in ("Prøvesen", "Midtbyen", NUMBER) if word in receipt] == []
    assert axe_findings(page) == []


def then_the_own_inbox_is_empty(page: Page) -> None:
    page.get_by_role("link", name="Til henvendelsene").click()
    expect(page.get_by_text("Ingen henvendelser venter")).to_be_visible()


def when_taking_the_case(page: Page, registrar: User) -> None:
    page.get_by_role("link", name="Henvendelser").click()
    row = page.get_by_role("row", name="Anna Oppgitt")
    expect(row).to_contain_text(f"{registrar}")
    expect(row).to_contain_text("NAV Heimdal")
    assert axe_findings(page) == []
    row.get_by_role("button", name="Ta saken").click()


def then_the_household_tells_what_was_asked(page: Page, home: Household, caseworker: User) -> None:
    page.wait_for_url(f"**/husstander/{home.pk}/")
    expect(page.get_by_role("region", name="Henvendelser")).to_contain_text("mat til helgen")
    assert axe_findings(page) == []
    assert home.responsibilities.get(valid_to=None).caseworker == caseworker
    assert Person.objects.get(national_id=NUMBER).name == "Amina Prøvesen"
