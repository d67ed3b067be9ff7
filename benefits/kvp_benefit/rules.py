"""The benefit of one month (sosialtjenesteloven §§ 35-37; domain.md 4.4), in whole kroner.

Every working day has its own rate, so a new G, a birthday or a child's birth counts from its day.
Full benefit is G times the factor a year, two thirds of it under 25, over 260 working days; the
child supplement comes on top in full. Hours of invalid absence and of paid work take their share of
the day, supplement included; then some state benefits are deducted krone for krone, never below 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from benefits.calculation.values import kroner
from benefits.kvp_benefit.values import (
    BENEFIT_NAMES,
    DAYS_A_YEAR,
    DEDUCTED,
    HOURS_A_DAY,
    MOST_PAID_WORK,
    Attendance,
    DayRates,
    Participant,
    RateBook,
    StateBenefit,
    Why,
    is_working_day,
)
from config.templatetags import tall
from households.rules import age_on


class Part(StrEnum):
    """What a line does, in the order they are read; the last two lower the benefit."""

    BENEFIT = "benefit"
    CHILDREN = "children"
    HOURS = "hours"
    STATE = "state"


TAKING = (Part.HOURS, Part.STATE)


@dataclass(frozen=True)
class Line:
    """One row, rounded once to whole kroner; never negative: its part tells what it does.

    `stated` is what was told of where another amount counts: a benefit that is not deducted, or
    that there was no room for.
    """

    part: Part
    kind: str
    text: str
    amount: int
    stated: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Result:
    """A month's benefit; the total is the sum of its lines. `notices` are for the caseworker."""

    lines: tuple[Line, ...]
    notices: tuple[str, ...] = ()

    @property
    def gross(self) -> int:
        """What the days give before anything is taken."""
        return sum(line.amount for line in self.lines if line.part not in TAKING)

    @property
    def total(self) -> int:
        return self.gross - sum(line.amount for line in self.lines if line.part in TAKING)


@dataclass(frozen=True)
class _Day:
    day: date
    rates: DayRates
    is_young: bool
    children: int

    @property
    def year(self) -> Fraction:
        """The year's full benefit at this day's rates, without supplement."""
        full = self.rates.base_amount.value * self.rates.factor.value
        return full * self.rates.youth_factor.value if self.is_young else full

    @property
    def benefit(self) -> Fraction:
        return self.year / DAYS_A_YEAR

    @property
    def supplement(self) -> Fraction:
        return self.children * self.rates.child_supplement.value

    @property
    def whole(self) -> Fraction:
        return self.benefit + self.supplement


def calculate(participant: Participant, attendance: Attendance, book: RateBook) -> Result:
    """The month's lines and total; raises MissingSettingsError for a day without rates."""
    days = [_day(participant, day, book) for day in _paid_days(attendance)]
    lines = [*_benefit_lines(days), *_supplement_lines(days)]
    earned = sum(line.amount for line in lines)
    lines += _hour_lines(days, attendance, earned)
    left = earned - sum(line.amount for line in lines if line.part == Part.HOURS)
    lines += _state_lines(attendance, left)
    return Result(tuple(lines), tuple(_notices(days, attendance)))


def year_amount(birth_date: date, day: date, book: RateBook) -> int:
    """A year's full benefit at the rates of `day`, in whole kroner; for letter and page."""
    return kroner(_day(Participant(birth_date), day, book).year)


def _paid_days(attendance: Attendance) -> list[date]:
    count = (attendance.last - attendance.first).days + 1
    days = (attendance.first + timedelta(number) for number in range(count))
    return [day for day in days if is_working_day(day) and day not in attendance.unpaid]


def _day(participant: Participant, day: date, book: RateBook) -> _Day:
    rates = book.on(day)
    children = sum(born <= day and age_on(born, day) < 18 for born in participant.children)
    is_young = age_on(participant.birth_date, day) < rates.youth_age.value
    return _Day(day, rates, is_young, children)


def _benefit_lines(days: Iterable[_Day]) -> Iterable[Line]:
    """A line for each stretch of days with one rate: a new G or a birthday begins another."""
    for _, grouped in groupby(days, key=lambda day: (day.benefit, day.is_young)):
        stretch = list(grouped)
        first = stretch[0]
        share = " (under 25 år)" if first.is_young else ""
        yield Line(
            Part.BENEFIT,
            "youth" if first.is_young else "full",
            f"Kvalifiseringsstønad{share}, {_counted(len(stretch))} à {_told(first.benefit)} kr",
            kroner(sum((day.benefit for day in stretch), Fraction(0))),
            source=f"{first.rates.factor.source}; {first.rates.base_amount.source}",
        )


def _supplement_lines(days: Iterable[_Day]) -> Iterable[Line]:
    with_children = [day for day in days if day.supplement]
    for _, grouped in groupby(with_children, key=lambda day: (day.children, day.supplement)):
        stretch = list(grouped)
        first = stretch[0]
        rate = _told(first.rates.child_supplement.value)
        yield Line(
            Part.CHILDREN,
            "child",
            f"Barnetillegg, {first.children} barn, {_counted(len(stretch))} à {rate} kr",
            kroner(sum((day.supplement for day in stretch), Fraction(0))),
            source=first.rates.child_supplement.source,
        )


HOUR_NAMES = {Why.INVALID_ABSENCE: "Ugyldig fravær", Why.PAID_WORK: "Lønnet arbeid"}


def _hour_lines(days: Iterable[_Day], attendance: Attendance, earned: int) -> Iterable[Line]:
    """What the hours take, the supplement included; the last hour takes what rounding has left."""
    whole = {day.day: day.whole for day in days}
    exact = sum(whole.values(), Fraction(0))
    left = earned
    for why, name in HOUR_NAMES.items():
        hours = [one for one in attendance.hours if one.why == why]
        if hours:
            share = sum((whole[one.day] * one.hours / HOURS_A_DAY for one in hours), Fraction(0))
            exact -= share
            amount = min(kroner(share), left) if exact else left
            left -= amount
            count = _hours_told(sum((one.hours for one in hours), Fraction(0)))
            yield Line(Part.HOURS, why.value, f"{name}, {count} timer", amount)


def _state_lines(attendance: Attendance, left: int) -> Iterable[Line]:
    for kind in StateBenefit:
        stated = attendance.state.get(kind, 0)
        if stated:
            amount = min(stated, left) if kind in DEDUCTED else 0
            left -= amount
            name = BENEFIT_NAMES[kind]
            text = name if kind in DEDUCTED else f"{name} (trekkes ikke)"
            yield Line(Part.STATE, kind.value, text, amount, stated=stated)


def _notices(days: Iterable[_Day], attendance: Attendance) -> Iterable[str]:
    worked = sum((one.hours for one in attendance.hours if one.why == Why.PAID_WORK), Fraction(0))
    if worked > len(list(days)) * HOURS_A_DAY * MOST_PAID_WORK:
        yield "Lønnet arbeid er mer enn halv stilling denne måneden. Vurder om programmet går an."


def _counted(days: int) -> str:
    return f"{days} {'dag' if days == 1 else 'dager'}"


def _hours_told(hours: Fraction) -> str:
    """At most two decimals, and no zero at the end: 7,5 and 15."""
    told = _told(hours)
    return told.removesuffix("0") if "," in told else told


def _told(amount: Fraction) -> str:
    """At most two decimals, Norwegian comma: 1 234,50 and 38."""
    hundredths = kroner(amount * 100)
    whole, rest = divmod(hundredths, 100)
    return f"{tall(whole)},{rest:02}" if rest else tall(whole)
