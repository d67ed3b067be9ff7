"""The figures of a report as single cells, and every sum that binds the cells to each other.

A cell is a count with a path, say ("by_district", "Heimdal", "recipients"): rows of a list go by
their label, so that the cells of two years can be compared. What a reader can compute without it
being printed (a remainder, a difference) is a cell too, a latent one; its path starts with "~".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from config.hiding import Path, Table, rest_of

Figures = dict[str, Any]

ROW_LABELS = ("district", "age_group", "sex", "months", "year")
NOT_COUNTS = {"definition", "target", "year", "previous_year", "months"}
UNITS = ("recipients", "child_families")
TOTALS: dict[str, Path] = {
    "recipients": ("recipients_over_three_years",),
    "child_families": ("child_families_over_three_years",),
}
COVERED: Path = ("coverage", "on_assistance")
OVER: Path = ("coverage", "over_three_years")
MEASURES = ("mapped", "planned", "discussed")
PREVIOUS: Path = ("bridge", "previous")
STAYED: Path = ("bridge", "stayed")
LEFT: Path = ("~", "left")
WHOLE_CITY = {
    "recipients_over_three_years",
    "child_families_over_three_years",
    "children_in_families_over_three_years",
    "key_figures",
    "table_1",
    "under_21_april",
    "trend",
}
NO_CATEGORY = {"Uten bydel", "Ukjent alder", "Ikke oppgitt", "unknown"}
"""Rows for those of whom the thing is not known: they tell nothing about a person."""

# Spells without a gap have density 100 %, and DEF-4 asks for assistance as main income: a reader
# who knows the definitions knows that these are equal.
EQUAL_BY_DEFINITION = (("DEF-2", "density_50"), ("DEF-4", "main_income"))


@dataclass
class ReportTable(Table):
    """The cells of a report by the rule of counting that is `official` in it."""

    official: str = ""

    def is_headline(self, path: Path) -> bool:
        return (
            path[0] in WHOLE_CITY
            or path in (PREVIOUS, (*COVERED, "families"))
            or path in [("by_definition", self.official, unit) for unit in UNITS]
        )


def cells(figures: Figures) -> dict[Path, int | None]:
    """Every count of the figures by its path; None where it is masked already."""
    return dict(_walk(figures, ()))


def _walk(node: Any, path: Path) -> Iterator[tuple[Path, int | None]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in NOT_COUNTS:
                yield from _walk(value, (*path, key))
    elif isinstance(node, list):
        for row in node:
            yield from _walk(row, (*path, _label(row)))
    elif node is None or isinstance(node, int):
        yield path, node


def without(figures: Figures, hidden: set[Path]) -> Figures:
    """A copy of the figures in which the hidden cells are None."""
    masked: Figures = _copy(figures, (), hidden)
    distances = {f"distance_{unit}": total for unit, total in TOTALS.items()}
    for key, total in distances.items():  # the target is published, so distance = total - target
        if total in hidden and key in masked.get("target", {}):
            masked["target"][key] = None
    return masked


def _copy(node: Any, path: Path, hidden: set[Path]) -> Any:
    if isinstance(node, dict):
        return {key: _copy(value, (*path, key), hidden) for key, value in node.items()}
    if isinstance(node, list):
        return [_copy(row, (*path, _label(row)), hidden) for row in node]
    return None if path in hidden else node


def _label(row: Figures) -> str:
    return next(str(row[name]) for name in ROW_LABELS if name in row)


def table(figures: Figures) -> ReportTable:
    """The figures with all that binds them: columns, the bridge, subsets, definitions, bounds."""
    known = {path: value for path, value in cells(figures).items() if value is not None}
    made = ReportTable(known, official=figures["definition"]["code"])
    _columns(made)
    _same_numbers(made, figures)
    _bridge(made)
    _definitions(made)
    _subsets(made)
    _coverage(made)
    return made


def _columns(made: ReportTable) -> None:
    def column(block: str, unit: str) -> list[Path]:
        return [path for path in made.values if path[0] == block and path[-1] == unit]

    for block in ("by_district", "by_age_group", "by_sex"):
        made.column(TOTALS["recipients"], column(block, "recipients"))
    made.column(TOTALS["child_families"], column("by_district", "child_families"))
    made.column(PREVIOUS, column("by_district", "previous_recipients"))


def _same_numbers(made: ReportTable, figures: Figures) -> None:
    for unit, total in TOTALS.items():
        made.column(total, [("by_definition", made.official, unit)])
        made.column(total, [("trend", str(figures["year"]), unit)])
    made.column(PREVIOUS, [("trend", str(figures["bridge"]["previous_year"]), "recipients")])


def _bridge(made: ReportTable) -> None:
    ways_out = [path for path in made.values if path[:2] == ("bridge", "left")]
    made.values[LEFT] = sum(made.values[way] for way in ways_out)
    made.column(LEFT, ways_out)
    made.column(PREVIOUS, [STAYED, LEFT])
    made.column(TOTALS["recipients"], [STAYED, ("bridge", "new")])


def _definitions(made: ReportTable) -> None:
    codes = sorted({path[1] for path in made.values if path[0] == "by_definition"})
    for code in codes:
        row = ("by_definition", code)
        for unit in UNITS:
            for of_which in ("main_income", "density_50"):
                made.subset((*row, unit), (*row, of_which, unit))
        for group in (row, (*row, "main_income"), (*row, "density_50")):
            made.subset((*group, "recipients"), (*group, "child_families"), counted=False)
    for unit in UNITS:
        made.subset(("by_definition", "DEF-1", unit), ("by_definition", "DEF-2", unit))
        for code, of_which in EQUAL_BY_DEFINITION:
            same = ("by_definition", code, of_which, unit)
            if same in made.values:
                made.column(("by_definition", code, unit), [same])


def _subsets(made: ReportTable) -> None:
    recipients, families = TOTALS["recipients"], TOTALS["child_families"]
    made.subset(("adults_over_three_years",), recipients)
    made.subset(("key_figures", "child_families"), ("families_by_stated_number",))
    made.subset(recipients, families, counted=False)
    for kind in ("loan_only", "one_off_only"):
        made.subset(recipients, ("of_which", kind))
    for unit, total in TOTALS.items():
        made.subset(("over_at_any_month_end", unit), total)
        months = [path for path in made.values if path[0] == "approaching" and path[-1] == unit]
        for number, nearer in enumerate(months):
            for farther in months[number + 1 :]:
                made.subset(farther, nearer)
    _families_within_recipients(made)


def _coverage(made: ReportTable) -> None:
    """Each measure is of some of the families, in every district as in the whole city.

    The families without it add up over the districts too, and nothing of that is printed.
    """
    names = list(dict.fromkeys(path[1] for path in made.values if path[0] == "by_district"))
    families = {name: (*COVERED, "by_district", name, "families") for name in names}
    long_term = {name: ("by_district", name, "child_families") for name in names}
    made.column((*COVERED, "families"), list(families.values()))
    for measure in MEASURES:
        for block, whole, wholes in (
            (COVERED, (*COVERED, "families"), families),
            (OVER, TOTALS["child_families"], long_term),
        ):
            parts = {name: (*block, "by_district", name, measure) for name in names}
            made.column((*block, measure), list(parts.values()))
            made.subset(whole, (*block, measure))
            for name in names:
                made.subset(wholes[name], parts[name])
            rests = [rest_of(wholes[name], parts[name]) for name in names]
            made.column(rest_of(whole, (*block, measure)), rests)


def _families_within_recipients(made: ReportTable) -> None:
    """A child family over three years holds a recipient, in each row as in the whole city."""
    rests = []
    for path in [path for path in made.values if path[-1] == "child_families"]:
        whole = (*path[:-1], "recipients")
        if path[0] in ("by_district", "approaching", "over_at_any_month_end"):
            made.subset(whole, path, counted=False)
        if path[0] == "by_district":
            rests.append(rest_of(whole, path))
    made.column(rest_of(TOTALS["recipients"], TOTALS["child_families"]), rests, counted=False)
