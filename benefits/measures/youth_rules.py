"""Under 24: always in a measure or followed up (measure 1b).

The age limit is a dated setting; days are settings (MEASURES). What counts as contact is a choice:
docs/decisions/0050.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from households.months import Month
from households.rules import ADULT_AT, age_on

FEWEST_SHOWN = 5
"""Fewer than so many are not told (as in the reports)."""


@dataclass(frozen=True)
class Young:
    """What the test of one day weighs about one person.

    A recipient has support paid in the month or the one before it, or awarded for the month.
    `is_active` is a placement that is started, KVP, the introduction programme, or school under the
    special scheme (2b). `contact_on` is the latest follow-up.
    """

    birth_date: date
    is_recipient: bool
    is_active: bool = False
    contact_on: date | None = None


def is_young(birth_date: date, day: date, under: int) -> bool:
    """Whether the person is grown, and under the age of the goal."""
    return ADULT_AT <= age_on(birth_date, day) < under


def is_followed_up(contact_on: date | None, day: date, days: int) -> bool:
    """Whether there has been contact within so many days, the day itself counted as none."""
    return contact_on is not None and contact_on >= day - timedelta(days=days)


def is_red(young: Young, day: date, *, under: int, days: int) -> bool:
    """Whether a recipient under the age is neither active nor followed up."""
    return (
        young.is_recipient
        and is_young(young.birth_date, day, under)
        and not young.is_active
        and not is_followed_up(young.contact_on, day, days)
    )


def talk_due(received_on: date, days: int) -> date:
    """By when whoever applies for the first time under 21 is talked with, refused or not."""
    return received_on + timedelta(days=days)


@dataclass(frozen=True)
class Cohort:
    """Those who had their first support under 21 in a year, and how many had it later too.

    `after` tells, by months: how many it is known of by now, and how many were still paid.
    None where fewer than five stand behind a number, or where the rest would be.
    """

    started: int | None
    after: dict[int, tuple[int | None, int | None]]


def cohort_of(
    histories: Sequence[tuple[Month, Collection[Month]]],
    until: Month,
    after: Sequence[int] = (6, 12),
) -> Cohort:
    """From each one's first month and benefit months; `until` is the last month that is known."""
    told: dict[int, tuple[int | None, int | None]] = {}
    for months in after:
        known = [paid for first, paid in histories if first + months <= until]
        still = sum(first + months in paid for first, paid in histories if first + months <= until)
        told[months] = masked_pair(len(known), still)
    return Cohort(masked(len(histories)), told)


def masked(number: int) -> int | None:
    """The number, unless it is of so few that it could tell of somebody; nobody tells of nobody."""
    return None if 0 < number < FEWEST_SHOWN else number


def masked_pair(whole: int, part: int) -> tuple[int | None, int | None]:
    """Both, with the part hidden where it or the rest is of too few."""
    if masked(whole) is None or masked(part) is None or masked(whole - part) is None:
        return masked(whole), None
    return whole, part
