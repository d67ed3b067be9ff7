"""Hovedmål 5b and 5c: an eviction is averted, and a tenant buys a home of their own."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.policy import Role
from coordination.meetings.actions import call_meeting
from coordination.tasks import recompute_touched_flags
from households.models import Household, Membership
from housing.models import AdviceCase, Purchase, Tenancy, TenancyRisk
from housing.tenancies.queries import purchases_until
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, share
from tests.housing.kept import dwelling, rented, responsible
from tests.journeys.casework import then_nothing_is_hard_to_use, when_logging_in

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("laid_down")]


@pytest.fixture
def lead(laid_down: None) -> User:
    return UserFactory(role=Role.OSK_LEAD, unit=unit("nav", "midtbyen"))


@pytest.fixture
def hv(laid_down: None) -> User:
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))


@pytest.fixture
def home(laid_down: None, caseworker: User, hv: User) -> Household:
    """Amina with Nora of eight, who rent a municipal flat; NAV and HV have them."""
    amina = PersonFactory(first_name="Amina", last_name="Leiersen", birth_date=date(1990, 3, 15))
    home = HouseholdFactory(contact=amina, district="midtbyen")
    nora = PersonFactory(first_name="Nora", last_name="Leiersen", birth_date=date(2018, 5, 4))
    add_member(home, nora, Membership.Role.CHILD)
    home.responsibilities.update(caseworker=caseworker)
    responsible(home, hv)
    return home


def test_an_eviction_is_averted_in_a_family_that_comes_before_the_osk_team(
    page: Page, home: Household, hv: User, lead: User
) -> None:
    rented(home, hv)
    given_a_meeting_is_called_and_the_family_consents(home, lead)
    when_logging_in(page, hv, lands_on="Boligkø")
    when_a_petition_comes(page, home)
    then_the_work_list_asks_for_contact_within_seven_days(page)
    recompute_touched_flags()
    then_the_family_is_on_the_osk_teams_agenda(page, lead)
    when_logging_in(page, hv, lands_on="Boligkø")
    when_the_adviser_has_been_in_contact(page)
    when_the_arrears_are_paid(page)
    then_nothing_is_hard_to_use(page)
    risk = TenancyRisk.objects.get()
    assert (risk.state, risk.with_children) == ("averted", True)
    assert AdviceCase.objects.get().cause == "eviction_risk"
    assert Tenancy.objects.get().is_live


def test_a_tenant_with_an_open_ended_contract_buys_another_home(
    page: Page, home: Household, hv: User
) -> None:
    rented(home, hv, of=dwelling("Storgata 9"), open_ended=True)
    when_logging_in(page, hv, lands_on="Boligkø")
    page.goto("/leieforhold/?liste=tidsubestemt")
    expect(page.get_by_role("row", name="Leiersen")).to_contain_text("Ingen plan")
    page.get_by_role("link", name="Leiersen").click()
    when_the_way_to_an_own_home_is_planned(page)
    then_nothing_is_hard_to_use(page)
    when_they_buy_another_home(page)
    expect(page.get_by_text("Kjøpte en annen bolig").first).to_be_visible()
    page.goto("/leieforhold/tall/")
    expect(page.get_by_text("I alt: 1")).to_be_visible()
    then_nothing_is_hard_to_use(page)
    assert not Purchase.objects.get().is_own
    assert Tenancy.objects.get().end_reason == "own_home"
    assert purchases_until(timezone.localdate()) == 1


def given_a_meeting_is_called_and_the_family_consents(home: Household, lead: User) -> None:
    call_meeting(
        unit=unit("nav", "midtbyen"),
        on=timezone.localdate() + timedelta(days=7),
        begins_at=time(9),
        ends_at=time(11),
        at=timezone.now(),
        by=lead,
    )
    for row in home.memberships.all():
        for scope in ("household", "housing"):
            share(home, row.person, unit("nav", "midtbyen"), scope, audience="osk")


def when_a_petition_comes(page: Page, home: Household) -> None:
    page.goto(f"/husstander/{home.pk}/bolig/")
    page.get_by_role("link", name="Meld fare for utkastelse").click()
    page.get_by_label("Hva det begynte med").select_option(label="Begjæring om utkastelse")
    page.get_by_role("button", name="Registrer").click()
    expect(page.get_by_role("heading", name="Fare for utkastelse: Nedre gate 1")).to_be_visible()
    expect(page.get_by_text("Barn i boligen")).to_be_visible()


def then_the_work_list_asks_for_contact_within_seven_days(page: Page) -> None:
    due = timezone.localdate() + timedelta(days=7)
    page.goto("/arbeidsliste/")
    row = page.get_by_role("row", name="Kontakt etter begjæring")
    expect(row).to_contain_text(f"Kontakt innen {due:%d.%m.%Y}")


def then_the_family_is_on_the_osk_teams_agenda(page: Page, lead: User) -> None:
    when_logging_in(page, lead, lands_on="OSK-møte")
    row = page.get_by_role("row", name="Familien Leiersen")
    expect(row).to_contain_text("Barn i bolig med begjæring om utkastelse")
    expect(row).to_contain_text("På saklisten")


def when_the_adviser_has_been_in_contact(page: Page) -> None:
    page.goto("/leieforhold/")
    page.get_by_role("link", name="Leiersen").click()
    page.get_by_text("Registrer kontakt", exact=True).click()
    page.get_by_label("Hva kontakten ga").fill("Avtalt at NAV betaler restansen denne uka")
    page.get_by_role("button", name="Lagre kontakten").click()
    expect(page.get_by_text("Kontakten er lagret.")).to_be_visible()


def when_the_arrears_are_paid(page: Page) -> None:
    page.get_by_text("Ordnet opp eller avverget", exact=True).click()
    page.get_by_label("Hvordan det gikk").fill("Restansen er betalt, begjæringen er trukket")
    page.get_by_role("button", name="Avslutt: beholder boligen").click()
    expect(page.get_by_text("Utkastelse avverget", exact=True)).to_be_visible()


def when_the_way_to_an_own_home_is_planned(page: Page) -> None:
    page.get_by_text("Skriv plan for boligkarriere", exact=True).click()
    page.get_by_label("Mål", exact=True).select_option(label="Kjøpe en annen bolig")
    page.get_by_label("Steg på veien").fill("Startlån, og spare til egenkapital")
    day = timezone.localdate() + timedelta(days=60)
    page.get_by_label("Se på planen igjen").fill(f"{day:%d.%m.%Y}")
    page.get_by_role("button", name="Lagre planen").click()
    expect(page.get_by_text("Plan for boligkarriere: Kjøpe en annen bolig.")).to_be_visible()


def when_they_buy_another_home(page: Page) -> None:
    page.get_by_text("Registrer boligkjøp", exact=True).click()
    page.get_by_label("Hvilken bolig?").select_option(label="En annen bolig")
    page.get_by_label("Kjøpt", exact=True).fill(f"{timezone.localdate():%d.%m.%Y}")
    page.get_by_label("Pris, kr").fill("2150000")
    page.get_by_role("button", name="Registrer kjøpet").click()
    expect(page.get_by_text("Kjøpet er registrert")).to_be_visible()
