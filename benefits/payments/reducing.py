"""A month's support reduced for a breach of a condition: its planned payments are lowered.

`reduce_for_breach` is told of every act on a decision (settings.DECISION_FOLLOWERS), in the act's
own transaction: a month that is paid refuses the reduction itself.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.models import User
from benefits.models import Payment
from benefits.payments import rules
from benefits.payments.actions import PaymentError, note
from benefits.payments.queries import to_reduce
from config.templatetags import tall
from decisions.actions import RefusedError
from decisions.codes import Act
from decisions.models import Condition, Decision
from households.months import month_name, month_of


def reduce_for_breach(
    *, decision: Decision, act: Act, at: datetime, by: User, about: object = None
) -> None:
    if act != Act.REDUCE or not isinstance(about, Condition):
        return
    month, amount = about.reduced_month, about.reduced_amount
    if month is None or amount is None:
        return
    reason = f"Redusert med {tall(amount)} kr for brudd på vilkår ({about.get_basis_display()})"
    try:
        reduce_month(decision=decision, month=month, kroner=amount, reason=reason, at=at, by=by)
    except PaymentError as error:
        raise RefusedError(str(error), "month") from error


def reduce_month(
    *, decision: Decision, month: date, kroner: int, reason: str, at: datetime, by: User
) -> None:
    """Take `kroner` off what a decision has planned for a month (its first day).

    The person's own money first, then what goes to others; a payment of which nothing is left is
    cancelled. PaymentError where the money has gone out, or less is planned. Must be called in a
    transaction: the rows are held until it ends, so that a payment run waits, or has been.
    """
    rows = list(to_reduce(decision, month).select_for_update(of=("self",)))
    rows.sort(key=lambda row: rules.own_first(row.payee, row.matter.number if row.matter else 0))
    name = month_name(month_of(month))
    if refusal := rules.reduction_refusal(kroner, name, [(r.status, r.amount) for r in rows]):
        raise PaymentError(refusal)
    left = [row for row in rows if row.status in (Payment.Status.PLANNED, Payment.Status.STOPPED)]
    for row, taken in zip(left, rules.shares(kroner, [r.amount for r in left]), strict=True):
        if taken:
            _lower(row, taken, reason, at, by)


def _lower(row: Payment, taken: int, reason: str, at: datetime, by: User) -> None:
    before = row.status
    values: dict[str, Any] = {"amount": row.amount - taken, "reduced": row.reduced + taken}
    if taken == row.amount:
        values = {"status": Payment.Status.CANCELLED}
    unchanged = Payment.objects.filter(pk=row.pk, status=before, amount=row.amount)
    if not unchanged.update(**values):
        raise PaymentError("Utbetalingen er endret av en annen. Last siden på nytt.")
    row.refresh_from_db()
    note(row, before, by, reason, at)
