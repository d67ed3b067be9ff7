"""Closing the case of a household: what hinders it, who may, what is stored, and opening again."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent, User
from benefits.models import Payment
from households import caseloads
from households.intakes import Asked, record_intake
from households.models import Household, Responsibility
from households.months import parse_month
from tests.casework import apply_for_help, claim_in
from tests.conftest import logged_in
from tests.coordination.conftest import TODAY
from tests.factories import HouseholdFactory, enrol, pay

pytestmark = pytest.mark.django_db
WHY = {"reason": "work", "text": "Fast jobb fra oktober"}


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


def address(household: Household, name: str = "close_case") -> str:
    return reverse(f"coordination:{name}", args=[household.pk])


def row_of(household: Household) -> Responsibility:
    return household.responsibilities.get(party="nav")


def test_the_household_page_tells_the_state_and_leads_to_closing(
    client: Client, household: Household
) -> None:
    pay(household.contact, parse_month("2026-07"))
    page = client.get(reverse("coordination:household", args=[household.pk])).text
    assert "Hvilende" in page
    assert address(household) in page


def test_closing_stores_who_and_why_and_is_logged(
    client: Client, household: Household, caseworker: User
) -> None:
    page = client.post(address(household), WHY, follow=True).text
    assert "Saken er avsluttet. Den er åpen for deg ut dagen." in page
    row = row_of(household)
    assert (row.closing, row.closing_text, row.valid_to) == ("work", WHY["text"], TODAY)
    assert (row.closed_by, row.closed_at.date()) == (caseworker, TODAY)  # type: ignore[union-attr]
    assert AccessEvent.objects.filter(action="update", object_id=household.pk).exists()
    assert "Fast jobb fra oktober" in client.get(address(household)).text


def test_from_the_next_day_on_nobody_has_the_household(
    client: Client, household: Household, caseworker: User
) -> None:
    client.post(address(household), WHY)
    with time_machine.travel("2026-11-24T12:00:00+01:00", tick=False):
        client = logged_in(caseworker)
        answer = client.get(reverse("coordination:household", args=[household.pk]))
        assert answer.status_code == 404
        assert household not in caseloads.without_unit(date(2026, 11, 24))


def test_the_next_enquiry_opens_it_again(
    client: Client, household: Household, caseworker: User
) -> None:
    client.post(address(household), WHY)
    with time_machine.travel("2026-12-10T12:00:00+01:00", tick=False):
        record_intake(
            household=household,
            person=household.contact,
            unit=row_of(household).unit,
            asked=Asked(date(2026, 12, 10), "phone", ["money"], "Mistet jobben", uuid.uuid4()),
            by=caseworker,
        )
        page = logged_in(caseworker).get(address(household)).text
    assert "Fast jobb fra oktober" in page
    assert "10.12.2026" in page


def test_a_mistake_is_undone_the_same_day(
    client: Client, household: Household, caseworker: User
) -> None:
    client.post(address(household), WHY)
    assert (
        "Saken er åpnet igjen." in client.post(address(household, "reopen_case"), follow=True).text
    )
    rows = caseloads.history_of(household)
    assert [(row.valid_to, row.caseworker) for row in rows] == [
        (None, caseworker),
        (date(2026, 11, 22), caseworker),
    ]


def test_an_open_case_is_not_opened_once_more(client: Client, household: Household) -> None:
    client.post(address(household, "reopen_case"))
    assert household.responsibilities.count() == 1


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("application", "Søknad: Livsopphold"),
        ("payment", "Det er utbetalinger som ikke er gått ut ennå"),
        ("claim", "delvis gjort opp"),
        ("programme", "KVP løper"),
    ],
)
def test_what_is_left_is_told_with_where_to_do_it_and_stops_the_closing(
    client: Client, household: Household, caseworker: User, what: str, told: str
) -> None:
    if what == "application":
        apply_for_help(household, caseworker)
    elif what == "payment":
        pay(household.contact, parse_month("2026-12"), status=Payment.Status.PLANNED)
    elif what == "claim":
        claim_in(household, caseworker)
    else:
        enrol(household.contact, date(2026, 2, 2))
    page = client.post(address(household), WHY).text
    assert "Saken kan ikke avsluttes ennå." in page
    assert told in page
    assert row_of(household).closed_at is None


def test_what_another_household_has_left_hinders_nothing(
    client: Client, household: Household, caseworker: User
) -> None:
    other = HouseholdFactory(district="midtbyen")
    apply_for_help(other, caseworker)
    assert "Gjør dette ferdig først" not in client.get(address(household)).text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Velg hvorfor saken avsluttes."),
        ({"reason": "rar"}, "gyldig"),
        ({"reason": "no_contact"}, "Skriv hvordan du har prøvd å få kontakt."),
        ({"reason": "work", "text": "å" * 501}, "500"),
    ],
)
def test_a_reason_that_will_not_do_is_told_at_its_field(
    client: Client, household: Household, sent: dict[str, str], told: str
) -> None:
    assert told in client.post(address(household), sent).text
    assert row_of(household).closed_at is None


@pytest.mark.parametrize(
    ("actor", "status"),
    [("caseworker_other_office", 404), ("bft_adviser", 404), ("executive", 403)],
)
def test_others_close_nothing(
    request: pytest.FixtureRequest, household: Household, actor: str, status: int
) -> None:
    client = logged_in(request.getfixturevalue(actor))
    for name in ("close_case", "reopen_case"):
        assert client.post(address(household, name), WHY).status_code in (status, 403)
    assert row_of(household).closed_at is None


def test_the_list_is_filtered_by_the_state(client: Client, household: Household) -> None:
    paid = HouseholdFactory(district="midtbyen", contact__last_name="Betalt")
    pay(paid.contact, parse_month("2026-10"))
    found = client.get(reverse("coordination:households"), {"sak": "oppfolging"}).text
    assert "Betalt" in found
    assert household.contact.last_name not in found
    found = client.get(reverse("coordination:households"), {"sak": "hvilende"}).text
    assert "Betalt" not in found
    assert household.contact.last_name in found
