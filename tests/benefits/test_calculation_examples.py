"""The worked examples of the domain, by the rates that the migrations lay down."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.calculation.award import calculate
from benefits.calculation.result import Part, Result
from benefits.calculation.values import Adult, Facts, Living, OneOff, Unit
from benefits.rates import rates_on
from households.months import first_day
from tests.benefits.calculation_cases import FIVE_CHILDREN, couple, facts, single, wages

pytestmark = pytest.mark.django_db

STOVE = OneOff("other", "Komfyr", 3_000)


def by_the_rates_of_the_day(given: Facts) -> Result:
    return calculate(given, rates_on(first_day(given.month)))


def large_family(**others: object) -> Result:
    return by_the_rates_of_the_day(facts(couple(*FIVE_CHILDREN), 9_000, **others))


def test_example_a_is_cut_at_the_cap() -> None:
    result = large_family(incomes=(wages(8_000),))
    assert result.total(Part.NORM) == 24_350
    assert result.total(Part.HOUSING) == 9_000
    assert result.need_before_cap == 33_350
    assert result.reduction == 9_350
    assert result.award == 16_000


def test_example_a_with_a_one_off_of_3_000_gives_19_000() -> None:
    assert large_family(incomes=(wages(8_000),), one_offs=(STOVE,)).award == 19_000


def test_example_a_without_income_gives_24_000_and_27_000_with_the_one_off() -> None:
    assert large_family().award == 24_000
    assert large_family(one_offs=(STOVE,)).award == 27_000


def test_example_a_shows_the_states_rate_and_the_supplement_apart() -> None:
    lines = [(line.kind, line.amount) for line in large_family().part(Part.NORM)]
    supplement = ("child_municipality", 250)
    assert lines == [
        ("adult_state", 9_100),
        ("child_state", 2_100),
        supplement,
        ("child_state", 2_100),
        supplement,
        ("child_state", 2_800),
        supplement,
        ("child_state", 3_500),
        supplement,
        ("child_state", 3_500),
        supplement,
    ]


def test_example_b_a_single_parent_with_wages() -> None:
    given = facts(single("1985-01-01", "2009-02-01"), 7_500, incomes=(wages(6_000),))
    result = by_the_rates_of_the_day(given)
    assert result.need_before_cap == 15_350
    assert result.reduction == 0
    assert result.award == 9_350


def test_example_c_a_single_person_of_22_has_the_youth_norm() -> None:
    result = by_the_rates_of_the_day(facts(single("1991-01-01"), 5_000))
    assert result.total(Part.NORM) == 3_667
    assert result.award == 8_667


@pytest.mark.parametrize(
    ("month", "norm"), [("2013-06", 3_667), ("2014-06", 3_733), ("2018-06", 4_033)]
)
def test_two_thirds_are_two_thirds_of_every_years_rate(month: str, norm: int) -> None:
    result = by_the_rates_of_the_day(facts(single("1998-01-01"), month=month))
    assert result.total(Part.NORM) == norm


def test_the_youth_norm_of_2019_is_4_120_as_applied_in_trondheim() -> None:
    result = by_the_rates_of_the_day(facts(single("1995-01-01"), month="2019-06"))
    assert result.award == 4_120


def test_the_short_term_norm_of_2019_is_80_per_cent() -> None:
    alone = single("1980-01-01", month_on_assistance=1)
    assert by_the_rates_of_the_day(facts(alone, month="2019-06")).award == 4_920
    shared = Unit(Living.SHARED, (Adult(1, date(1980, 1, 1)),), month_on_assistance=3)
    assert by_the_rates_of_the_day(facts(shared, month="2019-06")).award == 4_120


def test_there_is_no_cap_before_or_after_its_row() -> None:
    six = ("2013-01-01", "2012-01-01", "2010-01-01", "2006-01-01", "2004-01-01", "2003-01-01")
    given = facts(couple(*six), 20_000, month="2018-06")
    result = by_the_rates_of_the_day(given)
    assert result.cap is None
    assert result.award == result.need_before_cap > 24_000
