"""Key figures by month: means from January to September, and the month of April (Tabell 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from benefits.histories import Bits
from households.months import Month, last_day, month_from
from households.rules import age_on
from reports.counting import months_counted
from reports.snapshot import Home, Snapshot, month_bit, year_bits

LAST_MONTH_OF_MEAN = 9
APRIL = 4
YOUNG_UNDER = 21


@dataclass(frozen=True)
class ChildFamilyMonths:
    """Child families on assistance: means per month, and distinct ones in the year."""

    families_per_month: int
    children_per_month: int
    families: int
    children: int
    families_by_stated_number: int


def mean_months(snapshot: Snapshot, year: int) -> list[Month]:
    """January to September of `year`, as far as the data have come; never none."""
    months = [month_from(year, n) for n in range(1, LAST_MONTH_OF_MEAN + 1)]
    return [month for month in months if month <= snapshot.reference]


def rounded_mean(values: list[int]) -> int:
    """The mean rounded half up to a whole number, as in the plan."""
    return (2 * sum(values) + len(values)) // (2 * len(values)) if values else 0


def recipients_per_month(snapshot: Snapshot, year: int) -> int:
    """Distinct applicants with a benefit month, mean of the months; a couple is one applicant."""
    own = (paid.own for paid in snapshot.paid.values())
    return rounded_mean(months_counted(own, mean_months(snapshot, year)))


def kvp_per_month(snapshot: Snapshot, year: int) -> int:
    """Persons in KVP on the month's last day, leave included, mean of the months."""
    held = snapshot.kvp_at_month_end.values()
    return rounded_mean(months_counted(held, mean_months(snapshot, year)))


def recipients_under_21(snapshot: Snapshot, year: int) -> int:
    """Applicants with a benefit month in April who are under 21 on its last day."""
    april = month_from(year, APRIL)
    bit, day = month_bit(april), last_day(april)
    return sum(
        1
        for person, paid in snapshot.paid.items()
        if paid.own & bit
        and (born := snapshot.persons[person].birth_date) is not None
        and age_on(born, day) < YOUNG_UNDER
    )


def child_families(snapshot: Snapshot, year: int) -> ChildFamilyMonths:
    """Households with a benefit month of a supporter and a supported child in it."""
    months = mean_months(snapshot, year)
    families: list[Bits] = []
    children: dict[int, Bits] = defaultdict(int)
    stated: list[tuple[Bits, int]] = []
    for home in snapshot.homes.values():
        paid = paid_to_supporters(snapshot, home) & year_bits(year)
        together = paid & home.child_months
        if not together:
            continue
        families.append(together)
        for child, childhood in home.children.items():
            children[child] |= paid & childhood
        if number := home.stated.get(year, 0):
            stated.append((together, number))
    return ChildFamilyMonths(
        families_per_month=rounded_mean(months_counted(families, months)),
        children_per_month=rounded_mean(_children_by_month(children.values(), stated, months)),
        families=len(families),
        children=sum(1 for held in children.values() if held) + sum(n for _, n in stated),
        families_by_stated_number=len(stated),
    )


def paid_to_supporters(snapshot: Snapshot, home: Home) -> Bits:
    """The months in which somebody who supports the household's children was paid."""
    paid = 0
    for person, here in home.supporters.items():
        if person in snapshot.paid:
            paid |= snapshot.paid[person].months & here
    return paid


def families_at(snapshot: Snapshot, month: Month) -> frozenset[int]:
    """The child families on assistance in one month: those that `child_families` counts in it."""
    bit = month_bit(month)
    return frozenset(
        home
        for home, known in snapshot.homes.items()
        if known.child_months & bit & paid_to_supporters(snapshot, known)
    )


def _children_by_month(
    known: Iterable[Bits], stated: list[tuple[Bits, int]], months: list[Month]
) -> list[int]:
    totals = months_counted(known, months)
    for held, number in stated:
        for index, month in enumerate(months):
            if held & month_bit(month):
                totals[index] += number
    return totals


def has_data_in(snapshot: Snapshot, year: int) -> bool:
    """Whether the data reach back to `year`."""
    return snapshot.first_month is not None and snapshot.first_month <= month_from(year, 12)
