"""Rates, people and facts for tests of the calculation; no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from benefits.calculation.dated import Cap, CapBasis, Norms, Rates, Setting, SpecialRates
from benefits.calculation.special import Pupil
from benefits.calculation.values import (
    Adult,
    Child,
    Facts,
    HousingKind,
    HousingLine,
    Income,
    IncomeKind,
    Living,
    Unit,
)
from households.months import first_day, parse_month

APPLICANT, SPOUSE, FIRST_CHILD = 1, 2, 11


def setting(value: str) -> Setting:
    return Setting(Fraction(value), "Prøve")


STATE_2013 = Norms(5_500, 9_100, 4_550, 2_100, 2_800, 3_500, "A-2/2012")
SUPPLEMENT_2013 = Norms(0, 0, 0, 250, 250, 250, "Formannskapet")
CAP = Cap(24_000, CapBasis.NEED, "Planen")
STATE_2019 = Norms(6_150, 10_250, 5_150, 2_400, 3_100, 4_000, "nav.no")


def rates_2013(month: str = "2013-06", **others: object) -> Rates:
    rates = Rates(
        on=first_day(parse_month(month)),
        state=STATE_2013,
        municipality=SUPPLEMENT_2013,
        cap=CAP,
        youth_factor=Setting(Fraction("0.666667"), "Planen"),
        youth_age=setting("24"),
    )
    return replace(rates, **others)  # type: ignore[arg-type]


def rates_2019(month: str = "2019-06", **others: object) -> Rates:
    rates = Rates(
        on=first_day(parse_month(month)),
        state=STATE_2019,
        youth_factor=setting("0.669919"),
        youth_age=setting("25"),
        short_term_factor=setting("0.80"),
        short_term_months=setting("3"),
    )
    return replace(rates, **others)  # type: ignore[arg-type]


def special_rates(month: str = "2013-06") -> SpecialRates:
    """5 000 kr of wages are disregarded, and half of the rest lowers the 9 000 kr."""
    amounts = (setting("9000"), setting("5000"), setting("1/2"), setting("20"), setting("30"))
    return SpecialRates(first_day(parse_month(month)), *amounts)


def single(born: str = "1980-05-05", *children: str, **others: object) -> Unit:
    adult = Adult(APPLICANT, date.fromisoformat(born))
    return replace(Unit(Living.SINGLE, (adult,), born_on(*children)), **others)  # type: ignore[arg-type]


def couple(*children: str) -> Unit:
    adults = (Adult(APPLICANT, date(1978, 1, 1)), Adult(SPOUSE, date(1980, 1, 1)))
    return Unit(Living.COUPLE, adults, born_on(*children))


def born_on(*days: str) -> tuple[Child, ...]:
    return tuple(
        Child(FIRST_CHILD + number, date.fromisoformat(day)) for number, day in enumerate(days)
    )


FIVE_CHILDREN = ("2011-02-01", "2009-02-01", "2006-02-01", "2001-02-01", "1998-02-01")
"""2, 4, 7, 12 and 15 years old in June 2013."""


def facts(unit: Unit, rent: int = 0, *, month: str = "2013-06", **others: object) -> Facts:
    housing = (HousingLine(HousingKind.RENT, rent, rent),) if rent else ()
    return Facts(parse_month(month), unit, housing, **others)  # type: ignore[arg-type]


def wages(amount: object, person: int = APPLICANT) -> Income:
    return Income(IncomeKind.WAGES, amount, person)  # type: ignore[arg-type]


def pupil(**others: object) -> Pupil:
    """21 years old in June 2013, at school with attendance confirmed."""
    someone = Pupil(
        person=APPLICANT,
        birth_date=date(1992, 3, 3),
        settled_as_unaccompanied_minor=True,
        semester=parse_month("2013-06"),
        enrolled_on=date(2012, 8, 20),
        attendance_confirmed=True,
    )
    return replace(someone, **others)  # type: ignore[arg-type]
