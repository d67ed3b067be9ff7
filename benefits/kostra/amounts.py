"""What was paid in each month, where a record gives some of it for the year only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto

Amounts = dict[int, int]
"""Whole kroner by month number 1-12."""


@dataclass(frozen=True)
class MonthAmount:
    """Kroner in the month with `number` 1-12; together above 0."""

    number: int
    grant: int
    loan: int


class Remark(Enum):
    """What had to be done to give every benefit month an amount."""

    SPREAD = auto()
    """Months were marked without an amount, and got their share of the year's remainder."""
    UNPAID = auto()
    """Nothing was left for some of them; each got one krone, of the largest month if it could."""
    UNMARKED = auto()
    """A month with an amount was not marked."""
    NONE_MARKED = auto()
    """No month was marked at all; those with an amount are the benefit months."""
    GRANT_DIFFERS = auto()
    """The year's grant is another than the sum of the months, which are kept as they are."""
    LOAN_DIFFERS = auto()
    """The same of the loan."""


@dataclass(frozen=True)
class Spread:
    """The benefit months of a year, in order."""

    months: tuple[MonthAmount, ...]
    remarks: frozenset[Remark]


def spread_over_months(
    marked: Collection[int],
    grants: Mapping[int, int],
    loans: Mapping[int, int],
    grant_total: int,
    loan_total: int,
) -> Spread:
    """Benefit months: those marked and those with an amount above 0 (design: import_kostra).

    The remainder of grant and of loan is spread evenly over the marked months that have no amount
    at all; if there is none, and the kind is given for the year only, over all benefit months.
    """
    paid = {month for kind in (grants, loans) for month, amount in kind.items() if amount > 0}
    months = sorted(paid.union(marked))
    empty = [month for month in months if month not in paid]
    by_kind = [{month: kind.get(month, 0) for month in months} for kind in (grants, loans)]
    remarks = _remarks_on_marks(marked, paid)
    for amounts, total, remark in zip(
        by_kind, (grant_total, loan_total), (Remark.GRANT_DIFFERS, Remark.LOAN_DIFFERS), strict=True
    ):
        remainder = total - sum(amounts.values())
        targets = empty or ([] if any(amounts.values()) else months)
        if remainder < 0 or (remainder and not targets):
            remarks.add(remark)
        _spread(amounts, targets, max(remainder, 0))
    for month in months:
        if not any(amounts[month] for amounts in by_kind):
            _give_a_krone(by_kind, month)
            remarks.add(Remark.UNPAID)
    grant, loan = by_kind
    return Spread(
        tuple(MonthAmount(month, grant[month], loan[month]) for month in months),
        frozenset(remarks),
    )


def _remarks_on_marks(marked: Collection[int], paid: set[int]) -> set[Remark]:
    remarks = set()
    if not paid.issuperset(marked):
        remarks.add(Remark.SPREAD)
    if paid and not marked:
        remarks.add(Remark.NONE_MARKED)
    elif not paid.issubset(marked):
        remarks.add(Remark.UNMARKED)
    return remarks


def _spread(amounts: Amounts, targets: list[int], remainder: int) -> None:
    """Add `remainder` in equal whole kroner; what does not divide goes to the first months."""
    if not targets:
        return
    share, left = divmod(remainder, len(targets))
    for place, month in enumerate(targets):
        amounts[month] += share + (1 if place < left else 0)


def _give_a_krone(by_kind: list[Amounts], month: int) -> None:
    """Let `month` have 1 kr of the largest amount, so that the year's total stays as reported.

    No month is emptied; where all have 1 kr or nothing, the krone is added.
    """
    cells = [
        (amount, -place, -number)
        for place, amounts in enumerate(by_kind)
        for number, amount in amounts.items()
        if sum(kind[number] for kind in by_kind) > 1
    ]
    if not cells:
        by_kind[0][month] = 1
        return
    _, place, number = max(cells)
    by_kind[-place][-number] -= 1
    by_kind[-place][month] = 1
