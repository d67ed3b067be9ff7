"""Goal 1: nobody young is left alone, and everybody is assessed and placed (1a, 1b, 1e)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from households.models import Household
from households.months import month_of
from households.rules import years_before
from tests.benefits.measures.filled import measure
from tests.factories import HouseholdFactory, PersonFactory, pay
from tests.journeys.casework import then_nothing_is_hard_to_use, when_logging_in

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("laid_down")]
TODAY = timezone.localdate()


@pytest.fixture
def young(caseworker: User) -> Household:
    """Jonas of 23, with support for three months."""
    born = years_before(TODAY, 23) - timedelta(days=30)
    person = PersonFactory(first_name="Jonas", last_name="Ungesen", birth_date=born)
    home = HouseholdFactory(contact=person, district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    pay(person, month_of(TODAY) - 2, month_of(TODAY))
    return home


def test_a_23_year_old_turning_red_is_then_followed_up(
    page: Page, caseworker: User, young: Household
) -> None:
    when_logging_in(page, caseworker)
    page.get_by_label("Hovedmeny").get_by_role("link", name="Tiltak", exact=True).click()
    page.get_by_role("link", name="Rødlista").click()
    expect(page.get_by_role("link", name="Jonas Ungesen", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="Mangler")).to_be_visible()
    then_nothing_is_hard_to_use(page)
    when_a_talk_is_noted(page)
    page.goto("/tiltak/unge/")
    expect(page.get_by_text("Ingen er røde")).to_be_visible()
    page.get_by_role("link", name="Alle 1").click()
    expect(page.get_by_text("(0 dager siden)")).to_be_visible()


def when_a_talk_is_noted(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Registrer samtale.*Jonas Ungesen")).click()
    page.get_by_label("Nytt notat").fill("Vil begynne på verkstedet i neste uke.")
    page.get_by_text("Tema, tolk, neste steg").click()
    page.locator("select[name=spoken_with]").select_option(label="Jonas Ungesen")
    page.get_by_role("button", name="Lagre notat").click()
    expect(page.get_by_text("Notatet er lagret.")).to_be_visible()


def test_somebody_is_assessed_and_placed_in_a_combined_course(
    page: Page, caseworker: User, team_leader: User, young: Household
) -> None:
    measure(team_leader, name="Ungdomsverkstedet")
    when_logging_in(page, caseworker)
    page.goto("/tiltak/")
    page.get_by_role("link", name=re.compile("^Vurder.*Jonas Ungesen")).click()
    page.get_by_label("Hva passer nå?").select_option("youth")
    page.get_by_role("button", name="Lagre vurderingen").click()
    expect(page.get_by_text("Skriv begrunnelsen.").first).to_be_visible()
    page.get_by_label("Begrunnelse").fill("Trenger fast opplegg hver dag")
    page.get_by_role("button", name="Lagre vurderingen").click()
    expect(page.get_by_text("Tiltaksvurderingen av Jonas Ungesen er lagret.")).to_be_visible()
    then_nothing_is_hard_to_use(page)
    page.get_by_role("link", name="Meld på tiltak").click()
    page.get_by_label("Tiltak", exact=True).select_option(label="Ungdomsverkstedet")
    page.get_by_role("button", name="Meld på").click()
    expect(page.get_by_text("Jonas Ungesen har fått plass på Ungdomsverkstedet.")).to_be_visible()
    page.get_by_text("Registrer oppstart").click()
    page.get_by_role("button", name="Lagre").first.click()
    expect(page.get_by_text("Startdagen er lagret.")).to_be_visible()
    then_nothing_is_hard_to_use(page)
    page.goto("/tiltak/deltakere/?kombinert=on")
    expect(page.get_by_role("link", name="Jonas Ungesen")).to_be_visible()
    page.goto("/tiltak/")
    expect(page.get_by_text("Ingen venter på vurdering")).to_be_visible()
