"""Housing in sentences: refused and advised to a private home; offered a home and declining."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.policy import Role
from households.models import Household
from housing.models import AdviceCase, Dwelling, HousingApplication, Offer, QueueEntry
from tests.casework import limit
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, UserFactory
from tests.housing.filled import dwelling, held_by_hv, queued
from tests.journeys.casework import (
    then_nothing_is_hard_to_use,
    when_deciding,
    when_handing_the_letter_over,
    when_logging_in,
)

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("office")]


@pytest.fixture
def office(laid_down: None, tmp_path: Path, settings: Any) -> None:
    settings.LETTER_DIR = tmp_path
    limit(Role.HV_ADVISER, 0)


@pytest.fixture
def home(office: None) -> Household:
    contact = PersonFactory(first_name="Amina", last_name="Prøvesen")
    return held_by_hv(HouseholdFactory(contact=contact, district="midtbyen"))


@pytest.fixture
def hv(office: None) -> User:
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))


@pytest.fixture
def bol(office: None) -> User:
    return UserFactory(role=Role.HOUSING_ADVISER, unit=unit("hv", "midtbyen"))


def test_refused_for_municipal_housing_advised_private_rental_found(
    page: Page, home: Household, hv: User
) -> None:
    when_logging_in(page, hv, lands_on="Boligkø")
    page.goto(f"/husstander/{home.pk}/")
    page.get_by_label("Husstandens sider").get_by_role("link", name="Bolig").click()
    page.get_by_role("link", name="Ny søknad").click()
    page.get_by_label("Hvordan bor husstanden nå").fill("Leier for dyrt, men har en egnet bolig")
    page.get_by_label("Rom som trengs").fill("2")
    page.get_by_role("button", name="Registrer søknaden").click()
    then_nothing_is_hard_to_use(page)
    page.get_by_role("link", name="Vurder søknaden").click()
    page.get_by_label("Fyller søkeren vilkårene?").select_option("Nei")
    page.get_by_label("Vurdering").fill("Kan leie privat med bostøtte")
    then_nothing_is_hard_to_use(page)
    page.get_by_role("button", name="Lagre vurderingen").click()
    page.get_by_role("link", name="Skriv vedtaket").click()
    page.get_by_role("button", name="Begynn vedtaket").click()
    when_deciding(page)
    when_handing_the_letter_over(page)
    assert HousingApplication.objects.get().state == "refused"
    page.goto("/boligko/radgivning/?liste=avslag")
    page.get_by_role("link", name="Amina Prøvesen").click()
    when_doing(page, "Råd er tilbudt", {}, "Lagre")
    when_doing(page, "Ny samtale", {"Hva snakket dere om": "Avtalt visning"}, "Lagre samtalen")
    page.get_by_role("link", name="Nytt steg").click()
    page.get_by_label("Virkemiddel").select_option("Depositumsgaranti")
    page.get_by_label("Hva skal gjøres?").fill("Søke garanti")
    page.get_by_label("Hvem gjør det?").select_option("HV")
    page.get_by_role("button", name="Legg til").click()
    when_doing(page, "Registrer gjort", {"Hva ga det?": "Innvilget"}, "Lagre")
    then_nothing_is_hard_to_use(page)
    page.get_by_role("link", name="Avslutt rådgivningen").click()
    page.get_by_label("Avsluttet").fill(today())
    page.get_by_label("Hva kom det ut av det?").select_option("Leier privat")
    page.get_by_role("button", name="Avslutt").click()
    expect(page.get_by_text("Rådgivning avsluttet: leier privat")).to_be_visible()
    assert AdviceCase.objects.get().outcome == "private_rent"
    page.goto("/boligko/tall/")
    expect(page.locator("dl.home", has_text="Fått privat bolig etter råd")).to_contain_text("1")
    then_nothing_is_hard_to_use(page)


def test_an_offer_is_declined_twice_and_the_place_is_lost(
    page: Page, home: Household, hv: User, bol: User
) -> None:
    entry = queued(home, hv, on=timezone.localdate() - timedelta(days=40))
    for _ in range(2):
        dwelling()
    when_logging_in(page, bol, lands_on="Boligkø")
    then_nothing_is_hard_to_use(page)
    for number, home_of in enumerate(Dwelling.objects.order_by("pk"), 1):
        page.goto("/boligko/boliger/ledige/")
        then_nothing_is_hard_to_use(page)
        page.get_by_role("link", name=str(home_of)).click()
        then_nothing_is_hard_to_use(page)
        page.get_by_role("link", name="Gi tilbud til Amina Prøvesen").click()
        page.get_by_role("button", name="Gi tilbud").click()
        page.get_by_role("link", name="Registrer svaret").click()
        page.get_by_label("Svarte").fill(today())
        page.get_by_label("Svar", exact=True).select_option("Takket nei")
        page.get_by_label("Hvis nei: hvorfor?").select_option("Standard (teller)")
        page.get_by_role("button", name="Lagre svaret").click()
        if number == 2:
            then_nothing_is_hard_to_use(page)
            page.get_by_label("Søkeren vet at plassen i køen faller bort").check()
            page.get_by_role("button", name="Lagre svaret").click()
        expect(page.get_by_text("standard. Teller").first).to_be_visible()
        assert Offer.objects.filter(answer="declined").count() == number
    expect(page.get_by_text("Takket nei for mange ganger").first).to_be_visible()
    entry.refresh_from_db()
    assert entry.exit_cause == "declined"
    then_nothing_is_hard_to_use(page)
    expect(page.get_by_role("link", name="Sett i kø igjen")).not_to_be_visible()
    tab = page.url
    page.get_by_role("link", name="Skriv ferdig vedtak").click()
    then_nothing_is_hard_to_use(page)
    expect(page.get_by_text("fyll ut [Skriv hva søkeren sa")).to_be_visible()
    page.get_by_text("Trekk utkastet").first.click()
    page.get_by_label("Hvorfor trekkes saken?").fill("Svaret var misforstått")
    page.get_by_role("button", name="Trekk utkastet").click()
    page.goto(tab)
    page.get_by_role("link", name="Sett i kø igjen").click()
    page.get_by_label("Skal plassen regnes fra").select_option("Nei")
    page.get_by_label("Hvorfor settes søkeren i kø igjen?").fill("Ny situasjon")
    page.get_by_role("button", name="Sett i kø igjen").click()
    expect(page.get_by_text("Hva plassen bygger på")).to_be_visible()
    assert QueueEntry.objects.standing().get().reenters == entry


def when_doing(page: Page, link: str, filled: dict[str, str], button: str) -> None:
    page.get_by_role("link", name=link).click()
    if page.get_by_label("Holdt").count():
        page.get_by_label("Holdt").fill(today())
    for label, text in filled.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name=button, exact=True).click()


def today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"
