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

from collections.abc import Iterable, Iterator

from config.hiding import Line, Path, Plan, is_small, suppress
from households.months import parse_month
from reports.cells import (
    COVERED,
    LEFT,
    NO_CATEGORY,
    Figures,
    cells,
    table,
    without,
)

DISTRICT_COLUMNS = {
    -12: ("recipients", "previous_recipients"),
    12: ("previous_recipients", "recipients"),
}
"""Months from this report to an earlier released one: a column there, the same column here."""

BREAKDOWNS = ("by_district", "by_age_group", "by_sex")


def publish(figures: Figures, released: Iterable[Figures] = ()) -> Figures:
    """The figures as they may be published: same shape, masked counts are None.

    `released` are earlier published figures; those with a number in common are heeded: of the
    same reference month, or of the same month a year before or after.
    """
    made = table(figures)
    plan = Plan(made)
    plan.hidden |= {path for path, value in made.values.items() if is_small(value)}
    plan.hidden -= {path for path in plan.hidden if made.is_latent(path)}
    for earlier in released:
        _compare(plan, figures, earlier)
    _hide_single_category_columns(plan)
    plan.guarded = plan.hidden - set(plan.known) | {
        path for path, value in made.values.items() if made.is_latent(path) and is_small(value)
    }
    plan.guarded -= made.bounds
    suppress(plan)
    return without(figures, plan.hidden)


def _compare(plan: Plan, figures: Figures, earlier: Figures) -> None:
    for path, value in _same_numbers(figures, earlier):
        now = plan.table.values.get(path)
        if now is None or plan.table.is_headline(path):
            continue
        if value == now:
            plan.known[path] = value
        elif value is None or is_small(abs(value - now)):
            plan.hidden.add(path)
    for path, value in _nested_numbers(figures, earlier):
        if value is not None and is_small(abs(value - plan.table.values.get(path, value))):
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


def _hide_single_category_columns(plan: Plan) -> None:
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
