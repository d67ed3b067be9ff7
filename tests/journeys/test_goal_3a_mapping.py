"""Hovedmål 3a: every child is mapped when the parents ask for help, and the decision says so."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from accounts.policy import Role
from decisions.models import Decision
from households.models import Household, MappingDuty, Membership
from tests.casework import limit
from tests.factories import HouseholdFactory, PersonFactory, add_member
from tests.journeys.conftest import axe_findings
from tests.journeys.test_goal_decision import (
    when_assessing_it,
    when_logging_in,
    when_taking_an_oral_request_down,
)

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("laid_down")]
NORAS, JONAS = "Nora har det bra, og synger i kor.", "Jonas trenger hjelp med skole og fritid."


@pytest.fixture
def home(laid_down: None, caseworker: User, tmp_path: Path, settings: Any) -> Household:
    """Amina with Nora of eight and Jonas of twelve, a household of the caseworker's."""
    settings.LETTER_DIR = tmp_path
    limit(Role.CASEWORKER, 50_000)
    amina = PersonFactory(first_name="Amina", last_name="Prøvesen", birth_date=date(1990, 3, 15))
    home = HouseholdFactory(contact=amina, district="midtbyen")
    for name, born in (("Nora", date(2018, 5, 4)), ("Jonas", date(2014, 2, 3))):
        child = PersonFactory(first_name=name, last_name="Prøvesen", birth_date=born)
        add_member(home, child, Membership.Role.CHILD)
    home.responsibilities.filter(party="nav").update(caseworker=caseworker)
    return home


def test_both_children_are_mapped_before_the_decision(
    page: Page, home: Household, caseworker: User
) -> None:
    when_logging_in(page, caseworker)
    when_taking_an_oral_request_down(page, home, "Livsopphold")
    then_both_children_stand_as_due(page, home)
    when_going_back_to_the_application(page)
    when_assessing_it(page)
    when_writing_all_but_the_children(page)
    then_the_decision_stops_and_names(page, "Nora", "Jonas")
    when_mapping_nora_shortly(page, home)
    then_the_decision_has_noras_paragraph_and_names(page, home, "Jonas")
    when_mapping_jonas_in_full_with_a_serious_worry(page, home)
    when_deciding_with_both_paragraphs(page, home)
    then_the_letter_speaks_of_both(home)


def then_both_children_stand_as_due(page: Page, home: Household) -> None:
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Barn").click()
    for name in ("Nora", "Jonas"):
        expect(page.get_by_role("row", name=name)).to_contain_text("Ikke startet")
    assert axe_findings(page) == []


def when_going_back_to_the_application(page: Page) -> None:
    page.go_back()


def when_writing_all_but_the_children(page: Page) -> None:
    for field in page.get_by_label("Utfall").all():
        field.select_option("Innvilget")
    for label in ("Fra og med måned", "Til og med måned"):
        page.get_by_label(label).fill(f"{timezone.localdate():%m.%Y}")
    page.get_by_label("Faktum").fill("Du bor alene med to barn og har ingen inntekt nå.")
    page.get_by_label("Skjønn").fill("Vi har lagt vekt på at barna trenger ro og mat.")
    page.get_by_role("textbox", name="Kroner", exact=True).fill("9000")
    page.get_by_role("button", name="Lagre utkastet").first.click()
    expect(page.get_by_text("Utkastet er lagret.")).to_be_visible()


def then_the_decision_stops_and_names(page: Page, *names: str) -> None:
    page.get_by_role("button", name="Fatt vedtaket").click()
    for name in names:
        expect(page.locator("ds-error-summary")).to_contain_text(f"{name} er ikke kartlagt.")


def when_mapping_nora_shortly(page: Page, home: Household) -> None:
    page.get_by_role("link", name="Kartlegg Nora").click()
    page.get_by_role("button", name="Kort kartlegging").click()
    page.get_by_label("Bolig").fill("Leier privat, tre rom.")
    _press(page, "Nei, ingen andre barn")
    page.get_by_role("button", name="Lagre", exact=True).click()
    _all_good(page)
    _press(page.locator("[data-domain=leisure]"), "Ja")
    page.get_by_label("Hva?").fill("Kor")
    _press(page, "Spurt direkte")
    page.get_by_label("Med barnets egne ord").fill("Jeg liker å synge.")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Gå videre til barnets beste").click()
    expect(page.get_by_label("Avsnittet til vedtaket")).to_have_value(re.compile("Nora har det"))
    _complete(page, NORAS)


def then_the_decision_has_noras_paragraph_and_names(page: Page, home: Household, name: str) -> None:
    page.goto(f"/husstander/{home.pk}/vedtak/{Decision.objects.get().pk}/")
    expect(page.get_by_role("textbox", name="Barnets beste").first).to_have_value(NORAS)
    expect(page.get_by_text(f"{name} er ikke kartlagt.").first).to_be_visible()
    expect(page.get_by_text("Nora er ikke kartlagt.")).to_have_count(0)


def when_mapping_jonas_in_full_with_a_serious_worry(page: Page, home: Household) -> None:
    page.get_by_role("link", name="Kartlegg Jonas").click()
    page.get_by_role("button", name="Full kartlegging").click()
    expect(page.get_by_text("Leier privat, tre rom.")).to_be_visible()
    _all_good(page)
    safety = page.locator("[data-domain=safety]")
    _press(safety, "Alvorlig")
    safety.get_by_label("Fakta").fill("Har sett vold hjemme.")
    safety.get_by_label("Tiltak").fill("Samtale på Barnehuset")
    safety.get_by_label("Ansvarlig").select_option("BFT")
    safety.get_by_label("Frist").fill("01.02.2027")
    _press(page.locator("[data-domain=leisure]"), "Ikke nå")
    page.get_by_role("combobox", name="Står i veien").select_option("Pris")
    _press(page, "Gjennom forelder")
    page.get_by_label("Med barnets egne ord").fill("Vil være hos bestemor.")
    page.get_by_role("button", name="Gå videre til barnets beste").click()
    expect(page.locator("ds-error-summary")).to_contain_text("bekymringsmelding")
    _press(page, "Bekymringsmelding er sendt")
    page.get_by_label("Hva ble gjort?").fill("Ringte barnevernet i dag.")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Gå videre til barnets beste").click()
    expect(page.get_by_label("Avsnittet til vedtaket")).not_to_have_value(re.compile("vold"))
    page.get_by_label("Slik vurderer vi det").fill("Jonas trenger å være trygg.")
    page.get_by_label("Slik veier vi det").fill("Tryggheten veier tyngst.")
    _complete(page, JONAS)


def when_deciding_with_both_paragraphs(page: Page, home: Household) -> None:
    page.goto(f"/husstander/{home.pk}/vedtak/{Decision.objects.get().pk}/")
    expect(page.get_by_text("er ikke kartlagt.")).to_have_count(0)
    page.get_by_role("button", name="Fatt vedtaket").click()
    expect(page.get_by_text("Vedtaket gjelder nå.")).to_be_visible()


def then_the_letter_speaks_of_both(home: Household) -> None:
    decision = home.decisions.get()
    assert set(decision.children.values_list("text", flat=True)) == {NORAS, JONAS}
    assert not MappingDuty.objects.open().exists()


def _press(where: Page | Locator, label: str) -> None:
    """One of the buttons that are radio buttons underneath."""
    where.get_by_label(re.compile(rf"^(\d )?{re.escape(label)}$")).first.check(force=True)


def _all_good(page: Page) -> None:
    for question in page.locator(".question[data-domain]").all():
        _press(question, "Bra")


def _complete(page: Page, paragraph: str) -> None:
    page.get_by_label("Avsnittet til vedtaket").fill(paragraph)
    page.get_by_role("button", name="Fullfør kartleggingen").click()
    expect(page.get_by_text(re.compile("er kartlagt. Gyldig til"))).to_be_visible()
