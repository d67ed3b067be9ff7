"""A programme week by week: full time, gaps by name, and what the plan lacks, with its day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits.programmes.weeks import (
    FULL_WEEK,
    Activity,
    Away,
    Span,
    by_month,
    gaps_of,
    half_way,
    last_part,
    warnings_of,
    weeks_of,
)

MONDAY = date(2026, 1, 5)
FOUR_WEEKS = Span(MONDAY, date(2026, 2, 1))


def doing(hours: str, first: date, last: date, kind: str = "work") -> Activity:
    return Activity(kind, Decimal(hours), Span(first, last))


def test_activities_of_a_week_are_weighed_together_against_37_and_a_half_hours() -> None:
    rows = [doing("30", MONDAY, date(2026, 2, 1)), doing("7.5", MONDAY, date(2026, 1, 18))]
    weeks = weeks_of(FOUR_WEEKS, rows)
    assert [week.planned for week in weeks] == [Decimal(n) for n in ("37.5", "37.5", "30", "30")]
    assert [week.state for week in weeks] == ["full", "full", "short", "short"]
    [gap] = gaps_of(weeks)
    assert (gap.first, gap.last, gap.missing) == (date(2026, 1, 19), date(2026, 1, 26), 7.5)


def test_a_week_that_is_cut_needs_only_its_own_days() -> None:
    programme = Span(date(2026, 1, 7), date(2026, 1, 20))
    leave = Span(date(2026, 1, 12), date(2026, 1, 16))
    rows = [doing("37.5", date(2026, 1, 1), date(2026, 12, 31))]
    weeks = weeks_of(programme, rows, [leave])
    assert [week.needed for week in weeks] == [Decimal("22.5"), 0, 15]
    assert [week.state for week in weeks] == ["full", "leave", "full"]
    assert weeks[0].number == 2
    assert gaps_of(weeks) == []


def test_gaps_of_different_size_and_of_weeks_apart_are_told_apart() -> None:
    rows = [
        doing("37.5", date(2026, 1, 12), date(2026, 1, 18)),
        doing("20", date(2026, 1, 19), date(2026, 1, 25)),
    ]
    gaps = gaps_of(weeks_of(FOUR_WEEKS, rows))
    assert [(gap.first.day, gap.missing) for gap in gaps] == [
        (5, FULL_WEEK),
        (19, Decimal("17.5")),
        (26, FULL_WEEK),
    ]


@given(
    length=st.integers(0, 800),
    hours=st.decimals(Decimal("0.5"), 60, places=1),
    first=st.integers(-50, 800),
    lasts=st.integers(0, 800),
)
def test_every_week_is_there_once_and_none_lacks_less_than_nothing(
    length: int, hours: Decimal, first: int, lasts: int
) -> None:
    programme = Span(MONDAY, MONDAY + timedelta(days=length))
    begun = MONDAY + timedelta(days=first)
    weeks = weeks_of(programme, [Activity("work", hours, Span(begun, begun + timedelta(lasts)))])
    assert [week.monday for week in weeks] == [
        MONDAY + timedelta(days=7 * number) for number in range(length // 7 + 1)
    ]
    assert all(0 <= week.missing <= week.needed <= FULL_WEEK for week in weeks)


YEAR = Span(date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("rows", "evaluations", "told"),
    [
        ([], [], ["arbeidsrettet fra halvveis, 02.07.2025", "fra 01.10.2025", "evaluering"]),
        (
            [
                doing("30", date(2025, 7, 2), date(2025, 12, 31)),
                doing("7.5", date(2025, 9, 1), date(2025, 10, 1), "job_search"),
            ],
            [date(2025, 4, 1)],
            [],
        ),
        (
            [
                doing("30", date(2025, 7, 3), date(2025, 12, 31)),
                doing("7.5", date(2025, 9, 1), date(2025, 9, 30), "job_search"),
            ],
            [date(2025, 4, 1)],
            ["arbeidsrettet", "jobbsøking"],
        ),
    ],
)
def test_work_is_there_from_half_way_job_search_in_the_last_part_and_evaluations_have_days(
    rows: list[Activity], evaluations: list[date], told: list[str]
) -> None:
    found = warnings_of(YEAR, rows, evaluations)
    assert len(found) == len(told)
    assert all(text in line for text, line in zip(told, found, strict=True))


def test_more_than_full_time_and_the_same_thing_twice_are_warned_of() -> None:
    whole = doing("37.5", YEAR.first, YEAR.last)
    search = doing("7.5", date(2025, 12, 1), date(2025, 12, 5), "job_search")
    told = warnings_of(YEAR, [whole, search], [MONDAY])
    assert told == ["Planen har mer enn 37,5 timer i uka fra 01.12.2025: 45 timer."]
    shop = Activity("work", Decimal("10"), Span(YEAR.first, date(2025, 2, 28)), "Butikken")
    again = Activity("work", Decimal("10"), Span(date(2025, 2, 28), YEAR.last), "Butikken")
    after = Activity("work", Decimal("10"), Span(date(2025, 3, 1), YEAR.last), "Butikken")
    twice = "Butikken står to ganger i planen fra 28.02.2025."
    assert twice in warnings_of(YEAR, [shop, again], [])
    assert not any("to ganger" in text for text in warnings_of(YEAR, [shop, after], []))


def test_half_way_and_the_last_part_of_one_day_are_that_day() -> None:
    one = Span(MONDAY, MONDAY)
    assert half_way(one) == last_part(one) == MONDAY


def test_hours_away_are_summed_by_month_valid_and_not_apart() -> None:
    rows = [
        Away(date(2026, 1, 5), Decimal("7.5"), is_valid=True),
        Away(date(2026, 1, 6), Decimal("3"), is_valid=False),
        Away(date(2026, 2, 2), Decimal("7.5"), is_valid=False),
    ]
    assert [(row.name, row.valid, row.invalid) for row in by_month(rows)] == [
        ("februar 2026", 0, Decimal("7.5")),
        ("januar 2026", Decimal("7.5"), 3),
    ]
