"""What the state of many cases follows from: one query, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, NullIf

from accounts.models import Party
from benefits.cases.rules import CaseFacts, CaseState, state_of
from benefits.models import AssistanceApplication, KvpEnrolment, Payment
from decisions.codes import Kind
from decisions.models import Decision
from decisions.rules import GIVES
from households.actions import batches
from households.models import Household, Membership, Responsibility
from households.months import month_of

UNDER_WAY = (Payment.Status.PLANNED, Payment.Status.SENT)
LONG_AGO = Value(date(1, 1, 1), DateField())
"""Stands for no day where days are compared."""


@dataclass(frozen=True)
class CaseSpan:
    """One time that NAV had the household; `closing` is why it ended, empty while it has not."""

    opened_on: date
    closed_on: date | None = None
    closing: str = ""
    closing_text: str = ""


def states_of(households: Iterable[int], today: date) -> dict[int, CaseState]:
    """The state of each household's (id) case on `today`; one query for some thousands."""
    return {
        row.pk: state_told_by(row, today)
        for ids in batches(households)
        for row in with_facts(Household.objects.filter(pk__in=ids), today)
    }


def state_told_by(row: Any, today: date) -> CaseState:
    """The state that a row of `with_facts` tells."""
    awarded = [day for day in (row.decided_to, row.planned_to) if day is not None]
    facts = CaseFacts(
        opened=None if row.opened_on is None else month_of(row.opened_on),
        is_waiting=row.is_waiting,
        awarded_to=month_of(max(awarded)) if awarded else None,
        last_paid=None if row.paid_to is None else month_of(row.paid_to),
        in_programme=row.in_programme,
    )
    return state_of(facts, month_of(today))


def with_facts(households: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Each with the days that CaseFacts rests on."""
    here = {"household": OuterRef("pk")}
    decided = Decision.objects.standing().filter(
        kind=Kind.ASSISTANCE, outcome__in=GIVES, last_month__isnull=False, **here
    )
    paid = {"status": Payment.Status.PAID, "paid_on__lte": today}
    return households.order_by().annotate(
        opened_on=_of_each(Responsibility.objects.filter(_opens(today), **here), Min("valid_from")),
        is_waiting=Exists(AssistanceApplication.objects.waiting().filter(**here)),
        decided_to=_of_each(decided, Max("last_month")),
        planned_to=_latest_payment(today, status__in=UNDER_WAY),
        paid_to=_latest_payment(today, **paid),
        in_programme=Exists(
            Membership.objects.valid_on(today).filter(
                Exists(KvpEnrolment.objects.valid_on(today).filter(person=OuterRef("person"))),
                **here,
            )
        ),
    )


def _opens(today: date) -> Q:
    """Rows of NAV that began after the case was last closed."""
    closed = Responsibility.objects.filter(
        household=OuterRef("household"),
        party=OuterRef("party"),
        closed_at__isnull=False,
        undone_at__isnull=True,
        valid_to__gte=OuterRef("valid_from"),
    )
    held = Q(party=Party.NAV, undone_at__isnull=True, valid_from__lte=today)
    return held & ~Q(Exists(closed))


def _latest_payment(today: date, **which: Any) -> Any:
    """When the household's latest assistance is paid: to a member, or to a spouse with them."""
    members = Membership.objects.valid_on(today).filter(household=OuterRef("pk"))
    asked = {"scheme": Payment.Scheme.ASSISTANCE, **which}
    days = []
    for held_by in ("person__payments", "person__co_payments"):
        rows = members.filter(**{f"{held_by}__{name}": value for name, value in asked.items()})
        days.append(Coalesce(_of_each(rows, Max(f"{held_by}__paid_on")), LONG_AGO))
    return NullIf(Greatest(*days), LONG_AGO)


def _of_each(rows: Any, figure: Min | Max) -> Subquery:
    """A figure of the rows of one household."""
    of_one = rows.order_by().values("household").annotate(figure=figure)
    return Subquery(of_one.values("figure"), output_field=DateField())


def spans_of(households: Iterable[int], today: date) -> dict[int, list[CaseSpan]]:
    """The times that NAV has had each household (id) until `today`, the first first.

    Handing over to a colleague or another office does not end one; closing does. A household that
    no office of NAV has had, or has until today, is left out.
    """
    rows = Responsibility.objects.filter(
        household__in=list(households),
        party=Party.NAV,
        undone_at__isnull=True,
        valid_from__lte=today,
    )
    spans: dict[int, list[CaseSpan]] = {}
    for row in rows.order_by("household_id", "valid_from", "pk"):
        of_household = spans.setdefault(row.household_id, [])
        if not of_household or of_household[-1].closing:
            of_household.append(CaseSpan(row.valid_from))
        if row.closed_at is not None:
            began = of_household.pop().opened_on
            of_household.append(
                CaseSpan(began, row.valid_to, row.get_closing_display(), row.closing_text)
            )
    return spans
