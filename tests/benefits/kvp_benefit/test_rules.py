"""The benefit of a month in KVP: a table of cases, a plain computation, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits.calculation.dated import MissingSettingsError, Setting
from benefits.calculation.values import CalculationError
from benefits.kvp_benefit.rules import TAKING, Result, calculate, year_amount
from benefits.kvp_benefit.values import (
    Attendance,
    Dated,
    Hours,
    Participant,
    RateBook,
    StateBenefit,
    Why,
)
from benefits.rates import kvp_rate_book
from households.months import Month, first_day, last_day
from tests.benefits.kvp_benefit.cases import CASES as OF_DAYS
from tests.benefits.kvp_benefit.cases import Case
from tests.benefits.kvp_benefit.cases_taken import TAKEN
from tests.conftest import day

CASES = OF_DAYS + TAKEN
JANUARY = (day("2013-01-01"), day("2013-01-31"))


def worked_out(case: Case, book: RateBook) -> Result:
    told = case.told
    participant = Participant(day(case.born), tuple(day(one) for one in told.get("children", ())))
    attendance = Attendance(
        day(case.first),
        day(case.last),
        frozenset(day(one) for one in told.get("unpaid", ())),
        tuple(
            Hours(day(on), Fraction(count), Why(why)) for on, count, why in told.get("hours", ())
        ),
        {StateBenefit(kind): amount for kind, amount in told.get("state", {}).items()},
    )
    return calculate(participant, attendance, book)


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.shows)
def test_each_month_gives_what_the_table_says(case: Case) -> None:
    book = kvp_rate_book(day(case.first), day(case.last))
    result = worked_out(case, book)
    signed = [-line.amount if line.part in TAKING else line.amount for line in result.lines]
    assert [amount for amount in signed if amount] == [one for one in case.amounts if one]
    assert result.total == sum(case.amounts)


def test_the_table_has_no_case_twice() -> None:
    assert len({(case.born, case.first, case.last, str(case.told)) for case in CASES}) == len(CASES)
    assert len({case.shows for case in CASES}) == len(CASES)
    assert all(case.source for case in CASES)


@pytest.mark.django_db
@pytest.mark.parametrize(("born", "amount"), [("1990-01-01", 265_657), ("2003-01-01", 177_104)])
def test_a_year_is_what_nav_prints(born: str, amount: int) -> None:
    on = day("2025-09-01")
    assert year_amount(day(born), on, kvp_rate_book(on, on)) == amount


@pytest.mark.django_db
def test_a_day_without_rates_is_named_and_never_guessed() -> None:
    book = kvp_rate_book(day("2026-04-01"), day("2026-05-31"))
    participant = Participant(day("1980-01-01"))
    assert (
        calculate(participant, Attendance(day("2026-04-30"), day("2026-04-30")), book).total == 1022
    )
    with pytest.raises(MissingSettingsError, match=r"04\.05\.2026.*G per år"):
        calculate(participant, Attendance(day("2026-05-04"), day("2026-05-08")), book)
    with pytest.raises(MissingSettingsError, match=r"01\.01\.2013: Grunnbeløpet \(G\)"):
        calculate(participant, Attendance(*JANUARY), RateBook({}))


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ([("2013-02-01", "1")], "ikke en dag i programmet"),
        ([("2013-01-05", "1")], "ikke en virkedag"),
        ([("2013-01-08", "1")], "permisjon uten stønad"),
        ([("2013-01-07", "0")], "mer enn 0"),
        ([("2013-01-07", "5"), ("2013-01-07", "3")], "mer enn 7,5 timer"),
    ],
)
def test_hours_that_cannot_be_are_refused(hours: list[tuple[str, str]], told: str) -> None:
    rows = tuple(Hours(day(on), Fraction(count), Why.PAID_WORK) for on, count in hours)
    with pytest.raises(CalculationError, match=told):
        Attendance(*JANUARY, frozenset({day("2013-01-08")}), rows)


def test_a_month_is_one_calendar_month() -> None:
    with pytest.raises(CalculationError, match="én kalendermåned"):
        Attendance(day("2013-01-31"), day("2013-02-01"))
    with pytest.raises(CalculationError, match="ikke være før"):
        Attendance(day("2013-01-31"), day("2013-01-01"))
    with pytest.raises(CalculationError, match="mindre enn 0"):
        Attendance(*JANUARY, state={StateBenefit.SICKNESS: -1})


@pytest.mark.django_db
def test_more_than_half_a_job_is_noticed() -> None:
    """23 working days are 172.5 hours; half of them are 86.25."""
    book = kvp_rate_book(*JANUARY)
    days = [JANUARY[0] + timedelta(number) for number in range(31)]
    working = [one for one in days if one.isoweekday() <= 5]

    def notices(hours: Fraction) -> tuple[str, ...]:
        rows = tuple(Hours(one, hours / 23, Why.PAID_WORK) for one in working)
        return calculate(
            Participant(day("1980-01-01")), Attendance(*JANUARY, hours=rows), book
        ).notices

    assert notices(Fraction("86.25")) == ()
    assert "halv stilling" in notices(Fraction("86.26"))[0]


# A plain computation beside the rules: day by day with decimals, rounded at the very end.
BOOK = RateBook(
    {
        "base_amount": (
            Dated(day("2012-05-01"), day("2013-04-30"), Setting(Fraction(82122), "")),
            Dated(day("2013-05-01"), None, Setting(Fraction(85245), "")),
        ),
        "factor": (Dated(day("2007-11-01"), None, Setting(Fraction(2), "")),),
        "youth_factor": (Dated(day("2007-11-01"), None, Setting(Fraction(2, 3), "")),),
        "youth_age": (Dated(day("2007-11-01"), None, Setting(Fraction(25), "")),),
        "child_supplement": (Dated(day("2007-11-01"), None, Setting(Fraction(27), "")),),
    }
)
MONTHS = st.integers(2012 * 12 + 5, 2014 * 12)
BIRTHS = st.dates(date(1950, 1, 1), date(1994, 12, 31))


def by_hand(
    born: date, children: tuple[date, ...], month: Month, off: dict[date, Fraction]
) -> Decimal:
    total, one = Decimal(0), first_day(month)
    while one <= last_day(month):
        if one.weekday() < 5:
            g = 82122 if one < date(2013, 5, 1) else 85245
            is_young = (one.year - born.year - ((one.month, one.day) < (born.month, born.day))) < 25
            rate = Decimal(2 * g) / 260 * (Decimal(2) / 3 if is_young else 1)
            for child in children:
                years = one.year - child.year - ((one.month, one.day) < (child.month, child.day))
                rate += 27 if child <= one and years < 18 else 0
            hours = off.get(one, Fraction(0))
            total += rate * (1 - Decimal(hours.numerator) / hours.denominator / Decimal("7.5"))
        one += timedelta(1)
    return total


@given(
    BIRTHS,
    st.lists(st.dates(date(1994, 1, 1), date(2013, 12, 31)), max_size=4).map(tuple),
    MONTHS,
    st.dictionaries(st.integers(0, 19), st.integers(1, 15), max_size=20),
)
def test_it_agrees_with_a_plain_computation(
    born: date, children: tuple[date, ...], month: Month, off: dict[int, int]
) -> None:
    days = [first_day(month) + timedelta(number) for number in range(28)]
    working = [one for one in days if one.isoweekday() <= 5]
    hours = {working[at]: Fraction(halves, 2) for at, halves in off.items()}
    rows = tuple(Hours(one, count, Why.INVALID_ABSENCE) for one, count in hours.items())
    attendance = Attendance(first_day(month), last_day(month), hours=rows)
    result = calculate(Participant(born, children), attendance, BOOK)
    expected = by_hand(born, children, month, hours)
    assert abs(result.total - expected) <= Decimal("0.5") * len(result.lines) + 1
    assert result.total >= 0


@given(BIRTHS, MONTHS, st.integers(0, 30_000), st.integers(0, 30_000))
def test_the_state_pays_first_and_nothing_goes_below_0(
    born: date, month: Month, sickness: int, housing: int
) -> None:
    def total(**state: int) -> int:
        told = {StateBenefit(kind): amount for kind, amount in state.items()}
        attendance = Attendance(first_day(month), last_day(month), state=told)
        return calculate(Participant(born), attendance, BOOK).total

    alone = total()
    assert abs(alone - by_hand(born, (), month, {})) <= 1
    assert total(housing_allowance=housing) == alone
    assert total(sickness=sickness, housing_allowance=housing) == max(0, alone - sickness)
