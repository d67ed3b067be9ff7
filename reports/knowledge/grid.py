"""A table of people, group by group: counts, how they bind each other, and what is hidden.

A block divides everybody: by kind of measure, by age. Rows of a finer block add up to those of the
blocks it lies within. Each column is of some of those in its base; the first is everybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from config.hiding import THRESHOLD, Line, Path, Table, cells_to_hide
from config.solving import hide_more
from reports.exits.rules import per_cent

EVERYBODY: Path = ("whole", "I alt")
COUNT = "count"


@dataclass(frozen=True)
class Column:
    """A count: its key, its heading, and the column that its people are some of.

    Columns with the same `part` exclude each other: nobody is in two.
    """

    key: str
    label: str
    base: str = COUNT
    part: str = ""


@dataclass(frozen=True)
class Block:
    """A way to divide people into rows; `within` names blocks whose rows are sums of these.

    Whoever knows the catalogue knows which measures make up a kind and a target group. `order` is
    the natural order of rows that have one.
    """

    key: str
    label: str
    of: Callable[[Any], str]
    within: tuple[str, ...] = ()
    order: tuple[str, ...] = ()

    def placed(self, path: Path) -> tuple[int, str]:
        """Where a row stands among the others: in `order`, then by its name."""
        known = self.order.index(path[1]) if path[1] in self.order else len(self.order)
        return known, path[1]


@dataclass(frozen=True)
class Sum:
    """That a row is the sum of rows below it."""

    whole: Path
    parts: tuple[Path, ...]


@dataclass(frozen=True)
class Counted:
    """The counts of each row by column, the middle number of months, and the sums of rows."""

    values: dict[Path, int]
    months: dict[Path, int]
    rows: tuple[Path, ...]
    sums: tuple[Sum, ...]


def counted(
    people: Sequence[Any],
    blocks: Iterable[Block],
    columns: Sequence[Column],
    flags: Callable[[Any], Iterable[str]],
    months: Callable[[Any], int],
) -> Counted:
    """Count the people of each row; `flags` are the columns that somebody is in."""
    members: dict[Path, list[Any]] = {EVERYBODY: list(people)}
    sums: list[Sum] = []
    given = {block.key: block for block in blocks}
    for block in given.values():
        found: dict[Path, list[Any]] = {}
        for one in people:
            found.setdefault((block.key, block.of(one)), []).append(one)
        rows = sorted(found, key=lambda row: row[1])
        members |= {row: found[row] for row in rows}
        for wider in (given[key] for key in block.within):
            whole_of = {row: (wider.key, wider.of(found[row][0])) for row in rows}
            sums += _sums(rows, whole_of)
        if not block.within:
            sums += _sums(rows, dict.fromkeys(rows, EVERYBODY))
    values = {
        (*row, column): count
        for row, those in members.items()
        for column, count in _counts(those, columns, flags).items()
    }
    middle = {row: round(median(map(months, those))) for row, those in members.items() if those}
    return Counted(values, middle, tuple(members), tuple(sums))


def _sums(rows: Sequence[Path], whole_of: Mapping[Path, Path]) -> Iterator[Sum]:
    for whole in dict.fromkeys(whole_of.values()):
        yield Sum(whole, tuple(row for row in rows if whole_of[row] == whole))


def _counts(
    those: Sequence[Any], columns: Sequence[Column], flags: Callable[[Any], Iterable[str]]
) -> dict[str, int]:
    of = Counter(key for one in those for key in flags(one))
    return {COUNT: len(those)} | {column.key: of[column.key] for column in columns}


def table(found: Counted, columns: Sequence[Column]) -> Table:
    """Every cell with all that binds it: columns down, bases across, and what is left over."""
    made = Table(dict(found.values), costly={(*row, COUNT) for row in found.rows})
    for row in found.rows:
        for base, group in _groups(columns):
            keys = [(*row, column.key) for column in group]
            rest = _rest(row, base, group)
            made.values[rest] = made.values[*row, base] - sum(made.values[key] for key in keys)
            made.lines.append(Line((*row, base), (*keys, rest)))
    printed = [COUNT, *(column.key for column in columns)]
    for part in found.sums:
        for key in printed:
            made.lines.append(Line((*part.whole, key), tuple((*row, key) for row in part.parts)))
        for base, group in _groups(columns):
            rests = tuple(_rest(row, base, group) for row in part.parts)
            made.lines.append(Line(_rest(part.whole, base, group), rests))
    return made


def _groups(columns: Sequence[Column]) -> list[tuple[str, tuple[Column, ...]]]:
    """The columns that share a base and exclude each other, together; the others alone."""
    found: dict[tuple[str, str], list[Column]] = {}
    for column in columns:
        found.setdefault((column.base, column.part or column.key), []).append(column)
    return [(base, tuple(group)) for (base, _), group in found.items()]


def _rest(row: Path, base: str, group: Sequence[Column]) -> Path:
    return ("~", *row, base, *(column.key for column in group))


def masked(
    found: Counted, columns: Sequence[Column], releases: Iterable[Mapping[Path, int | None]] = ()
) -> dict[Path, int | None]:
    """The counts as they may be shown: None where somebody could be told."""
    made = table(found, columns)
    hidden = cells_to_hide(made, releases)
    hide_more(made, hidden, [path for path, value in made.values.items() if 0 < value < THRESHOLD])
    return {path: None if path in hidden else value for path, value in found.values.items()}


def shown_months(found: Counted, cells: Mapping[Path, int | None]) -> dict[Path, int | None]:
    """The middle number of months of rows whose count is shown, of five or more."""
    return {
        row: months if (cells[*row, COUNT] or 0) >= THRESHOLD else None
        for row, months in found.months.items()
    }


@dataclass(frozen=True)
class Cell:
    """A count and its share of the base in whole per cent; None where hidden."""

    label: str
    count: int | None
    share: int | None


def cell(column: Column, row: Path, cells: Mapping[Path, int | None]) -> Cell:
    count, base = cells[*row, column.key], cells[*row, column.base]
    share = None if count is None or not base else per_cent(count, base)
    return Cell(column.label, count, share)
