"""Measure 2b: earning under the disregard lowers nothing; the ordinary scheme takes it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from benefits.calculation.result import Part
from benefits.calculation.special import (
    ENDS,
    Hindrance,
    calculate_special,
    hindrances,
    semester_of,
    side_by_side,
)
from benefits.calculation.values import (
    CalculationError,
    Deduction,
    Income,
    IncomeKind,
    OneOff,
)
from households.months import parse_month
from tests.benefits.calculation_cases import (
    APPLICANT,
    SPOUSE,
    couple,
    facts,
    pupil,
    rates_2013,
    single,
    special_rates,
    wages,
)

JUNE = parse_month("2013-06")
YOUNG = single("1992-03-03")


def award_with(*incomes: Income, rent: int = 0) -> int:
    return calculate_special(facts(YOUNG, rent, incomes=incomes), pupil(), special_rates()).award


def test_earning_3_000_lowers_nothing_where_the_ordinary_scheme_takes_3_000() -> None:
    without, earning = (
        side_by_side(facts(YOUNG, 5_000, incomes=incomes), pupil(), rates_2013(), special_rates())
        for incomes in ((), (wages(3_000),))
    )
    assert without.special is not None
    assert earning.special is not None
    assert (without.special.award, earning.special.award) == (9_000, 9_000)
    assert (without.ordinary.award, earning.ordinary.award) == (8_667, 5_667)
    assert (without.difference, earning.difference) == (333, 3_333)


@pytest.mark.parametrize(
    ("earned", "award"),
    [
        ("5000", 9_000),
        ("5000.98", 9_000),
        ("5001", 8_999),
        ("5002", 8_999),
        ("9000", 7_000),
        ("23000", 0),
        ("50000", 0),
    ],
)
def test_half_of_the_wages_above_the_disregard_is_taken(earned: str, award: int) -> None:
    assert award_with(wages(Decimal(earned))) == award


def test_the_disregard_is_one_a_month_however_many_employers() -> None:
    assert award_with(wages(4_000), wages(4_000)) == 7_500


def test_other_income_counts_as_otherwise() -> None:
    allowance = Income(IncomeKind.HOUSING_ALLOWANCE, 800, APPLICANT)
    assert award_with(wages(4_000), allowance) == 8_200
    given = facts(couple(), incomes=(wages(900, SPOUSE), wages(4_000)))
    result = calculate_special(given, pupil(), special_rates())
    assert [line.amount for line in result.part(Part.INCOME)] == [0, 900]


def test_the_amount_is_fixed_without_rent_or_cap_but_with_one_offs_and_deductions() -> None:
    given = facts(
        single("1992-03-03", "2012-01-01"),
        30_000,
        one_offs=(OneOff("school_start", "Bøker", 500),),
        deductions=(Deduction("§ 26", "Refusjon", 200),),
    )
    result = calculate_special(given, pupil(), special_rates())
    assert (result.cap, result.reduction, result.award) == (None, 0, 9_300)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ()),
        ({"settled_as_unaccompanied_minor": False}, (Hindrance.NOT_SETTLED,)),
        ({"birth_date": date(1993, 6, 1)}, ()),
        ({"birth_date": date(1993, 6, 2)}, (Hindrance.TOO_YOUNG,)),
        ({"birth_date": date(1983, 6, 2)}, ()),
        ({"birth_date": date(1983, 6, 1)}, (Hindrance.TOO_OLD,)),
        ({"enrolled_on": None}, (Hindrance.NOT_ENROLLED,)),
        ({"enrolled_on": date(2013, 6, 30)}, ()),
        ({"enrolled_on": date(2013, 7, 1)}, (Hindrance.NOT_ENROLLED,)),
        ({"semester": parse_month("2013-01")}, ()),
        ({"semester": parse_month("2013-08")}, (Hindrance.NOT_DECIDED,)),
        ({"semester": parse_month("2012-12")}, (Hindrance.NOT_DECIDED,)),
        ({"attendance_confirmed": False}, (Hindrance.NOT_ATTENDING,)),
        ({"completed_on": date(2013, 6, 1)}, ()),
        ({"completed_on": date(2013, 5, 31)}, (Hindrance.COMPLETED,)),
        ({"left_on": date(2013, 6, 1)}, ()),
        ({"left_on": date(2013, 5, 31)}, (Hindrance.LEFT,)),
    ],
)
def test_each_hindrance_stands_from_its_date(
    changes: dict[str, object], found: tuple[Hindrance, ...]
) -> None:
    assert hindrances(pupil(**changes), JUNE, special_rates()) == found


def test_what_ends_the_scheme_is_completed_school_lost_place_or_age() -> None:
    assert set(ENDS) == {Hindrance.COMPLETED, Hindrance.LEFT, Hindrance.TOO_OLD}


def test_who_is_hindered_gets_the_reasons_and_the_ordinary_scheme() -> None:
    absent = pupil(attendance_confirmed=False, left_on=date(2013, 5, 2))
    both = side_by_side(facts(YOUNG), absent, rates_2013(), special_rates())
    assert (both.special, both.difference, both.ordinary.award) == (None, None, 3_667)
    assert both.hindrances == (Hindrance.NOT_ATTENDING, Hindrance.LEFT)
    with pytest.raises(CalculationError, match=r"Oppmøtet er ikke bekreftet; Har mistet"):
        calculate_special(facts(YOUNG), absent, special_rates())


def test_the_pupil_must_be_among_the_adults_and_the_rates_of_the_month() -> None:
    with pytest.raises(CalculationError, match="ikke blant de voksne"):
        calculate_special(facts(YOUNG), replace(pupil(), person=77), special_rates())
    with pytest.raises(ValueError, match="another month"):
        calculate_special(facts(YOUNG), pupil(), special_rates("2013-05"))


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        ("2013-01", "2013-01", "2013-07"),
        ("2013-07", "2013-01", "2013-07"),
        ("2013-08", "2013-08", "2013-12"),
        ("2013-12", "2013-08", "2013-12"),
    ],
)
def test_every_month_lies_in_a_semester(month: str, first: str, last: str) -> None:
    assert semester_of(parse_month(month)) == (parse_month(first), parse_month(last))
