"""Figures of households that everybody who may see reports reads: small cells are hidden.

Each table is hidden by `config.hiding`: neither from its rows, its columns, the split between with
and without children, nor a sum over years that is told elsewhere can a hidden cell be found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from config.hiding import THRESHOLD, Line, Path, Table, cells_to_hide, rest_of
from config.solving import hide_more

Row = dict[str, Any]
SUM = "sum"
"""A row of sums: not shown here, but taken to be known."""
RISKS = ("petitions", "in_time", "averted", "carried_out")
PURCHASES = ("bought", "own", "child_families")
NIGHTS = ("nights", "mean", "cost")
OF_CHILDREN = ("families", "others", "households")
"""Whose nights those with children are, and whose the rest are."""


class Known(Table):
    """A table whose sums are known whatever is hidden in it, but for sums that are small."""

    def is_headline(self, path: Path) -> bool:
        return path[0] == SUM

    def sums(self, name: str, column: str, rows: Sequence[str]) -> None:
        """The sum of a column over rows, as the reader knows it."""
        parts = tuple((row, column) for row in rows)
        if len(parts) > 1:
            total = (SUM, name, column)
            self.values[total] = sum(self.values[part] for part in parts)
            self.lines.append(Line(total, parts))


def risks(rows: Iterable[Any]) -> list[Row]:
    """Petitions and results by year, with and without children."""
    told = {f"{row.year} {row.children}": asdict(row) for row in rows}
    made = _table(told, RISKS)
    years = sorted({row["year"] for row in told.values()})
    for column in RISKS:
        for year in years:
            of_year = [key for key, row in told.items() if row["year"] == year]
            made.sums(str(year), column, of_year)
        for children in (True, False):
            of_kind = [key for key, row in told.items() if row["children"] is children]
            made.sums(f"children {children}", column, of_kind)
    for key in told:
        made.subset((key, "petitions"), (key, "in_time"))
    return _without(told, _hidden(made))


def purchases(rows: Iterable[Any]) -> list[Row]:
    """Homes bought by year: how many of them they rented, and by families."""
    told = {str(row.year): asdict(row) for row in rows}
    made = _table(told, PURCHASES)
    for column in PURCHASES:
        made.sums("years", column, list(told))
    for key in told:
        made.subset((key, "bought"), (key, "own"))
        made.subset((key, "bought"), (key, "child_families"))
    return _without(told, _hidden(made))


def homeless(row: Any) -> Row:
    """Those who say that they have no home, those in lodging, and either; some are both."""
    told = {"week": asdict(row)}
    made = _table(told, ("told", "lodged", "either", "with_children"))
    either, says, lodged = (("week", name) for name in ("either", "told", "lodged"))
    made.subset(either, says)
    made.subset(either, lodged)
    made.subset(either, ("week", "with_children"))
    both = ("~", "both")
    made.values[both] = made.values[says] + made.values[lodged] - made.values[either]
    made.lines.append(Line(says, (both, rest_of(either, lodged))))
    made.lines.append(Line(lodged, (both, rest_of(either, says))))
    return _without(told, _hidden(made))[0]


def use(months: Iterable[Any], years: Iterable[Any]) -> tuple[list[Row], list[Row]]:
    """The use of lodging; nights and cost are hidden with the few households they are of.

    Months of a year that is told are its nights together: what one month hides, another must too,
    or the year.
    """
    by_month, by_year = [asdict(row) for row in months], [asdict(row) for row in years]
    for row in (*by_month, *by_year):
        row["others"] = row["households"] - row["families"]
    for year in by_year:
        parts = [row for row in by_month if row["first"].year == year["first"].year]
        whole = parts if _is_whole(parts, year["last"]) else []
        _hide_nights(whole, year, NIGHTS, ("households",))
        _hide_nights(whole, year, ("nights_with_children",), OF_CHILDREN)
    for row in by_month:  # months of years that are told only in part
        _hide_nights([], row, NIGHTS, ("households",))
        _hide_nights([], row, ("nights_with_children",), OF_CHILDREN)
    for row in (*by_month, *by_year):
        row["households"] = None if _is_small(row["households"]) else row["households"]
    return by_month, by_year


def _is_whole(parts: Sequence[Row], last: date) -> bool:
    """Whether the months are all those of the year so far."""
    return bool(parts) and parts[0]["first"].month == 1 and parts[-1]["last"] <= last


def _hide_nights(
    parts: Sequence[Row], whole: Row, names: Sequence[str], counts: Sequence[str]
) -> None:
    """Hide `names` where one of the `counts` behind them is of few, and what would tell them."""
    hidden = [row for row in parts if _is_few(row, counts)]
    for row in sorted(parts, key=lambda row: int(min(row[name] for name in counts))):
        if not hidden or _are_enough(hidden, counts):
            break
        if row not in hidden and all(row[name] for name in counts):
            hidden.append(row)
    if _is_few(whole, counts) or (hidden and not _are_enough(hidden, counts)):
        hidden.append(whole)
    for row in hidden:
        row |= dict.fromkeys(names)


def _are_enough(hidden: Sequence[Row], counts: Sequence[str]) -> bool:
    """Whether what the hidden ones are together tells nothing of few."""
    together = [sum(row[name] for row in hidden) for name in counts]
    return len(hidden) > 1 and all(number >= THRESHOLD for number in together)


def _is_few(row: Row, counts: Sequence[str]) -> bool:
    return any(_is_small(row[name]) for name in counts)


def _is_small(count: int) -> bool:
    return 0 < count < THRESHOLD


def _table(told: dict[str, Row], columns: Sequence[str]) -> Known:
    return Known({(key, name): row[name] for key, row in told.items() for name in columns})


def _hidden(made: Known) -> set[Path]:
    """The cells that may not be shown, however many sums one combines."""
    hidden = cells_to_hide(made)
    hide_more(made, hidden, [path for path, value in made.values.items() if _is_small(value)])
    return hidden


def _without(told: dict[str, Row], hidden: set[Path]) -> list[Row]:
    return [
        row | {name: None for name in row if (key, name) in hidden} for key, row in told.items()
    ]
