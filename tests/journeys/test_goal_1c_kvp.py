"""The qualification programme in sentences: to work and after, stopped, and made longer."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.policy import Role
from benefits.models import KvpBenefit, KvpCase, KvpEnrolment
from benefits.programmes import rules
from decisions.models import Decision
from households.models import Household, Person
from households.rules import months_after
from tests.benefits.kvp_benefit.months import paid
from tests.benefits.programmes.filled import days_ago, started, working_day
from tests.casework import limit
from tests.factories import HouseholdFactory, PersonFactory
from tests.journeys.casework import (
    then_nothing_is_hard_to_use,
    when_deciding,
    when_logging_in,
)

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("office")]


@pytest.fixture
def office(laid_down: None, caseworker: User, tmp_path: Path, settings: Any) -> None:
    settings.LETTER_DIR = tmp_path
    limit(Role.CASEWORKER, 50_000)


@pytest.fixture
def home(office: None, caseworker: User) -> Household:
    contact = PersonFactory(first_name="Amina", last_name="Prøvesen")
    household = HouseholdFactory(contact=contact, district="midtbyen")
    household.responsibilities.filter(party="nav").update(caseworker=caseworker)
    return household


def test_from_enquiry_to_work_at_6_months(page: Page, home: Household, caseworker: User) -> None:
    when_logging_in(page, caseworker)
    page.goto(f"/husstander/{home.pk}/")
    page.get_by_label("Husstandens sider").get_by_role("link", name="KVP og tiltak").click()
    then_nothing_is_hard_to_use(page)
    page.get_by_role("link", name="Ny forespørsel").click()
    page.get_by_label("Hvem tok det opp?").select_option("Aktiv start")
    page.locator("#id_applied_on").fill(day(days_ago(0)))
    page.get_by_role("button", name="Registrer").click()
    when_assessing(page)
    page.get_by_role("button", name="Skriv vedtak").click()
    when_deciding(page)
    when_opening_the_case(page, home)
    when_filling(page, "Start programmet", {}, "Start")
    expect(page.get_by_text("Planen har ingen dato for evaluering.")).to_be_visible()
    until = day(days_ago(-300))
    doing = {"Hvor?": "Butikken", "Timer per uke": "37,5", "Fra": day(days_ago(0))}
    page.locator("summary", has_text="Legg til aktivitet").click()
    page.get_by_label("Hva slags aktivitet?").select_option("Arbeid eller arbeidspraksis")
    page.locator("#aktivitet_valid_to").fill(until)
    when_filling(page, "", doing, "Legg til")
    expect(page.get_by_text("Butikken").first).to_be_visible()
    then_nothing_is_hard_to_use(page)
    when_a_month_is_paid(page, home, caseworker)
    when_ending(page, days_ago(0), "Fullført eller avsluttet etter avtale", "Ordinært arbeid")
    long_ago(home)
    when_opening_the_case(page, home)
    expect(page.get_by_text("Situasjonen etter 6 måneder").first).to_be_visible()
    page.locator("summary", has_text="Registrer situasjonen nå").click()
    page.get_by_label("Hva gjør personen nå?").select_option("Ordinært arbeid")
    page.get_by_label("Hvor vet vi det fra?").select_option("Personen selv")
    page.get_by_role("button", name="Lagre").last.click()
    expect(page.get_by_text("Etter 6 måneder", exact=True)).to_be_visible()
    assert KvpCase.objects.get().follow_ups.get().code == KvpEnrolment.ExitCode.WORK


def test_a_programme_is_stopped_after_invalid_absence(
    page: Page, home: Household, caseworker: User
) -> None:
    started(home, caseworker, days_ago(60))
    when_logging_in(page, caseworker)
    when_opening_the_case(page, home)
    for away in (working_day(7), working_day(2)):
        page.locator("summary", has_text="Registrer fravær").click()
        page.get_by_label("Dag", exact=True).fill(day(away))
        page.get_by_label("Hva slags fravær?").select_option("Ugyldig fravær")
        page.locator("form[action$='/fravaer/'] button").click()
        expect(page.get_by_text(day(away)).first).to_be_visible()
    assert sum(row.hours for row in KvpCase.objects.get().absences.all()) == 15
    when_ending(page, days_ago(1), "Varig avbrutt på grunn av uteblivelse", "", why="Møter ikke")
    expect(page.get_by_text("Stanset etter fravær").first).to_be_visible()
    assert KvpEnrolment.objects.get().status == KvpEnrolment.Status.STOPPED_ABSENCE
    then_nothing_is_hard_to_use(page)


@pytest.mark.parametrize(
    ("first", "too_long", "told", "right"),
    [
        (date(2018, 3, 1), date(2020, 3, 1), "kan vare i ett år og ett til", date(2020, 2, 29)),
        (date(2020, 3, 2), date(2022, 3, 2), "kan det bare vare unntaksvis", date(2022, 3, 1)),
    ],
)
def test_an_extension_under_each_rule_set(
    page: Page,
    home: Household,
    caseworker: User,
    first: date,
    too_long: date,
    told: str,
    right: date,
) -> None:
    started(home, caseworker, first)
    when_logging_in(page, caseworker)
    when_opening_the_case(page, home)
    page.locator("summary", has_text="Forleng programmet").click()
    page.get_by_label("Ny siste dag").fill(day(too_long))
    page.get_by_label("Hvorfor forlenges programmet?").fill("Er i praksis og trenger mer tid.")
    page.get_by_role("button", name="Skriv vedtak").click()
    expect(page.get_by_text(re.compile(told)).first).to_be_visible()
    page.get_by_label("Ny siste dag").fill(day(right))
    page.get_by_role("button", name="Skriv vedtak").click()
    expect(page.get_by_role("button", name="Fatt vedtaket")).to_be_visible()
    decision = KvpCase.objects.get().extensions.get().decision
    months = Decision.objects.filter(pk=decision.pk)
    assert months.get().last_month == right.replace(day=1)
    assert rules.last_day_of(first, 2) == right


def day(on: date) -> str:
    return f"{on:%d.%m.%Y}"


def when_opening_the_case(page: Page, home: Household) -> None:
    page.goto(f"/husstander/{home.pk}/kvp/{KvpCase.objects.get().pk}/")


def when_filling(page: Page, title: str, fields: dict[str, str], button: str) -> None:
    if title:
        page.locator("summary", has_text=title).click()
    for label, text in fields.items():
        page.get_by_label(label, exact=True).locator("visible=true").fill(text)
    page.get_by_role("button", name=button, exact=True).locator("visible=true").first.click()


def when_assessing(page: Page) -> None:
    page.locator("summary", has_text="Vurder arbeidsevnen").click()
    expect(page.get_by_role("radio", name="Ja").last).to_be_visible()
    for field in page.get_by_role("radio", name="Ja").all():
        field.check()
    for text in page.get_by_label("Begrunnelse").all():
        text.fill("Sett i samtale og papirer.")
    page.get_by_label("Konklusjon").fill("Kan komme i arbeid med praksis og tett oppfølging.")
    page.get_by_role("button", name="Lagre vurderingen").click()
    expect(page.get_by_text("Fyller vilkårene", exact=True)).to_be_visible()


def when_a_month_is_paid(page: Page, home: Household, caseworker: User) -> None:
    """The programme began before a month that is over now; its benefit goes all the way."""
    case = KvpCase.objects.get(household=home)
    born = {"birth_date": date(1990, 5, 1)}
    Person.objects.filter(pk=case.person_id).update(**born)
    first = date(2025, 11, 1)
    days = ("enquired_on", "applied_on", "assessed_on", "decided_on")
    KvpCase.objects.filter(pk=case.pk).update(**dict.fromkeys(days, first))
    KvpEnrolment.objects.filter(case=case).update(valid_from=first)
    when_opening_the_case(page, home)
    page.locator("summary", has_text="Klargjør en måned").click()
    page.get_by_label("Måned", exact=True).select_option("November 2025")
    page.get_by_label("Sykepenger, kr i måneden").fill("1 000")
    page.get_by_role("button", name="Klargjør", exact=True).click()
    expect(page.get_by_text("Kvalifiseringsstønad, 20 dager à 1\u00a0021,76 kr")).to_be_visible()
    then_nothing_is_hard_to_use(page)
    page.get_by_role("button", name=re.compile("Bekreft 19.435 kr")).click()
    expect(page.get_by_text(re.compile("Stønaden er bekreftet"))).to_be_visible()
    paid()
    page.reload()
    expect(page.get_by_text(re.compile("Utbetalt .*: 19.435 kr"))).to_be_visible()
    row = KvpBenefit.objects.get()
    assert (row.state, row.total, row.payment.status) == ("confirmed", 19_435, "paid")
    KvpEnrolment.objects.filter(case=case).update(valid_from=days_ago(0))
    KvpCase.objects.filter(pk=case.pk).update(**dict.fromkeys(days, days_ago(0)))
    when_opening_the_case(page, home)


def when_ending(page: Page, on: date, how: str, to: str, why: str = "") -> None:
    page.locator("summary", has_text="Avslutt programmet").click()
    page.get_by_label("Siste dag i programmet").fill(day(on))
    page.get_by_label("Hvordan endte det?").select_option(how)
    if to:
        page.get_by_label("Hva gikk personen til?").select_option(to)
    page.locator("form[action$='/avslutt/']").get_by_label("Hvorfor?").fill(why)
    page.get_by_role("button", name="Avslutt", exact=True).click()
    expect(page.get_by_role("heading", name="Etter programmet")).to_be_visible()


def long_ago(home: Household) -> None:
    """Seven months pass."""
    on = months_after(timezone.localdate(), -7)
    case = KvpCase.objects.get(household=home)
    KvpEnrolment.objects.filter(case=case).update(valid_from=on, valid_to=on)
    days = ("enquired_on", "applied_on", "assessed_on", "decided_on", "planned_end", "closed_on")
    KvpCase.objects.filter(pk=case.pk).update(**dict.fromkeys(days, on))
