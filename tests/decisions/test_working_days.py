"""A deadline that ends on a day off ends on the next working day (fvl § 30)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions import rules
from decisions.working_days import is_day_off, prolonged

LONGEST_REST = timedelta(days=5)
"""From Maundy Thursday to the Tuesday after Easter; nothing else in the year is longer."""


@pytest.mark.parametrize(
    ("last", "ends"),
    [
        pytest.param(date(2026, 12, 18), date(2026, 12, 18), id="a Friday stays"),
        pytest.param(date(2026, 12, 19), date(2026, 12, 21), id="a Saturday"),
        pytest.param(date(2026, 12, 20), date(2026, 12, 21), id="a Sunday"),
        pytest.param(date(2026, 12, 24), date(2026, 12, 24), id="Christmas Eve is no holiday"),
        pytest.param(date(2026, 12, 25), date(2026, 12, 28), id="Christmas before a weekend"),
        pytest.param(date(2027, 1, 1), date(2027, 1, 4), id="New Year's Day on a Friday"),
        pytest.param(date(2026, 4, 2), date(2026, 4, 7), id="Maundy Thursday"),
        pytest.param(date(2026, 4, 4), date(2026, 4, 7), id="Saturday in Easter"),
        pytest.param(date(2026, 4, 6), date(2026, 4, 7), id="Easter Monday"),
        pytest.param(date(2027, 3, 29), date(2027, 3, 30), id="Easter Monday in March"),
        pytest.param(date(2024, 5, 1), date(2024, 5, 2), id="1 May on a Wednesday"),
        pytest.param(date(2024, 5, 17), date(2024, 5, 21), id="17 May before Pentecost"),
        pytest.param(date(2026, 5, 14), date(2026, 5, 15), id="Ascension Day"),
        pytest.param(date(2026, 5, 25), date(2026, 5, 26), id="Whit Monday"),
        pytest.param(date(2008, 5, 1), date(2008, 5, 2), id="1 May that is Ascension Day too"),
    ],
)
def test_a_deadline_that_ends_on_a_day_off_is_prolonged(last: date, ends: date) -> None:
    assert prolonged(last) == ends


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
def test_a_deadline_ends_on_the_first_working_day_from_its_last_day(last: date) -> None:
    ends = prolonged(last)
    assert not is_day_off(ends)
    assert all(is_day_off(last + timedelta(days)) for days in range((ends - last).days))
    assert ends - last <= LONGEST_REST


def test_three_weeks_from_a_sunday_end_on_the_monday() -> None:
    assert rules.appeal_deadline(date(2026, 11, 29)) == date(2026, 12, 21)


def test_the_year_after_which_no_reason_opens_an_appeal_ends_on_a_working_day_too() -> None:
    assert rules.last_appeal_day(date(2025, 4, 3)) == date(2026, 4, 7)
