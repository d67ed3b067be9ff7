"""Which hidden cells the sums of a table leave one value for, however far one must combine them.

`config.hiding` follows intervals from sum to sum, which is enough for sums that form a tree. A cell
may lie in two blocks at once, and then a combination of many sums tells what no single one does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from config.hiding import Line, Path, Table

PRIME = (1 << 61) - 1
"""Counting modulo a great prime is exact enough: a wrong answer would be one in a million millions
of millions, and only towards hiding more."""
Equation = dict[Path, int]


def told_by_the_sums(lines: Iterable[Line], unprinted: Collection[Path]) -> set[Path]:
    """The unprinted cells whose value follows from the printed ones."""
    rows: dict[Path, Equation] = {}
    for line in lines:
        row = {part: 1 for part in line.parts if part in unprinted}
        if line.total in unprinted:
            row[line.total] = PRIME - 1
        for lead in [cell for cell in row if cell in rows]:
            _take(row, lead, rows[lead])
        if row:
            _add(rows, row)
    return {lead for lead, row in rows.items() if len(row) == 1}


def _add(rows: dict[Path, Equation], row: Equation) -> None:
    """Solve the row for one of its cells, and take that cell out of all the others."""
    lead = next(iter(row))
    inverse = pow(row[lead], PRIME - 2, PRIME)
    solved = {cell: value * inverse % PRIME for cell, value in row.items()}
    for other in rows.values():
        _take(other, lead, solved)
    rows[lead] = solved


def _take(row: Equation, lead: Path, solved: Equation) -> None:
    factor = row.get(lead)
    if not factor:
        return
    for cell, value in solved.items():
        left = (row.get(cell, 0) - factor * value) % PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)


def hide_more(made: Table, hidden: set[Path], guarded: Collection[Path]) -> None:
    """Hide more cells, the smallest first, until the sums tell none that is guarded.

    What the sums tell all the same, and need not be guarded, is printed.
    """
    latent = {path for path in made.values if made.is_latent(path)}
    while told := told_by_the_sums(made.lines, hidden | latent) & set(guarded):
        more = {_next_beside(made, hidden, path) for path in sorted(told)} - {None}
        if not more:
            hidden |= made.values.keys() - latent
            return
        hidden |= {path for path in more if path is not None}
    hidden -= told_by_the_sums(made.lines, hidden | latent)


def _may_hide(made: Table, path: Path) -> bool:
    return not made.is_latent(path) and not made.is_headline(path)


def _next_beside(made: Table, hidden: Collection[Path], path: Path) -> Path | None:
    """The smallest printed cell in a line with this one, or with those in its lines, and so on."""
    reached = {path}
    while True:
        near = {mate for line in made.lines if reached & set(line.members) for mate in line.members}
        printed = [mate for mate in near if mate not in hidden and _may_hide(made, mate)]
        if printed:
            return min(
                printed,
                key=lambda p: (p in made.costly, made.values[p] == 0, made.values[p], p),
            )
        if near <= reached:
            return None
        reached |= near
