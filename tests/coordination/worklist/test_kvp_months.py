"""When the work list asks for a month's benefit in KVP, and when it has been seen to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from benefits.kvp_benefit.actions import confirm
from benefits.models import Payment
from coordination.worklist.due import Due, scope_of
from coordination.worklist.due_kvp_months import kvp_months
from households.models import Household
from tests.benefits.kvp_benefit.months import NOVEMBER, participant, prepared
from tests.casework import limit
from tests.factories import HouseholdFactory, pay

pytestmark = pytest.mark.django_db
PREPARE = "Klargjør kvalifiseringsstønaden for november 2025"


def home(by: User) -> Household:
    household: Household = HouseholdFactory(district="midtbyen")
    household.responsibilities.update(caseworker=by)
    return household


def rows(user: User, today: date = date(2025, 12, 2)) -> list[Due]:
    return list(kvp_months(scope_of(user, today)))


@pytest.fixture(autouse=True)
def in_december() -> Iterator[None]:
    with time_machine.travel("2025-12-02T10:00:00+01:00", tick=False):
        yield


@pytest.mark.parametrize(("day", "late"), [(10, ""), (11, "own")])
def test_last_month_is_to_be_prepared_within_ten_days(
    caseworker: User, day: int, late: str
) -> None:
    participant(home(caseworker), caseworker)
    [row] = rows(caseworker, date(2025, 12, day))
    assert (row.what, row.due, row.late) == (PREPARE, date(2025, 12, 10), late)
    assert row.caseworker == "Meg"


def test_who_began_this_month_has_nothing_for_the_last(caseworker: User) -> None:
    participant(home(caseworker), caseworker, date(2025, 12, 1))
    assert rows(caseworker) == []


def test_what_is_prepared_is_to_be_confirmed_and_then_nothing_is(caseworker: User) -> None:
    limit(Role.CASEWORKER, 50_000)
    case = participant(home(caseworker), caseworker)
    row = prepared(case, caseworker)
    assert [row.what for row in rows(caseworker)] == [
        "Bekreft kvalifiseringsstønaden for november 2025"
    ]
    confirm(benefit=row, total=row.total, at=timezone.now(), by=caseworker)
    assert rows(caseworker) == []


def test_what_an_earlier_system_has_paid_is_not_asked_for(caseworker: User) -> None:
    case = participant(home(caseworker), caseworker)
    scheme = {"scheme": Payment.Scheme.KVP, "for_month": date(2025, 11, 1), "category": ""}
    pay(case.person, NOVEMBER, **scheme)
    assert rows(caseworker) == []


def test_another_office_is_not_asked(caseworker: User, caseworker_other_office: User) -> None:
    participant(home(caseworker), caseworker)
    assert rows(caseworker_other_office) == []


def test_it_costs_the_same_for_one_and_for_five(caseworker: User) -> None:
    def cost() -> int:
        fresh = User.objects.get(pk=caseworker.pk)
        with CaptureQueriesContext(connection) as told:
            rows(fresh)
        return len(told)

    prepared(participant(home(caseworker), caseworker), caseworker)
    participant(home(caseworker), caseworker)
    one = cost()
    for _ in range(4):
        prepared(participant(home(caseworker), caseworker), caseworker)
        participant(home(caseworker), caseworker)
    assert cost() == one
