"""Measure 3a in sentences: a parent who comes to HV has a child, and nobody forgets it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.policy import Role
from households.models import Household, MappingDuty
from tests.conftest import unit
from tests.factories import UserFactory
from tests.journeys.casework import (
    then_nothing_is_hard_to_use,
    when_logging_in,
    when_taking_an_oral_request_down,
)
from tests.journeys.test_goal_decision import when_assessing_it

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("laid_down")]
NUMBER = "15839200169"


@pytest.fixture
def hv(laid_down: None) -> User:
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))


def test_a_child_told_of_at_hv_is_asked_for_by_navs_decision(
    page: Page, hv: User, caseworker: User
) -> None:
    when_logging_in(page, hv, lands_on="Boligkø")
    when_registering_a_parent(page, topic="Bolig", child="Nora", other="Per")
    home = Household.objects.get()
    then_the_child_is_to_be_mapped(page, home)
    when_the_other_moves_out(page, home)
    when_logging_in(page, caseworker)
    when_registering_a_parent(page, topic="Livsopphold", child="Nora", other="")
    page.get_by_role("link", name="Til henvendelsene").click()
    page.get_by_role("button", name="Ta saken").click()
    expect(page.get_by_text("Du har tatt henvendelsen")).to_be_visible()
    when_taking_an_oral_request_down(page, home, "Livsopphold")
    when_assessing_it(page)
    expect(page.get_by_text("Nora er ikke kartlagt.").first).to_be_visible()


def when_registering_a_parent(page: Page, *, topic: str, child: str, other: str) -> None:
    page.goto("/husstander/henvendelser/ny/")
    page.locator("#id_first_name").fill("Anna")
    page.locator("#id_last_name").fill("Prøvesen")
    page.locator("#id_number").fill(NUMBER)
    page.get_by_label("Muntlig, ved oppmøte").check()
    page.get_by_label(topic, exact=True).check()
    page.get_by_label("Ja, barn bor her, helt eller delvis").check()
    _row(page, 1, child, "01.02.2019", "Barn")
    if other:
        page.get_by_role("button", name="Legg til en rad").click()
        _row(page, 2, other, "01.02.1990", "Samboer")
    then_nothing_is_hard_to_use(page)
    page.get_by_role("button", name="Registrer", exact=True).click()
    expect(page.get_by_role("heading", name="Henvendelsen er registrert")).to_be_visible()


def _row(page: Page, number: int, name: str, born: str, role: str) -> None:
    row = page.get_by_role("group", name=f"Medlem {number}")
    row.get_by_label("Fornavn").fill(name)
    row.get_by_label("Etternavn").fill("Prøvesen")
    row.get_by_label("Fødselsdato").fill(born)
    row.get_by_label("Rolle").select_option(role)


def then_the_child_is_to_be_mapped(page: Page, home: Household) -> None:
    assert [str(duty.child) for duty in MappingDuty.objects.open()] == ["Nora Prøvesen"]
    page.goto(f"/husstander/{home.pk}/")
    page.get_by_label("Husstandens sider").get_by_role("link", name="Hvem bor her").click()
    expect(page.get_by_role("row", name=re.compile("^Nora Prøvesen"))).to_contain_text("Barn")
    then_nothing_is_hard_to_use(page)


def when_the_other_moves_out(page: Page, home: Household) -> None:
    page.get_by_role("link", name="Avslutt medlemskapet til Per Prøvesen").click()
    then_nothing_is_hard_to_use(page)
    page.get_by_label("Samlivsbrudd").check()
    page.get_by_label("Siste dag i husstanden").fill("01.01.2020")
    page.get_by_role("button", name="Avslutt medlemskapet").click()
    expect(page.get_by_text("Siste dag kan ikke være før").first).to_be_visible()
    then_nothing_is_hard_to_use(page)
    today = f"{home.memberships.latest('pk').valid_from:%d.%m.%Y}"
    page.get_by_label("Siste dag i husstanden").fill(today)
    page.get_by_role("button", name="Avslutt medlemskapet").click()
    expect(page.get_by_text("Medlemskapet til Per Prøvesen er avsluttet")).to_be_visible()
