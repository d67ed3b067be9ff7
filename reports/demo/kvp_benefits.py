"""The months' benefit of those in the qualification programme in a demo, in every state.

What the demo has paid of it stays paid, in the same months: each payment is for the month before,
and of the size that the rules give. The month that is over last waits, in different ways.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.kvp_benefit.gathering import days_in, worked_out
from benefits.kvp_benefit.rules import Line, Result
from benefits.models import (
    IN_PROGRAMME,
    KvpAbsence,
    KvpBenefit,
    KvpBenefitLine,
    KvpCase,
    Payment,
    PaymentRun,
)
from benefits.payments.files import file_of, sha256_of
from benefits.programmes.queries import with_parts
from households.codes import MainIncome
from households.months import Month, first_day, last_day, month_of
from reports.demo.users import Staff

PAST = 6
"""Months with lines for each participant; what was paid before them is as from another system."""
EVENING = time(14, 30)
EACH = 20
"""How many of those in the programme wait in each way; the rest have not been prepared."""
WAYS = ("prepared", "planned", "sent", "stopped")
LATE = 24
"""How many turn out to have been paid too much for a month, and are put right."""
WHY = "Deltakeren har ikke møtt, og det må avklares først."
State, Status = KvpBenefit.State, Payment.Status


def lay_down(staff: Staff) -> None:
    today = timezone.localdate()
    rows = with_parts(KvpCase.objects.filter(state__in=IN_PROGRAMME)).order_by("pk")
    open_month = month_of(today) - 1
    desk = _Desk(open_month)
    number = 0
    for case in rows:
        paid = _in_arrears(case)
        if not paid or max(paid) != open_month - 1:
            continue
        for month in sorted(paid)[-PAST:]:
            desk.settled(case, month, paid[month])
        if number < LATE:
            desk.put_right(case, open_month - 1)
        if number < EACH * len(WAYS):
            desk.waiting(case, WAYS[number % len(WAYS)])
        number += 1
    desk.send(staff.users["okonomi"])


def _in_arrears(case: KvpCase) -> dict[Month, Payment]:
    """The participant's payments by the month that they now are for: the one before."""
    enrolment = case.enrolment
    if enrolment is None:
        return {}
    begun = month_of(enrolment.valid_from)
    rows = Payment.objects.filter(person=case.person, scheme=Payment.Scheme.KVP, month__gte=begun)
    rows.filter(month=begun).delete()
    found = {row.month - 1: row for row in rows.filter(status=Status.PAID)}
    for month, row in found.items():
        row.for_month = first_day(month)
    Payment.objects.bulk_update(found.values(), ["for_month"])
    return found


@dataclass
class _Desk:
    """Where the months are settled; `month` is the one that waits."""

    month: Month

    def __post_init__(self) -> None:
        self.to_send: list[Payment] = []

    def settled(self, case: KvpCase, month: Month, payment: Payment) -> None:
        """Confirmed and paid when the demo's payment was."""
        result = worked_out(case, month, {})
        if not result.total:
            payment.delete()
            self._add(case, month, result, State.CONFIRMED)
            return
        payment.amount = result.total
        payment.save(update_fields=["amount"])
        self._add(case, month, result, State.CONFIRMED, payment=payment)

    def put_right(self, case: KvpCase, month: Month) -> None:
        """A day away was told of too late: the next edition gives less than was paid."""
        days = days_in(case, month)
        if days is None:
            return
        day = next((day for day in _backwards(days.last, days.first) if day.weekday() < 5), None)
        if day is None or case.absences.filter(day=day).exists():
            return
        by = _caseworker(case)
        KvpAbsence.objects.create(
            case=case, day=day, hours=Decimal("7.5"), kind="invalid", registered_by=by
        )
        again = with_parts(KvpCase.objects.all()).get(pk=case.pk)
        result = worked_out(again, month, {})
        KvpBenefit.objects.filter(case=case, for_month=first_day(month)).update(
            state=State.REPLACED
        )
        self._add(again, month, result, State.CONFIRMED, edition=2)

    def waiting(self, case: KvpCase, way: str) -> None:
        """The month that is over last: prepared, or confirmed and on its way."""
        again = with_parts(KvpCase.objects.all()).get(pk=case.pk)
        result = worked_out(again, self.month, {})
        if way == "prepared" or not result.total:
            self._add(again, self.month, result, State.PREPARED)
            return
        payment = Payment.objects.create(
            person=case.person,
            paid_on=first_day(self.month + 1),
            for_month=first_day(self.month),
            scheme=Payment.Scheme.KVP,
            category=Payment.Category.SUBSISTENCE,
            amount=result.total,
            status=Status.STOPPED if way == "stopped" else Status.PLANNED,
            main_income=MainIncome.KVP,
            registered_on=first_day(self.month + 1),
        )
        by, at = _caseworker(case), _at(first_day(self.month + 1))
        payment.changes.create(from_status="", to_status=Status.PLANNED, by=by, at=at)
        if way == "stopped":
            told = {"from_status": Status.PLANNED, "to_status": Status.STOPPED, "reason": WHY}
            payment.changes.create(by=by, at=at, **told)
        if way == "sent":
            self.to_send.append(payment)
        self._add(again, self.month, result, State.CONFIRMED, payment=payment)

    def send(self, clerk: User) -> None:
        """One run of those that are sent, which the economy system has not confirmed yet."""
        if not self.to_send:
            return
        at = _at(first_day(self.month + 1))
        run = PaymentRun.objects.create(
            pay_on=timezone.localdate(at),
            count=len(self.to_send),
            total=sum(row.amount for row in self.to_send),
            sha256="",
            made_by=clerk,
            made_at=at,
            form_token=uuid.uuid5(uuid.NAMESPACE_OID, f"kvp {self.month}"),
        )
        for row in self.to_send:
            row.status, row.run = Status.SENT, run
            row.save(update_fields=["status", "run"])
            row.changes.create(from_status=Status.PLANNED, to_status=Status.SENT, by=clerk, at=at)
        run.sha256 = sha256_of(file_of(run))
        run.save(update_fields=["sha256"])

    def _add(
        self,
        case: KvpCase,
        month: Month,
        result: Result,
        state: str,
        *,
        edition: int = 1,
        payment: Payment | None = None,
    ) -> None:
        by, at = _caseworker(case), _at(last_day(month) + timedelta(days=1))
        given: dict[str, Any] = {"prepared_by": by, "prepared_at": at}
        if state != State.PREPARED:
            given |= {"confirmed_by": by, "confirmed_at": at}
        row = KvpBenefit.objects.create(
            case=case,
            for_month=first_day(month),
            edition=edition,
            state=state,
            total=result.total,
            payment=payment,
            **given,
        )
        KvpBenefitLine.objects.bulk_create(
            _line(row, number, line) for number, line in enumerate(result.lines, 1)
        )


def _line(row: KvpBenefit, number: int, line: Line) -> KvpBenefitLine:
    return KvpBenefitLine(
        benefit=row,
        order=number,
        part=line.part.value,
        kind=line.kind,
        text=line.text[:200],
        amount=line.amount,
        stated=line.stated,
        source=line.source[:250],
    )


def _caseworker(case: KvpCase) -> User:
    if case.assessed_by is None:
        raise ValueError("every case here is assessed")
    return case.assessed_by


def _backwards(last: date, first: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield last - timedelta(days=number)


def _at(day: date) -> datetime:
    return min(timezone.make_aware(datetime.combine(day, EVENING)), timezone.now())
