"""Hiding small cells of a table of people, and what they could be computed from.

A reader is taken to know every sum, difference and inclusion of the table (its lines), earlier
releases, these rules, and that no count is negative. What such a reader can say of a hidden cell is
an interval; the cell is safe when the interval holds two numbers. As few others as needed are
hidden, smallest first, until no hidden cell, and no remainder or difference of 1-4, can be
computed, and the hidden cells of a line together hold at least five people.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

THRESHOLD = 5
"""No count of people from 1 and below this is told (security.md 3.14)."""
UNBOUNDED = 10**9
Path = tuple[str, ...]
Interval = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """`total` is the sum of `parts`; a line of people (`counted`), or only a lower bound."""

    total: Path
    parts: tuple[Path, ...]
    counted: bool = True

    @property
    def members(self) -> tuple[Path, ...]:
        return (self.total, *self.parts)


@dataclass
class Table:
    """All cells with their values, the latent ones included, and the lines between them.

    `costly` cells are hidden for others' sake only when nothing beside them will do.
    """

    values: dict[Path, int]
    lines: list[Line] = field(default_factory=list)
    bounds: set[Path] = field(default_factory=set)
    costly: set[Path] = field(default_factory=set)

    def is_latent(self, path: Path) -> bool:
        return path[0] == "~"

    def is_headline(self, path: Path) -> bool:
        """Headline totals: printed unless they are small themselves."""
        return False

    def column(self, total: Path, parts: list[Path], *, counted: bool = True) -> None:
        """A table's column adds up to a total, if it does in these figures."""
        known = parts and self.values.keys() >= {total, *parts}
        if known and self.values[total] == sum(self.values[part] for part in parts):
            self.lines.append(Line(total, tuple(parts), counted))

    def subset(self, whole: Path, part: Path, *, counted: bool = True) -> None:
        """`part` is some of `whole`; the rest is a latent cell of people, unless not `counted`."""
        if whole not in self.values or part not in self.values:
            return
        rest = self.values[whole] - self.values[part]
        if rest >= 0:
            latent = rest_of(whole, part)
            self.values[latent] = rest
            self.lines.append(Line(whole, (part, latent), counted))
            if not counted:
                self.bounds.add(latent)


def rest_of(whole: Path, part: Path) -> Path:
    return ("~", "rest", *whole, *part)


def cells_to_hide(made: Table, releases: Iterable[Mapping[Path, int | None]] = ()) -> set[Path]:
    """The cells of any table of people that must not be shown, by the rules 1, 2 and 4.

    `releases` are the printed cells of earlier tables of the same, None where they were hidden.
    """
    plan = Plan(made)
    plan.hidden = {
        path for path, value in made.values.items() if is_small(value) and not made.is_latent(path)
    }
    for release in releases:
        for path, value in release.items():
            now = made.values.get(path)
            if now is not None and value == now:
                plan.known[path] = value
            elif now is not None and (value is None or is_small(abs(value - now))):
                plan.hidden.add(path)
    plan.guarded = plan.hidden - set(plan.known) | {
        path for path, value in made.values.items() if made.is_latent(path) and is_small(value)
    }
    suppress(plan)
    return plan.hidden


def is_small(value: int) -> bool:
    return 0 < value < THRESHOLD


@dataclass
class Plan:
    """`hidden` cells, those of them (and latent ones) that must stay unknown, and what a reader
    knows of them from an earlier release."""

    table: Table
    hidden: set[Path] = field(default_factory=set)
    guarded: set[Path] = field(default_factory=set)
    known: dict[Path, int] = field(default_factory=dict)
    given_up: set[Path] = field(default_factory=set)

    @cached_property
    def mates(self) -> dict[Path, set[Path]]:
        """By cell: all that stand in a line with it, itself among them."""
        found: dict[Path, set[Path]] = {}
        for line in self.table.lines:
            for member in line.members:
                found.setdefault(member, set()).update(line.members)
        return found

    @cached_property
    def lines_with(self) -> dict[Path, list[int]]:
        """By cell: the numbers of the lines it stands in."""
        found: dict[Path, list[int]] = {}
        for number, line in enumerate(self.table.lines):
            for member in set(line.members):
                found.setdefault(member, []).append(number)
        return found

    def may_hide(self, path: Path) -> bool:
        return not (
            path in self.hidden or self.table.is_latent(path) or self.table.is_headline(path)
        )


def suppress(plan: Plan) -> None:
    """Hide more, smallest first, until nothing guarded can be computed; then undo the needless."""
    needless = set[Path]()
    while (weak := _weakness(plan)) is not None:
        more = _next_to_hide(plan, weak)
        if more is None:
            _hide_whole_lines(plan, weak)
        else:
            plan.hidden.add(more)
            needless.add(more)
    costly = plan.table.costly
    for path in sorted(needless, key=lambda p: (p not in costly, -plan.table.values[p], p)):
        plan.hidden.discard(path)
        if _weakness(plan) is not None:
            plan.hidden.add(path)


def _weakness(plan: Plan) -> Path | None:
    """A guarded cell that can be computed, or one of those whose small sum can; None if safe."""
    intervals = _intervals(plan)
    for path in sorted(plan.guarded & set(intervals) - plan.given_up):
        if not _is_open(intervals, path):
            return path
    for line in plan.table.lines:
        open_parts = [part for part in line.parts if _is_open(intervals, part)]
        if line.counted and open_parts and not _is_open(intervals, line.total):
            together = sum(plan.table.values[part] for part in open_parts)
            if is_small(together) and not plan.given_up & set(open_parts):
                return open_parts[0]
    return None


def _is_open(intervals: dict[Path, Interval], path: Path) -> bool:
    low, high = intervals.get(path, (0, 0))
    return low != high


def _intervals(plan: Plan) -> dict[Path, Interval]:
    """What a reader can say of each unprinted cell: its least and greatest possible value."""
    unprinted = plan.hidden | {path for path in plan.table.values if plan.table.is_latent(path)}
    found = {path: _first_interval(plan, path) for path in unprinted}
    lines, lines_with = plan.table.lines, plan.lines_with
    waiting = deque(sorted({one for path in unprinted for one in lines_with.get(path, ())}))
    queued = set(waiting)
    while waiting:
        number = waiting.popleft()
        queued.discard(number)
        for path in _narrow(lines[number], plan.table.values, found):
            again = [one for one in lines_with[path] if one not in queued]
            waiting.extend(again)
            queued.update(again)
    return found


def _first_interval(plan: Plan, path: Path) -> Interval:
    """Zeros are hidden only for want of others, so a hidden cell is at least 1 unless one is."""
    if path in plan.known:
        return plan.known[path], plan.known[path]
    if plan.table.is_latent(path):
        return 0, UNBOUNDED
    if plan.table.is_headline(path):
        return 1, THRESHOLD - 1
    mates = plan.mates.get(path, set()) & plan.hidden
    has_hidden_zero = any(plan.table.values[mate] == 0 for mate in mates)
    return (0 if has_hidden_zero else 1), UNBOUNDED


def _narrow(line: Line, values: dict[Path, int], found: dict[Path, Interval]) -> list[Path]:
    """Let one sum narrow the intervals of its members; those whose interval was narrowed."""
    low = high = 0
    for part in line.parts:
        known = found.get(part)
        part_low, part_high = known or (values[part], values[part])
        low, high = low + part_low, high + part_high
    total = found.get(line.total)
    least, most = total or (values[line.total], values[line.total])
    changes: dict[Path, Interval] = {}
    if total and (max(least, low), min(most, high)) != total:
        changes[line.total] = max(least, low), min(most, high)
    for part in line.parts:
        if (interval := found.get(part)) is None:
            continue
        part_low, part_high = interval
        new = max(part_low, least - (high - part_high)), min(part_high, most - (low - part_low))
        if new != interval:
            changes[part] = new
    found.update(changes)
    return list(changes)


def _next_to_hide(plan: Plan, weak: Path) -> Path | None:
    """The smallest printed cell in the weak cell's lines, else in the lines next to those."""
    values = plan.table.values
    reached = {weak}
    while True:
        members = _line_mates(plan, reached)
        candidates = [path for path in members if plan.may_hide(path) and path not in plan.known]
        if candidates:
            costly = plan.table.costly
            return min(candidates, key=lambda p: (p in costly, values[p] == 0, values[p], p))
        unprinted = {path for path in members if path in plan.hidden or plan.table.is_latent(path)}
        if unprinted <= reached:
            return None
        reached |= unprinted


def _line_mates(plan: Plan, paths: set[Path]) -> set[Path]:
    return set[Path]().union(*(plan.mates.get(path, set()) for path in paths))


def _hide_whole_lines(plan: Plan, weak: Path) -> None:
    """Too much is known from earlier releases, if nothing has changed since: hide all that stands
    in a line with the weak cell, so that a reader cannot tell where the change is.
    """
    lines = [line for line in plan.table.lines if line.counted and weak in line.members]
    plan.hidden |= {mate for line in lines for mate in line.members if plan.may_hide(mate)}
    if plan.known:
        plan.known.clear()
    else:
        plan.given_up.add(weak)
