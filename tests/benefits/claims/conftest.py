"""An approved decision of three months, one on recovery (§ 23), and claims made on it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from benefits.claims import actions
from benefits.claims.actions import Claimed
from benefits.models import Claim, Payment, PaymentRun
from benefits.payments import actions as paying
from decisions.models import Decision
from households.models import Household
from households.months import first_day, month_of
from tests.benefits.payments.conftest import approved, clerk, decision, household, matter
from tests.conftest import unit

__all__ = ["clerk", "decision", "household"]


def this_month(later: int = 0) -> date:
    return first_day(month_of(timezone.localdate()) + later)


@pytest.fixture
def recovery(household: Household, caseworker: User, team_leader: User) -> Decision:
    return recovering(household, caseworker, team_leader)


def recovering(household: Household, writer: User, leader: User) -> Decision:
    """An approved decision that money is to come back, after wrong information."""
    made = approved(household, writer, leader)
    made.matters.all().delete()
    matter(made, 1, "Tilbakebetaling", section="23")
    return made


def claimed(household: Household, by: User, **values: Any) -> Claim:
    """A refund from the state of 3 000 kr for this month, unless `values` say otherwise."""
    given: dict[str, Any] = {
        "kind": "benefits",
        "person": household.contact,
        "payer": "NAV" if values.get("kind", "benefits") in ("benefits", "maintenance") else "",
        "first_month": this_month(),
        "last_month": this_month(),
        "amount": 3_000,
    }
    return actions.register_claim(
        household=household,
        unit=unit("nav", "midtbyen"),
        claimed=Claimed(**given | values),
        at=timezone.now(),
        by=by,
    )


def deducting(household: Household, by: User, on: Decision, **values: Any) -> Claim:
    """A deduction of 1 000 kr a month of 3 000 kr, from this month, on a decision."""
    given = {"kind": "deduction", "deduct_monthly": 1_000, "deduct_from": this_month()}
    return claimed(household, by, **given | {"decision": on} | values)


def outstanding(claim: Claim) -> int:
    return Claim.objects.filter(pk=claim.pk).with_settled().get().outstanding


def settled(claim: Claim, by: User, amount: int = 1_000, how: str = "refunded") -> Any:
    now = timezone.now()
    return actions.settle(
        claim=claim, how=how, amount=amount, on=timezone.localdate(now), at=now, by=by
    )


def sent(clerk: User, later: int = 0) -> PaymentRun:
    """All that is due by the first of this month, or of a later one."""
    until = max(timezone.localdate(), this_month(later))
    return paying.make_run(until=until, token=uuid.uuid4(), at=timezone.now(), by=clerk)


def paid(run: PaymentRun, by: User) -> None:
    paying.confirm_run(run=run, on=run.pay_on, at=timezone.now(), by=by)


def cancelled(payment: Payment, by: User) -> None:
    paying.change_status(
        payment=payment, to="cancelled", reason="Feil konto", at=timezone.now(), by=by
    )
