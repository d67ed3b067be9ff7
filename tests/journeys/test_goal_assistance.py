"""Livsopphold in sentences: a renewal counted, a family over the cap, a pupil with a job."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from accounts.models import User
from accounts.policy import Role
from benefits.models import AssistanceApplication, DatedSetting, Payment
from decisions.models import Decision
from households import mapping
from households.models import Household, MappingDuty, Membership
from tests.casework import limit, rates_of_2013
from tests.factories import HouseholdFactory, PersonFactory, add_member
from tests.journeys.casework import (
    then_nothing_is_hard_to_use,
    when_deciding,
    when_handing_the_letter_over,
    when_logging_in,
    when_taking_an_oral_request_down,
)

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("office")]
MOST_INPUTS = 8
"""To renew assistance when nothing has changed (design.md 10)."""


@pytest.fixture
def office(laid_down: None, caseworker: User, tmp_path: Path, settings: Any) -> None:
    settings.LETTER_DIR = tmp_path
    limit(Role.CASEWORKER, 50_000)
    rates_of_2013()


def household(caseworker: User, first_name: str, years: int) -> Household:
    """Somebody of that age alone, with the caseworker."""
    contact = PersonFactory(first_name=first_name, last_name="Prøvesen", birth_date=aged(years))
    home = HouseholdFactory(contact=contact, district="midtbyen")
    home.responsibilities.filter(party="nav").update(caseworker=caseworker)
    return home


def aged(years: int) -> date:
    return date(timezone.localdate().year - years, 1, 15)


def family_of_seven(caseworker: User) -> Household:
    """A couple with children of 2, 4, 7, 12 and 15 years (domain.md 4.2 a)."""
    home = household(caseworker, "Amina", 38)
    spouse = PersonFactory(first_name="Jonas", last_name="Prøvesen", sex="m", birth_date=aged(40))
    add_member(home, spouse, Membership.Role.SPOUSE)
    for name, years in (("Lea", 2), ("Noor", 4), ("Ida", 7), ("Sami", 12), ("Eva", 15)):
        child = PersonFactory(first_name=name, last_name="Prøvesen", birth_date=aged(years))
        add_member(home, child, Membership.Role.CHILD)
    return home


class TestAMonthIsCarriedOn:
    def test_without_change_it_takes_few_inputs_and_is_still_assessed(
        self, page: Page, caseworker: User
    ) -> None:
        home = household(caseworker, "Kari", 36)
        when_logging_in(page, caseworker)
        when_taking_an_oral_request_down(page, home, "Livsopphold")
        when_calculating(page, {"Husleie, oppgitt": "5000"})
        when_writing_the_grounds(page)
        when_deciding(page)
        when_handing_the_letter_over(page)
        page.get_by_label("Husstandens sider").get_by_role("link", name="Søknader").click()
        inputs = Inputs(page)
        inputs.press("Viderefør")
        for asked in ("Inntekt", "Bolig", "Husstand"):
            answers = page.get_by_role("radiogroup", name=asked)
            inputs.check(answers.get_by_label("Uendret"))
        inputs.press("Lagre og skriv vedtak")
        then_the_last_words_stand_there(page)
        then_it_may_not_be_decided_unread(page)
        inputs.fill("Vurdert på nytt", "Kari søker fortsatt arbeid, og leien er den samme.")
        inputs.press("Fatt vedtaket")
        expect(page.get_by_text("Vedtaket gjelder nå.")).to_be_visible()
        inputs.press("Registrer som sendt")
        expect(page.get_by_text("Klagefristen er")).to_be_visible()
        assert inputs.count == MOST_INPUTS
        then_the_next_month_is_decided_and_paid_the_same(home)


class TestAFamilyOverTheCap:
    def test_from_the_request_to_the_letter(self, page: Page, caseworker: User) -> None:
        home = family_of_seven(caseworker)
        when_logging_in(page, caseworker)
        when_taking_an_oral_request_down(page, home, "Livsopphold")
        given_that_every_child_is_mapped(home, caseworker)
        when_calculating(page, {"Husleie, oppgitt": "9000"}, wage="8000", one_off="3000")
        when_writing_the_grounds(page, capped=5)
        then_the_sum_is_told(page, "16000")
        then_nothing_is_hard_to_use(page)
        when_deciding(page)
        letter = when_handing_the_letter_over(page)
        then_the_letter_tells(
            letter,
            *("Stønadstak", "9 350 kr", "16 000 kr", "3 000 kr"),
            *("Lea", "Noor", "Ida", "Sami", "Eva"),
        )


class TestAPupilWithAJob:
    def test_wages_below_the_disregard_do_not_lower_the_payment(
        self, page: Page, caseworker: User
    ) -> None:
        given_the_special_scheme()
        home = household(caseworker, "Yonas", 22)
        when_logging_in(page, caseworker)
        when_taking_an_oral_request_down(page, home, "Livsopphold")
        page.get_by_role("link", name="Til beregningen").click()
        page.get_by_role("button", name="Start beregningen").click()
        page.get_by_text("Tidligere enslig mindreårig i grunnskolen").click()
        page.get_by_label("Bosatt som enslig mindreårig").check()
        page.get_by_label("Oppmøtet er bekreftet").check()
        page.get_by_label("Begynte i grunnskolen").fill("20.08.2025")
        typed_costs_and_incomes(page, {"Husleie, oppgitt": "5000"}, "3000", "")
        page.get_by_role("button", name="Lagre beregningen").click()
        then_both_schemes_stand_side_by_side(page)
        page.get_by_label("Særordning for tidligere").check()
        page.get_by_role("button", name="Lagre og skriv vedtak").click()
        when_writing_the_grounds(page)
        when_deciding(page)
        assert Decision.objects.get(household=home).monthly_amount == 9_000


@dataclass
class Inputs:
    """What a caseworker does with the hand: a press, a choice, a text; each counts one."""

    page: Page
    count: int = 0

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=re.compile(f"^{button}")).click()
        self.count += 1

    def check(self, choice: Locator) -> None:
        choice.check()
        self.count += 1

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)
        self.count += 1


def when_calculating(
    page: Page, costs: dict[str, str], *, wage: str = "", one_off: str = ""
) -> None:
    page.get_by_role("link", name="Til beregningen").click()
    page.get_by_role("button", name="Start beregningen").click()
    typed_costs_and_incomes(page, costs, wage, one_off)
    then_nothing_is_hard_to_use(page)
    page.get_by_role("button", name="Lagre og skriv vedtak").click()


def typed_costs_and_incomes(page: Page, costs: dict[str, str], wage: str, one_off: str) -> None:
    for label, amount in costs.items():
        page.get_by_label(label).fill(amount)
    if wage:
        page.locator("#id_inntekt-0-kind").select_option("wages")
        page.locator("#id_inntekt-0-amount").fill(wage)
    if one_off:
        page.locator("#id_engang-0-purpose").select_option("other")
        page.locator("#id_engang-0-text").fill("Vinterklær")
        page.locator("#id_engang-0-amount").fill(one_off)


def when_writing_the_grounds(page: Page, *, capped: int = 0) -> None:
    expect(page.get_by_role("heading", name="Dette mangler")).to_be_visible()
    for field in page.get_by_label("Utfall").all():
        field.select_option("Innvilget")
    page.get_by_label("Faktum").first.fill("Du har ingen andre penger denne måneden.")
    page.get_by_label("Skjønn").first.fill("Vi har lagt vekt på utgiftene og på at du søker jobb.")
    for field in page.get_by_role("textbox", name="Barnets beste").all():
        field.fill("Barnet skal ha mat, klær og fritid som før.")
    reduced = page.get_by_role("textbox", name="Hva stønadstaket betyr for barnet").all()
    assert len(reduced) == capped
    for field in reduced:
        field.fill("Avkortingen går ikke ut over mat, klær eller fritid.")
    page.get_by_role("button", name="Lagre utkastet").first.click()
    expect(page.get_by_text("Utkastet er lagret.")).to_be_visible()


def given_that_every_child_is_mapped(home: Household, by: User) -> None:
    for duty in MappingDuty.objects.filter(household=home):
        mapping.fulfil_mapping(
            duty=duty,
            paragraph=f"{duty.child.first_name} trives.",
            on=timezone.localdate(),
            at=timezone.now(),
            by=by,
        )


def given_the_special_scheme() -> None:
    """A fixed amount of 9 000 kr a month, wages up to 5 000 kr disregarded."""
    start = timezone.localdate().replace(month=1, day=1)
    amounts = {"amount": 9_000, "disregard": 5_000, "share": "0.5", "until_age": 30}
    for key, value in amounts.items():
        DatedSetting.objects.create(
            key=f"special_{key}", valid_from=start, value=value, source="Prøvesatser"
        )


def then_both_schemes_stand_side_by_side(page: Page) -> None:
    expect(page.get_by_text("Beregningen er lagret.")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Særordningen gir")
    then_nothing_is_hard_to_use(page)


def then_the_last_words_stand_there(page: Page) -> None:
    expect(page.get_by_role("heading", name=re.compile("^Viderefører"))).to_be_visible()
    expect(page.get_by_label("Faktum")).to_have_value("Du har ingen andre penger denne måneden.")
    then_nothing_is_hard_to_use(page)


def then_it_may_not_be_decided_unread(page: Page) -> None:
    missing = page.get_by_role("region", name="Dette mangler")
    expect(missing).to_contain_text("Skriv hva som er vurdert siden forrige vedtak.")


def then_the_next_month_is_decided_and_paid_the_same(home: Household) -> None:
    old, new = Decision.objects.filter(household=home).order_by("pk")
    assert (new.renews, new.monthly_amount) == (old, old.monthly_amount)
    assert AssistanceApplication.objects.get(renews__isnull=False).state == "closed"
    planned = Payment.objects.filter(person=home.contact).order_by("for_month")
    assert len({payment.for_month for payment in planned}) == len(planned) == 2


def then_the_sum_is_told(page: Page, amount: str) -> None:
    expect(page.get_by_role("textbox", name="Kroner", exact=True).first).to_have_value(amount)


def then_the_letter_tells(letter: Path, *words: str) -> None:
    text = "".join(leaf.extract_text() for leaf in PdfReader(letter).pages)
    told = " ".join(text.replace("\xa0", " ").split())
    assert [word for word in words if word not in told] == []
