"""Deadlines that end on a day off: they end on the next working day. Pure functions of dates.

Sources: forvaltningsloven (fvl) § 30, which points to domstolloven §§ 148 and 149; the days off
themselves are in lov om 1. og 17. mai (1947 nr. 1) and lov om helligdager og helligdagsfred
(1995 nr. 12) § 2.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.easter import easter

FIXED = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
"""(month, day): New Year's Day, 1 May, 17 May, Christmas Day and the day after."""
FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)
"""Days from Easter Sunday: Maundy Thursday, Good Friday, both days of Easter, Ascension Day, and
both days of Pentecost."""
SATURDAY = 5


def is_day_off(day: date) -> bool:
    """Whether no deadline ends that day: a Saturday, a Sunday or a public holiday."""
    from_easter = (day - easter(day.year)).days
    is_holiday = (day.month, day.day) in FIXED or from_easter in FROM_EASTER
    return day.weekday() >= SATURDAY or is_holiday


def prolonged(last: date) -> date:
    """The day a deadline ends whose last day is `last` (domstolloven § 149)."""
    while is_day_off(last):
        last += timedelta(days=1)
    return last
