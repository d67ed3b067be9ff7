"""Under 24: always in a measure or followed up; the figures of the young who are new (1b)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from benefits.measures.youth_rules import (
    Young,
    cohort_of,
    is_red,
    masked,
    masked_pair,
    talk_due,
)
from households.months import month_from

DAY = date(2026, 6, 30)
OF_23 = Young(date(2002, 7, 1), is_recipient=True)


@pytest.mark.parametrize(
    ("change", "red"),
    [
        ({}, True),
        ({"birth_date": date(2002, 6, 30)}, False),
        ({"birth_date": date(2008, 6, 30)}, True),
        ({"birth_date": date(2008, 7, 1)}, False),
        ({"is_recipient": False}, False),
        ({"is_active": True}, False),
        ({"contact_on": DAY - timedelta(days=30)}, False),
        ({"contact_on": DAY - timedelta(days=31)}, True),
        ({"contact_on": DAY}, False),
    ],
)
def test_of_23_without_placement_or_contact_in_30_days_is_red_and_at_24_is_not(
    change: dict[str, Any], red: bool
) -> None:
    assert is_red(replace(OF_23, **change), DAY, under=24, days=30) == red


def test_the_stricter_limit_is_14_days() -> None:
    seen = replace(OF_23, contact_on=DAY - timedelta(days=15))
    assert is_red(seen, DAY, under=24, days=14)
    assert not is_red(seen, DAY, under=24, days=30)


def test_a_first_talk_is_due_within_seven_days() -> None:
    assert talk_due(date(2026, 6, 1), 7) == date(2026, 6, 8)


def test_a_cohort_is_counted_when_the_time_has_passed_and_masked_below_five() -> None:
    january = month_from(2025, 1)
    stays = [(january, set(range(january, january + 13)))] * 6
    leaves = [(january, {january, january + 1})] * 7
    late = [(january + 11, {january + 11})] * 5
    found = cohort_of([*stays, *leaves, *late], until=january + 12)
    assert found.started == 18
    assert found.after == {6: (13, 6), 12: (13, 6)}
    few = cohort_of([*stays, *leaves[:4]], until=january + 12)
    assert few.after[6] == (10, None)
    assert cohort_of(stays[:4], until=january + 12).started is None


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_fewer_than_five_are_not_told(number: int, shown: int | None) -> None:
    assert masked(number) == shown
    assert masked_pair(20, number) == (20, shown)
    assert masked_pair(20, 20 - number) == (20, None if shown is None else 20 - number)
