"""A month's benefit on the case's page: who prepares, who confirms, what is shown and stored."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessEvent, DelegationLimit, User
from accounts.policy import Role
from benefits.models import KvpBenefit, KvpCase, Payment
from benefits.programmes.actions import KvpError
from households.models import Household
from tests.benefits.kvp_benefit.months import (
    DAY,
    NOVEMBER,
    WHOLE,
    away,
    confirmed,
    paid,
    participant,
    prepared,
)
from tests.conftest import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(household: Household, caseworker: User) -> KvpCase:
    return participant(household, caseworker)


def page(case: KvpCase) -> str:
    return reverse("programmes:kvp", args=[case.household_id, case.pk])


def prepare(client: Client, case: KvpCase, **values: Any) -> Any:
    case.refresh_from_db()
    address = reverse("programmes:act", args=[case.household_id, case.pk, "stonad"])
    told = {"version": case.version, "month": "2025-11"} | values
    return client.post(address, told, follow=True)


def confirm(client: Client, row: KvpBenefit, total: int = WHOLE) -> Any:
    place = [row.case.household_id, row.case_id, row.pk]
    return client.post(reverse("programmes:confirm_benefit", args=place), {"total": total})


def test_a_month_is_prepared_shown_line_by_line_and_confirmed(
    case: KvpCase, caseworker: User
) -> None:
    client = logged_in(caseworker)
    away(case, caseworker, date(2025, 11, 3))
    shown = prepare(client, case, sickness="1000").text
    for text in (
        "Kvalifiseringsstønad, 20 dager à 1\N{NO-BREAK SPACE}021,76 kr",
        "Ugyldig fravær, 7,5 timer",
        "Sykepenger",
        "nav.no, kvalifiseringsstønad",
        "Klargjort",
    ):
        assert text in shown
    row = KvpBenefit.objects.get()
    assert row.total == WHOLE - DAY - 1_000
    assert confirm(client, row, row.total).status_code == 302
    shown = client.get(page(case)).text
    assert "Planlagt" in shown
    payment = Payment.objects.get()
    assert (payment.amount, payment.person_id) == (row.total, case.person_id)
    economy = client.get(reverse("coordination:economy", args=[case.household_id])).text
    assert "Stans eller annuller" in economy
    assert AccessEvent.objects.filter(action="update", subject_ids=[case.person_id]).exists()


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    case: KvpCase, caseworker: User
) -> None:
    client = logged_in(caseworker)
    for values, text in (
        ({"month": ""}, "Velg måneden."),
        ({"month": "2099-01"}, "Velg en måned som er over."),
        ({"parental": "-1"}, "Beløpet kan ikke være under null."),
        ({"sickness": "mye", "parental": "4321"}, "Skriv hele kroner, uten øre."),
    ):
        shown = prepare(client, case, **values)
        assert shown.status_code == 200
        assert text in shown.text
    assert 'value="4321"' in shown.text
    assert not KvpBenefit.objects.exists()


def test_a_leader_confirms_what_is_above_the_caseworkers_limit_and_a_colleague_may_not(
    case: KvpCase, caseworker: User, team_leader: User, colleague_same_office: User
) -> None:
    DelegationLimit.objects.filter(role=Role.CASEWORKER).update(amount=20_000)
    row = prepared(case, caseworker)
    shown = logged_in(caseworker).get(page(case)).text
    assert "Fullmakten din går til 20\u00a0000 kr" in shown
    assert confirm(logged_in(colleague_same_office), row).status_code == 403
    leader = logged_in(team_leader)
    assert "/bekreft/" in leader.get(page(case)).text
    assert "stonad-forkast" not in leader.get(page(case)).text
    confirm(leader, row)
    row.refresh_from_db()
    assert (row.state, row.confirmed_by) == ("confirmed", team_leader)
    assert confirm(leader, row).status_code == 302
    assert Payment.objects.count() == 1


def test_of_two_who_confirm_one_is_told_and_too_much_paid_is_said(
    case: KvpCase, caseworker: User
) -> None:
    client = logged_in(caseworker)
    confirmed(case, caseworker)
    paid()
    away(case, caseworker, date(2025, 11, 3))
    row = prepared(case, caseworker)
    assert "er allerede betalt for måneden" in client.get(page(case)).text
    confirm(client, row, row.total)
    shown = client.get(page(case)).text
    assert "1 022 kr for mye" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert Payment.objects.count() == 1
    told = client.post(
        reverse("programmes:confirm_benefit", args=[case.household_id, case.pk, row.pk]),
        {"total": row.total},
        follow=True,
    )
    assert "Noen har endret stønaden" in told.text


def test_another_case_and_another_office_are_not_found(
    case: KvpCase, caseworker: User, caseworker_other_office: User
) -> None:
    row = prepared(case, caseworker)
    assert confirm(logged_in(caseworker_other_office), row).status_code == 404
    wrong = reverse("programmes:confirm_benefit", args=[case.household_id, case.pk, row.pk + 1])
    assert logged_in(caseworker).post(wrong, {"total": WHOLE}).status_code == 404


def test_many_months_ask_no_more_questions_than_one(case: KvpCase, caseworker: User) -> None:
    client = logged_in(caseworker)
    confirmed(case, caseworker)
    client.get(page(case))
    with CaptureQueriesContext(connection) as one:
        client.get(page(case))
    for month in range(NOVEMBER + 1, NOVEMBER + 5):
        try:
            confirmed(case, caseworker, month)
        except KvpError:
            break
    with CaptureQueriesContext(connection) as many:
        client.get(page(case))
    assert KvpBenefit.objects.count() > 3
    assert len(many) == len(one)
