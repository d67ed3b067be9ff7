"""Where somebody stands in the queue for municipal homes, and why; pure functions of plain values.

The order is total: the class, points where the municipality gives any, the date that is counted
from, the day of approval, and last the number of the entry. Nothing else moves anybody.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from households.rules import months_after
from housing.codes import Priority

Order = tuple[str, int, date, date, int]
"""(class, points below zero, counts from, approved, the entry's number): the least is first."""


@dataclass(frozen=True)
class Stand:
    """All that decides where an entry stands."""

    pk: int
    priority: str
    points: int
    counts_from: date
    approved_on: date

    @property
    def order(self) -> Order:
        return (self.priority, -self.points, self.counts_from, self.approved_on, self.pk)


def class_and_points(met: Iterable[tuple[str, int]]) -> tuple[str, int]:
    """The class and points that the grounds (class, points) give; without any the last class."""
    rows = list(met)
    best = min((code for code, _ in rows), default=Priority.C.value)
    return best, sum(points for _, points in rows)


@dataclass(frozen=True)
class Line:
    """The whole queue in order, as `Stand.order` of each."""

    orders: Sequence[Order]

    @classmethod
    def of(cls, stands: Iterable[Stand]) -> Line:
        return cls(sorted(stand.order for stand in stands))

    def place(self, order: Order) -> int:
        """The place of who stands with this order, or would; the first is 1."""
        return bisect_left(self.orders, order) + 1

    def place_moved(self, order: Order, to: Order) -> int:
        """The place of who stands with `order`, if it were `to`."""
        return self.place(to) - (order < to)

    def ahead_by_class(self, order: Order) -> dict[str, int]:
        """How many stand ahead, by class; only classes with somebody."""
        until = {code: self._after_class(code) for code in Priority.values}
        return ahead_by_class(self.place(order), until)

    @property
    def has_points(self) -> bool:
        return any(order[1] for order in self.orders)

    def _after_class(self, code: str) -> int:
        """How many stand in this class or one before it."""
        after: Any = (chr(ord(code) + 1),)
        return bisect_left(self.orders, after)

    def __len__(self) -> int:
        return len(self.orders)


@dataclass(frozen=True)
class Ranks:
    """The whole queue as a database has put it in order: each entry's place, and no dates.

    `places` are by the entry's number, the first in the queue first.
    """

    places: Mapping[int, int]
    until: Mapping[str, int]
    has_points: bool

    @classmethod
    def of(cls, rows: Sequence[tuple[Any, ...]]) -> Ranks:
        """From (number, class, points, and anything else) of each entry, the first first."""
        numbers, codes, points = list(zip(*rows, strict=True))[:3] if rows else ((), (), ())
        counts = Counter(codes)
        inside = [counts[code] for code in Priority.values]
        return cls(
            places=dict(zip(numbers, range(1, len(rows) + 1), strict=True)),
            until=dict(zip(Priority.values, accumulate(inside), strict=True)),
            has_points=any(points),
        )

    def __len__(self) -> int:
        return len(self.places)


def ahead_by_class(place: int, until: Mapping[str, int]) -> dict[str, int]:
    """How many stand ahead of a place, by class; only classes with somebody.

    `until` is how many stand in each class or one before it.
    """
    before, found = 0, {}
    for code in Priority.values:
        last = min(place - 1, until[code])
        if last > before:
            found[code] = last - before
        before = max(before, last)
    return found


def ahead_in_words(ahead: Mapping[str, int], own: str, *, has_points: bool) -> str:
    """Who stands ahead (`ahead_by_class`) of somebody in the class `own`, in one sentence.

    `has_points`: whether anybody in the queue has any.
    """
    if not ahead:
        return f"Først i klasse {own}, så ingen står foran."
    total = sum(ahead.values())
    why = "med flere poeng eller eldre dato" if has_points else "med eldre dato"
    parts = [f"{count} i klasse {code}" for code, count in ahead.items() if code != own]
    if own in ahead:
        parts.append(f"{ahead[own]} i klasse {own} {why}")
    else:
        parts.append(f"ingen i klasse {own}")
    return f"{total} står foran: {', '.join(parts)}."


@dataclass(frozen=True)
class Told:
    """What somebody was told of their place before, and what has happened ahead of them since.

    `left` went out and `came` in ahead; `passed` were moved ahead and `fell` behind after a new
    assessment, and so was the own place where `is_moved`.
    """

    on: date
    place: int
    left: int
    came: int
    passed: int = 0
    fell: int = 0
    is_moved: bool = False


def since_in_words(told: Told | None, place: int) -> str:
    """What has changed since the place was told; empty where it never was."""
    if told is None:
        return ""
    day = f"{told.on:%d.%m.%Y}"
    if place == told.place:
        first = f"Plass {place}, som {day}."
    else:
        first = f"Fra plass {told.place} {day} til {place} nå."
    found = [first]
    if told.left:
        found.append(f"{told.left} som sto foran, er ute av køen.")
    if told.came:
        found.append(f"{told.came} ny{'e' if told.came > 1 else ''} er satt inn foran.")
    found += _moves_in_words(told)
    rest = place - (told.place - told.left + told.came + told.passed - told.fell)
    if rest and not told.is_moved:
        found.append("Resten er at køen er talt opp på nytt.")
    return " ".join(found)


def _moves_in_words(told: Told) -> list[str]:
    found = []
    if told.passed:
        found.append(f"{told.passed} er flyttet foran etter ny vurdering.")
    if told.fell:
        found.append(f"{told.fell} som sto foran, er flyttet bak etter ny vurdering.")
    if told.is_moved:
        found.append("Egen plass er flyttet etter ny vurdering.")
    return found


def would_move(line: Line, stand: Stand, wordings: Mapping[str, str]) -> list[str]:
    """What would give another place: each higher class, and those ahead going out."""
    found = []
    for code in Priority.values:
        if code >= stand.priority:
            break
        there = Stand(stand.pk, code, stand.points, stand.counts_from, stand.approved_on)
        place = line.place(there.order)
        found.append(f"Klasse {code} ({wordings.get(code, 'høyere prioritet')}): plass {place}.")
    if line.place(stand.order) > 1:
        found.append("Plassen går ned med én for hver som står foran og får bolig eller går ut.")
    return found


def next_session_on(since: date, last: date | None, *, first_days: int, days: int) -> date:
    """The last day for the next session: the first after `since`, then after the last one held.

    A session from before `since` is of another time, and counts as none.
    """
    if last is None or last < since:
        return since + timedelta(days=first_days)
    return last + timedelta(days=days)


SOON = timedelta(days=7)
"""An answer is due soon so long before its day; ours."""


def answer_due(received_on: date, expected_on: date | None) -> date:
    """The last day for an answer to an application: a month, or what the interim reply gave.

    Forvaltningsloven § 11 a.
    """
    return expected_on or months_after(received_on, 1)


def renew_by(approved_on: date, renewed_on: date | None, months: int) -> date:
    """The last day that a place stands without being renewed."""
    return months_after(renewed_on or approved_on, months)


def who_decides(leaders: Iterable[str]) -> str:
    """Who may decide a move, in words, each name once: "a", "a eller b"; empty for nobody."""
    *first, last = [*dict.fromkeys(leaders)] or [""]
    return f"{', '.join(first)} eller {last}" if first else last


def move_refusal(from_date: date, to_date: date, *, received_on: date, today: date) -> str:
    """Why somebody may not be counted from another day; empty when they may."""
    if to_date == from_date:
        return "Det er datoen plassen regnes fra nå."
    if to_date > today:
        return "Datoen kan ikke være etter i dag."
    if to_date < received_on:
        return f"Datoen kan ikke være før søknaden kom {received_on:%d.%m.%Y}."
    return ""
