"""What law and plan ask of a claim to have money back, and what a month's payments can bear of it.

Pure functions of plain values. Sources: sosialtjenesteloven §§ 23-26 (which section says what
follows the order of the former act and is not verified, domain.md 4.4); SSB counts gross.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from config.templatetags import tall
from decisions.codes import CLAIMS_BACK, Section
from households.months import Month

SECTIONS: dict[str, Section] = {
    "maintenance": Section.REFUND_MAINTENANCE,
    "benefits": Section.REFUND_BENEFITS,
    "recovery": Section.WRONG_INFORMATION,
    "loan": Section.LOAN,
}
"""The legal basis of each kind; a deduction has that of the decision it rests on."""
REFUNDS = frozenset({"maintenance", "benefits"})
OF_WHAT_WAS_PAID = frozenset({"maintenance", "benefits", "recovery"})
"""Kinds that cannot be of more than the support paid for their months."""


@dataclass(frozen=True)
class Basis:
    """A decision that a claim may rest on: the sections of its matters, and if it lent money."""

    sections: frozenset[str]
    is_loan: bool = False


def decision_refusal(kind: str, basis: Basis | None, *, deducts: bool) -> str:
    """Why the claim may not be made on the decision, or without one; empty where it may.

    What is demanded of the person is an individual decision (fvl § 2), so recovery, a loan's
    collection and a deduction need one. A loan may be collected on the decision that gave it; to
    take from support is decided by itself, on §§ 23-26.
    """
    if kind in REFUNDS:
        return ""
    if basis is None:
        return "Velg vedtaket som kravet bygger på."
    claims = basis.sections & CLAIMS_BACK
    if deducts and not claims:
        return "Trekk må være bestemt i et vedtak etter §§ 23 til 26."
    if kind == "recovery" and Section.WRONG_INFORMATION not in basis.sections:
        return "Vedtaket må bygge på § 23 om uriktige opplysninger."
    if kind == "loan" and not (basis.is_loan or Section.LOAN in basis.sections):
        return "Vedtaket må ha gitt lånet, eller bygge på § 24 om innkreving av lån."
    return ""


def section_of(kind: str, basis: Basis | None) -> str:
    """The legal basis; of a deduction, the first of the decision's own."""
    if kind in SECTIONS:
        return SECTIONS[kind]
    return min(basis.sections & CLAIMS_BACK) if basis else ""


@dataclass(frozen=True)
class Deducting:
    """A claim that is taken out of payments: kroner left and a month, from a month.

    `done` are months from which it has been taken already: never twice for one.
    """

    claim: int
    left: int
    monthly: int
    first: Month
    done: Collection[Month] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Payable:
    """A planned payment that a deduction may be taken from: the month it is for, and kroner."""

    payment: int
    month: Month
    amount: int


@dataclass(frozen=True)
class Taken:
    """Kroner of one claim taken from one payment."""

    claim: int
    payment: int
    month: Month
    amount: int


def spread(claims: Sequence[Deducting], payables: Sequence[Payable]) -> Iterator[Taken]:
    """What each claim takes from a person's payments, the earliest month first.

    Once a month from the payment with most left, never below zero, never more than is left of the
    claim. What a month cannot bear waits for the next.
    """
    left = {claim.claim: claim.left for claim in claims}
    for month in sorted({payable.month for payable in payables}):
        room = {one.payment: one.amount for one in payables if one.month == month}
        for claim in claims:
            if month < claim.first or month in claim.done:
                continue
            payment = max(room, key=lambda one: (room[one], -one))
            amount = min(claim.monthly, left[claim.claim], room[payment])
            if amount > 0:
                left[claim.claim] -= amount
                room[payment] -= amount
                yield Taken(claim.claim, payment, month, amount)


def settlement_refusal(amount: int, outstanding: int) -> str:
    """Why kroner cannot be noted as settled; empty where they can: never more than is left."""
    if outstanding <= 0:
        return "Det er ikke noe igjen av kravet."
    if amount > outstanding:
        return f"Det er bare {tall(outstanding)} kr igjen av kravet."
    return ""
