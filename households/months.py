"""Calendar months as whole numbers, so that they can be counted, compared and grouped.

A `Month` is `year * 12 + month_number - 1`: 2013-12 is 24167 and the month after is 24168.
"""

from __future__ import annotations

import calendar
from datetime import date

from config.months import NAMES

Month = int


def month_from(year: int, number: int) -> Month:
    """The month with `number` 1-12 of `year`."""
    return year * 12 + number - 1


def month_of(day: date) -> Month:
    """The month that `day` lies in."""
    return month_from(day.year, day.month)


def year_of(month: Month) -> int:
    return month // 12


def number_of(month: Month) -> int:
    """1 for January, 12 for December."""
    return month % 12 + 1


def first_day(month: Month) -> date:
    return date(year_of(month), number_of(month), 1)


def last_day(month: Month) -> date:
    year, number = year_of(month), number_of(month)
    return date(year, number, calendar.monthrange(year, number)[1])


def parse_month(text: str) -> Month:
    """Read "2013-12"; anything else raises ValueError."""
    year, dash, number = text.partition("-")
    if not (dash and len(year) == 4 and len(number) == 2 and (year + number).isascii()):
        raise ValueError(f"not a month: {text!r}")
    if not ((year + number).isdigit() and 1 <= int(number) <= 12 and int(year) >= 1):
        raise ValueError(f"not a month: {text!r}")
    return month_from(int(year), int(number))


def month_text(month: Month) -> str:
    """The month as "2013-12"."""
    return f"{year_of(month):04d}-{number_of(month):02d}"


def month_name(month: Month) -> str:
    """The month as a person reads it: "desember 2013"."""
    return f"{NAMES[number_of(month) - 1]} {year_of(month)}"
