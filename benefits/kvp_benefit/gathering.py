"""What a month's benefit is worked out from, read from the case: days, hours away, leave, children.

The rules of the month are `rules`; a case is one that `programmes.queries.with_parts` has read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from benefits.kvp_benefit.rules import Result, calculate
from benefits.kvp_benefit.values import (
    HOURS_A_DAY,
    Attendance,
    Hours,
    Participant,
    StateBenefit,
    Why,
    is_working_day,
)
from benefits.models import KvpAbsence, KvpCase
from benefits.programmes.actions import KvpError
from benefits.programmes.next_steps import last_day_of
from benefits.rates import kvp_rate_book
from households.models import Membership
from households.months import Month, first_day, last_day, month_of

Amounts = Mapping[StateBenefit, int]
"""What somebody has from the state in the month, in whole kroner."""
TAKING = {
    KvpAbsence.Kind.INVALID: Why.INVALID_ABSENCE,
    KvpAbsence.Kind.PAID_WORK: Why.PAID_WORK,
}
LEFT_OPEN = "Permisjonen er ikke avsluttet. Dagene etter {day:%d.%m.%Y} er regnet som permisjon."


@dataclass(frozen=True)
class Days:
    """The days of the programme in a month, both included."""

    first: date
    last: date


def days_in(case: KvpCase, month: Month) -> Days | None:
    """Those that the decisions give and the participant was in; None where there are none."""
    enrolment = case.enrolment
    if enrolment is None:
        return None
    end = enrolment.valid_to or last_day_of(case)
    first = max(enrolment.valid_from, first_day(month))
    last = min(end, last_day(month))
    return Days(first, last) if first <= last else None


def months_of(case: KvpCase, today: date) -> list[Month]:
    """The months whose benefit can be prepared, the latest first: it is paid in arrears."""
    enrolment = case.enrolment
    if enrolment is None:
        return []
    end = enrolment.valid_to or last_day_of(case)
    latest = month_of(today) if enrolment.valid_to and end <= today else month_of(today) - 1
    return list(range(min(latest, month_of(end)), month_of(enrolment.valid_from) - 1, -1))


def worked_out(case: KvpCase, month: Month, state: Amounts) -> Result:
    """The lines and total of the month; KvpError outside the programme.

    CalculationError where something is missing to work it out from.
    """
    days = days_in(case, month)
    if days is None:
        raise KvpError("Deltakeren var ikke i programmet denne måneden.", "month")
    unpaid = frozenset(_unpaid(case, days))
    attendance = Attendance(
        days.first, days.last, unpaid, tuple(_hours(case, days, unpaid)), dict(state)
    )
    found = calculate(participant_of(case, days), attendance, kvp_rate_book(days.first, days.last))
    return Result(found.lines, (*found.notices, *_left_open(case, days)))


def participant_of(case: KvpCase, days: Days) -> Participant:
    """With the household's children; none where the participant is a child of it."""
    born = case.person.birth_date
    if born is None:
        raise KvpError("Fødselsdatoen mangler, så stønaden kan ikke regnes ut.", "month")
    rows = list(
        Membership.objects.valid_on(days.last)
        .filter(household=case.household_id)
        .select_related("person")
    )
    is_grown = any(
        row.person_id == case.person_id and row.role != Membership.Role.CHILD for row in rows
    )
    children = [
        row.person.birth_date
        for row in rows
        if is_grown and row.role == Membership.Role.CHILD and row.person.birth_date is not None
    ]
    return Participant(born, tuple(sorted(children)))


def _all(days: Days) -> Iterator[date]:
    for number in range((days.last - days.first).days + 1):
        yield days.first + timedelta(number)


def _unpaid(case: KvpCase, days: Days) -> Iterator[date]:
    """Days of leave without benefit; a leave lasts until the day somebody is back."""
    spans = [
        (row.valid_from, row.valid_to if row.back_on else date.max)
        for row in case.leaves.all()
        if not row.with_benefit
    ]
    for day in _all(days):
        if any(first <= day <= last for first, last in spans):
            yield day


def _left_open(case: KvpCase, days: Days) -> Iterator[str]:
    for row in case.leaves.all():
        if row.back_on is None and not row.with_benefit and row.valid_to < days.last:
            yield LEFT_OPEN.format(day=row.valid_to)


def _hours(case: KvpCase, days: Days, unpaid: frozenset[date]) -> Iterator[Hours]:
    """Hours that are not paid for, of paid days; a day has 7.5, so more take no more than that."""
    left: dict[date, Fraction] = {}
    for row in sorted(case.absences.all(), key=lambda row: (row.day, row.kind)):
        why = TAKING.get(row.kind)
        counts = days.first <= row.day <= days.last and is_working_day(row.day)
        if why is None or row.struck_at is not None or not counts or row.day in unpaid:
            continue
        room = left.get(row.day, HOURS_A_DAY)
        hours = min(Fraction(row.hours), room)
        left[row.day] = room - hours
        if hours > 0:
            yield Hours(row.day, hours, why)
