"""Who passes twelve, twenty-four or thirty-six months on assistance in the next quarter (2c).

The clock is that of the three-year rule (DEF-1): months of KVP and introduction benefit neither
count nor break, and a gap of at most five months counts. Passing supposes pay in each month.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.access import units_with
from accounts.models import User
from accounts.policy import Permission
from benefits.histories import BitHistory, counted_months, current_spell, last_month_in
from coordination.clocks import counted_until
from coordination.models import CoordinatedPlan
from coordination.standings import histories
from households.models import Household, Person, Responsibility
from households.months import Month, month_from, month_name, month_of, number_of, year_of

THRESHOLDS = (12, 24, 36)


@dataclass(frozen=True)
class Quarter:
    """Three months; `first` is January, April, July or October."""

    first: Month

    @property
    def last(self) -> Month:
        return self.first + 2

    @property
    def name(self) -> str:
        return f"{(number_of(self.first) + 2) // 3}. kvartal {year_of(self.first)}"


def next_quarter(today: date) -> Quarter:
    first = month_from(today.year, (today.month - 1) // 3 * 3 + 1)
    return Quarter(first + 3)


@dataclass(frozen=True)
class Pass:
    """An adult who passes so many months in a month of the quarter.

    `length` is the live spell's, which the household's own page tells. `waits_since` is the last
    month paid where months have gone by without pay: they count once there is a new payment.
    """

    household_id: int
    person_id: int
    threshold: int
    month: Month
    length: int
    waits_since: Month | None


def passing_threshold(history: BitHistory, this_month: Month, quarter: Quarter) -> Any:
    """What a `Pass` says of months, if the person passes a threshold in the quarter; else None.

    Passed is a threshold in the first month that is more: twelve months in the thirteenth. It is
    the month that the household's page tells, which counts a short break up to now.
    """
    until = counted_until(last_month_in(history.benefit) == this_month, this_month)
    counted, spell = counted_months(history, until), current_spell(history, until)
    if counted is None or spell is None:
        return None
    for threshold in THRESHOLDS:
        month = until + threshold + 1 - counted
        if counted <= threshold and quarter.first <= month <= quarter.last:
            waits_since = spell.last if counted > spell.length else None
            return threshold, month, spell.length, waits_since
    return None


def passes(households: Iterable[int], today: date) -> Iterator[Pass]:
    """Every adult of these households (ids) who passes one; one query."""
    quarter, this_month = next_quarter(today), month_of(today)
    for household_id, person_id, history in histories(households, today):
        found = passing_threshold(history, this_month, quarter)
        if found is not None:
            yield Pass(household_id, person_id, *found)


@dataclass(frozen=True)
class Line:
    """One household of the list: who passes what when, and who follows it by which plan."""

    household: Household
    person: Person
    threshold: int
    month: str
    length: int
    waits_since: str
    plan: CoordinatedPlan | None
    is_followed: bool
    caseworker: str


def lines_for(user: User, today: date) -> list[Line]:
    """Those of the offices that the user leads, the soonest first; a few queries in all."""
    units = units_with(user, Permission.SEE_THRESHOLDS)
    known = Household.objects.visible_to(user, Permission.SEE_THRESHOLDS)
    has = Responsibility.objects.valid_on(today).filter(
        unit__in=units, household__in=known.values("pk")
    )
    holders = {row.household_id: row for row in has.select_related("caseworker", "household")}
    found = sorted(
        passes(holders, today), key=lambda row: (row.month, -row.threshold, row.household_id)
    )
    return list(_lines(found, holders, today))


def _lines(
    found: Collection[Pass], holders: dict[int, Responsibility], today: date
) -> Iterator[Line]:
    ids = {row.household_id for row in found}
    people = Person.objects.in_bulk({row.person_id for row in found})
    homes = Household.objects.select_related("contact").in_bulk(ids)
    plans = {
        plan.household_id: plan
        for plan in CoordinatedPlan.objects.active().filter(household__in=ids)
    }
    for row in found:
        plan, holder = plans.get(row.household_id), holders[row.household_id]
        review = plan.next_review_on if plan else None
        yield Line(
            household=homes[row.household_id],
            person=people[row.person_id],
            threshold=row.threshold,
            month=month_name(row.month),
            length=row.length,
            waits_since="" if row.waits_since is None else month_name(row.waits_since),
            plan=plan,
            is_followed=review is not None and review >= today,
            caseworker=str(holder.caseworker) if holder.caseworker else "Ingen",
        )
