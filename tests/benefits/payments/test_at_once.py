"""Eight clerks, or eight clicks, at the same moment: the money goes out once (F12)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from benefits.models import Payment, PaymentRun
from benefits.payments import actions
from decisions.actions import RefusedError
from decisions.models import Decision
from tests.benefits.payments.conftest import approved
from tests.benefits.payments.test_actions import planned
from tests.benefits.payments.test_reducing import broken, reduce, this_month
from tests.conftest import unit
from tests.factories import HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
CLERKS = 8


@pytest.fixture
def clerks() -> list[User]:
    if connection.vendor == "sqlite":
        pytest.skip("threads share one connection to SQLite in memory")
    office = unit("nav", "midtbyen")
    writer = UserFactory(role=Role.CASEWORKER, unit=office)
    leader = UserFactory(role=Role.TEAM_LEADER, unit=office)
    planned(approved(HouseholdFactory(district="midtbyen"), writer, leader), writer)
    return [UserFactory(role=Role.PAYMENT_CLERK) for _ in range(CLERKS)]


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each came to: the run, or why there is none."""
    barrier = Barrier(CLERKS)

    def work(number: int) -> object:
        barrier.wait()
        try:
            return act(number)
        except actions.PaymentError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(CLERKS) as pool:
        return list(pool.map(work, range(CLERKS)))


def sent(clerk: User, token: uuid.UUID) -> PaymentRun:
    now = timezone.now()
    return actions.make_run(until=timezone.localdate(now), token=token, at=now, by=clerk)


def test_eight_clerks_make_one_run(clerks: list[User]) -> None:
    came = at_once(lambda number: sent(clerks[number], uuid.uuid4()))
    assert sum(isinstance(one, PaymentRun) for one in came) == 1
    assert PaymentRun.objects.get().count == Payment.objects.filter(status="sent").count() == 2


def test_eight_clicks_on_one_form_are_one_run(clerks: list[User]) -> None:
    token = uuid.uuid4()
    came = at_once(lambda number: sent(clerks[0], token))
    assert {one.pk for one in came if isinstance(one, PaymentRun)} == {PaymentRun.objects.get().pk}
    assert all(isinstance(one, PaymentRun) for one in came)


def test_a_reduction_and_a_run_never_both_have_the_payment(clerks: list[User]) -> None:
    """Sent whole and the breach refused, or lowered first and sent so."""
    row = Payment.objects.get(matter__number=1, for_month=this_month())
    decision = Decision.objects.get()
    condition = broken(decision, clerks[1])

    def act(number: int) -> object:
        if number:
            return sent(clerks[0], uuid.UUID(int=7))
        try:
            return reduce(condition, clerks[1])
        except RefusedError as refused:
            return refused

    came = at_once(act)
    row.refresh_from_db()
    was_reduced = not isinstance(came[0], RefusedError)
    assert row.status == "sent"
    assert row.amount == (6_000 if was_reduced else 8_000)
    condition.refresh_from_db()
    assert (condition.reduced_on is not None) == was_reduced
    assert PaymentRun.objects.get().total == row.amount + 2_500
