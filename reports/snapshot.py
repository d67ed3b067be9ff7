"""Everything the yearly report counts from, read once: persons, months, homes, as of a date.

Months are bits as in benefits/histories.py, so that "how many in each month" is a matter of
shifting. What was registered after `as_of`, and what happens after the reference month, is left
out; later facts about a person (death, move) are kept and judged by the month asked for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from benefits import histories, queries
from benefits.histories import (
    BASE,
    BitHistory,
    Bits,
    bits_between,
    first_month_in,
    last_month_in,
    up_to,
)
from benefits.queries import PaidMonths, touched_months, whole_ends
from households.models import Household, Membership, Person, Residence, Situation
from households.months import Month, last_day, month_from, month_of
from households.rules import ADULT_AT
from reports.followed import Followed, followed_at

NOBODY = PaidMonths()
NO_HISTORY = BitHistory()
FEWEST_MONTHS = 4
"""The widest definition, DEF-5, asks for one month in each of four years."""


class Someone(NamedTuple):
    """What the report needs to know of a person."""

    birth_date: date | None
    sex: str
    died_on: date | None
    moved_away_on: date | None


@dataclass(slots=True)
class Home:
    """A household: member months, children's months, and district by month.

    `supporters` and `others` give each adult member's months, `children` each child's months
    as a child; `stated` the number of children by year where only their number is known.
    `child_months` are the months with a child under 18, by either way of knowing.
    """

    supporters: dict[int, Bits] = field(default_factory=dict)
    others: dict[int, Bits] = field(default_factory=dict)
    children: dict[int, Bits] = field(default_factory=dict)
    has_registered_children: bool = False
    stated: dict[int, int] = field(default_factory=dict)
    districts: list[tuple[Bits, str]] = field(default_factory=list)
    child_months: Bits = 0

    def add(self, person: int, role: str, months: Bits, childhood: Bits) -> None:
        """Add a membership."""
        if role == Membership.Role.CHILD:
            members = self.children
            months &= childhood
            self.has_registered_children = True
            self.child_months |= months
        else:
            members = self.supporters if role in Membership.SUPPORTING else self.others
        members[person] = members.get(person, 0) | months

    def state(self, year: int, number: int) -> None:
        """Add a number of children for a year; of several numbers the highest holds."""
        self.stated[year] = max(number, self.stated.get(year, 0))
        if number:
            self.child_months |= year_bits(year)

    def district(self, month_bit: Bits) -> str | None:
        return next((name for months, name in self.districts if months & month_bit), None)


@dataclass(frozen=True)
class Snapshot:
    """The data of one report: reference month, cut-off, and everything by id."""

    reference: Month
    as_of: date
    persons: dict[int, Someone]
    paid: dict[int, PaidMonths]
    neutral: dict[int, Bits]
    kvp_touched: dict[int, Bits]
    kvp_at_month_end: dict[int, Bits]
    homes: dict[int, Home]
    homes_of: dict[int, list[int]]
    couples: list[tuple[int, int]]
    followed: Followed = field(default_factory=Followed)
    _months_over: dict[str, dict[int, Bits]] = field(default_factory=dict, init=False)

    @cached_property
    def first_month(self) -> Month | None:
        """The first month with any payment of assistance to anyone; None without any."""
        return first_month_in(reduce(or_, (paid.months for paid in self.paid.values()), 0))

    @cached_property
    def gone_on(self) -> dict[int, date]:
        """The day that each person who died or moved away did so."""
        return {
            pk: min(day for day in (someone.died_on, someone.moved_away_on) if day)
            for pk, someone in self.persons.items()
            if someone.died_on or someone.moved_away_on
        }

    @cached_property
    def histories(self) -> dict[int, BitHistory]:
        """The history of everybody with a paid month."""
        return {
            person: BitHistory(paid.months, self.neutral.get(person, 0), paid.main_income)
            for person, paid in self.paid.items()
        }

    @cached_property
    def possibly_long(self) -> list[int]:
        """Those with enough benefit months to be over three years by any definition."""
        return [p for p, paid in self.paid.items() if paid.months.bit_count() >= FEWEST_MONTHS]

    def months_over(self, code: str) -> dict[int, Bits]:
        """The months at which each person is over three years by DEF-1 or DEF-2; most are never."""
        if code not in self._months_over:
            months = (
                (person, histories.months_over_three_years(self.histories[person], code))
                for person in self.possibly_long
            )
            self._months_over[code] = {person: over for person, over in months if over}
        return self._months_over[code]

    def history(self, person: int) -> BitHistory:
        return self.histories.get(person, NO_HISTORY)

    def last_kvp(self, person: int, until: Month) -> Month | None:
        """The last month up to `until` in which the person was in KVP on any day."""
        return last_month_in(up_to(until, self.kvp_touched.get(person, 0)))


def month_bit(month: Month) -> Bits:
    return bits_between(month, month)


def year_bits(year: int) -> Bits:
    return bits_between(month_from(year, 1), month_from(year, 12))


def take_snapshot(reference: Month, as_of: date) -> Snapshot:
    """Read the database as it was known on `as_of`, through the month `reference`."""
    kvp_touched: dict[int, Bits] = defaultdict(int)
    kvp_ends: dict[int, Bits] = defaultdict(int)
    neutral: dict[int, Bits] = defaultdict(int)
    for person, first, last in queries.kvp_periods(reference, as_of):
        kvp_touched[person] |= touched_months(first, last, reference)
        kvp_ends[person] |= whole_ends(first, last, reference)
    for person, first, last in queries.intro_periods(reference, as_of):
        neutral[person] |= touched_months(first, last, reference)
    for person, months in kvp_touched.items():
        neutral[person] |= months
    persons = _persons()
    homes, homes_of = _homes(reference, as_of, persons)
    return Snapshot(
        reference=reference,
        as_of=as_of,
        persons=persons,
        paid=queries.paid_months(reference, as_of),
        neutral=neutral,
        kvp_touched=kvp_touched,
        kvp_at_month_end=kvp_ends,
        homes=homes,
        homes_of=homes_of,
        couples=sorted(queries.couples(reference, as_of)),
        followed=followed_at(reference),
    )


def _persons() -> dict[int, Someone]:
    rows = Person.objects.values_list("pk", "birth_date", "sex", "died_on", "moved_away_on")
    return {pk: Someone(born, sex, died, moved) for pk, born, sex, died, moved in rows.iterator()}


def _homes(
    reference: Month, as_of: date, persons: dict[int, Someone]
) -> tuple[dict[int, Home], dict[int, list[int]]]:
    homes: dict[int, Home] = defaultdict(Home)
    homes_of: dict[int, list[int]] = defaultdict(list)
    known = Membership.objects.filter(registered_on__lte=as_of, undone_at__isnull=True)
    rows = known.values_list("household_id", "person_id", "role", "valid_from", "valid_to")
    for household, person, role, first, last in rows.order_by("household_id", "pk").iterator():
        born = persons[person].birth_date
        months = whole_ends(first, last, reference)
        homes[household].add(person, role, months, _childhood(born, reference))
        if household not in homes_of[person]:
            homes_of[person].append(household)
    _add_districts(homes, reference)
    _add_stated_children(homes, homes_of, reference, as_of)
    return homes, homes_of


def _childhood(birth_date: date | None, reference: Month) -> Bits:
    """The months in which a person counts as a child; every month if the age is unknown."""
    if birth_date is None:
        return bits_between(BASE, reference)
    born = month_of(birth_date)
    return bits_between(born, min(reference, born + ADULT_AT * 12))


def placed() -> QuerySet[Residence]:
    """The residences that may stand in a table of districts: none of a household whose place is
    hidden, which counts in the whole city's figures and as without a known district.
    """
    households = Household.objects.with_place_hidden().filter(pk=OuterRef("household"))
    hidden = Exists(households.filter(place_hidden=True))
    return Residence.objects.filter(~hidden, district__isnull=False)


def _add_districts(homes: dict[int, Home], reference: Month) -> None:
    rows = placed().values_list("household_id", "district__name", "valid_from", "valid_to")
    for household, district, first, last in rows.iterator():
        if household in homes:
            homes[household].districts.append((whole_ends(first, last, reference), district))


def _add_stated_children(
    homes: dict[int, Home], homes_of: dict[int, list[int]], reference: Month, as_of: date
) -> None:
    """The number of children as stated holds for its calendar year, until members are known."""
    rows = Situation.objects.filter(
        number_of_children__isnull=False, registered_on__lte=as_of, on__lte=last_day(reference)
    )
    last_of_year: dict[tuple[int, int], int] = {}
    for person, on, number in rows.order_by("on").values_list(
        "person_id", "on", "number_of_children"
    ):
        last_of_year[person, on.year] = number or 0
    for (person, year), number in last_of_year.items():
        for household in homes_of.get(person, ()):
            home = homes[household]
            if person in home.supporters and not home.has_registered_children:
                home.state(year, number)
