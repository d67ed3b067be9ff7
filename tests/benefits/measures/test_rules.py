"""Who is to be assessed for an active measure, and for how long it holds (1a)."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.measures.rules import (
    Assessed,
    Coverage,
    Threshold,
    is_assessed,
    is_on_list,
    is_over_time,
    months_before,
)
from households.months import month_from
from households.rules import months_after

TODAY = date(2026, 6, 15)
JUNE = month_from(2026, 6)
LIMIT = Threshold(3, 6)


@pytest.mark.parametrize(
    ("paid", "over"),
    [
        ((), False),
        ((JUNE - 1, JUNE), False),
        ((JUNE - 2, JUNE - 1, JUNE), True),
        ((JUNE - 5, JUNE - 3, JUNE - 1), True),
        ((JUNE - 6, JUNE - 5, JUNE - 4), False),
        ((JUNE, JUNE, JUNE), False),
        ((JUNE - 1, JUNE, JUNE + 1), False),
    ],
)
def test_three_benefit_months_of_the_last_six_are_over_time(
    paid: tuple[int, ...], over: bool
) -> None:
    assert is_over_time(paid, TODAY, LIMIT) == over
    assert is_on_list(paid, None, TODAY, LIMIT, 6) == over


@pytest.mark.parametrize(
    ("latest", "holds"),
    [
        (None, False),
        (Assessed(TODAY), True),
        (Assessed(date(2025, 12, 16)), True),
        (Assessed(date(2025, 12, 15)), False),
        (Assessed(date(2026, 6, 1), not_until=date(2026, 6, 16)), True),
        (Assessed(date(2026, 6, 1), not_until=date(2026, 6, 15)), False),
        (Assessed(date(2025, 7, 1), not_until=date(2026, 7, 1)), True),
    ],
)
def test_an_assessment_holds_six_months_or_until_the_day_it_names(
    latest: Assessed | None, holds: bool
) -> None:
    assert is_assessed(latest, TODAY, 6) == holds
    paid = (JUNE - 2, JUNE - 1, JUNE)
    assert is_on_list(paid, latest, TODAY, LIMIT, 6) != holds


@pytest.mark.parametrize(
    ("base", "waiting", "share"),
    [(0, 0, None), (4, 4, 0), (8, 1, 88), (8, 7, 13), (1000, 1, 99), (3, 0, 100)],
)
def test_coverage_is_one_less_the_list_by_the_base(
    base: int, waiting: int, share: int | None
) -> None:
    assert Coverage(base, waiting).share == share


def test_a_month_without_the_day_gives_its_last() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
