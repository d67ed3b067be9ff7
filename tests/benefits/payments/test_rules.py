"""When a decision's money is paid, and what a payment may become."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.models import Payment
from benefits.payments.rules import TRANSITIONS, instalments, may_become

D = date
TODAY = D(2026, 11, 26)


def plan(**values: object) -> list[tuple[date, date, int]]:
    given = {"amount": 8_000, "monthly": True, "first": None, "last": None, "on": TODAY} | values
    return [(one.for_month, one.pay_on, one.amount) for one in instalments(**given)]  # type: ignore[arg-type]


def test_each_month_is_paid_on_its_first_day_and_what_is_behind_at_once() -> None:
    assert plan(first=D(2026, 10, 1), last=D(2027, 1, 1)) == [
        (D(2026, 10, 1), TODAY, 8_000),
        (D(2026, 11, 1), TODAY, 8_000),
        (D(2026, 12, 1), D(2026, 12, 1), 8_000),
        (D(2027, 1, 1), D(2027, 1, 1), 8_000),
    ]


def test_what_is_given_once_is_paid_once_however_long_the_period() -> None:
    assert plan(monthly=False, first=D(2026, 12, 1), last=D(2027, 2, 1)) == [
        (D(2026, 12, 1), D(2026, 12, 1), 8_000)
    ]


def test_emergency_aid_without_a_period_is_paid_the_same_day() -> None:
    assert plan() == [(D(2026, 11, 1), TODAY, 8_000)]


def test_nothing_granted_pays_nothing() -> None:
    assert plan(amount=0) == []


def test_the_life_of_a_payment() -> None:
    assert set(TRANSITIONS) == set(Payment.Status)
    assert [may_become(*step) for step in (("planned", "sent"), ("sent", "paid"))] == [True, True]
    assert not any(may_become("cancelled", status) for status in Payment.Status)


@pytest.mark.parametrize("status", ["sent", "paid", "cancelled"])
def test_what_has_left_the_house_cannot_be_stopped(status: str) -> None:
    assert not may_become(status, "stopped")
