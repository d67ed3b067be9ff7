"""Writing payments, and periods in KVP and with introduction benefit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from benefits.imports.bulk import chunks, insert_rows, update_rows
from benefits.imports.home_writing import SPAN_FIELDS, registered_on, span
from benefits.imports.payment_plan import FIELDS, PaymentPlan, content_of
from benefits.imports.payments import PaymentRow
from benefits.imports.period_plan import PeriodPlan
from benefits.models import KvpEnrolment, Payment
from households.models import IntroPeriod, Source
from households.months import Month, last_day

PAYMENT_FIELDS = (
    *(name.removesuffix("_id") for name in FIELDS),
    "month",
    "registered_on",
    "source",
    "source_ref",
)
IN_PROGRAMME = KvpEnrolment.Status.IN_PROGRAMME.value
ENDED = KvpEnrolment.Status.COMPLETED.value


def write_payments(plan: PaymentPlan, ids: Sequence[int]) -> None:
    """Store new payments, put changed ones right, and cancel those that are gone."""
    values = _Values(ids)
    update_rows(Payment, PAYMENT_FIELDS, ((*values(row), pk) for pk, row in plan.changes.items()))
    for chunk in chunks(plan.cancelled):
        Payment.objects.filter(pk__in=chunk).update(status=Payment.Status.CANCELLED)
    insert_rows(Payment, PAYMENT_FIELDS, map(values, plan.new))


class _Values:
    """The values of PAYMENT_FIELDS of a row."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = ids
        self._last_days: dict[Month, date] = {}

    def __call__(self, row: PaymentRow) -> tuple[Any, ...]:
        month = row.when.month
        known = self._last_days.get(month) or self._last_days.setdefault(month, last_day(month))
        content = content_of(row, self.ids)
        return (*content, month, known, Source.HISTORY.value, row.row_ref or None)


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
