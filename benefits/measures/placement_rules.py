"""When a place is free, whose turn it is, and when it is asked how it went (measures 1d, 1e)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from households.months import last_day, month_of
from households.rules import months_after

OUTCOMES_AFTER = (6, 12)
"""Months after the last day in a measure at which it is asked what the person does (1d)."""


@dataclass(frozen=True)
class Hours:
    """Hours a week of each component."""

    work: int = 0
    training: int = 0
    language: int = 0

    @property
    def total(self) -> int:
        return self.work + self.training + self.language

    @property
    def is_combined(self) -> bool:
        """Both work and training at the same time (kombinert løp)."""
        return self.work > 0 and self.training > 0


def is_free(capacity: int | None, taken: int) -> bool:
    """Whether one more can be placed."""
    return capacity is None or taken < capacity


def outcomes_due(ended_on: date, noted: Collection[int], today: date) -> list[tuple[int, date]]:
    """The months after which it is to be asked and has not been, with the day each came."""
    found = [(months, months_after(ended_on, months)) for months in OUTCOMES_AFTER]
    return [(months, day) for months, day in found if day <= today and months not in noted]


def first_day_of(period: str, day: date) -> date:
    """The Monday of the week, or the first of the month, that the day lies in."""
    if period == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1)


def last_day_of(period: str, first: date) -> date:
    """The Sunday of the week, or the last of the month, that begins on `first`."""
    if period == "week":
        return first + timedelta(days=6)
    return last_day(month_of(first))


YOUTH, PARENTS = "youth", "parents"


def outside_target(target: str, *, age: int | None, under: int, is_parent: bool) -> str:
    """Why somebody is outside a measure's target group, as far as it can be known; "" where not.

    It is a warning: the office may place them all the same. `under` is the age limit of youth.
    """
    if target == YOUTH and age is not None and age >= under:
        return f"Tiltaket er for ungdom under {under} år, og personen er {age}."
    if target == PARENTS and not is_parent:
        return "Tiltaket er for foreldre, og det bor ingen barn i husstanden."
    return ""
