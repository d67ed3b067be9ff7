"""Planning what a decision pays, stopping it, sending it, and noting that it is paid.

A status changes by `UPDATE ... WHERE status = old`, so that a double click and eight clerks at once
do it once; unique keys let nothing be planned twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from benefits.claims.actions import deduct, undo_deductions
from benefits.models import Payment, PaymentChange, PaymentRun
from benefits.payments import queries, rules
from benefits.payments.files import file_of, sha256_of
from decisions.codes import Outcome
from decisions.codes import State as DecisionState
from decisions.models import Decision, Matter
from households.models import Person
from households.touching import households_of, touch

GIVING = (Outcome.GRANTED, Outcome.PARTLY)


class PaymentError(Exception):
    """Why it may not be done, in a Norwegian sentence."""


@transaction.atomic
def plan_payments(
    *,
    decision: Decision,
    categories: dict[int, str],
    co_applicant: Person | None,
    on: date,
    by: User,
) -> list[Payment]:
    """Plan what an approved decision pays; done again it plans nothing more.

    `categories` gives the purpose (Payment.Category) of each matter by its number; "annet" for the
    others. A guarantee, goods and services pay no money. What an earlier edition of the decision
    has planned is cancelled, what it has sent or paid for the same matter and month is taken off,
    and a reduction for a breach stands. A decision that is not approved is refused.
    """
    if decision.state != DecisionState.APPROVED:
        raise PaymentError("Bare et godkjent vedtak kan utbetales.")
    earlier = queries.earlier_editions(decision)
    planned_before = Payment.objects.filter(
        matter__decision__in=earlier, status__in=(Payment.Status.PLANNED, Payment.Status.STOPPED)
    )
    cancel_planned(planned_before, by, "Vedtaket er rettet")
    gone = queries.gone_out(earlier)
    given = _lowered(list(_given(decision, on)), queries.reduced_before(decision, earlier))
    planned = []
    for one in given:
        matter, out = one.matter, gone.get((one.matter.number, one.row.for_month), 0)
        amount = one.row.amount - one.taken - out
        if amount > 0:
            left = replace(one, row=replace(one.row, amount=amount), taken=0 if out else one.taken)
            category = categories.get(matter.number, Payment.Category.OTHER)
            planned += _plan(left, category, co_applicant, on, by)
    return planned


@dataclass(frozen=True)
class Given:
    """What a matter gives for a month, and the kroner of it that a breach has `taken`."""

    matter: Matter
    row: rules.Instalment
    taken: int = 0


def _given(decision: Decision, on: date) -> Iterator[Given]:
    months = decision.months or (None, None)
    for matter in decision.matters.filter(outcome__in=GIVING, form__in=Matter.PAID_OUT):
        rows = rules.instalments(
            amount=matter.amount,
            monthly=matter.recurs == Matter.Recurs.MONTHLY,
            first=months[0],
            last=months[1],
            on=on,
        )
        yield from (Given(matter, row) for row in rows)


def _lowered(given: list[Given], reduced: dict[date, int]) -> list[Given]:
    """The same, with what breaches have taken of each month (its first day) spread on them."""
    for month, kroner in reduced.items():
        monthly = [
            one
            for one in given
            if one.row.for_month == month and one.matter.recurs == Matter.Recurs.MONTHLY
        ]
        monthly.sort(key=lambda one: rules.own_first(one.matter.third_party, one.matter.number))
        shares = rules.shares(kroner, [one.row.amount for one in monthly])
        for one, taken in zip(monthly, shares, strict=True):
            given[given.index(one)] = replace(one, taken=taken)
    return given


def _plan(
    given: Given, category: str, co_applicant: Person | None, on: date, by: User
) -> list[Payment]:
    """The payment, in a list; an empty one when it was planned before."""
    matter, row = given.matter, given.row
    person = matter.decision.applicant
    is_loan = matter.form == Matter.Form.LOAN
    payment, is_new = Payment.objects.get_or_create(
        matter=matter,
        for_month=row.for_month,
        defaults={
            "person": person,
            "co_applicant": co_applicant,
            "paid_on": row.pay_on,
            "amount": row.amount,
            "reduced": given.taken,
            "kind": Payment.Kind.LOAN if is_loan else Payment.Kind.GRANT,
            "category": category,
            "payee": matter.third_party,
            "main_income": queries.main_income_of(person, on),
            "registered_on": on,
        },
    )
    if not is_new:
        return []
    note(payment, "", by)
    return [payment]


def cancel_planned(rows: QuerySet[Payment], by: User, why: str) -> None:
    """Cancel what earlier editions have planned and not sent."""
    for payment in rows.select_for_update(of=("self",)):  # what a run has taken meanwhile is gone
        before, payment.status = payment.status, Payment.Status.CANCELLED
        payment.save(update_fields=["status"])
        note(payment, before, by, why)


@transaction.atomic
def change_status(*, payment: Payment, to: str, reason: str, at: datetime, by: User) -> Payment:
    """Stop, take up again or cancel one payment; PaymentError where its status does not allow it.

    Stopping and cancelling need a reason.
    """
    if not rules.may_become(payment.status, to) or to in ("sent", "paid"):
        raise PaymentError(
            f"En utbetaling som er «{payment.get_status_display()}», kan ikke bli "
            f"«{Payment.Status(to).label}»."
        )
    if to in rules.NEEDS_REASON and not reason.strip():
        raise PaymentError("Skriv hvorfor.")
    before = payment.status
    values = {"status": to}
    if not Payment.objects.filter(pk=payment.pk, status=before).update(**values):
        raise PaymentError("Utbetalingen er endret av en annen. Last siden på nytt.")
    payment.refresh_from_db()
    if to == Payment.Status.CANCELLED:
        undo_deductions(payment=payment, at=at, by=by)
    note(payment, before, by, reason.strip(), at)
    touch(households_of([payment.person_id], timezone.localdate(at)))
    return payment


@transaction.atomic
def make_run(*, until: date, token: UUID, at: datetime, by: User) -> PaymentRun:
    """Send everything planned for `until` or before to the economy system, in one file.

    What running claims take is deducted as it is sent: the run's total is what goes out.
    What `by` has written or approved the decision of is left out: that takes a second person. One
    `token` is one run, however often it comes. PaymentError when there is nothing to send.
    """
    ready = queries.ready(until, by).select_for_update(of=("self",))
    rows = list(ready.order_by("pk"))  # waits for another run; what that has taken is gone
    known = PaymentRun.objects.filter(form_token=token).first()
    if known is not None:
        return known
    if not rows:
        raise PaymentError("Ingen utbetalinger er klare til å sendes.")
    run = PaymentRun.objects.create(
        pay_on=until,
        count=len(rows),
        total=0,
        sha256="",
        made_by=by,
        made_at=at,
        form_token=token,
    )
    taken = deduct(payments=rows, on=until, at=at, by=by)
    ids = [row.pk for row in rows]
    sent = Payment.objects.filter(pk__in=ids, status=Payment.Status.PLANNED)
    if sent.update(status=Payment.Status.SENT, run=run) != len(rows):
        raise PaymentError("Noen av utbetalingene er endret av en annen. Prøv igjen.")
    _note_all(ids, Payment.Status.PLANNED, Payment.Status.SENT, by, at)
    run.total = sum(row.amount for row in rows) - taken
    run.sha256 = sha256_of(file_of(run))
    run.save(update_fields=["sha256", "total"])
    return run


@transaction.atomic
def confirm_run(*, run: PaymentRun, on: date, at: datetime, by: User) -> int:
    """Note that the economy system has paid a run on a day; how many payments became paid.

    The month they count in is that of `on`. Done again it changes nothing.
    """
    unconfirmed = PaymentRun.objects.filter(pk=run.pk, confirmed_at__isnull=True)
    if not unconfirmed.update(confirmed_by=by, confirmed_at=at):
        return 0
    rows = list(Payment.objects.filter(run=run, status=Payment.Status.SENT))
    for row in rows:
        row.status, row.paid_on, row.registered_on = Payment.Status.PAID, on, on
        row.set_month()
    Payment.objects.bulk_update(rows, ["status", "paid_on", "month", "registered_on"])
    _note_all([row.pk for row in rows], Payment.Status.SENT, Payment.Status.PAID, by, at)
    touch(households_of([row.person_id for row in rows], on))
    return len(rows)


def note(
    payment: Payment, before: str, by: User, reason: str = "", at: datetime | None = None
) -> None:
    """A line in the history of a payment that was `before` and is what it is now."""
    PaymentChange.objects.create(
        payment=payment,
        from_status=before,
        to_status=payment.status,
        reason=reason,
        by=by,
        at=at or timezone.now(),
    )


def _note_all(ids: Collection[int], before: str, after: str, by: User, at: datetime) -> None:
    PaymentChange.objects.bulk_create(
        PaymentChange(payment_id=pk, from_status=before, to_status=after, by=by, at=at)
        for pk in ids
    )
