"""A reader who tries to compute masked cells: written apart from `reports.cells` on purpose.

The reader knows every sum of the report (`sums`), every "at most" (`at_most`), and that counts are
whole and not negative. `Attack.fixed()` names the unprinted cells that these leave one value for:
by elimination over fractions, and by looking for another truth that prints the same report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

Figures = dict[str, Any]
Name = tuple[str, ...]
Sum = dict[Name, int]
DEFINITIONS = ("DEF-1", "DEF-2", "DEF-3", "DEF-4", "DEF-5")
NOT_COUNTS = ("year", "definition", "target")
UNITS = ("recipients", "child_families")
HEAD = {unit: (f"{unit}_over_three_years",) for unit in UNITS}


OF_LONG = ("coverage", "over_three_years")


def covered() -> Iterator[tuple[Name, str]]:
    """What is counted of child families on assistance, and of those over three years."""
    yield ("coverage", "on_assistance"), "families"
    for measure in ("mapped", "planned", "discussed"):
        yield ("coverage", "on_assistance"), measure
        yield OF_LONG, measure


def flat(figures: Figures) -> dict[Name, int | None]:
    """Each printed count by name; rows of lists by their first value."""
    blocks = {block: content for block, content in figures.items() if block not in NOT_COUNTS}
    found = dict(_named(blocks, ()))
    del found["bridge", "previous_year"]
    return found


def _named(node: Any, name: Name) -> Iterator[tuple[Name, int | None]]:
    if isinstance(node, list):
        for row in node:
            first, *rest = row.items()
            yield from _named(dict(rest), (*name, str(first[1])))
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _named(value, (*name, key))
    elif node is None or isinstance(node, int):
        yield name, node


def sums(figures: Figures) -> Iterator[tuple[Name, list[Name]]]:
    districts = [row["district"] for row in figures["by_district"]]
    for unit in UNITS:
        yield HEAD[unit], [("by_district", name, unit) for name in districts]
        yield HEAD[unit], [("by_definition", "DEF-1", unit)]
        yield HEAD[unit], [("trend", str(figures["year"]), unit)]
        yield ("by_definition", "DEF-2", unit), [("by_definition", "DEF-2", "density_50", unit)]
        yield ("by_definition", "DEF-4", unit), [("by_definition", "DEF-4", "main_income", unit)]
    yield (
        ("bridge", "previous"),
        [("by_district", name, "previous_recipients") for name in districts],
    )
    yield ("bridge", "previous"), [("trend", str(figures["bridge"]["previous_year"]), "recipients")]
    for block, count in covered():
        yield (*block, count), [(*block, "by_district", name, count) for name in districts]
    for block, label in (("by_age_group", "age_group"), ("by_sex", "sex")):
        yield HEAD["recipients"], [(block, row[label], "recipients") for row in figures[block]]
    left = [("bridge", "left", way) for way in figures["bridge"]["left"]]
    yield ("bridge", "previous"), [("bridge", "stayed"), *left]
    yield HEAD["recipients"], [("bridge", "stayed"), ("bridge", "new")]


def at_most(figures: Figures) -> Iterator[tuple[Name, Name, bool]]:
    """(smaller, larger, whether the difference is a count of people or families)."""
    for unit in UNITS:
        for code in DEFINITIONS:
            for part in ("main_income", "density_50"):
                yield ("by_definition", code, part, unit), ("by_definition", code, unit), True
        yield ("by_definition", "DEF-2", unit), ("by_definition", "DEF-1", unit), True
        yield HEAD[unit], ("over_at_any_month_end", unit), True
        for near, far in (("3", "6"), ("6", "12"), ("3", "12")):
            yield ("approaching", near, unit), ("approaching", far, unit), True
    yield HEAD["recipients"], ("adults_over_three_years",), True
    yield ("of_which", "loan_only"), HEAD["recipients"], True
    yield ("of_which", "one_off_only"), HEAD["recipients"], True
    yield ("families_by_stated_number",), ("key_figures", "child_families"), True
    yield from covered_at_most(figures)
    yield HEAD["child_families"], HEAD["recipients"], False
    pairs = [("by_district", row["district"]) for row in figures["by_district"]]
    pairs += [("approaching", months) for months in ("3", "6", "12")]
    pairs += [("by_definition", code) for code in DEFINITIONS] + [("over_at_any_month_end",)]
    for pair in pairs:
        yield (*pair, "child_families"), (*pair, "recipients"), False


def covered_at_most(figures: Figures) -> Iterator[tuple[Name, Name, bool]]:
    """Each measure is of some of the families, in the city and in each district."""
    places: list[Name] = [(), *(("by_district", row["district"]) for row in figures["by_district"])]
    for block, measure in (pair for pair in covered() if pair[1] != "families"):
        for place in places:
            whole = (*block, *place, "families")
            if block == OF_LONG:
                whole = (*place, "child_families") if place else HEAD["child_families"]
            yield (*block, *place, measure), whole, True


class Attack:
    """What one or more published reports, and the truth behind them, leave a reader to find out."""

    def __init__(self, *, hidden_at_least: int = 0) -> None:
        self.hidden_at_least = hidden_at_least
        self.truth: dict[Name, int] = {}
        self.printed: set[Name] = set()
        self.zero_sums: list[Sum] = []
        self.people: set[Name] = set()

    def read(
        self, tag: str, truth: Figures, published: Figures, same: dict[Name, Name] | None = None
    ) -> None:
        """Take in a report; `same` says which of its cells are cells of one already read."""

        def named(name: Name) -> Name:
            return (same or {}).get(name, (tag, *name))

        for name, value in flat(truth).items():
            assert value is not None
            self.truth[named(name)] = value
        self.printed |= {
            named(name) for name, value in flat(published).items() if value is not None
        }
        self.people |= {named(name) for name in flat(truth)}
        for total, parts in sums(truth):
            if named(total) != named(parts[0]):
                self._add({named(total): -1, **{named(part): 1 for part in parts}})
        for smaller, larger, is_people in at_most(truth):
            rest = ("rest", *named(smaller), *named(larger))
            self.truth[rest] = self.truth[named(larger)] - self.truth[named(smaller)]
            self._add({named(larger): -1, named(smaller): 1, rest: 1})
            if is_people:
                self.people.add(rest)

    def _add(self, zero_sum: Sum) -> None:
        assert sum(sign * self.truth[name] for name, sign in zero_sum.items()) == 0, zero_sum
        self.zero_sums.append(zero_sum)

    def _known_removed(self) -> None:
        """Printed cells are fixed: only the others can move."""
        moving = [
            {name: sign for name, sign in zero_sum.items() if name not in self.printed}
            for zero_sum in self.zero_sums
        ]
        self.zero_sums = [zero_sum for zero_sum in moving if zero_sum]
        self.entangled = Counter(name for zero_sum in self.zero_sums for name in zero_sum)

    def fixed(self) -> set[Name]:
        """Unprinted small counts of people that have one possible value."""
        self._known_removed()
        small = {name for name in self.people - self.printed if 0 < self.truth[name] < 5}
        eliminated = self._eliminated()
        return {name for name in small if name in eliminated or not self.another(name)}

    def _eliminated(self) -> set[Name]:
        rows: list[dict[Name, Fraction]] = []
        for zero_sum in self.zero_sums:
            row = {name: Fraction(sign) for name, sign in zero_sum.items()}
            for pivot_row in rows:
                _subtract(row, pivot_row)
            if row:
                first = next(iter(row))
                row = {name: value / row[first] for name, value in row.items()}
                for other in rows:
                    _subtract(other, row)
                rows.append(row)
        return {next(iter(row)) for row in rows if len(row) == 1}

    def another(self, name: Name) -> bool:
        """Whether another truth, one more or one less in `name`, prints the same."""
        return any(self._repair({name: step}) for step in (1, -1) if self._can(name, step))

    def _can(self, name: Name, step: int) -> bool:
        least = 0 if name[0] == "rest" else self.hidden_at_least
        return name not in self.printed and self.truth[name] + step >= least

    def _repair(self, moved: dict[Name, int]) -> bool:
        """Complete the moves so that every sum holds again, each cell moved by one at the most."""
        broken = [
            options
            for zero_sum in self._touched(moved)
            if (options := self._mend(zero_sum, moved)) is not None
        ]
        if not broken:
            return True
        steps = min(broken, key=len)
        return any(self._repair({**moved, name: step}) for name, step in steps)

    def _touched(self, moved: dict[Name, int]) -> list[Sum]:
        return [zero_sum for zero_sum in self.zero_sums if moved.keys() & zero_sum.keys()]

    def _mend(self, zero_sum: Sum, moved: dict[Name, int]) -> list[tuple[Name, int]] | None:
        """The moves that bring a sum nearer to zero, the least entangled cells first.

        None if it is zero.
        """
        off = sum(sign * moved.get(name, 0) for name, sign in zero_sum.items())
        if off == 0:
            return None
        steps = [
            (name, -sign if off > 0 else sign)
            for name, sign in zero_sum.items()
            if name not in moved
        ]
        free = [(name, step) for name, step in steps if self._can(name, step)]
        return sorted(free, key=lambda move: self.entangled[move[0]])


def _subtract(row: dict[Name, Fraction], pivot_row: dict[Name, Fraction]) -> None:
    """Take the pivot row's first name out of `row`."""
    factor = row.get(next(iter(pivot_row)), Fraction(0))
    if factor:
        for name, value in pivot_row.items():
            row[name] = row.get(name, Fraction(0)) - factor * value
            if row[name] == 0:
                del row[name]
