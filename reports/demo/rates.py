"""Rates for every month of a demo: the verified ones, and "Demosats" rows where there are none.

Outside the demo nothing is extrapolated; here the years without a verified rate get rows that say
that they are made up, so that amounts, screens and letters rest on the same table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

SOURCE = "Demosats"
GROWTH = 1.025
"""What the rates grow a year in periods without verified ones."""
ROUND_TO = 50


@dataclass(frozen=True)
class Rate:
    """Monthly rates in whole kroner, between two dates."""

    valid_from: date
    valid_to: date
    single: int
    couple: int
    shared: int
    child_0_5: int
    child_6_10: int
    child_11_17: int

    def child(self, age: int) -> int:
        if age <= 5:
            return self.child_0_5
        return self.child_6_10 if age <= 10 else self.child_11_17

    def grown(self, years: float) -> Rate:
        """The same rates `years` later (or before, when negative), rounded to 50 kroner."""
        amounts: dict[str, Any] = {name: _rounded(self, name, years) for name in _AMOUNTS}
        return replace(self, **amounts)


_AMOUNTS = ("single", "couple", "shared", "child_0_5", "child_6_10", "child_11_17")


def _rounded(rate: Rate, name: str, years: float) -> int:
    amount: int = getattr(rate, name)
    return round(amount * GROWTH**years / ROUND_TO) * ROUND_TO


def missing_rates(known: Sequence[Rate], first: date, last: date) -> list[Rate]:
    """A made-up rate for each part of a year from `first` through `last` without a verified one.

    It is grown from the nearest verified rate before it, or back from the first one.
    """
    made = []
    for year in range(first.year, last.year + 1):
        for start, end in uncovered(known, date(year, 1, 1), date(year, 12, 31)):
            before = [rate for rate in known if rate.valid_to < start]
            base = before[-1] if before else known[0]
            years = start.year - base.valid_from.year
            made.append(replace(base.grown(years), valid_from=start, valid_to=end))
    return made


class Period(Protocol):
    """Anything that holds from a date, to a date or for good."""

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


def uncovered(known: Iterable[Period], first: date, last: date) -> list[tuple[date, date]]:
    """The parts of a period that nothing known covers; `known` in the order they begin."""
    parts = []
    start = first
    for row in known:
        end = row.valid_to or last
        if end < start or row.valid_from > last:
            continue
        if row.valid_from > start:
            parts.append((start, row.valid_from - timedelta(days=1)))
        start = end + timedelta(days=1)
    if start <= last:
        parts.append((start, last))
    return parts
