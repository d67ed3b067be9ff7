"""Facts about persons that every service counts by: age, and who is a child."""

from __future__ import annotations

import calendar
from datetime import date

from households.months import Month, month_of

ADULT_AT = 18
"""Years; KOSTRA, too, counts as children those under 18 (BU18)."""


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
