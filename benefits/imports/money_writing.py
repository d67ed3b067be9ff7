"""Writing payments, and periods in KVP and with introduction benefit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from benefits.imports.bulk import chunks, insert_rows, update_rows
from benefits.imports.home_writing import SPAN_FIELDS, registered_on, span
from benefits.imports.payment_plan import PaymentPlan
from benefits.imports.payments import Codes, PaymentRow, When
from benefits.imports.period_plan import PeriodPlan
from benefits.models import KvpEnrolment, Payment
from households.models import IntroPeriod, Source
from households.months import Month, last_day

PAYMENT_FIELDS = (
    "person",
    *("paid_on", "for_month", "month", "registered_on"),
    *Codes._fields,
    *("amount", "source", "source_ref"),
)
HISTORY = Source.HISTORY.value
IN_PROGRAMME = KvpEnrolment.Status.IN_PROGRAMME.value
ENDED = KvpEnrolment.Status.COMPLETED.value


def write_payments(plan: PaymentPlan, ids: Sequence[int], source: str = HISTORY) -> None:
    """Store new payments, put changed ones right, and cancel those that are gone."""
    values = _Values(ids, source)
    update_rows(Payment, PAYMENT_FIELDS, ((*values(row), pk) for pk, row in plan.changes.items()))
    for chunk in chunks(plan.cancelled):
        Payment.objects.filter(pk__in=chunk).update(status=Payment.Status.CANCELLED)
    insert_rows(Payment, PAYMENT_FIELDS, map(values, plan.new))


class _Values:
    """The values of PAYMENT_FIELDS of a row; days are written out once for each month."""

    def __init__(self, ids: Sequence[int], source: str) -> None:
        self.ids, self.source = ids, source
        self._days: dict[When, tuple[str, str | None, Month, str]] = {}

    def __call__(self, row: PaymentRow) -> tuple[Any, ...]:
        _, person, when, codes, amount, ref = row
        days = self._days.get(when) or self._days.setdefault(when, _days(when))
        return (self.ids[person], *days, *codes, amount, self.source, ref or None)


def _days(when: When) -> tuple[str, str | None, Month, str]:
    for_month = when.for_month.isoformat() if when.for_month else None
    return when.paid_on.isoformat(), for_month, when.month, last_day(when.month).isoformat()


def write_kvp(plan: PeriodPlan, ids: Sequence[int], on: date) -> None:
    """Store KVP periods; one that has ended by `on` is completed, since no more is known."""
    for chunk in chunks(plan.gone):
        KvpEnrolment.objects.filter(pk__in=chunk).delete()
    ended_first = sorted(plan.changes.items(), key=lambda change: change[1][1] is None)
    for pk, (first, last) in ended_first:
        row = KvpEnrolment.objects.get(pk=pk)
        row.valid_from, row.valid_to, row.source = first, last, Source.HISTORY
        row.registered_on = registered_on(first)
        if last is None or last > on:
            row.status, row.exit_code = IN_PROGRAMME, ""
        elif row.status == IN_PROGRAMME:
            row.status = ENDED
        row.save()
    insert_rows(
        KvpEnrolment,
        ("person", "status", *SPAN_FIELDS),
        (
            (
                ids[row.person],
                IN_PROGRAMME if row.last is None or row.last > on else ENDED,
                *span(row.first, row.last),
            )
            for row in plan.new
        ),
    )


def write_intro(plan: PeriodPlan, ids: Sequence[int]) -> None:
    """Store periods with introduction benefit."""
    for chunk in chunks(plan.gone):
        IntroPeriod.objects.filter(pk__in=chunk).delete()
    update_rows(
        IntroPeriod,
        SPAN_FIELDS,
        ((*span(first, last), pk) for pk, (first, last) in plan.changes.items()),
    )
    insert_rows(
        IntroPeriod,
        ("person", *SPAN_FIELDS),
        ((ids[row.person], *span(row.first, row.last)) for row in plan.new),
    )
