"""Rows with a from- and a to-date: which of those given are those held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, Protocol, TypeVar

from households.months import Month, first_day, last_day

Covered = Sequence[tuple[Month, Month]]
"""First and last month of each stretch of time that an extract tells all about."""


class Given(Protocol):
    """A row of an extract."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date | None: ...


class Held(NamedTuple):
    """A row of the database; `is_ours` tells that the import may change it.

    `value` is what else is compared (a role).
    """

    pk: int
    owner: int
    person: int
    first: date
    last: date | None
    is_ours: bool
    value: str = ""


G = TypeVar("G", bound=Given)


@dataclass(frozen=True)
class Pairs(Generic[G]):
    """Given rows with the held row each of them is, given rows that are new, held rows left."""

    same: list[tuple[G, Held]]
    new: list[G]
    left: list[Held]


def overlap(first: Given | Held, second: Given | Held) -> bool:
    return (first.last is None or second.first <= first.last) and (
        second.last is None or first.first <= second.last
    )


def covers(covered: Covered, held: Held) -> bool:
    """Whether any day of `held` lies in the months that an extract covers."""
    return any(
        held.first <= last_day(last) and (held.last is None or held.last >= first_day(first))
        for first, last in covered
    )


def pair(given: Sequence[G], held: Sequence[Held]) -> Pairs[G]:
    """Pair rows of one owner: those that begin on the same day, then our own that overlap.

    A row that is not ours stands for every given row that it overlaps, and is never left.
    """
    by_start = {row.first: row for row in held}
    pairs: Pairs[G] = Pairs([], [], [])
    unpaired = []
    for row in given:
        same = by_start.pop(row.first, None)
        if same is None:
            unpaired.append(row)
        else:
            pairs.same.append((row, same))
    for row in unpaired:
        other = next((other for other in by_start.values() if overlap(row, other)), None)
        if other is None:
            other = next((o for o in held if not o.is_ours and overlap(row, o)), None)
        elif other.is_ours:
            del by_start[other.first]
        if other is None:
            pairs.new.append(row)
        else:
            pairs.same.append((row, other))
    pairs.left.extend(row for row in by_start.values() if row.is_ours)
    return pairs
