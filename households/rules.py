"""Facts about persons that every service counts by: age, and who is a child."""

from __future__ import annotations

import calendar
import enum
from dataclasses import dataclass
from datetime import date, timedelta

from households.months import Month, first_day, last_day, month_of

ADULT_AT = 18
"""Years; KOSTRA, too, counts as children those under 18 (BU18)."""
HEARD_FROM = 15
"""Years: a child of this age is heard before a guardian consents for it (security.md 3.7)."""


def age_on(birth_date: date, day: date) -> int:
    """Full years on `day`; below zero before the birth.

    Someone born on 29 February has the birthday on 28 February in other years, as a term in years
    ends on the month's last day when it has no such date (domstolloven § 148).
    """
    years = day.year - birth_date.year
    return years if (day.month, day.day) >= _birthday(birth_date, day.year) else years - 1


def _birthday(birth_date: date, year: int) -> tuple[int, int]:
    """Month and day of the birthday in `year`."""
    if (birth_date.month, birth_date.day) == (2, 29) and not calendar.isleap(year):
        return 2, 28
    return birth_date.month, birth_date.day


def is_child_in(birth_date: date, month: Month) -> bool:
    """Whether a person born on `birth_date` counts as a child in `month`.

    A child counts from the month of birth through the month of the 18th birthday.
    """
    born = month_of(birth_date)
    return born <= month <= born + ADULT_AT * 12


def latest_end(first: date) -> date:
    """The last day of what is shared from `first` on: twelve months at most (security.md 3.7)."""
    year = first.year + 1
    return date(year, *_birthday(first, year)) - timedelta(days=1)


@dataclass(frozen=True)
class Consenting:
    """Who a consent is about: full years (None: unknown), and whether a child of the household."""

    age: int | None
    is_child: bool


class ConsentGiver(enum.Enum):
    """Who gives a consent, seen from the one it is about."""

    SELF = "self"
    GUARDIAN = "guardian"
    ANOTHER = "another"


def may_consent(about: Consenting, giver: ConsentGiver, *, own_from: int) -> bool:
    """Whether `giver` may consent to sharing what concerns `about` (domain.md part 7).

    An adult decides alone; for a child a guardian does, and the child itself from `own_from` on.
    """
    if giver == ConsentGiver.SELF:
        if about.age is None:
            return not about.is_child
        return about.age >= min(own_from, ADULT_AT)
    return giver == ConsentGiver.GUARDIAN and about.is_child


def must_be_heard(about: Consenting, giver: ConsentGiver) -> bool:
    """Whether the child must have been heard before somebody else consents."""
    is_old = about.age is not None and about.age >= HEARD_FROM
    return about.is_child and giver == ConsentGiver.GUARDIAN and is_old


def one_month_after(day: date) -> date:
    """The same date in the next month, or its last day where it has no such date."""
    return months_after(day, 1)


def months_after(day: date, months: int) -> date:
    """The same date so many months later, or the last day of a month without such a date."""
    month = month_of(day) + months
    return min(last_day(month), first_day(month) + (day - day.replace(day=1)))


def years_before(day: date, years: int) -> date:
    """The same date `years` earlier; 28 February for the 29th where there is none."""
    month, number = _birthday(day, day.year - years)
    return date(day.year - years, month, number)


def birthday(born: date, age: int) -> date:
    """The day somebody turns `age`: 28 February for the 29th where there is none."""
    return years_before(born, -age)


def born_by(today: date, age: int) -> date:
    """The latest birth date of those who are `age` or more: the 29th too where it has no day."""
    latest = years_before(today, age)
    leap_day = latest + timedelta(days=1)
    return leap_day if age_on(leap_day, today) >= age else latest
