"""Vedtak: an emergency decided and paid the same day, a refusal appealed and reversed."""

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
from benefits.models import AssistanceApplication, Payment
from decisions.models import Appeal, Decision
from households.models import Household, Membership
from tests.casework import limit
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member
from tests.journeys.casework import (
    then_nothing_is_hard_to_use,
    when_beginning_on_it,
    when_deciding,
    when_handing_the_letter_over,
    when_logging_in,
    when_taking_an_oral_request_down,
)
from tests.journeys.conftest import axe_findings

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("laid_down")]


@pytest.fixture
def home(laid_down: None, caseworker: User, tmp_path: Path, settings: Any) -> Household:
    """Amina of 36 with Nora of eight, a household of the caseworker's."""
    settings.LETTER_DIR = tmp_path
    limit(Role.CASEWORKER, 5_000)
    limit(Role.TEAM_LEADER, 50_000)
    amina = PersonFactory(first_name="Amina", last_name="Prøvesen", birth_date=date(1990, 3, 15))
    nora = PersonFactory(first_name="Nora", last_name="Prøvesen", birth_date=date(2018, 5, 4))
    home = HouseholdFactory(contact=amina, district="midtbyen")
    add_member(home, nora, Membership.Role.CHILD)
    home.responsibilities.filter(party="nav").update(caseworker=caseworker)
    return home


class TestADecisionIsMade:
    def test_an_oral_emergency_request_is_decided_and_paid_the_same_day(
        self, page: Page, home: Household, caseworker: User
    ) -> None:
        when_logging_in(page, caseworker)
        when_taking_an_oral_request_down(page, home, "Nødhjelp")
        when_beginning_on_it(page)
        when_writing_the_decision(page, outcome="Innvilget", amount="1500")
        then_it_is_told_that_it_stands_at_once(page)
        when_deciding(page)
        then_nothing_is_hard_to_use(page)
        when_handing_the_letter_over(page)
        then_the_application_is_closed_today(home)
        when_the_clerk_sends_and_confirms_the_payment(page)
        then_the_money_is_paid_today(home, 1_500)

    def test_a_refusal_is_appealed_and_reversed(
        self, page: Page, home: Household, caseworker: User
    ) -> None:
        when_logging_in(page, caseworker)
        when_taking_an_oral_request_down(page, home, "Livsopphold")
        when_assessing_it(page)
        when_writing_the_decision(page, outcome="Avslått", amount="")
        then_the_unmapped_child_stops_it(page)
        when_excepting_the_child(page)
        when_deciding(page)
        when_handing_the_letter_over(page)
        when_the_applicant_complains(page, "Jeg har ikke penger til mat")
        then_nothing_is_hard_to_use(page)
        when_the_office_reverses(page)
        when_correcting_the_decision(page)
        then_the_new_edition_replaces_the_old(home)

    def test_above_the_limit_a_leader_decides(
        self, page: Page, home: Household, caseworker: User, team_leader: User
    ) -> None:
        when_logging_in(page, caseworker)
        when_taking_an_oral_request_down(page, home, "Nødhjelp")
        when_beginning_on_it(page)
        when_writing_the_decision(page, outcome="Innvilget", amount="9000")
        when_sending_it_to_a_leader(page)
        when_logging_in(page, team_leader)
        when_the_leader_returns_it(page, "Si mer om Nora")
        when_logging_in(page, caseworker)
        when_the_writer_reads_why_and_sends_it_again(page, "Si mer om Nora")
        when_logging_in(page, team_leader)
        when_the_leader_approves(page)
        then_a_leader_has_decided(home, team_leader)


def when_assessing_it(page: Page) -> None:
    page.get_by_role("button", name="Start behandling").click()
    page.get_by_role("button", name="Ferdig vurdert").click()
    page.get_by_role("button", name="Skriv vedtak").click()


def when_writing_the_decision(page: Page, *, outcome: str, amount: str) -> None:
    expect(page.get_by_role("heading", name="Dette mangler")).to_be_visible()
    assert axe_findings(page) == []
    for field in page.get_by_label("Utfall").all():
        field.select_option(outcome)
    page.get_by_label("Faktum").fill("Du har ikke penger før lønna kommer.")
    page.get_by_label("Skjønn").fill("Vi har lagt vekt på at du er alene med Nora.")
    page.get_by_role("textbox", name="Kroner", exact=True).fill(amount)
    page.get_by_role("textbox", name="Barnets beste").fill("Nora trenger mat og klær nå.")
    page.get_by_role("button", name="Lagre utkastet").first.click()
    expect(page.get_by_text("Utkastet er lagret.")).to_be_visible()


def then_it_is_told_that_it_stands_at_once(page: Page) -> None:
    expect(page.get_by_text("gjelder straks")).to_be_visible()


def then_the_unmapped_child_stops_it(page: Page) -> None:
    page.get_by_role("button", name="Fatt vedtaket").click()
    expect(page.locator("ds-error-summary")).to_contain_text("Nora er ikke kartlagt.")
    assert axe_findings(page) == []


def when_excepting_the_child(page: Page) -> None:
    page.get_by_label("Hvorfor er barnet ikke kartlagt?").select_option("Vedtaket haster")
    page.get_by_label("Begrunnelse for unntaket").fill("Kartlegges neste uke")
    page.get_by_role("button", name="Registrer unntak for Nora").click()
    expect(page.get_by_text("Unntaket for Nora er registrert.")).to_be_visible()


def then_the_application_is_closed_today(home: Household) -> None:
    application = AssistanceApplication.objects.get(household=home)
    assert application.state == "closed"
    decision = application.decisions.get().decision
    assert decision.kind == "emergency"
    assert timezone.localdate(decision.approved_at) == application.received_on


def when_the_clerk_sends_and_confirms_the_payment(page: Page) -> None:
    when_logging_in(page, UserFactory(role=Role.PAYMENT_CLERK), lands_on="Utbetalinger")
    expect(page.get_by_text("1 utbetaling, 1 500 kr")).to_be_visible()
    then_nothing_is_hard_to_use(page)
    page.get_by_role("button", name="Lag betalingsfil").click()
    expect(page.get_by_role("heading", name="Kjøring")).to_be_visible()
    with page.expect_download() as file:
        page.get_by_role("button", name="Last ned filen").click()
    assert "1500" in Path(file.value.path()).read_text("utf-8-sig")
    page.get_by_role("button", name="Bekreft utbetalt").click()
    expect(page.get_by_text("1 utbetaling er registrert som utbetalt.")).to_be_visible()


def then_the_money_is_paid_today(home: Household, amount: int) -> None:
    payment = Payment.objects.get(person=home.contact)
    assert (payment.status, payment.amount) == (Payment.Status.PAID, amount)
    assert payment.paid_on == timezone.localdate()


def when_the_applicant_complains(page: Page, text: str) -> None:
    page.get_by_role("link", name="Registrer klage").click()
    page.get_by_label("Hva klages det på?").fill(text)
    page.get_by_role("button", name="Registrer klagen").click()
    expect(page.get_by_text(text)).to_be_visible()


def when_the_office_reverses(page: Page) -> None:
    page.get_by_label("Vedtaket gjøres om").check()
    page.get_by_label("Vurderingen").fill("Lønna er lavere enn vi la til grunn.")
    page.get_by_role("button", name="Lagre vurderingen").click()
    page.get_by_role("button", name="Rett vedtaket").click()
    expect(page.get_by_role("button", name="Fatt vedtaket")).to_be_visible()


def when_correcting_the_decision(page: Page) -> None:
    for field in page.get_by_label("Utfall").all():
        field.select_option("Innvilget")
    page.get_by_label("Fra og med måned").fill("12.2026")
    page.get_by_label("Til og med måned").fill("12.2026")
    page.get_by_role("textbox", name="Kroner", exact=True).fill("4000")
    page.get_by_role("button", name="Fatt vedtaket").click()
    expect(page.get_by_text("Vedtaket gjelder nå.")).to_be_visible()


def then_the_new_edition_replaces_the_old(home: Household) -> None:
    old, new = Decision.objects.filter(household=home).order_by("pk")
    assert (old.state, old.outcome) == ("approved", "refused")
    assert (new.state, new.outcome, new.corrects, new.edition) == ("approved", "granted", old, 2)
    assert Appeal.objects.get().is_reversed


def when_sending_it_to_a_leader(page: Page) -> None:
    expect(page.get_by_text("går til en leder")).to_be_visible()
    page.get_by_role("button", name="Send til beslutning").click()
    expect(page.get_by_text("Vedtaket er sendt til beslutning.")).to_be_visible()


def when_the_leader_returns_it(page: Page, reason: str) -> None:
    when_opening_what_waits(page)
    page.get_by_text("Underkjenn", exact=True).first.click()
    page.get_by_label("Hvorfor underkjennes vedtaket?").fill(reason)
    page.get_by_role("button", name="Underkjenn").click()
    expect(page.get_by_text("sendt tilbake til saksbehandleren")).to_be_visible()


def when_opening_what_waits(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Til beslutning 1")).click()
    page.wait_for_url("**liste=beslutning**")
    page.get_by_role("link", name="Husstanden Prøvesen").click()
    expect(page.get_by_role("button", name="Godkjenn")).to_be_visible()
    assert axe_findings(page) == []


def when_the_writer_reads_why_and_sends_it_again(page: Page, reason: str) -> None:
    row = page.get_by_role("row", name="Underkjent vedtak")
    row.get_by_role("link", name="Husstanden Prøvesen").click()
    expect(page.get_by_text(f"Underkjent: {reason}")).to_be_visible()
    page.get_by_role("textbox", name="Barnets beste").fill("Nora er syk og trenger medisiner.")
    when_sending_it_to_a_leader(page)


def when_the_leader_approves(page: Page) -> None:
    when_opening_what_waits(page)
    page.get_by_role("button", name="Godkjenn").click()
    expect(page.get_by_text("Vedtaket er godkjent, og brevet er laget.")).to_be_visible()


def then_a_leader_has_decided(home: Household, leader: User) -> None:
    decision = Decision.objects.get(household=home)
    assert (decision.state, decision.approved_by, decision.needs_attest) == (
        "approved",
        leader,
        True,
    )
