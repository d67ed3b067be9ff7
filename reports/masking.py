"""Masking of small cells in what is published (security.md 3.14 in short: no count of 1-4 people
may be read or computed).

What is masked, in this order:
1. Counts of 1-4 (`THRESHOLD`), whole-city totals too.
2. What an earlier release hid, where the same number would appear again; and what differs from an
   earlier release by 1-4, since the difference is a count of people too.
3. A whole column in which one category holds everybody: it tells that category of each of them.
4. As few others as needed, smallest first, until no masked cell, and no remainder or difference
   of 1-4, can be computed, and the masked cells of a column together hold at least five people.

The reader that is guarded against knows every sum, difference and inclusion in the report
(`reports.cells`), earlier releases, these rules, and that no count is negative. What such a reader
can say of a masked cell is an interval; the cell is safe when the interval holds two numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from households.months import parse_month
from reports.cells import (
    COVERED,
    LEFT,
    NO_CATEGORY,
    Figures,
    Line,
    Path,
    Table,
    cells,
    table,
    without,
)

THRESHOLD = 5
UNBOUNDED = 10**9

DISTRICT_COLUMNS = {
    -12: ("recipients", "previous_recipients"),
    12: ("previous_recipients", "recipients"),
}
"""Months from this report to an earlier released one: a column there, the same column here."""

BREAKDOWNS = ("by_district", "by_age_group", "by_sex")

Interval = tuple[int, int]


def publish(figures: Figures, released: Iterable[Figures] = ()) -> Figures:
    """The figures as they may be published: same shape, masked counts are None.

    `released` are earlier published figures; those with a number in common are heeded: of the
    same reference month, or of the same month a year before or after.
    """
    made = table(figures)
    plan = _Plan(made)
    plan.hidden |= {path for path, value in made.values.items() if _is_small(value)}
    plan.hidden -= {path for path in plan.hidden if made.is_latent(path)}
    for earlier in released:
        _compare(plan, figures, earlier)
    _hide_single_category_columns(plan)
    plan.guarded = plan.hidden - set(plan.known) | {
        path for path, value in made.values.items() if made.is_latent(path) and _is_small(value)
    }
    plan.guarded -= made.bounds
    _suppress(plan)
    return without(figures, plan.hidden)


def cells_to_hide(made: Table, releases: Iterable[Mapping[Path, int | None]] = ()) -> set[Path]:
    """The cells of any table of people that must not be shown, by the rules 1, 2 and 4.

    `releases` are the printed cells of earlier tables of the same, None where they were hidden.
    """
    plan = _Plan(made)
    plan.hidden = {
        path for path, value in made.values.items() if _is_small(value) and not made.is_latent(path)
    }
    for release in releases:
        for path, value in release.items():
            now = made.values.get(path)
            if now is not None and value == now:
                plan.known[path] = value
            elif now is not None and (value is None or _is_small(abs(value - now))):
                plan.hidden.add(path)
    plan.guarded = plan.hidden - set(plan.known) | {
        path for path, value in made.values.items() if made.is_latent(path) and _is_small(value)
    }
    _suppress(plan)
    return plan.hidden


def _is_small(value: int) -> bool:
    return 0 < value < THRESHOLD


@dataclass
class _Plan:
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
            path in self.hidden or self.table.is_latent(path) or self.table.is_whole_city(path)
        )


def _compare(plan: _Plan, figures: Figures, earlier: Figures) -> None:
    for path, value in _same_numbers(figures, earlier):
        now = plan.table.values.get(path)
        if now is None or plan.table.is_whole_city(path):
            continue
        if value == now:
            plan.known[path] = value
        elif value is None or _is_small(abs(value - now)):
            plan.hidden.add(path)
    for path, value in _nested_numbers(figures, earlier):
        if value is not None and _is_small(abs(value - plan.table.values.get(path, value))):
            plan.hidden.add(path)


def _same_numbers(figures: Figures, earlier: Figures) -> Iterator[tuple[Path, int | None]]:
    """The cells of this report whose number also stands in an earlier one, with its value there.

    Besides the same month's cells, a district's column of last year stands in two reports.
    """
    same_rule = figures["definition"]["code"] == earlier["definition"]["code"]
    apart = _months_apart(figures, earlier)
    there, here = DISTRICT_COLUMNS.get(apart, ("", ""))
    for path, value in cells(earlier).items():
        is_of_every_rule = path[0] == "by_definition" or path[:2] == COVERED
        if apart == 0 and (same_rule or is_of_every_rule):
            yield path, value
        elif same_rule and path[0] == "by_district" and path[-1] == there:
            yield (*path[:-1], here), value


def _nested_numbers(figures: Figures, earlier: Figures) -> Iterator[tuple[Path, int | None]]:
    """The same breakdown by DEF-1 and by DEF-2: all whom DEF-2 counts, DEF-1 counts too."""
    codes = {report["definition"]["code"] for report in (figures, earlier)}
    if codes == {"DEF-1", "DEF-2"} and _months_apart(figures, earlier) == 0:
        yield from (
            (path, value) for path, value in cells(earlier).items() if path[0] in BREAKDOWNS
        )


def _months_apart(figures: Figures, earlier: Figures) -> int:
    return parse_month(earlier["reference_month"]) - parse_month(figures["reference_month"])


def _hide_single_category_columns(plan: _Plan) -> None:
    for line in plan.table.lines:
        categories = [part for part in line.parts if not NO_CATEGORY & set(part)]
        if len(categories) < 2 or not _is_breakdown(line):
            continue
        holders = [part for part in line.parts if plan.table.values[part]]
        if len(holders) == 1 and holders[0] in categories:
            plan.hidden |= set(line.parts)


def _is_breakdown(line: Line) -> bool:
    blocks = {part[0] for part in line.parts}
    by_district = all(part[0] == "coverage" and "by_district" in part for part in line.parts)
    return line.total == LEFT or by_district or (len(blocks) == 1 and blocks <= set(BREAKDOWNS))


def _suppress(plan: _Plan) -> None:
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


def _weakness(plan: _Plan) -> Path | None:
    """A guarded cell that can be computed, or one of those whose small sum can; None if safe."""
    intervals = _intervals(plan)
    for path in sorted(plan.guarded & set(intervals) - plan.given_up):
        if not _is_open(intervals, path):
            return path
    for line in plan.table.lines:
        open_parts = [part for part in line.parts if _is_open(intervals, part)]
        if line.counted and open_parts and not _is_open(intervals, line.total):
            together = sum(plan.table.values[part] for part in open_parts)
            if _is_small(together) and not plan.given_up & set(open_parts):
                return open_parts[0]
    return None


def _is_open(intervals: dict[Path, Interval], path: Path) -> bool:
    low, high = intervals.get(path, (0, 0))
    return low != high


def _intervals(plan: _Plan) -> dict[Path, Interval]:
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


def _first_interval(plan: _Plan, path: Path) -> Interval:
    """Zeros are hidden only for want of others, so a hidden cell is at least 1 unless one is."""
    if path in plan.known:
        return plan.known[path], plan.known[path]
    if plan.table.is_latent(path):
        return 0, UNBOUNDED
    if plan.table.is_whole_city(path):
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


def _next_to_hide(plan: _Plan, weak: Path) -> Path | None:
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


def _line_mates(plan: _Plan, paths: set[Path]) -> set[Path]:
    return set[Path]().union(*(plan.mates.get(path, set()) for path in paths))


def _hide_whole_lines(plan: _Plan, weak: Path) -> None:
    """Too much is known from earlier releases, if nothing has changed since: hide all that stands
    in a line with the weak cell, so that a reader cannot tell where the change is.
    """
    lines = [line for line in plan.table.lines if line.counted and weak in line.members]
    plan.hidden |= {mate for line in lines for mate in line.members if plan.may_hide(mate)}
    if plan.known:
        plan.known.clear()
    else:
        plan.given_up.add(weak)
