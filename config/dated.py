"""A limit of the municipality's own that changes on a day: a setting with dates.

`90` holds always; `90,2027-01-01=60` is 90 until that day and 60 from it, so that what was done
before is still held against the limit of its own day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import environ
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Dated:
    """Whole numbers in the order of the days that they hold from."""

    steps: tuple[tuple[date, int], ...]

    @classmethod
    def always(cls, number: int) -> Dated:
        return cls(((date.min, number),))

    def on(self, day: date) -> int:
        """The number that holds on a day."""
        return next(number for first, number in reversed(self.steps) if first <= day)

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(number for _, number in self.steps)


def dated(env: environ.Env, name: str, *, default: int) -> Dated:
    """The setting `name`; ImproperlyConfigured where it is not written as the module says."""
    return parsed(name, str(env.str(name, default=str(default))))


def parsed(name: str, text: str) -> Dated:
    """What is written in a setting; its first number has no date, the others rise by date."""
    first, *later = text.split(",")
    try:
        steps = [(date.min, int(first))]
        for one in later:
            day, number = one.split("=")
            steps.append((date.fromisoformat(day.strip()), int(number)))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is written as 90 or 90,2027-01-01=60.") from error
    days = [day for day, _ in steps]
    if days != sorted(set(days)):
        raise ImproperlyConfigured(f"{name}: each date must be later than the one before.")
    return Dated(tuple(steps))
