"""Registering a claim to have money back, what settles it, and what ends it.

What is left of a claim is held under its row's lock, so that two can never settle the same kroner.
One `token` is one claim, or one settlement, however often it is posted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import Unit, User
from benefits.claims import queries, rules
from benefits.models import Claim, Payment, Settlement
from config.templatetags import tall
from decisions.codes import State
from decisions.models import Decision
from households.models import Household, Person
from households.months import first_day


class ClaimError(Exception):
    """Why it may not be done, in a Norwegian sentence; `field` is what has to change, if any."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.text, self.field = text, field


@dataclass(frozen=True)
class Claimed:
    """What is claimed, as it is typed: months are their first days, amounts whole kroner."""

    kind: str
    person: Person
    first_month: date
    last_month: date
    amount: int
    payer: str = ""
    text: str = ""
    decision: Decision | None = None
    deduct_monthly: int | None = None
    deduct_from: date | None = None


@transaction.atomic
def register_claim(
    *,
    household: Household,
    unit: Unit,
    claimed: Claimed,
    at: datetime,
    by: User,
    token: UUID | None = None,
) -> Claim:
    """A claim with its legal basis; ClaimError without the decision that it demands.

    A refund or a recovery is of no more than the support paid for its months, gross.
    """
    decision = claimed.decision
    if decision is not None:
        _check_decision(decision, household, claimed.person)
    basis = queries.basis_of(decision) if decision else None
    deducts = claimed.deduct_monthly is not None
    if refusal := rules.decision_refusal(claimed.kind, basis, deducts=deducts):
        raise ClaimError(refusal, "decision")
    if claimed.kind in rules.OF_WHAT_WAS_PAID:
        _check_paid(claimed)
    claim, _ = Claim.objects.get_or_create(
        form_token=token or uuid4(),
        defaults={
            **vars(claimed),
            "household": household,
            "unit": unit,
            "section": rules.section_of(claimed.kind, basis),
            "registered_by": by,
            "registered_at": at,
        },
    )
    return claim


def _check_decision(decision: Decision, household: Household, person: Person) -> None:
    of_person = (decision.household_id, decision.applicant_id) == (household.pk, person.pk)
    if decision.state != State.APPROVED or not of_person:
        raise ClaimError("Velg et godkjent vedtak i personens egen sak.", "decision")


def _check_paid(claimed: Claimed) -> None:
    paid = queries.paid_for(claimed.person, claimed.first_month, claimed.last_month)
    if claimed.amount > paid:
        raise ClaimError(f"Det er utbetalt {tall(paid)} kr for disse månedene.", "amount")


@transaction.atomic
def settle(
    *,
    claim: Claim,
    how: str,
    amount: int,
    on: date,
    at: datetime,
    by: User,
    token: UUID | None = None,
) -> Settlement:
    """Note kroner that have come in; ClaimError when more than what is left of the claim.

    The month they were paid in stays a benefit month of the whole amount.
    """
    if how not in (Settlement.How.PAID_BACK, Settlement.How.REFUNDED):
        raise ClaimError("Velg hvordan pengene er kommet.", "how")
    Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    token = token or uuid4()
    made: Settlement | None = Settlement.objects.filter(form_token=token).first()
    if made is not None:
        return made
    if refusal := rules.settlement_refusal(amount, _running(claim).outstanding):
        raise ClaimError(refusal, "amount")
    return Settlement.objects.create(
        claim=claim,
        how=how,
        amount=amount,
        on=on,
        registered_by=by,
        registered_at=at,
        form_token=token,
    )


@transaction.atomic
def undo_settlement(*, settlement: Settlement, reason: str, at: datetime, by: User) -> None:
    """Take back what was noted by mistake; what was deducted follows its payment alone."""
    if settlement.how == Settlement.How.DEDUCTED:
        raise ClaimError("Et trekk omgjøres ved å annullere utbetalingen.")
    if not reason.strip():
        raise ClaimError("Skriv hvorfor.", "reason")
    standing = Settlement.objects.filter(pk=settlement.pk).standing()
    if not standing.update(undone_by=by, undone_at=at, undone_reason=reason.strip()):
        raise ClaimError("Oppgjøret er allerede omgjort.")


@transaction.atomic
def stop_deduction(*, claim: Claim, at: datetime, by: User) -> None:
    """Take nothing more from payments; what is left is still claimed."""
    if not _running(claim).is_deducting:
        raise ClaimError("Det er ikke noe trekk å stanse.")
    Claim.objects.filter(pk=claim.pk).update(stopped_by=by, stopped_at=at)


@transaction.atomic
def waive(*, claim: Claim, reason: str, at: datetime, by: User) -> None:
    """Claim no more; what has been settled stays."""
    if not reason.strip():
        raise ClaimError("Skriv hvorfor kravet frafalles.", "reason")
    _running(claim)
    Claim.objects.filter(pk=claim.pk).update(
        waived_by=by, waived_at=at, waived_reason=reason.strip()
    )


def _running(claim: Claim) -> Claim:
    """The claim as it is now, held until the act is done; ClaimError when it is over."""
    Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    current: Claim = Claim.objects.filter(pk=claim.pk).with_settled().get()
    if not current.is_running:
        raise ClaimError("Kravet er gjort opp eller frafalt.")
    return current


def deduct(*, payments: Collection[Payment], on: date, at: datetime, by: User) -> int:
    """Deduct from payments that are being sent what running claims take; kroner in all.

    Called by the payment run, in its transaction and with the payments held.
    """
    sent = {row.pk: row for row in payments}
    persons = {row.person_id for row in payments}
    taken = [one for one in queries.to_be_deducted(persons, hold=True) if one.payment in sent]
    Settlement.objects.bulk_create(
        Settlement(
            claim_id=one.claim,
            how=Settlement.How.DEDUCTED,
            amount=one.amount,
            on=on,
            payment_id=one.payment,
            for_month=first_day(one.month),
            registered_by=by,
            registered_at=at,
        )
        for one in taken
    )
    return sum(one.amount for one in taken)


def undo_deductions(*, payment: Payment, at: datetime, by: User) -> None:
    """What was deducted from a payment that is cancelled is claimed again."""
    Settlement.objects.filter(payment=payment).standing().update(
        undone_by=by, undone_at=at, undone_reason="Utbetalingen er annullert"
    )
