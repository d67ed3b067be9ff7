"""What is counted of appeals; an appeal stands in the year that it was received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from decisions.codes import AppealResult
from decisions.rules import APPEALS_IN_TIME, settled_in_time

GAVE_WAY = (AppealResult.CHANGED, AppealResult.ANNULLED)
"""Results of the body of appeal that the decision did not stand."""


@dataclass(frozen=True)
class AppealFacts:
    """One appeal: `settled_on` is the day the office reversed it, or the body had its result."""

    kind: str
    received_on: date
    is_taken_up: bool
    is_reversed: bool
    result: str
    settled_on: date | None


@dataclass(frozen=True)
class Figures:
    """Of the appeals of one kind; shares in whole per cent, None where none is settled."""

    received: int
    not_taken_up: int
    waiting: int
    reversed_here: int
    reversed_there: int
    stood: int
    in_time: int | None

    @property
    def settled(self) -> int:
        return self.reversed_here + self.reversed_there + self.stood

    @property
    def reversed_share(self) -> int | None:
        """Per cent of the settled ones in which the decision did not stand, rounded down."""
        gave_way = self.reversed_here + self.reversed_there
        return gave_way * 100 // self.settled if self.settled else None

    @property
    def is_slow(self) -> bool:
        return self.in_time is not None and self.in_time < APPEALS_IN_TIME


def figures(appeals: Sequence[AppealFacts], until: date) -> Figures:
    """`until` is the day of the count: one that has waited for more than its time is late by it."""
    taken = [row for row in appeals if row.is_taken_up]
    settled = [row for row in taken if row.settled_on is not None]
    here = sum(row.is_reversed for row in settled)
    there = sum(row.result in GAVE_WAY for row in settled)
    return Figures(
        received=len(appeals),
        not_taken_up=len(appeals) - len(taken),
        waiting=len(taken) - len(settled),
        reversed_here=here,
        reversed_there=there,
        stood=len(settled) - here - there,
        in_time=settled_in_time([(row.received_on, row.settled_on) for row in taken], until),
    )
