"""When a decision's money is paid, month by month, and what a payment may become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from config.templatetags import tall
from households.months import first_day, month_of

TRANSITIONS: dict[str, frozenset[str]] = {
    "planned": frozenset({"sent", "stopped", "cancelled"}),
    "stopped": frozenset({"planned", "cancelled"}),
    "sent": frozenset({"paid", "cancelled"}),
    "paid": frozenset({"cancelled"}),
    "cancelled": frozenset(),
}
"""planned -> sent -> paid; aside stopped and cancelled (security.md 3.10). A reversal of what is
paid is the status cancelled (design.md 5)."""
NEEDS_REASON = frozenset({"stopped", "cancelled"})


OUT = frozenset({"sent", "paid"})
"""Money that has left the house."""


def may_become(status: str, to: str) -> bool:
    return to in TRANSITIONS[status]


@dataclass(frozen=True)
class Instalment:
    """One payment to plan: the month it is for (its first day), when it is paid, whole kroner."""

    for_month: date
    pay_on: date
    amount: int


def instalments(
    *, amount: int, monthly: bool, first: date | None, last: date | None, on: date
) -> Iterator[Instalment]:
    """What an approved matter pays: each month from first to last, or once.

    A month is paid on its first day, what is behind that at once (`on`); what has no period,
    emergency aid, is for the month it is decided in and paid at once.
    """
    if amount <= 0:
        return
    begin = month_of(first or on)
    end = month_of(last or on) if monthly else begin
    for month in range(begin, end + 1):
        yield Instalment(first_day(month), max(on, first_day(month)), amount)


def own_first(payee: str, number: int) -> tuple[bool, int]:
    """The order in which a month's payments are lowered: the person's own, then third parties'."""
    return bool(payee), number


def shares(kroner: int, amounts: Sequence[int]) -> list[int]:
    """What each of `amounts` gives up, in their order, for `kroner` to be taken; none below zero.

    Less than `kroner` in all where there is not more.
    """
    taken = []
    for amount in amounts:
        taken.append(min(amount, kroner))
        kroner -= taken[-1]
    return taken


def reduction_refusal(kroner: int, month: str, payments: Sequence[tuple[str, int]]) -> str:
    """Why `kroner` cannot be taken off a month's `payments` (status, amount); empty where it may.

    What is sent or paid is not called back: the reduction is of a month that comes (§ 20).
    """
    live = [(status, amount) for status, amount in payments if status != "cancelled"]
    left = sum(amount for status, amount in live if status not in OUT)
    if not live:
        return f"Vedtaket har ingen utbetaling for {month}."
    if kroner <= left:
        return ""
    if any(status in OUT for status, _ in live):
        gone = "utbetalt" if any(status == "paid" for status, _ in live) else "sendt til utbetaling"
        return f"Pengene for {month} er allerede {gone}. Velg en måned som ikke er betalt."
    return f"Det er planlagt {tall(left)} kr for {month}, og stønaden kan ikke reduseres med mer."
