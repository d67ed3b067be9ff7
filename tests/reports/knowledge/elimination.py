"""A reader who solves the sums of a table for its hidden cells; written apart from the masking."""

from __future__ import annotations

from fractions import Fraction

Equation = dict[object, Fraction]


def solved(sums: list[tuple[object, list[object]]], printed: dict[object, int]) -> set[object]:
    """The cells that the sums leave one value for; a sum is a whole and its parts."""
    rows = [_row(whole, parts, printed) for whole, parts in sums]
    done: list[tuple[object, Equation]] = []
    for row in rows:
        for lead, other in done:
            _take(row, lead, other)
        lead = next((cell for cell, factor in row.items() if factor and cell != ""), None)
        if lead is None:
            continue
        factor = row[lead]
        row = {cell: value / factor for cell, value in row.items() if value}
        done = [(name, _without(other, lead, row)) for name, other in done]
        done.append((lead, row))
    return {lead for lead, row in done if not {cell for cell in row if cell not in ("", lead)}}


def _row(whole: object, parts: list[object], printed: dict[object, int]) -> Equation:
    row: Equation = {}
    for cell, factor in [(whole, -1), *((part, 1) for part in parts)]:
        name, value = (
            ("", Fraction(factor * printed[cell])) if cell in printed else (cell, Fraction(factor))
        )
        row[name] = row.get(name, Fraction(0)) + value
    return row


def _take(row: Equation, lead: object, other: Equation) -> None:
    if factor := row.get(lead):
        for cell, value in other.items():
            row[cell] = row.get(cell, Fraction(0)) - factor * value
        row.pop(lead)


def _without(other: Equation, lead: object, row: Equation) -> Equation:
    copy = dict(other)
    _take(copy, lead, row)
    return {cell: value for cell, value in copy.items() if value}
