"""What the benefit of a month is worked out from: rates by date, participant, attendance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from benefits.calculation.dated import MissingSettingsError, Setting
from benefits.calculation.values import CalculationError

DAYS_A_YEAR = 260
"""Working days that a year's benefit is spread over (domain.md 4.4)."""
HOURS_A_DAY = Fraction(15, 2)
HOURS_A_WEEK = Fraction(75, 2)
"""Full time: 37.5 hours (the regulation on KVP § 1), so 7.5 on each of five days."""
MOST_PAID_WORK = Fraction(1, 2)
"""The share of full time that a participant may be paid for elsewhere (NAV)."""


@dataclass(frozen=True)
class DayRates:
    """What holds on a day: G and factors by the year, the supplement by child and working day."""

    base_amount: Setting
    factor: Setting
    youth_factor: Setting
    youth_age: Setting
    child_supplement: Setting


NAMES = {
    "base_amount": "Grunnbeløpet (G), kr per år",
    "factor": "Kvalifiseringsstønad, G per år",
    "youth_factor": "Kvalifiseringsstønad under 25 år, andel",
    "youth_age": "Kvalifiseringsstønad, redusert under alder",
    "child_supplement": "Barnetillegg i KVP, kr per dag",
}


@dataclass(frozen=True)
class Dated:
    """A setting and the days that it holds, both included; `last` is None while it is open."""

    first: date
    last: date | None
    setting: Setting

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class RateBook:
    """The dated settings of the benefit by the names of `DayRates`."""

    rows: Mapping[str, tuple[Dated, ...]]

    def on(self, day: date) -> DayRates:
        """What holds on `day`, the row that began last first; raises MissingSettingsError."""
        found = {name: self._latest(name, day) for name in NAMES}
        missing = [NAMES[name] for name, setting in found.items() if setting is None]
        if missing:
            raise MissingSettingsError(missing, day)
        return DayRates(**{name: setting for name, setting in found.items() if setting})

    def _latest(self, name: str, day: date) -> Setting | None:
        holding = [row for row in self.rows.get(name, ()) if row.holds(day)]
        return max(holding, key=lambda row: row.first).setting if holding else None


@dataclass(frozen=True)
class Participant:
    """Who takes part; `children` are the birth dates of those whom they support."""

    birth_date: date
    children: tuple[date, ...] = ()


class Why(StrEnum):
    """What takes hours out of the benefit. Valid absence takes none (sickness, agreed)."""

    INVALID_ABSENCE = "invalid_absence"
    PAID_WORK = "paid_work"


@dataclass(frozen=True)
class Hours:
    """Hours of one day that are not paid for."""

    day: date
    hours: Fraction
    why: Why


class StateBenefit(StrEnum):
    """What the participant gets beside the programme; the first three are deducted."""

    UNEMPLOYMENT = "unemployment"
    SICKNESS = "sickness"
    PARENTAL = "parental"
    HOUSING_ALLOWANCE = "housing_allowance"
    MAINTENANCE = "maintenance"
    CHILD_BENEFIT = "child_benefit"
    CASH_FOR_CARE = "cash_for_care"


DEDUCTED = (StateBenefit.UNEMPLOYMENT, StateBenefit.SICKNESS, StateBenefit.PARENTAL)
"""Krone for krone; the others are never taken (domain.md 4.4, NAV)."""
BENEFIT_NAMES = {
    StateBenefit.UNEMPLOYMENT: "Dagpenger",
    StateBenefit.SICKNESS: "Sykepenger",
    StateBenefit.PARENTAL: "Foreldrepenger",
    StateBenefit.HOUSING_ALLOWANCE: "Bostøtte",
    StateBenefit.MAINTENANCE: "Barnebidrag",
    StateBenefit.CHILD_BENEFIT: "Barnetrygd",
    StateBenefit.CASH_FOR_CARE: "Kontantstøtte",
}


@dataclass(frozen=True)
class Attendance:
    """One month as it went, told when it is over: the benefit is paid in arrears.

    `first` and `last` are the days of the programme in it. `unpaid` holds the days of leave that
    give no benefit. `state` is in whole kroner of the month.
    """

    first: date
    last: date
    unpaid: frozenset[date] = frozenset()
    hours: tuple[Hours, ...] = ()
    state: Mapping[StateBenefit, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.first.year, self.first.month) != (self.last.year, self.last.month):
            raise CalculationError("Stønaden regnes ut for én kalendermåned om gangen.")
        if self.last < self.first:
            raise CalculationError("Siste dag kan ikke være før første dag.")
        if any(amount < 0 for amount in self.state.values()):
            raise CalculationError("En annen ytelse kan ikke være mindre enn 0 kroner.")
        _check_hours(self.hours, self)


def _check_hours(hours: Iterable[Hours], attendance: Attendance) -> None:
    by_day: dict[date, Fraction] = {}
    for one in hours:
        told = f"{one.day:%d.%m.%Y}"
        if not attendance.first <= one.day <= attendance.last:
            raise CalculationError(f"{told} er ikke en dag i programmet denne måneden.")
        if not is_working_day(one.day):
            raise CalculationError(f"{told} er ikke en virkedag.")
        if one.day in attendance.unpaid:
            raise CalculationError(f"{told} er en dag med permisjon uten stønad.")
        if one.hours <= 0:
            raise CalculationError("Antall timer må være mer enn 0.")
        by_day[one.day] = by_day.get(one.day, Fraction(0)) + one.hours
        if by_day[one.day] > HOURS_A_DAY:
            raise CalculationError(f"Det er ført mer enn 7,5 timer {told}.")


def is_working_day(day: date) -> bool:
    """Monday to Friday: public holidays are paid like other days."""
    return day.isoweekday() <= 5
