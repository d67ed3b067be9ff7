"""The pages of payments: the clerk's runs, and one payment stopped by its caseworker."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, User
from benefits.models import Payment, PaymentRun
from decisions.models import Decision
from tests.benefits.payments.test_actions import planned
from tests.conftest import confirmed, logged_in

pytestmark = pytest.mark.django_db
RUNS = "/utbetalinger/"


@pytest.fixture
def client(clerk: User) -> Client:
    return confirmed(logged_in(clerk))


@pytest.fixture
def rows(decision: Decision, caseworker: User) -> list[Payment]:
    return planned(decision, caseworker)


def today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def made(client: Client) -> PaymentRun:
    client.post(f"{RUNS}ny/", {"until": today(), "token": str(uuid.uuid4())})
    return PaymentRun.objects.get()


def status(client: Client, row: Payment, **values: str) -> Any:
    household = row.matter.decision.household_id  # type: ignore[union-attr]
    address = reverse("payments:change_status", args=[household, row.pk])
    return client.post(address, values, follow=True)


def test_the_clerk_opens_on_what_is_ready(client: Client, rows: list[Payment]) -> None:
    assert client.get("/").headers["Location"] == RUNS
    page = client.get(RUNS).text
    assert "2 utbetalinger, 10\N{NO-BREAK SPACE}500 kr" in page
    assert "Mottakersen" in page
    assert "15839200169" not in page


def test_emergency_aid_stands_first_and_is_marked(client: Client, rows: list[Payment]) -> None:
    last = Payment.objects.filter(status="planned").latest("pk")
    Payment.objects.filter(pk=last.pk).update(category="nodhjelp")
    page = client.get(RUNS)
    assert page.context["lines"][0].pk == last.pk
    assert '<span class="ds-tag" data-color="danger">Nødhjelp</span>' in page.text


def test_from_file_to_confirmed(client: Client, rows: list[Payment]) -> None:
    run = made(client)
    file = client.post(f"{RUNS}{run.pk}/fil/")
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert "15839200169" in file.text
    assert AccessEvent.objects.filter(action="export", object_id=run.pk).exists()
    page = client.post(f"{RUNS}{run.pk}/bekreft/", {"on": today()}, follow=True)
    assert "2 utbetalinger er registrert som utbetalt." in page.text
    assert set(run.payments.values_list("status", flat=True)) == {"paid"}
    again = client.post(f"{RUNS}{run.pk}/bekreft/", {"on": today()}, follow=True)
    assert "allerede bekreftet" in again.text


@pytest.mark.parametrize("until", ["", "i morgen", "01.01.2020", "01.01.2150"])
def test_a_day_that_cannot_be_paid_on_is_said_at_the_field(
    client: Client, rows: list[Payment], until: str
) -> None:
    answer = client.post(f"{RUNS}ny/", {"until": until, "token": str(uuid.uuid4())})
    assert answer.context["form"].errors.keys() == {"until"}
    assert not PaymentRun.objects.exists()


def test_with_nothing_ready_no_run_is_made(client: Client) -> None:
    answer = client.post(f"{RUNS}ny/", {"until": today(), "token": str(uuid.uuid4())}, follow=True)
    assert "Ingen utbetalinger er klare" in answer.text


def test_a_file_that_would_not_be_the_same_is_refused(
    client: Client, rows: list[Payment], decision: Decision
) -> None:
    run = made(client)
    decision.applicant.national_id = None
    decision.applicant.save()
    answer = client.post(f"{RUNS}{run.pk}/fil/", follow=True)
    assert "filen ville ikke bli den samme" in answer.text


def test_money_is_sent_only_after_a_fresh_proof(clerk: User, rows: list[Payment]) -> None:
    client = confirmed(logged_in(clerk), at=0)
    assert client.post(f"{RUNS}ny/", {"until": today()}).status_code == 302
    assert not PaymentRun.objects.exists()


def test_nobody_else_sends_money(
    rows: list[Payment], caseworker: User, team_leader: User, administrator: User, executive: User
) -> None:
    for user in (caseworker, team_leader, administrator, executive):
        client = confirmed(logged_in(user))
        assert client.get(RUNS).status_code == 403
        assert client.post(f"{RUNS}ny/", {"until": today()}).status_code == 403


def test_the_clerk_sees_no_household(client: Client, decision: Decision) -> None:
    address = reverse("coordination:household", args=[decision.household_id])
    assert client.get(address).status_code == 403


def test_the_caseworker_stops_and_takes_up_again(caseworker: User, rows: list[Payment]) -> None:
    client = logged_in(caseworker)
    assert "Skriv hvorfor." in status(client, rows[0], to="stopped").text
    assert "Stanset" in status(client, rows[0], to="stopped", reason="Har fått arbeid").text
    rows[0].refresh_from_db()
    assert rows[0].status == "stopped"
    status(client, rows[0], to="planned")
    rows[0].refresh_from_db()
    assert rows[0].status == "planned"


def test_a_colleague_and_a_leader_cannot_stop_it(
    rows: list[Payment], colleague_same_office: User, team_leader: User
) -> None:
    for user in (colleague_same_office, team_leader):
        answer = status(logged_in(user), rows[0], to="cancelled", reason="Vil ikke")
        assert answer.status_code == 403
    rows[0].refresh_from_db()
    assert rows[0].status == "planned"
