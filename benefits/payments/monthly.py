"""A month's qualification benefit becomes a payment, which goes the way of all payments."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet, Sum

from accounts.models import User
from benefits.models import KvpBenefit, Payment
from benefits.payments.actions import cancel_planned, note
from households.codes import MainIncome

OUT = (Payment.Status.SENT, Payment.Status.PAID)


def paid_for(benefit: KvpBenefit) -> int:
    """Kroner that are sent or paid for the month, by all its editions."""
    rows = _of_month(benefit).filter(status__in=OUT)
    return rows.aggregate(total=Sum("amount"))["total"] or 0


def plan_benefit(*, benefit: KvpBenefit, on: date, by: User) -> Payment | None:
    """Plan what is left to pay of a confirmed month; None where it is all out already.

    What earlier editions have planned is cancelled, what they have sent or paid is taken off. Must
    be called in a transaction that holds the case.
    """
    planned = _of_month(benefit).filter(status__in=(Payment.Status.PLANNED, Payment.Status.STOPPED))
    cancel_planned(planned, by, "Stønaden for måneden er rettet")
    amount = benefit.total - paid_for(benefit)
    if amount <= 0:
        return None
    payment = Payment.objects.create(
        person=benefit.case.person,
        paid_on=on,
        for_month=benefit.for_month,
        scheme=Payment.Scheme.KVP,
        category=Payment.Category.SUBSISTENCE,
        amount=amount,
        main_income=MainIncome.KVP,
        registered_on=on,
    )
    note(payment, "", by)
    return payment


def _of_month(benefit: KvpBenefit) -> QuerySet[Payment]:
    return Payment.objects.filter(
        kvp_benefit__case=benefit.case_id, kvp_benefit__for_month=benefit.for_month
    )
