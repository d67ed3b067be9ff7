"""Who is to be assessed for an active measure, and when it has been done (measure 1a).

Thresholds are settings (MEASURES): the plan says "over time", and the numbers are ours.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from households.months import Month, month_of
from households.rules import months_after


@dataclass(frozen=True)
class Threshold:
    """So many benefit months among the latest calendar months, that of today the last."""

    months: int
    within: int

    def first(self, today: date) -> Month:
        """The first month of the window."""
        return month_of(today) - self.within + 1


@dataclass(frozen=True)
class Assessed:
    """The latest assessment: its day, and until when nothing is an option, if that was said."""

    on: date
    not_until: date | None = None


def months_before(day: date, months: int) -> date:
    """The same day so many calendar months earlier, or the last of a shorter month."""
    return months_after(day, -months)


def is_over_time(paid: Collection[Month], today: date, threshold: Threshold) -> bool:
    """Whether somebody with these benefit months is on assistance over time."""
    window = range(threshold.first(today), month_of(today) + 1)
    return sum(month in window for month in set(paid)) >= threshold.months


def is_assessed(latest: Assessed | None, today: date, lasts: int) -> bool:
    """Whether the latest assessment still holds: `lasts` months, or until the day it names."""
    if latest is None:
        return False
    if latest.not_until is not None:
        return today < latest.not_until
    return latest.on > months_before(today, lasts)


def is_on_list(
    paid: Collection[Month],
    latest: Assessed | None,
    today: date,
    threshold: Threshold,
    lasts: int,
) -> bool:
    """Whether the person waits for an assessment."""
    return is_over_time(paid, today, threshold) and not is_assessed(latest, today, lasts)


@dataclass(frozen=True)
class Coverage:
    """Of how many are to be assessed, how many wait for it."""

    base: int
    waiting: int

    @property
    def assessed(self) -> int:
        return self.base - self.waiting

    @property
    def share(self) -> int | None:
        """1 - list/base in whole per cent, halves rounded up; 100 only when nobody waits."""
        if not self.base:
            return None
        rounded = (self.assessed * 200 + self.base) // (2 * self.base)
        return min(rounded, 99) if self.waiting else rounded
