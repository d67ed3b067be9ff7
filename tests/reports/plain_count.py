"""The figures of 2d counted once more, row by row and as plainly as can be.

Written apart from benefits/ and reports/ on purpose: it shares no rule, no query and no bit with
them. A month is (year, number) here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

Month = tuple[int, int]


def month_of(day: date) -> Month:
    return day.year, day.month


def after(month: Month, count: int = 1) -> Month:
    """The month `count` months later; earlier when negative."""
    number = month[0] * 12 + month[1] - 1 + count
    return number // 12, number % 12 + 1


def end_of(month: Month) -> date:
    return date.fromordinal(date(*after(month), 1).toordinal() - 1)


def months_from(first: Month, last: Month) -> list[Month]:
    found = []
    while first <= last:
        found.append(first)
        first = after(first)
    return found


def half_up(total: int, count: int) -> int:
    whole, rest = divmod(total, count)
    return whole + (2 * rest >= count)


@dataclass
class Someone:
    """A person with everything that may count."""

    born: date
    died: date | None = None
    moved: date | None = None
    own: set[Month] = field(default_factory=set)
    with_spouse: set[Month] = field(default_factory=set)
    neutral: set[Month] = field(default_factory=set)
    spouses: set[int] = field(default_factory=set)

    @property
    def paid(self) -> set[Month]:
        return self.own | self.with_spouse

    def is_here(self, month: Month) -> bool:
        day = end_of(month)
        return not any(gone is not None and gone <= day for gone in (self.died, self.moved))

    def length(self, until: Month) -> int:
        """Months of the running spell (DEF-1), 0 when there is none that is live."""
        paid = {month for month in self.paid if month <= until}
        if not paid or max(paid) < after(until, -5):
            return 0
        line = [
            month
            for month in months_from(min(paid), max(paid))
            if month in paid or month not in self.neutral
        ]
        gap = counted = 0
        for length, month in enumerate(reversed(line), 1):
            gap = 0 if month in paid else gap + 1
            if gap == 6:
                break
            if gap == 0:
                counted = length
        return counted

    def is_over(self, until: Month) -> bool:
        return self.is_here(until) and self.length(until) >= 37

    def age_at_end_of(self, month: Month) -> int:
        day = end_of(month)
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass(frozen=True)
class Member:
    home: int
    person: int
    role: str
    first: date
    last: date | None

    def is_there(self, month: Month) -> bool:
        day = end_of(month)
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass
class City:
    """All persons, who lives where, and who is in KVP from when to when."""

    people: dict[int, Someone]
    members: list[Member]
    kvp: list[tuple[int, date, date | None]]

    def recipients(self, month: Month) -> int:
        return sum(month in someone.own for someone in self.people.values())

    def mean_recipients(self, year: int) -> int:
        return half_up(sum(self.recipients((year, n)) for n in range(1, 10)), 9)

    def mean_in_kvp(self, year: int) -> int:
        days = [end_of((year, number)) for number in range(1, 10)]
        there = {
            (person, day)
            for person, first, last in self.kvp
            for day in days
            if first <= day and (last is None or day <= last)
        }
        return half_up(len(there), 9)

    def under_21(self, year: int) -> int:
        april = year, 4
        return sum(
            april in someone.own and someone.age_at_end_of(april) < 21
            for someone in self.people.values()
        )

    def children_at(self, month: Month) -> dict[int, set[int]]:
        """Children by home: from the month of birth through the month of the 18th birthday."""
        found: dict[int, set[int]] = defaultdict(set)
        for member in self.members:
            if member.role == "child" and member.is_there(month):
                born = month_of(self.people[member.person].born)
                if born <= month <= after(born, 18 * 12):
                    found[member.home].add(member.person)
        return found

    def families_of(self, adults: set[int], month: Month) -> list[set[int]]:
        """The children of each home that one of `adults` supports."""
        children = self.children_at(month)
        homes = {
            member.home
            for member in self.members
            if member.person in adults
            and member.role in ("applicant", "spouse", "cohabitant", "partner")
            and member.is_there(month)
        }
        return [children[home] for home in sorted(homes) if children.get(home)]

    def mean_families(self, year: int) -> tuple[int, int]:
        """Child families on assistance, and the children in them."""
        families = children = 0
        for number in range(1, 10):
            month = year, number
            paid = {pk for pk, someone in self.people.items() if month in someone.paid}
            found = self.families_of(paid, month)
            families += len(found)
            children += len(set().union(*found))
        return half_up(families, 9), half_up(children, 9)

    def over(self, month: Month) -> set[int]:
        return {pk for pk, someone in self.people.items() if someone.is_over(month)}

    def over_three_years(self, month: Month) -> tuple[int, int]:
        """Recipients (a couple who applied together and live together is one), and families."""
        over = self.over(month)
        home_of: dict[int, set[int]] = defaultdict(set)
        for member in self.members:
            if member.is_there(month):
                home_of[member.person].add(member.home)
        couples = {
            frozenset((pk, spouse))
            for pk in over
            for spouse in self.people[pk].spouses & over
            if home_of[pk] & home_of[spouse]
        }
        return len(over) - len(couples), len(self.families_of(over, month))
