"""What holds of temporary lodging: how far it has come, its nights, and what must be done when.

STL § 27; nobody is ever to be without a place for the next 24 hours (Helsetilsynet, Bergen 2023).
The days are settings (LODGING): no law names them.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


class StayState(enum.StrEnum):
    OFFERED = "offered"
    DECLINED = "declined"
    IN_USE = "in_use"
    LEFT = "left"


class NeedState(enum.StrEnum):
    REQUESTED = "requested"
    OFFERED = "offered"
    IN_USE = "in_use"
    MOVED_ON = "moved_on"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    NeedState.REQUESTED: "Venter på sted",
    NeedState.OFFERED: "Tilbudt sted",
    NeedState.IN_USE: "I bruk",
    NeedState.MOVED_ON: "Flyttet videre",
}


def state_of(*, ended: bool, stays: Iterable[StayState]) -> NeedState:
    """How far a need has come: `requested` -> `offered` -> `in_use` -> `moved_on` (domain.md 5)."""
    if ended:
        return NeedState.MOVED_ON
    states = set(stays)
    if StayState.IN_USE in states:
        return NeedState.IN_USE
    return NeedState.OFFERED if StayState.OFFERED in states else NeedState.REQUESTED


@dataclass(frozen=True)
class Nights:
    """A stay as nights are counted: the first night's day, the morning it is booked to, and left.

    An open stay is counted to the day before `today`, whatever it is booked to.
    """

    from_on: date
    until_on: date
    left_on: date | None = None

    def covers(self, night: date) -> bool:
        """Whether there is a bed the night that begins on `night`."""
        end = self.until_on if self.left_on is None else min(self.left_on, self.until_on)
        return self.from_on <= night < end

    def between(self, first: date, last: date, today: date) -> int:
        """Nights slept that begin on a day from `first` through `last`, up to last night."""
        end = today if self.left_on is None else self.left_on
        start, stop = max(self.from_on, first), min(end, last + DAY)
        return max((stop - start).days, 0)


def has_place_tonight(stays: Iterable[Nights], today: date) -> bool:
    """Whether the household has a bed for the next 24 hours: the night that begins today."""
    return any(stay.covers(today) for stay in stays)


def ends_next(stays: Iterable[Nights], today: date) -> date | None:
    """The morning on which the bed of tonight is booked no more; None without one."""
    found = [stay.until_on for stay in stays if stay.covers(today)]
    return max(found, default=None)


def check_due(from_on: date, *, children: bool, days: int, days_children: int) -> date:
    """By when the quality of a place is judged: sooner where children sleep there."""
    return from_on + timedelta(days=days_children if children else days)


def is_too_long(from_on: date, until_on: date, today: date, nights: int) -> bool:
    """Whether a place is booked for more than so many nights from today, or the first night."""
    return until_on > max(from_on, today) + timedelta(days=nights)


def mean_nights(nights: Sequence[int]) -> float | None:
    """Nights a stay, with one decimal, halves up; None without any stay."""
    if not nights:
        return None
    tenths = (20 * sum(nights) + len(nights)) // (2 * len(nights))
    return tenths / 10


@dataclass(frozen=True)
class Use:
    """How much temporary lodging was used in a period: nights, households, mean nights of each.

    `families` are the households with children.
    """

    first: date
    last: date
    nights: int
    households: int
    mean: float | None
    cost: int
    nights_with_children: int
    families: int = 0


@dataclass(frozen=True)
class Slept:
    """A household's nights in one stay, at so many kroner each."""

    household: int
    stay: Nights
    price: int
    children: bool


def use_of(slept: Iterable[Slept], first: date, last: date, today: date) -> Use:
    """The use from `first` through `last`, both days' nights included.

    The mean is over households with a night in the period: what they have slept in it.
    """
    per: dict[int, int] = {}
    families: set[int] = set()
    cost = with_children = 0
    for row in slept:
        count = row.stay.between(first, last, today)
        if not count:
            continue
        per[row.household] = per.get(row.household, 0) + count
        cost += count * row.price
        if row.children:
            families.add(row.household)
            with_children += count
    nights = sum(per.values())
    mean = mean_nights(list(per.values()))
    return Use(first, last, nights, len(per), mean, cost, with_children, len(families))


def census_week(year: int, week: int) -> tuple[date, date]:
    """Monday and Sunday of the week in which the homeless are counted (domain.md 3: week 48)."""
    return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
