"""A claim's page and the economy tab: by whom, what is said at the field, and what is shown."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, User
from benefits.models import Claim, Settlement
from decisions.models import Decision
from households.models import Household
from households.months import month_of
from tests.benefits.claims.conftest import claimed, deducting, sent, this_month
from tests.benefits.payments.test_actions import planned
from tests.conftest import logged_in
from tests.factories import pay

pytestmark = pytest.mark.django_db
SPACE = "\N{NO-BREAK SPACE}"


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.fixture(autouse=True)
def _assisted(household: Household) -> None:
    """8 000 kr have been paid this month."""
    pay(household.contact, month_of(timezone.localdate()), amount=8_000)


def address(name: str, household: Household, *more: int) -> str:
    return reverse(f"claims:{name}", args=[household.pk, *more])


def today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def typed(household: Household, **values: Any) -> dict[str, Any]:
    """A refund from NAV of 3 000 kr for this month."""
    month = f"{timezone.localdate():%m.%Y}"
    given = {"kind": "benefits", "person": household.contact_id, "payer": "NAV Trygd"}
    return given | {"first_month": month, "last_month": month, "amount": "3000"} | values


def economy(client: Client, household: Household) -> str:
    return client.get(reverse("coordination:economy", args=[household.pk])).text


def test_a_refund_is_registered_and_stands_on_the_economy_tab(
    client: Client, household: Household
) -> None:
    assert "Registrer krav" in economy(client, household)
    answer = client.post(address("new", household), typed(household), follow=True)
    claim = Claim.objects.get()
    assert f"{claim.reference} Refusjon i etterbetalt" in answer.text
    assert "§ 26" in answer.text
    page = economy(client, household)
    assert claim.reference in page
    assert "Kreves av NAV Trygd" in page
    assert f"3{SPACE}000" in page
    assert AccessEvent.objects.filter(action="create", subject_ids=[household.contact_id]).exists()


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"kind": ""}, "kind", "Velg hva slags krav det er."),
        ({"payer": ""}, "payer", "Skriv hvem refusjonen kreves fra."),
        ({"amount": ""}, "amount", "Skriv beløpet."),
        ({"amount": "0"}, "amount", "Beløpet må være over 0 kr."),
        ({"amount": "8001"}, "amount", "Det er utbetalt 8\N{NO-BREAK SPACE}000 kr"),
        ({"amount": "99999999999999999999"}, "amount", "Beløpet er for stort."),
        ({"first_month": "13.2026"}, "first_month", "Skriv måneden som mm.åååå, eller med navn."),
        ({"last_month": "01.2001"}, "last_month", "før den første"),
        ({"deduct_monthly": "500"}, "deduct_monthly", "trekkes ikke"),
        ({"kind": "recovery"}, "payer", "mot personen selv"),
        ({"kind": "recovery", "payer": ""}, "decision", "Velg vedtaket"),
        ({"kind": "loan", "payer": "", "decision": "0"}, "decision", "0"),
        ({"kind": "deduction", "payer": ""}, "deduct_monthly", "Skriv hvor mye"),
        ({"kind": "deduction", "payer": ""}, "deduct_from", "hvilken måned trekket"),
        ({"kind": "recovery", "payer": "", "deduct_monthly": "5"}, "deduct_from", "hvilken måned"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_stored(
    client: Client, household: Household, values: dict[str, str], field: str, message: str
) -> None:
    answer = client.post(address("new", household), typed(household, **values))
    assert message in str(answer.context["form"].errors[field])
    assert not Claim.objects.exists()


def test_a_recovery_with_deductions_points_at_its_decision(
    client: Client, household: Household, decision: Decision, recovery: Decision, caseworker: User
) -> None:
    planned(decision, caseworker)
    month = f"{this_month():%m.%Y}"
    given = {"kind": "recovery", "payer": "", "deduct_monthly": "1000", "deduct_from": month}
    wrong = client.post(address("new", household), typed(household, decision=decision.pk, **given))
    assert "§§ 23 til 26" in str(wrong.context["form"].errors["decision"])
    page = client.post(
        address("new", household), typed(household, decision=recovery.pk, **given), follow=True
    ).text
    assert f"1{SPACE}000 kr per måned" in page
    assert recovery.reference in page
    assert "Planlagte trekk" in page
    assert f"Trekk 1{SPACE}000 kr, utbetales 7{SPACE}000 kr" in economy(client, household)


def test_settled_undone_and_waived_on_its_page(
    client: Client, household: Household, caseworker: User
) -> None:
    claim = claimed(household, caseworker)
    given = {"how": "refunded", "amount": "1000", "on": today()}
    page = client.post(address("settle", household, claim.pk), given, follow=True).text
    assert f"2{SPACE}000 kr</strong>" in page
    more = client.post(address("settle", household, claim.pk), given | {"amount": "2001"})
    assert "bare 2\N{NO-BREAK SPACE}000 kr igjen" in str(more.context["settle"].errors["amount"])
    row = Settlement.objects.get()
    undo = address("undo_settlement", household, claim.pk, row.pk)
    assert "Skriv hvorfor." in client.post(undo, {}).text
    assert "Omgjort" in client.post(undo, {"reason": "Feil sak"}, follow=True).text
    again = client.post(undo, {"reason": "Feil sak"}, follow=True)
    assert "allerede omgjort" in again.text
    page = client.post(
        address("waive", household, claim.pk), {"reason": "Urimelig"}, follow=True
    ).text
    assert "Frafalt" in page
    assert "Registrer oppgjør" not in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"on": "01.01.2150"}, "on"),
        ({"on": "i går"}, "on"),
        ({"how": "deducted"}, "how"),
        ({"amount": "x"}, "amount"),
    ],
)
def test_a_settlement_that_cannot_be_is_refused_at_the_field(
    client: Client, household: Household, caseworker: User, values: dict[str, str], field: str
) -> None:
    claim = claimed(household, caseworker)
    given = {"how": "refunded", "amount": "1", "on": today()} | values
    answer = client.post(address("settle", household, claim.pk), given)
    assert answer.context["settle"].errors.keys() == {field}
    assert not Settlement.objects.exists()


def test_the_deduction_is_stopped_and_what_was_sent_stays(
    client: Client, household: Household, decision: Decision, recovery: Decision,
    caseworker: User, clerk: User,
) -> None:  # fmt: skip
    planned(decision, caseworker)
    claim = deducting(household, caseworker, recovery)
    sent(clerk)
    page = client.post(address("stop", household, claim.pk), follow=True).text
    assert "trukket i utbetaling" in page
    assert "stanset" in page
    assert "Planlagte trekk" not in page
    again = client.post(address("stop", household, claim.pk), follow=True)
    assert "Det er ikke noe trekk å stanse." in again.text


def test_a_double_click_registers_once(
    client: Client, household: Household, caseworker: User
) -> None:
    token = {"token": str(uuid.uuid4())}
    for _ in range(2):
        client.post(address("new", household), typed(household, **token))
    claim = Claim.objects.get()
    given = {"how": "refunded", "amount": "3000", "on": today()} | token
    for _ in range(2):
        answer = client.post(address("settle", household, claim.pk), given, follow=True)
        assert "Gjort opp" in answer.text
    assert Settlement.objects.get().amount == 3_000
    assert 'name="token"' in client.get(address("new", household)).text


def test_a_claim_of_another_household_is_not_found(
    client: Client, household: Household, caseworker: User
) -> None:
    assert client.get(address("claim", household, 999_999)).status_code == 404
    assert client.post(address("waive", household, 10**30)).status_code == 404


def test_a_colleague_reads_and_does_not_write(
    household: Household, caseworker: User, colleague_same_office: User, team_leader: User
) -> None:
    claim = claimed(household, caseworker)
    for user in (colleague_same_office, team_leader):
        other = logged_in(user)
        page = other.get(address("claim", household, claim.pk)).text
        assert "Registrer oppgjør" not in page
        assert "Registrer krav" not in economy(other, household)
        assert other.get(address("new", household)).status_code == 403
        assert other.post(address("waive", household, claim.pk)).status_code == 403
