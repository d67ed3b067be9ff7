"""What was paid in each month when the record gives some of it for the year only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits.kostra.amounts import MonthAmount, Remark, spread_over_months

NOTHING: dict[int, int] = {}
DIFFERS = {Remark.GRANT_DIFFERS, Remark.LOAN_DIFFERS}


def months(*rows: tuple[int, int, int]) -> tuple[MonthAmount, ...]:
    return tuple(MonthAmount(*row) for row in rows)


def test_grant_and_loan_of_a_month_are_kept_apart() -> None:
    spread = spread_over_months({1, 2}, {1: 9000, 2: 0}, {1: 500, 2: 7000}, 9000, 7500)
    assert spread.months == months((1, 9000, 500), (2, 0, 7000))
    assert spread.remarks == set()


def test_the_remainder_is_spread_over_the_marked_months_without_an_amount() -> None:
    spread = spread_over_months({1, 5, 7, 9}, {1: 1000}, NOTHING, 11_001, 0)
    assert spread.months == months((1, 1000, 0), (5, 3334, 0), (7, 3334, 0), (9, 3333, 0))
    assert spread.remarks == {Remark.SPREAD}


def test_both_kinds_are_spread() -> None:
    spread = spread_over_months({3, 4}, NOTHING, NOTHING, 101, 51)
    assert spread.months == months((3, 51, 26), (4, 50, 25))


def test_a_kind_given_for_the_year_only_goes_to_all_benefit_months() -> None:
    spread = spread_over_months({1, 2}, {1: 4000, 2: 4000}, NOTHING, 8000, 600)
    assert spread.months == months((1, 4000, 300), (2, 4000, 300))
    assert spread.remarks == set()


def test_a_month_with_an_amount_counts_though_it_is_not_marked() -> None:
    spread = spread_over_months({1}, {1: 100, 6: 200}, NOTHING, 300, 0)
    assert spread.months == months((1, 100, 0), (6, 200, 0))
    assert spread.remarks == {Remark.UNMARKED}


@pytest.mark.parametrize("total", [17_999, 18_001, 0])
def test_months_stand_when_the_year_says_something_else(total: int) -> None:
    spread = spread_over_months({1, 2}, {1: 9000, 2: 9000}, NOTHING, total, 0)
    assert spread.months == months((1, 9000, 0), (2, 9000, 0))
    assert spread.remarks == {Remark.GRANT_DIFFERS}


def test_a_marked_month_that_nothing_is_left_for_gets_one_krone_of_the_largest() -> None:
    spread = spread_over_months({1, 2, 3}, {1: 400}, {2: 900}, 400, 900)
    assert spread.months == months((1, 400, 0), (2, 0, 899), (3, 0, 1))
    assert spread.remarks == {Remark.UNPAID, Remark.SPREAD}


def test_the_largest_month_is_never_emptied() -> None:
    spread = spread_over_months({1, 2, 3}, NOTHING, NOTHING, 2, 0)
    assert spread.months == months((1, 1, 0), (2, 1, 0), (3, 1, 0))
    both_kinds = spread_over_months({1, 2, 3, 4}, NOTHING, NOTHING, 1, 3)
    assert both_kinds.months == months((1, 0, 1), (2, 0, 1), (3, 0, 1), (4, 1, 0))


def test_no_month_at_all_gives_no_month() -> None:
    spread = spread_over_months((), NOTHING, NOTHING, 5000, 0)
    assert spread.months == ()
    assert spread.remarks == {Remark.GRANT_DIFFERS}


def test_months_with_amounts_count_though_none_at_all_is_marked() -> None:
    spread = spread_over_months((), {2: 100}, {3: 50}, 100, 50)
    assert spread.months == months((2, 100, 0), (3, 0, 50))
    assert spread.remarks == {Remark.NONE_MARKED}


amounts = st.dictionaries(st.integers(1, 12), st.integers(0, 10_000), max_size=12)


@settings(deadline=None)
@given(st.frozensets(st.integers(1, 12)), amounts, amounts, st.integers(0, 99_999), st.integers(0))
def test_every_benefit_month_has_a_krone_and_no_krone_is_lost(
    marked: frozenset[int], grants: dict[int, int], loans: dict[int, int], grant: int, loan: int
) -> None:
    spread = spread_over_months(marked, grants, loans, grant, loan)
    paid = {month for kind in (grants, loans) for month, amount in kind.items() if amount}
    assert [one.number for one in spread.months] == sorted(paid | marked)
    assert all(one.grant + one.loan > 0 and one.grant >= 0 <= one.loan for one in spread.months)
    total = sum(one.grant + one.loan for one in spread.months)
    reported = grant + loan
    if not spread.remarks & DIFFERS and reported >= len(spread.months):
        assert total == reported
