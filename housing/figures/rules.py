"""Waiting times for municipal homes in days, against the plan's mean of three months.

Counted from the day an application was approved to the day a home was accepted, days on pause
included; an entry of somebody who came back counts from its own approval (domain.md 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Waited:
    """Whole days that somebody waited, to the home they accepted or until now."""

    days: int
    district: str
    rooms: int


@dataclass(frozen=True)
class Times:
    """Of `number` waits: mean and median in days; None of none."""

    number: int
    mean: float | None
    median: float | None

    @property
    def mean_months(self) -> float | None:
        return None if self.mean is None else self.mean / DAYS_A_MONTH

    @property
    def median_months(self) -> float | None:
        return None if self.median is None else self.median / DAYS_A_MONTH


def days_between(approved_on: date, until: date) -> int:
    return (until - approved_on).days


def times_of(days: Sequence[int]) -> Times:
    if not days:
        return Times(0, None, None)
    rows = sorted(days)
    middle = len(rows) // 2
    median = rows[middle] if len(rows) % 2 else (rows[middle - 1] + rows[middle]) / 2
    return Times(len(rows), sum(rows) / len(rows), float(median))


def is_within(mean: float | None, months: int) -> bool:
    """Whether a mean in days is within so many months; of none it is."""
    return mean is None or mean <= months * DAYS_A_MONTH
