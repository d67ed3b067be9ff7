"""Measure 2b: former unaccompanied minors finish grunnskole on a fixed amount and may earn.

Student-loan-like: domain.md 4.3. The plan gives the aim only, so every figure is a dated setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from benefits.calculation.award import calculate, finished, income_lines
from benefits.calculation.dated import Rates, SpecialRates
from benefits.calculation.result import Line, Part, Result
from benefits.calculation.values import CalculationError, Facts, IncomeKind, kroner
from config.templatetags import tall
from households.months import Month, first_day, last_day, month_from, number_of, year_of
from households.rules import age_on

JULY, AUGUST, DECEMBER = 7, 8, 12


class Hindrance(StrEnum):
    """Why somebody has no right to the scheme in a month."""

    NOT_SETTLED = "not_settled"
    TOO_YOUNG = "too_young"
    NOT_ENROLLED = "not_enrolled"
    NOT_DECIDED = "not_decided"
    NOT_ATTENDING = "not_attending"
    COMPLETED = "completed"
    LEFT = "left"
    TOO_OLD = "too_old"


HINDRANCE_NAMES = {
    Hindrance.NOT_SETTLED: "Er ikke bosatt som enslig mindreårig",
    Hindrance.TOO_YOUNG: "Har ikke nådd aldersgrensen",
    Hindrance.NOT_ENROLLED: "Har ikke plass i grunnskolen",
    Hindrance.NOT_DECIDED: "Vedtaket gjelder ikke dette semesteret",
    Hindrance.NOT_ATTENDING: "Oppmøtet er ikke bekreftet",
    Hindrance.COMPLETED: "Har fullført grunnskolen",
    Hindrance.LEFT: "Har mistet eller sluttet i skoleplassen",
    Hindrance.TOO_OLD: "Har nådd øvre aldersgrense",
}
ENDS = (Hindrance.COMPLETED, Hindrance.LEFT, Hindrance.TOO_OLD)
"""What ends the scheme; the others may pass."""


@dataclass(frozen=True)
class Pupil:
    """Who the scheme is for, and how it goes at school.

    `semester` is any month of the one that the decision is for.
    """

    person: int
    birth_date: date
    settled_as_unaccompanied_minor: bool
    semester: Month
    enrolled_on: date | None = None
    left_on: date | None = None
    completed_on: date | None = None
    attendance_confirmed: bool = False


@dataclass(frozen=True)
class SideBySide:
    """What the ordinary scheme gives, and what this one does; `special` is None when hindered."""

    ordinary: Result
    special: Result | None
    hindrances: tuple[Hindrance, ...] = ()

    @property
    def difference(self) -> int | None:
        """What the special scheme gives more than the ordinary one; negative when less."""
        return None if self.special is None else self.special.norm_award - self.ordinary.norm_award


def semester_of(month: Month) -> tuple[Month, Month]:
    """The first and last month of the semester: January-July or August-December."""
    year = year_of(month)
    if number_of(month) <= JULY:
        return month_from(year, 1), month_from(year, JULY)
    return month_from(year, AUGUST), month_from(year, DECEMBER)


def hindrances(pupil: Pupil, month: Month, rates: SpecialRates) -> tuple[Hindrance, ...]:
    """Everything that stands in the way in `month`; nothing means a right to the scheme."""
    age = age_on(pupil.birth_date, first_day(month))
    enrolled = pupil.enrolled_on is not None and pupil.enrolled_on <= last_day(month)
    found = {
        Hindrance.NOT_SETTLED: not pupil.settled_as_unaccompanied_minor,
        Hindrance.TOO_YOUNG: age < rates.from_age.value,
        Hindrance.NOT_ENROLLED: not enrolled,
        Hindrance.NOT_DECIDED: semester_of(month) != semester_of(pupil.semester),
        Hindrance.NOT_ATTENDING: not pupil.attendance_confirmed,
        Hindrance.COMPLETED: _is_before(pupil.completed_on, month),
        Hindrance.LEFT: _is_before(pupil.left_on, month),
        Hindrance.TOO_OLD: age >= rates.until_age.value,
    }
    return tuple(hindrance for hindrance, stands in found.items() if stands)


def _is_before(day: date | None, month: Month) -> bool:
    """Whether `day` lies in an earlier month: the month in which something ends is paid whole."""
    return day is not None and day < first_day(month)


def calculate_special(facts: Facts, pupil: Pupil, rates: SpecialRates) -> Result:
    """The fixed amount less what counts of the wages and of other income; no cap."""
    if rates.on != first_day(facts.month):
        raise ValueError(f"rates of {rates.on} for a calculation of another month")
    if pupil.person not in {adult.person for adult in facts.unit.adults}:
        raise CalculationError("Eleven er ikke blant de voksne i beregningen.")
    if found := hindrances(pupil, facts.month, rates):
        names = "; ".join(HINDRANCE_NAMES[hindrance] for hindrance in found)
        raise CalculationError(f"Særordningen kan ikke brukes: {names}.")
    amount, source = kroner(rates.amount.value), rates.amount.source
    text = "Fast beløp for elever i grunnskolen"
    need = [Line(Part.NORM, "special", text, amount, pupil.person, source=source)]
    return finished(facts, need, list(_incomes(facts, pupil, rates)))


def _incomes(facts: Facts, pupil: Pupil, rates: SpecialRates) -> Iterator[Line]:
    """The pupil's wages as one line, since the disregard is one a month; the rest as otherwise."""
    wages = [i for i in facts.incomes if (i.kind, i.person) == (IncomeKind.WAGES, pupil.person)]
    if wages:
        earned = sum((Fraction(income.amount) for income in wages), start=Fraction(0))
        above = max(Fraction(0), earned - rates.disregard.value)
        text = f"Lønn over fribeløpet på {tall(kroner(rates.disregard.value))} kr"
        yield Line(
            Part.INCOME,
            IncomeKind.WAGES,
            text,
            kroner(rates.share.value * above),
            pupil.person,
            kroner(earned),
            source=rates.disregard.source,
        )
    yield from (
        line
        for line in income_lines(facts)
        if (line.kind, line.person) != (IncomeKind.WAGES, pupil.person)
    )


def side_by_side(facts: Facts, pupil: Pupil, rates: Rates, special: SpecialRates) -> SideBySide:
    """Both schemes for the same month and the same facts."""
    ordinary = calculate(facts, rates)
    found = hindrances(pupil, facts.month, special)
    if found:
        return SideBySide(ordinary, None, found)
    return SideBySide(ordinary, calculate_special(facts, pupil, special))
