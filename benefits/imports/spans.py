"""Rows with a from- and a to-date: which of those given are those held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, Protocol, TypeVar

from households.models import Source
from households.months import Month, first_day, last_day


class Given(Protocol):
    """A row of an extract."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date | None: ...


class Held(NamedTuple):
    """A row of the database; `value` is what else is compared (a role)."""

    pk: int
    owner: int
    person: int
    first: date
    last: date | None
    source: str
    value: str = ""

    @property
    def is_imported(self) -> bool:
        return self.source != Source.OSK


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


def covers(covered: tuple[Month, Month] | None, held: Held) -> bool:
    """Whether any day of `held` lies in the months that an extract covers."""
    if covered is None:
        return False
    return held.first <= last_day(covered[1]) and (
        held.last is None or held.last >= first_day(covered[0])
    )


def pair(given: Sequence[G], held: Sequence[Held]) -> Pairs[G]:
    """Pair rows of one owner: those that begin on the same day, then imported ones that overlap.

    A row typed in OSK-sak stands for every given row that it overlaps, and is never left.
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
            other = next((o for o in held if not o.is_imported and overlap(row, o)), None)
        elif other.is_imported:
            del by_start[other.first]
        if other is None:
            pairs.new.append(row)
        else:
            pairs.same.append((row, other))
    pairs.left.extend(row for row in by_start.values() if row.is_imported)
    return pairs
