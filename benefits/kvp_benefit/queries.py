"""Which months' benefit waits for somebody: to be prepared, or to be confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from benefits.kvp_benefit.gathering import days_in
from benefits.models import KvpBenefit, KvpCase, KvpEnrolment, Payment
from benefits.programmes.queries import with_dates
from households.months import Month, first_day, last_day, month_of

State = KvpBenefit.State


def last_month(today: date) -> Month:
    """The month that is paid in arrears now."""
    return month_of(today) - 1


def to_prepare(cases: QuerySet[KvpCase], today: date) -> list[KvpCase]:
    """Those of the cases with days in the programme last month for which nothing is prepared.

    Nor paid for by an earlier system. In a number of questions that does not grow with the cases.
    """
    month = last_month(today)
    first, last = first_day(month), last_day(month)
    made = KvpBenefit.objects.filter(
        case=OuterRef("pk"), for_month=first, state__in=(State.PREPARED, State.CONFIRMED)
    )
    paid = Payment.objects.filter(
        person=OuterRef("person"), scheme=Payment.Scheme.KVP, for_month=first
    ).exclude(status=Payment.Status.CANCELLED)
    # By key: that a programme goes on is so for most of those that ever began.
    running = KvpEnrolment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=first), pk=OuterRef("enrolment"), valid_from__lte=last
    )
    rows: Any = cases.filter(Exists(running), ~Exists(made), ~Exists(paid))
    found = with_dates(rows.select_related("household__contact", "enrolment")).order_by("pk")
    return [case for case in found if days_in(case, month) is not None]


def to_confirm(cases: QuerySet[KvpCase]) -> QuerySet[KvpBenefit]:
    """The months of the cases that are prepared and not confirmed."""
    rows = KvpBenefit.objects.filter(state=State.PREPARED, case__in=cases.values("pk"))
    found: QuerySet[KvpBenefit] = rows.select_related("case__household__contact")
    return found.order_by("for_month", "pk")
