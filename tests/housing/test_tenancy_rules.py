"""Three years as the main rule, notice six months before, the life of a risk, and the discount."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.career import rules as career
from housing.tenancies.rules import (
    NEXT,
    OVER,
    THREATENED,
    Ended,
    RiskState,
    contact_due,
    figures,
    is_shorter_than_main_rule,
    last_rent_day,
    main_rule_end,
    may_become,
    months_before,
    notice_from,
)

days = st.dates(date(2013, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2013, 6, 1), date(2016, 5, 31)),
        (date(2024, 2, 29), date(2027, 2, 27)),
        (date(2015, 1, 1), date(2017, 12, 31)),
    ],
)
def test_a_fixed_term_is_three_years_and_a_day_less_needs_its_ground(
    starts_on: date, ends_on: date
) -> None:
    assert main_rule_end(starts_on, 3) == ends_on
    assert not is_shorter_than_main_rule(starts_on, ends_on, 3)
    assert is_shorter_than_main_rule(starts_on, ends_on - timedelta(days=1), 3)


@pytest.mark.parametrize(
    ("ends_on", "told_from"),
    [
        (date(2016, 5, 31), date(2015, 11, 30)),
        (date(2016, 8, 31), date(2016, 2, 29)),
        (date(2016, 12, 31), date(2016, 6, 30)),
        (date(2016, 6, 15), date(2015, 12, 15)),
    ],
)
def test_notice_is_given_six_months_before_the_end(ends_on: date, told_from: date) -> None:
    assert notice_from(ends_on, 6) == told_from


@given(days, st.integers(-24, 24))
def test_so_many_months_before_is_in_that_month_and_no_later_in_it(day: date, months: int) -> None:
    found = months_before(day, months)
    assert (day.year * 12 + day.month) - (found.year * 12 + found.month) == months
    assert found.day <= day.day


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2013, 5, 20), date(2013, 5, 20)),
        (date(2013, 5, 19), date(2013, 4, 20)),
        (date(2014, 1, 3), date(2013, 12, 20)),
    ],
)
def test_rent_is_due_on_the_20th(today: date, due: date) -> None:
    assert last_rent_day(today, 20) == due


def test_contact_is_due_within_seven_days_of_the_petition() -> None:
    assert contact_due(date(2013, 5, 1), 7) == date(2013, 5, 8)


def test_every_way_from_the_first_sign_ends_with_a_result() -> None:
    for begins in (RiskState.ARREARS, RiskState.COMPLAINT):
        seen, ways = set(), [begins]
        while ways:
            state = ways.pop()
            seen.add(state)
            ways += [to for to in NEXT[state] if to not in seen]
        assert seen >= {RiskState.WARNED, *THREATENED, *OVER}
    assert all(not NEXT[state] for state in OVER)
    assert not may_become(RiskState.ARREARS, RiskState.CARRIED_OUT)
    assert not may_become(RiskState.WARNED, RiskState.AVERTED)
    assert not may_become(RiskState.PETITION, RiskState.CARRIED_OUT)


@given(st.lists(st.tuples(st.booleans(), days, st.integers(0, 20), st.booleans()), max_size=12))
def test_the_figures_with_and_without_children_are_together_all(
    told: list[tuple[bool, date, int, bool]],
) -> None:
    rows = [
        Ended(
            children,
            came,
            came + timedelta(days=after) if after < 15 else None,
            RiskState.AVERTED if averted else RiskState.CARRIED_OUT,
            came + timedelta(days=30),
        )
        for children, came, after, averted in told
    ]
    first, last = date(2013, 1, 1), date(2031, 12, 31)
    split = [
        figures([row for row in rows if row.children == kind], first, last, 7)
        for kind in (True, False)
    ]
    assert sum(part.petitions for part in split) == len(rows)
    assert sum(part.in_time for part in split) == sum(after <= 7 for _, _, after, _ in told)
    assert sum(part.averted + part.carried_out for part in split) == len(rows)
    assert figures(rows, date(2040, 1, 1), date(2040, 12, 31), 7) == figures([], first, last, 7)


@pytest.mark.parametrize(
    ("own", "ownership", "within", "allowed"),
    [
        (True, "share", True, True),
        (True, "section", True, True),
        (True, "building", True, False),
        (True, "hired", True, False),
        (True, "share", False, False),
        (False, "section", True, False),
    ],
)
def test_who_may_have_the_discount(own: bool, ownership: str, within: bool, allowed: bool) -> None:
    assert career.has_discount(own=own, ownership=ownership, within_limits=within) is allowed


@pytest.mark.parametrize(("valuation", "price"), [(1_450_000, 1_400_000), (40_000, 0)])
def test_the_price_is_the_valuation_less_fifty_thousand(valuation: int, price: int) -> None:
    assert career.price_of(valuation, 50_000) == price


def test_a_purchase_raises_the_cumulative_figure_by_one() -> None:
    bought = [date(2012, 3, 1), date(2012, 9, 1), date(2013, 1, 1)]
    counted = [career.cumulative(bought, day, 0) for day in (date(2011, 1, 1), *bought)]
    assert counted == [0, 1, 2, 3]
    assert career.cumulative(bought, date(2012, 12, 31), opening=108) == 110
