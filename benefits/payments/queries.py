"""What is ready to be paid, and what the pages of payments show."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Sum, When

from accounts.models import User
from benefits.claims.queries import deducted_from, to_be_deducted
from benefits.models import KvpBenefit, Payment, PaymentRun, Settlement
from decisions.codes import State
from decisions.models import Condition, Decision, Matter
from households.access import Protection
from households.codes import MainIncome
from households.models import Household, Person, Situation

MOST_SHOWN = 200
"""Lines on a page; a run may have thousands."""


@dataclass(frozen=True)
class PaymentLine:
    """A line of a run, or of what is ready: the clerk sees to whom, how much and for what.

    `amount` is what was granted, `taken` what is deducted of it.
    """

    pk: int
    person_id: int
    name: str
    payee: str
    amount: int
    taken: int
    what: str
    is_urgent: bool
    for_month: date | None
    pay_on: date

    @property
    def paid_out(self) -> int:
        return self.amount - self.taken


def ready(until: date, clerk: User) -> QuerySet[Payment]:
    """Planned payments of approved decisions, and of confirmed months in KVP, due by `until`.

    Never what the clerk has had a hand in, of the clerk's own household, of those near, or where a
    conflict of interest is declared.
    """
    decided = Q(matter__decision__state=State.APPROVED)
    confirmed = Q(kvp_benefit__state=KvpBenefit.State.CONFIRMED)
    planned = Payment.objects.filter(status=Payment.Status.PLANNED)
    rows = planned.filter(decided | confirmed, paid_on__lte=until)
    own = planned.filter(
        Q(matter__decision__changes__by=clerk)
        | Q(kvp_benefit__prepared_by=clerk)
        | Q(kvp_benefit__confirmed_by=clerk)
    )
    close = Household.objects.with_facts(clerk).filter(Q(is_near=True) | Q(is_disqualified=True))
    near = planned.filter(
        Q(matter__decision__household__in=close.values("pk"))
        | Q(kvp_benefit__case__household__in=close.values("pk"))
    )
    return rows.exclude(pk__in=own.values("pk")).exclude(pk__in=near.values("pk"))


def lines(rows: QuerySet[Payment]) -> list[PaymentLine]:
    """The first MOST_SHOWN, emergency aid on top; each with a name, unless protected.

    The economy system knows them by number; the file has them all.
    """
    first = Case(When(category=Payment.Category.EMERGENCY, then=0), default=1)
    ordered = rows.select_related("person").order_by(first, "paid_on", "pk")
    shown = list(ordered[:MOST_SHOWN])
    taken = deducted_from(shown)
    return [
        PaymentLine(
            pk=row.pk,
            person_id=row.person_id,
            name=shown_name(row.person),
            payee=row.payee,
            amount=row.amount,
            taken=taken.get(row.pk, 0),
            what=what_of(row),
            is_urgent=row.category == Payment.Category.EMERGENCY,
            for_month=row.for_month,
            pay_on=row.paid_on,
        )
        for row in shown
    ]


def shown_name(person: Person) -> str:
    return person.name if person.protection == Protection.NONE else "Skjermet mottaker"


def what_of(payment: Payment) -> str:
    """Its purpose; a loan says so, and the benefit in KVP its own name."""
    if payment.scheme == Payment.Scheme.KVP:
        return str(payment.get_scheme_display())
    form = " (lån)" if payment.kind == Payment.Kind.LOAN else ""
    return f"{payment.get_category_display()}{form}"


def totals(rows: QuerySet[Payment]) -> tuple[int, int]:
    """How many planned payments, and kroner that would go out of them in all."""
    found: dict[str, Any] = rows.aggregate(count=Count("pk"), total=Sum("amount"))
    ids = set(rows.values_list("pk", flat=True))
    persons = set(rows.values_list("person", flat=True))
    taken = sum(one.amount for one in to_be_deducted(persons) if one.payment in ids)
    return found["count"], (found["total"] or 0) - taken


def taken_in(run: PaymentRun) -> int:
    """Kroner that claims took when the run was sent."""
    made = Settlement.objects.filter(payment__run=run)
    return made.aggregate(total=Sum("amount"))["total"] or 0


def runs() -> QuerySet[PaymentRun]:
    return PaymentRun.objects.select_related("made_by", "confirmed_by")


def main_income_of(person: Person, on: date) -> str:
    """The main source of livelihood (VKLO) as last stated; assistance where nothing is."""
    stated = Situation.objects.filter(person=person, on__lte=on).exclude(main_income="")
    row = stated.order_by("-on", "-pk").first()
    return row.main_income if row is not None else MainIncome.ASSISTANCE


def payment_of(household: Household, payment_id: int) -> Payment | None:
    """A payment to a member of the household, present or former.

    One that a decision about it, or a case in KVP, has made.
    """
    made = Q(matter__decision__household=household) | Q(kvp_benefit__case__household=household)
    rows = Payment.objects.filter(made)
    return rows.select_related("person").filter(pk=payment_id).first()


def earlier_editions(decision: Decision) -> list[int]:
    """Ids of the decisions that this one corrects, one after the other."""
    found, row = [], decision.corrects
    while row is not None:
        found.append(row.pk)
        row = row.corrects
    return found


def to_reduce(decision: Decision, month: date) -> QuerySet[Payment]:
    """What a decision gives each month, of one month (its first day)."""
    return Payment.objects.filter(
        matter__decision=decision, matter__recurs=Matter.Recurs.MONTHLY, for_month=month
    ).select_related("matter")


def reduced_before(decision: Decision, editions: Collection[int]) -> dict[date, int]:
    """Kroner by month that breaches of the earlier editions' conditions have taken.

    Only of conditions that the decision still has: without the condition the reduction falls too.
    """
    kept = set(decision.conditions.values_list("person", "basis", "kind"))
    found: dict[date, int] = {}
    for row in Condition.objects.filter(decision__in=editions, reduced_month__isnull=False):
        month = row.reduced_month
        if month is not None and (row.person_id, row.basis, row.kind) in kept:
            found[month] = found.get(month, 0) + (row.reduced_amount or 0)
    return found


def gone_out(editions: Collection[int]) -> dict[tuple[int, date], int]:
    """Kroner that the editions have sent or paid, by the matter's number and month."""
    rows = Payment.objects.filter(
        matter__decision__in=editions, status__in=(Payment.Status.SENT, Payment.Status.PAID)
    )
    sums = rows.order_by().values_list("matter__number", "for_month").annotate(Sum("amount"))
    return {(number, month): total for number, month, total in sums if month is not None}
