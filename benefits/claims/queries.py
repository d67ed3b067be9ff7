"""What the pages of claims show, and what is to be taken out of planned payments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from benefits.claims.rules import Basis, Deducting, Payable, Taken, spread
from benefits.models import Claim, Payment, Settlement
from config.templatetags import tall
from decisions.codes import Kind, Outcome
from decisions.models import Decision, Matter
from households.models import Household, Person
from households.months import last_day, month_name, month_of

STATES = {"open": "Ikke gjort opp", "partly": "Delvis gjort opp", "settled": "Gjort opp"}
NO_DEDUCTION_FROM = (Payment.Category.EMERGENCY,)
"""Bare necessities are never lowered."""


@dataclass(frozen=True)
class PaidOut:
    """A payment, and kroner that are taken of it."""

    payment: Payment
    taken: int

    @property
    def amount(self) -> int:
        """What goes out."""
        return self.payment.amount - self.taken


@dataclass(frozen=True)
class ClaimLine:
    """A claim in the list of a household: what is left, and how it stands."""

    claim: Claim
    state: str
    label: str


def claims_of(household: Household) -> list[ClaimLine]:
    """All claims about the household, the latest first."""
    rows = Claim.objects.filter(household=household).with_settled()
    return [line_of(row) for row in rows.select_related("person", "decision")]


def line_of(claim: Claim) -> ClaimLine:
    """A row from `with_settled` and how it stands."""
    if claim.waived_at is not None:
        return ClaimLine(claim, "waived", "Frafalt")
    state = "settled" if claim.outstanding == 0 else "partly" if claim.settled else "open"
    return ClaimLine(claim, state, STATES[state])


def claim_of(household: Household, claim_id: int) -> Claim | None:
    rows = Claim.objects.filter(household=household).with_settled()
    found: Claim | None = (
        rows.select_related("person", "decision", "registered_by", "waived_by", "stopped_by")
        .filter(pk=claim_id)
        .first()
    )
    return found


def settlements_of(claim: Claim) -> QuerySet[Settlement]:
    return claim.settlements.select_related("registered_by", "undone_by")


def planned_of(claim: Claim) -> list[tuple[str, int]]:
    """What will be taken of planned payments, if nothing changes: (month, kroner)."""
    taken = to_be_deducted({claim.person_id})
    return [(month_name(one.month), one.amount) for one in taken if one.claim == claim.pk]


def decisions_to_claim_on(household: Household, people: Collection[Person]) -> list[Decision]:
    """The standing decisions about these people in the household, the latest first."""
    rows = Decision.objects.standing().filter(household=household, applicant__in=people)
    rows = rows.exclude(kind=Kind.HOUSING)
    return list(rows.select_related("applicant"))


def basis_of(decision: Decision) -> Basis:
    matters = list(decision.matters.all())
    gives = (Outcome.GRANTED, Outcome.PARTLY)
    return Basis(
        sections=frozenset(row.section for row in matters if row.outcome in gives),
        is_loan=any(row.form == Matter.Form.LOAN and row.outcome in gives for row in matters),
    )


def paid_for(person: Person, first: date, last: date) -> int:
    """Kroner of assistance paid to the person for the months (first days), gross."""
    for_months = Q(for_month__range=(first, last_day(month_of(last))))
    earlier = Q(for_month=None, month__range=(month_of(first), month_of(last)))
    paid = Payment.objects.assistance_paid().filter(for_months | earlier, person=person)
    return paid.aggregate(total=Sum("amount"))["total"] or 0


def to_be_deducted(persons: Collection[int], *, hold: bool = False) -> list[Taken]:
    """What running claims on the persons (ids) take from their planned payments.

    `hold` keeps the claims as they are until the transaction ends.
    """
    deducting = Claim.objects.deducting().values_list("pk", "person")
    ids = [pk for pk, person in deducting if person in persons]
    if not ids:
        return []
    if hold:
        list(Claim.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk"))
    running = list(Claim.objects.deducting().filter(pk__in=ids).order_by("pk"))
    payable: dict[int, list[Payable]] = defaultdict(list)
    for row in _bearing(Payment.objects.filter(person__in={one.person_id for one in running})):
        month = row.month if row.for_month is None else month_of(row.for_month)
        payable[row.person_id].append(Payable(row.pk, month, row.amount))
    by_person: dict[int, list[Deducting]] = defaultdict(list)
    done = _months_done(running)
    for claim in running:
        by_person[claim.person_id].append(_deducting(claim, done.get(claim.pk, set())))
    return [taken for person, rows in by_person.items() for taken in spread(rows, payable[person])]


def _bearing(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Planned grants to the person itself, other than bare necessities."""
    planned = payments.filter(
        status=Payment.Status.PLANNED,
        scheme=Payment.Scheme.ASSISTANCE,
        kind=Payment.Kind.GRANT,
        payee="",
        matter__isnull=False,
    )
    return planned.exclude(category__in=NO_DEDUCTION_FROM).order_by("pk")


def _months_done(claims: Iterable[Claim]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = Settlement.objects.filter(claim__in=list(claims), for_month__isnull=False).standing()
    for claim, month in rows.values_list("claim", "for_month"):
        found[claim].add(month_of(month))
    return found


def _deducting(claim: Claim, done: Collection[int]) -> Deducting:
    return Deducting(
        claim=claim.pk,
        left=claim.outstanding,
        monthly=claim.deduct_monthly or 0,
        first=month_of(claim.deduct_from or claim.first_month),
        done=done,
    )


def deducted_from(payments: Iterable[Payment]) -> dict[int, int]:
    """Kroner by payment: of what is sent, as it was sent; of what is planned, as it will be."""
    rows = list(payments)
    found: dict[int, int] = defaultdict(int)
    made: Any = Settlement.objects.filter(payment__in=[row.pk for row in rows])
    for payment, amount in made.values_list("payment", "amount"):
        found[payment] += amount
    planned = {row.pk: row for row in rows if row.status == Payment.Status.PLANNED}
    for taken in to_be_deducted({row.person_id for row in planned.values()}):
        if taken.payment in planned:
            found[taken.payment] += taken.amount
    return dict(found)


def paid_out(payments: Iterable[Payment]) -> list[PaidOut]:
    """Each with what is taken of it; of a cancelled one nothing is."""
    rows = list(payments)
    taken = deducted_from(row for row in rows if row.status != Payment.Status.CANCELLED)
    return [PaidOut(row, taken.get(row.pk, 0)) for row in rows]


def told_of(persons: Collection[int]) -> list[str]:
    """A sentence for each claim that is taken out of the payments of these persons (ids)."""
    rows = Claim.objects.deducting().filter(person__in=persons).order_by("pk")
    return [
        f"Av det som utbetales, trekkes {tall(row.deduct_monthly)} kr i måneden fra "
        f"{month_name(month_of(row.deduct_from))} til kravet er gjort opp ({row.reference}, "
        f"§ {row.section}). Stønaden er oppgitt før trekk."
        for row in rows
    ]
