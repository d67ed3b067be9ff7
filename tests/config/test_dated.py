"""A limit with dates: what is written in the setting, and what holds on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from config.dated import Dated, parsed

NEW_YEAR = date(2027, 1, 1)


def test_one_number_holds_always() -> None:
    assert parsed("X", "90").on(date.min) == 90
    assert parsed("X", "90") == Dated.always(90)


def test_a_later_number_holds_from_its_day() -> None:
    limit = parsed("X", "90, 2027-01-01=60,2028-07-01=30")
    days = (NEW_YEAR - timedelta(1), NEW_YEAR, date(2028, 6, 30), date(2028, 7, 1), date.max)
    assert [limit.on(day) for day in days] == [90, 60, 60, 30, 30]
    assert limit.numbers == (90, 60, 30)


@pytest.mark.parametrize(
    "text",
    ["", "ninety", "2027-01-01=60", "90,60", "90,2027-13-01=60", "90,2027-01-01=", "90,2027=1=2"],
)
def test_what_is_written_otherwise_stops_the_program(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="X is written as"):
        parsed("X", text)


@pytest.mark.parametrize("text", ["9,2027-01-02=1,2027-01-01=2", "9,2027-01-01=1,2027-01-01=2"])
def test_days_rise(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="later than the one before"):
        parsed("X", text)


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)), st.lists(st.dates(), unique=True))
def test_it_is_the_last_that_has_begun(day: date, starts: list[date]) -> None:
    steps = [(date.min, -1), *((start, n) for n, start in enumerate(sorted(starts)))]
    begun = [number for start, number in steps if start <= day]
    assert Dated(tuple(steps)).on(day) == begun[-1]
