"""Figures of housing as they may be published: no count of 1-4 may be read or computed.

Pure functions (security.md 3.14). What is hidden is None, and so are the times of fewer than five.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from config.hiding import THRESHOLD
from housing.figures.queries import Figures, Group
from housing.figures.rules import Times
from reports.exits.rules import hidden_places


@dataclass(frozen=True)
class Line:
    """A row: homes accepted with their waiting time in whole days, and how many wait."""

    name: str
    accepted: int | None
    mean: int | None
    median: int | None
    waiting: int | None


@dataclass(frozen=True)
class Published:
    whole: Line
    by_district: list[Line]
    by_rooms: list[Line]
    declines: list[tuple[str, int | None]]
    exits: list[tuple[str, int | None]]
    private_homes: int | None
    is_on_target: bool | None
    target_months: int


def publish(figures: Figures) -> Published:
    (whole,) = lines([figures.whole])
    return Published(
        whole=whole,
        by_district=lines(figures.by_district),
        by_rooms=lines(figures.by_rooms),
        declines=counts(figures.declines),
        exits=counts(figures.exits),
        private_homes=shown(figures.private_homes),
        is_on_target=None if whole.mean is None else figures.is_on_target,
        target_months=figures.target_months,
    )


def lines(groups: Sequence[Group]) -> list[Line]:
    accepted = hidden_places([group.accepted.number for group in groups])
    waiting = hidden_places([group.waiting.number for group in groups])
    return [
        Line(
            group.name,
            None if place in accepted else group.accepted.number,
            None if place in accepted else _days(group.accepted, group.accepted.mean),
            None if place in accepted else _days(group.accepted, group.accepted.median),
            None if place in waiting else group.waiting.number,
        )
        for place, group in enumerate(groups)
    ]


def _days(times: Times, days: float | None) -> int | None:
    return None if days is None or times.number < THRESHOLD else round(days)


def counts(rows: Sequence[tuple[str, int]]) -> list[tuple[str, int | None]]:
    hidden = hidden_places([number for _, number in rows])
    return [
        (name, None if place in hidden else number) for place, (name, number) in enumerate(rows)
    ]


def shown(number: int) -> int | None:
    return None if 0 < number < THRESHOLD else number
