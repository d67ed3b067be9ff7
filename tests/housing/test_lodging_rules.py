"""Nights are counted once, nobody sleeps nowhere unseen, and the week of the census is week 48."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.lodging.rules import (
    NeedState,
    Nights,
    Slept,
    StayState,
    census_week,
    check_due,
    ends_next,
    has_place_tonight,
    mean_nights,
    state_of,
    use_of,
)

D = date(2026, 3, 10)
DAY = timedelta(days=1)
days = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("ended", "stays", "state"),
    [
        (False, [], NeedState.REQUESTED),
        (False, [StayState.DECLINED], NeedState.REQUESTED),
        (False, [StayState.LEFT, StayState.OFFERED], NeedState.OFFERED),
        (False, [StayState.DECLINED, StayState.IN_USE], NeedState.IN_USE),
        (False, [StayState.LEFT], NeedState.REQUESTED),
        (True, [StayState.LEFT], NeedState.MOVED_ON),
    ],
)
def test_how_far_a_need_has_come(ended: bool, stays: list[StayState], state: NeedState) -> None:
    assert state_of(ended=ended, stays=stays) == state


@pytest.mark.parametrize(
    ("stay", "tonight"),
    [
        (Nights(D, D + DAY), True),
        (Nights(D - DAY, D), False),
        (Nights(D + DAY, D + 3 * DAY), False),
        (Nights(D - DAY, D + 3 * DAY, left_on=D), False),
        (Nights(D - DAY, D + 3 * DAY, left_on=D + DAY), True),
    ],
)
def test_who_has_a_bed_the_next_24_hours(stay: Nights, tonight: bool) -> None:
    assert has_place_tonight([stay], D) is tonight
    assert (ends_next([stay], D) is not None) is tonight


def test_a_place_is_judged_within_a_week_and_the_day_after_where_children_sleep() -> None:
    assert check_due(D, children=False, days=7, days_children=1) == date(2026, 3, 17)
    assert check_due(D, children=True, days=7, days_children=1) == date(2026, 3, 11)


@given(days, st.integers(1, 90), st.integers(0, 90), days)
def test_nights_by_month_are_the_nights_one_by_one(
    first: date, booked: int, slept: int, today: date
) -> None:
    left = first + timedelta(days=slept) if slept else None
    stay = Nights(first, first + timedelta(days=booked), left)
    end = left or today
    one_by_one = {first + timedelta(days=n) for n in range(max((end - first).days, 0))}
    months = {(night.year, night.month) for night in one_by_one}
    counted = 0
    for year, month in months:
        start = date(year, month, 1)
        last = (start + timedelta(days=32)).replace(day=1) - DAY
        in_month = stay.between(start, last, today)
        assert in_month == sum(start <= night <= last for night in one_by_one)
        counted += in_month
    assert counted == len(one_by_one)


def test_the_use_of_a_month_is_its_nights_households_mean_and_cost() -> None:
    rows = [
        Slept(1, Nights(date(2026, 2, 27), date(2026, 3, 9), date(2026, 3, 4)), 900, children=True),
        Slept(1, Nights(date(2026, 3, 4), date(2026, 3, 9), date(2026, 3, 6)), 500, children=True),
        Slept(2, Nights(date(2026, 3, 30), date(2026, 4, 9)), 800, children=False),
        Slept(3, Nights(date(2026, 1, 1), date(2026, 1, 9), date(2026, 1, 9)), 1, children=False),
    ]
    use = use_of(rows, date(2026, 3, 1), date(2026, 3, 31), today=date(2026, 6, 1))
    assert (use.nights, use.households, use.nights_with_children) == (7, 2, 5)
    assert (use.mean, use.cost) == (3.5, 3 * 900 + 2 * 500 + 2 * 800)


@pytest.mark.parametrize(
    ("nights", "mean"), [([], None), ([1, 2], 1.5), ([1, 1, 2], 1.3), ([1, 2, 2], 1.7)]
)
def test_the_mean_has_one_decimal(nights: list[int], mean: float | None) -> None:
    assert mean_nights(nights) == mean


def test_the_homeless_are_counted_in_week_48() -> None:
    assert census_week(2012, 48) == (date(2012, 11, 26), date(2012, 12, 2))
