"""Who is to be talked with in a year, and how many have been (measure 3b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


def base_day(year: int, today: date) -> date:
    """The day on which the participants of a year are counted: its last, or today."""
    return min(today, date(year, 12, 31))


@dataclass(frozen=True)
class Coverage:
    """How many are in the programme, and how many of them have had a talk in the year."""

    participants: int
    talked: int

    @property
    def missing(self) -> int:
        return self.participants - self.talked

    @property
    def share(self) -> int | None:
        """Whole per cent, halves rounded up; 100 only when nobody is missing. None without any."""
        if not self.participants:
            return None
        rounded = (self.talked * 200 + self.participants) // (2 * self.participants)
        return rounded if self.talked == self.participants else min(rounded, 99)


def coverage(talked: Sequence[bool]) -> Coverage:
    """Of the participants, whether each has had a talk."""
    return Coverage(len(talked), sum(talked))
