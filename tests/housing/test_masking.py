"""Whoever knows every sum of housing's figures finds no hidden cell of fewer than five."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from housing import masking
from housing.lodging.queries import Homeless
from housing.lodging.rules import Use
from housing.tenancies.queries import YearOfPurchases, YearOfRisk

COUNTS = st.integers(0, 14)


@st.composite
def risk_years(draw: Any) -> list[YearOfRisk]:
    found = []
    for year in range(2026, 2026 - draw(st.integers(1, 4)), -1):
        for children in (True, False):
            petitions = draw(COUNTS)
            in_time = draw(st.integers(0, petitions))
            found.append(YearOfRisk(year, children, petitions, in_time, draw(COUNTS), draw(COUNTS)))
    return found


def is_determined(equations: list[set[Any]], cell: Any) -> bool:
    """Whether sums of hidden cells that a reader knows give one of them, by elimination."""
    names = sorted({one for equation in equations for one in equation} | {cell})
    rows = [[Fraction(name in equation) for name in names] for equation in equations]
    wanted = [Fraction(name == cell) for name in names]
    at = 0
    for column in range(len(names)):
        pivot = next((n for n in range(at, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][column] for value in rows[at]]
        for n in range(len(rows)):
            if n != at and rows[n][column]:
                factor = rows[n][column]
                rows[n] = [a - factor * b for a, b in zip(rows[n], rows[at], strict=True)]
        factor = wanted[column]
        wanted = [a - factor * b for a, b in zip(wanted, rows[at], strict=True)]
        at += 1
    return not any(wanted)


@settings(max_examples=60, deadline=None)
@given(risk_years())
def test_no_count_of_petitions_is_found_from_years_or_the_split_by_children(
    rows: list[YearOfRisk],
) -> None:
    """A cell that is found although all others are hidden is told by the known sums alone."""
    shown = masking.risks(rows)
    groups = [{n for n, row in enumerate(rows) if row.year == one.year} for one in rows]
    groups += [{n for n, row in enumerate(rows) if row.children is kind} for kind in (True, False)]
    for column in masking.RISKS:
        values = [getattr(row, column) for row in rows]
        hidden = {n for n, row in enumerate(shown) if row[column] is None}
        small = {n for n, value in enumerate(values) if 0 < value < 5}
        assert small <= hidden
        known = [one for one in groups if len(one) > 1 and not 0 < sum_of(values, one) < 5]
        zeros = set().union(*(one for one in known if not sum_of(values, one)))
        found = {n for n in small if is_determined([one & hidden - zeros for one in known], n)}
        assert all(is_determined([one - zeros for one in known], n) for n in found)


def sum_of(values: list[int], cells: set[int]) -> int:
    return sum(values[n] for n in cells)


@settings(max_examples=60, deadline=None)
@given(risk_years())
def test_who_had_no_contact_in_time_is_not_the_difference_of_two_cells(
    rows: list[YearOfRisk],
) -> None:
    for row, shown in zip(rows, masking.risks(rows), strict=True):
        if 0 < row.petitions - row.in_time < 5:
            assert None in (shown["petitions"], shown["in_time"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(COUNTS, st.data()), min_size=1, max_size=5))
def test_homes_bought_hide_what_is_left_and_stand_by_the_sum_of_years(given: Any) -> None:
    rows = []
    for number, (bought, data) in enumerate(given):
        of = st.integers(0, bought)
        rows.append(YearOfPurchases(2026 - number, bought, data.draw(of), data.draw(of)))
    shown = masking.purchases(rows)
    for row, told in zip(rows, shown, strict=True):
        for column in ("own", "child_families"):
            if 0 < row.bought - getattr(row, column) < 5:
                assert None in (told["bought"], told[column])
    for column in masking.PURCHASES:
        hidden = [row for row, told in zip(rows, shown, strict=True) if told[column] is None]
        small = [row for row in rows if 0 < getattr(row, column) < 5]
        assert {row.year for row in small} <= {row.year for row in hidden}
        if len(rows) > 1 and small and sum(getattr(row, column) for row in rows) >= 5:
            assert len(hidden) > 1


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_the_homeless_in_both_are_not_told_by_the_other_three(
    both: int, says: int, lodged: int
) -> None:
    row = Homeless(
        date(2026, 11, 23), date(2026, 11, 29), both + says, both + lodged, both + says + lodged, 0
    )
    shown = masking.homeless(row)
    if any(0 < part < 5 for part in (both, says, lodged)):
        assert None in (shown["told"], shown["lodged"], shown["either"])
    for name in ("told", "lodged", "either"):
        assert shown[name] is None or not 0 < getattr(row, name) < 5


def month(number: int, households: int, families: int) -> Use:
    first, last = date(2026, number, 1), date(2026, number, 28)
    return Use(
        first, last, 3 * households, households, 3.0, 900 * households, 2 * families, families
    )


def year_of(months: list[Use]) -> Use:
    total = [sum(getattr(one, name) for one in months) for name in ("nights", "households")]
    cost, nights = (
        sum(getattr(one, name) for one in months) for name in ("cost", "nights_with_children")
    )
    families = sum(one.families for one in months)
    return Use(date(2026, 1, 1), date(2026, 12, 31), *total, 3.0, cost, nights, families)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=11))
def test_a_hidden_month_is_not_the_year_less_the_others(given: list[tuple[int, int]]) -> None:
    months = [month(n, most, min(most, few)) for n, (most, few) in enumerate(given, 1)]
    by_month, [year] = masking.use(months, [year_of(months)])
    for name, counts in (("nights", ("households",)), ("nights_with_children", ("families",))):
        hidden = [one for one, row in zip(months, by_month, strict=True) if row[name] is None]
        few = [one for one in months if any(0 < getattr(one, count) < 5 for count in counts)]
        assert all(one in hidden for one in few)
        if few and year[name] is not None:
            assert len(hidden) > 1
            assert all(sum(getattr(one, count) for one in hidden) >= 5 for count in counts)


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    months = [month(n, 12, 6) for n in range(1, 12)]
    by_month, years = masking.use(months, [year_of(months)])
    assert not any(None in row.values() for row in (*by_month, *years))
    rows = [YearOfRisk(2026, children, 12, 6, 5, 7) for children in (True, False)]
    assert not any(None in row.values() for row in masking.risks(rows))
