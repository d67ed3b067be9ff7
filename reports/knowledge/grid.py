"""A table of people, group by group: counts, how they bind each other, and what is hidden.

A block divides everybody: by kind of measure, by age. A row with a parent is part of that row. Each
column is of some of those in another column, its base; the first column is everybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from reports.cells import Line, Path, Table
from reports.exits.rules import per_cent
from reports.masking import THRESHOLD, cells_to_hide

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
    """A way to divide people into rows; `parent` names the row of the block before they are in."""

    key: str
    label: str
    of: Callable[[Any], str]
    parent: Callable[[Any], str] | None = None


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
    for block in blocks:
        parents: dict[Path, Path] = {}
        found: dict[Path, list[Any]] = {}
        for one in people:
            row = (block.key, block.of(one))
            found.setdefault(row, []).append(one)
            parents[row] = (block.parent(one),) if block.parent else EVERYBODY
        rows = sorted(found, key=lambda row: row[1])
        members |= {row: found[row] for row in rows}
        sums += _sums(rows, parents)
    values = {
        (*row, column): count
        for row, those in members.items()
        for column, count in _counts(those, columns, flags).items()
    }
    middle = {row: round(median(map(months, those))) for row, those in members.items() if those}
    return Counted(values, middle, tuple(members), tuple(sums))


def _sums(rows: Sequence[Path], parents: Mapping[Path, Path]) -> Iterator[Sum]:
    for parent in dict.fromkeys(parents[row] for row in rows):
        whole = parent if parent == EVERYBODY else ("kind", *parent)
        yield Sum(whole, tuple(row for row in rows if parents[row] == parent))


def _counts(
    those: Sequence[Any], columns: Sequence[Column], flags: Callable[[Any], Iterable[str]]
) -> dict[str, int]:
    of = Counter(key for one in those for key in flags(one))
    return {COUNT: len(those)} | {column.key: of[column.key] for column in columns}


def table(found: Counted, columns: Sequence[Column]) -> Table:
    """Every cell with all that binds it: columns down, bases across, and what is left over."""
    made = Table(dict(found.values), "")
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
    hidden = cells_to_hide(table(found, columns), releases)
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
