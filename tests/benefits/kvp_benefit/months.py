"""A participant with a month behind them, in years whose rates are verified."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from benefits.kvp_benefit import actions
from benefits.models import KvpBenefit, KvpCase, Payment, PaymentRun
from benefits.payments.actions import confirm_run, make_run
from benefits.programmes.actions_inside import note_absence
from households.models import Household
from households.months import Month, month_from
from tests.benefits.programmes.filled import started
from tests.factories import UserFactory

NOVEMBER = month_from(2025, 11)
"""20 working days; G 130 160 and a factor of 2.041 give 1 021.76 kr a day: 20 435 kr."""
WHOLE, DAY = 20_435, 1_022


def participant(household: Household, by: User, first: date = date(2025, 11, 1)) -> KvpCase:
    """In the programme from `first`, for two years."""
    person = household.contact
    assert person is not None
    person.birth_date = date(1990, 5, 1)
    person.save()
    return started(household, by, first, years=2)


def prepared(case: KvpCase, by: User, month: Month = NOVEMBER, **state: Any) -> KvpBenefit:
    return actions.prepare(case=case, month=month, state=state, by=by)


def confirmed(
    case: KvpCase, by: User, month: Month = NOVEMBER, **state: Any
) -> tuple[KvpBenefit, Payment | None]:
    row = prepared(case, by, month, **state)
    payment = actions.confirm(benefit=row, total=row.total, at=timezone.now(), by=by)
    row.refresh_from_db()
    return row, payment


def away(case: KvpCase, by: User, day: date, kind: str = "invalid", hours: str = "7.5") -> None:
    note_absence(case=case, day=day, hours=Decimal(hours), kind=kind, text="", by=by)


def paid(token: Any = None) -> PaymentRun:
    """All that is planned is sent and paid today, by a clerk."""
    clerk = UserFactory(role=Role.PAYMENT_CLERK)
    today = timezone.localdate()
    at = timezone.now()
    run = make_run(until=today, token=token or uuid.uuid4(), at=at, by=clerk)
    confirm_run(run=run, on=today, at=at, by=clerk)
    return run
