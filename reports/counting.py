"""Who counts, at one reference month: heads, adults, child families and children (Hovedmål 2d).

Persons, families and children are different units and never divided by each other. A couple who
applied together and live together count once as recipient and each as adult (design.md 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from operator import or_

from benefits import histories
from benefits.histories import Bits
from benefits.rules import DEFINITIONS, LONGEST_GAP, density_at_least
from households.months import Month, last_day
from reports.snapshot import NOBODY, Home, Snapshot, month_bit

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Group:
    """One recipient: a person, or the couple they are half of; `head` stands for them."""

    head: int
    adults: frozenset[int]


@dataclass(frozen=True)
class Stock:
    """Those over the limit at `month`, and the families and children that follow from them."""

    month: Month
    adults: frozenset[int]
    groups: tuple[Group, ...]
    families: frozenset[int]
    children: int

    @property
    def recipients(self) -> int:
        return len(self.groups)

    @cached_property
    def heads(self) -> frozenset[int]:
        return frozenset(group.head for group in self.groups)


def stock(snapshot: Snapshot, month: Month, adults: Collection[int]) -> Stock:
    """The stock that a set of adults makes at `month`."""
    families = families_of(snapshot, month, adults)
    return Stock(
        month=month,
        adults=frozenset(adults),
        groups=groups_of(snapshot, month, adults),
        families=families,
        children=children_in(snapshot, month, families),
    )


def over_three_years(snapshot: Snapshot, month: Month, code: str) -> set[int]:
    """The persons over three years at `month` by definition `code`, who are alive and here."""
    if DEFINITIONS[code].gap_months is not None:
        bit = month_bit(month)
        over = [person for person, months in snapshot.months_over(code).items() if months & bit]
    else:
        over = [
            person
            for person in snapshot.possibly_long
            if histories.is_over_three_years(snapshot.histories[person], month, code)
        ]
    return set(those_here(snapshot, over, month))


def those_here(snapshot: Snapshot, persons: Iterable[int], month: Month) -> list[int]:
    """Of `persons` those alive and living in the municipality on the month's last day."""
    day, gone_on = last_day(month), snapshot.gone_on
    return [person for person in persons if person not in gone_on or gone_on[person] > day]


def homes_at(snapshot: Snapshot, person: int, month: Month) -> list[int]:
    """The households the person is an adult member of on the month's last day."""
    bit = month_bit(month)
    return [
        home
        for home in snapshot.homes_of.get(person, ())
        if (snapshot.homes[home].supporters.get(person, 0) & bit)
        or (snapshot.homes[home].others.get(person, 0) & bit)
        or (snapshot.homes[home].children.get(person, 0) & bit)
    ]


def groups_of(snapshot: Snapshot, month: Month, adults: Collection[int]) -> tuple[Group, ...]:
    """`adults` with couples put together: who applied together and share a household count once.

    The head is the one paid in most months as applicant.
    """
    group: dict[int, frozenset[int]] = {person: frozenset({person}) for person in adults}
    for one, other in snapshot.couples:
        if one in group and other in group and _live_together(snapshot, one, other, month):
            together = group[one] | group[other]
            for person in together:
                group[person] = together
    return tuple(
        Group(head=_head(snapshot, members), adults=members)
        for members in sorted(set(group.values()), key=min)
    )


def _live_together(snapshot: Snapshot, one: int, other: int, month: Month) -> bool:
    homes = set(homes_at(snapshot, one, month))
    return not homes.isdisjoint(homes_at(snapshot, other, month))


def _head(snapshot: Snapshot, members: Iterable[int]) -> int:
    return max(members, key=lambda p: (snapshot.paid.get(p, NOBODY).own.bit_count(), -p))


def families_of(snapshot: Snapshot, month: Month, adults: Collection[int]) -> frozenset[int]:
    """The households at `month` with a child under 18 that one of `adults` supports.

    A grown sibling or a lodger does not make one; several supporters are one family.
    """
    bit = month_bit(month)
    return frozenset(
        home
        for person in adults
        for home in snapshot.homes_of.get(person, ())
        if snapshot.homes[home].supporters.get(person, 0) & bit
        and snapshot.homes[home].child_months & bit
    )


def children_in(snapshot: Snapshot, month: Month, families: Iterable[int]) -> int:
    """The children in `families` at `month`; one with two homes is counted once."""
    bit = month_bit(month)
    known: set[int] = set()
    stated = 0
    for family in families:
        home = snapshot.homes[family]
        known |= {child for child, months in home.children.items() if months & bit}
        stated += _stated(home, month)
    return len(known) + stated


def _stated(home: Home, month: Month) -> int:
    return home.stated.get(month // 12, 0)


def district_of(snapshot: Snapshot, person: int, month: Month) -> str | None:
    """The district the person lives in on the month's last day."""
    bit = month_bit(month)
    homes = homes_at(snapshot, person, month)
    return snapshot.homes[homes[0]].district(bit) if homes else None


def with_main_income(snapshot: Snapshot, month: Month, adults: Iterable[int]) -> set[int]:
    """Of `adults` those with assistance as main livelihood (VKLO 5)."""
    return {p for p in adults if histories.has_main_income(snapshot.history(p), month)}


def with_density(snapshot: Snapshot, month: Month, adults: Iterable[int], code: str) -> set[int]:
    """Of `adults` those whose spell has a payment in at least half of its months."""
    return {
        person
        for person in adults
        if density_at_least(histories.spell_behind(snapshot.history(person), month, code), HALF)
    }


def live_here(snapshot: Snapshot, month: Month) -> list[int]:
    """Everyone with a benefit month in the last six, alive and in the municipality."""
    window = histories.bits_between(month - LONGEST_GAP, month)
    live = (person for person, paid in snapshot.paid.items() if paid.months & window)
    return those_here(snapshot, live, month)


def months_counted(of: Iterable[Bits], months: Iterable[Month]) -> list[int]:
    """For each month how many of the bit strings have it."""
    wanted = [month_bit(month) for month in months]
    all_wanted = reduce(or_, wanted, 0)
    patterns = Counter(bits & all_wanted for bits in of)  # few, however many there are to count
    return [sum(n for months, n in patterns.items() if months & bit) for bit in wanted]
