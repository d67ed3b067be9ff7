"""National identity numbers (fødselsnummer, D-nummer) and DUF numbers: checked, shown, masked.

The control digits are python-stdnum's; the rest of that library's checks are not used, since it
rejects the tax administration's synthetic numbers and knows neither the rule of 2032 nor that sex
may no longer be read out of a number. From 1 January 2032 the first control digit may leave a
rest of 0, 1, 2 or 3; both generations are valid side by side (Skatteetaten, "Nytt fødselsnummer
fra 2032").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice

from stdnum.no.fodselsnummer import calc_check_digit1, calc_check_digit2

FIRST_RESTS = range(4)
"""Rests of the first control digit: 0 until 2031, 0-3 from 2032."""
DUF_WEIGHTS = (4, 6, 3, 2, 4, 6, 3, 2, 7, 5)
SPACES = str.maketrans("", "", " \xa0\u202f")


class Kind(StrEnum):
    """What has been added to the birth date: 40 to the day, 40, 65 or 80 to the month."""

    FNR = "fnr"
    DNR = "dnr"
    HNR = "hnr"
    NHN = "nhn"
    TNR = "tnr"
    DNR_HNR = "dnr-and-hnr"
    DNR_NHN = "dnr-and-nhn"
    DNR_TNR = "dnr-and-tnr"


KINDS = {
    (0, 0): Kind.FNR,
    (40, 0): Kind.DNR,
    (0, 40): Kind.HNR,
    (0, 65): Kind.NHN,
    (0, 80): Kind.TNR,
    (40, 40): Kind.DNR_HNR,
    (40, 65): Kind.DNR_NHN,
    (40, 80): Kind.DNR_TNR,
}
"""Kind by what is added to the day and to the month.

+40 months: help numbers and NAV's synthetic persons; +65: synthetic patients of the health
network; +80: the tax administration's synthetic population (Tenor).
"""


@dataclass(frozen=True)
class NationalId:
    """A number whose control digits and date are right.

    `birth_date` is None when the individual number belongs to no series of its year of birth.
    """

    number: str = field(repr=False)
    kind: Kind
    birth_date: date | None = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> NationalId:
        """Read a number, spaces allowed; ValueError with a Norwegian sentence if it is wrong."""
        number = digits(text, 11)
        day, month = int(number[:2]), int(number[2:4])
        added_days = 40 if day > 40 else 0
        added_months = next((added for added in (80, 65, 40) if month > added), 0)
        day, month = day - added_days, month - added_months
        if not _is_day(day, month, int(number[4:6])):
            raise ValueError("Nummeret begynner ikke med en gyldig dato.")
        if not has_valid_control_digits(number):
            raise ValueError("Kontrollsifrene stemmer ikke. Se etter tastefeil.")
        return cls(number, KINDS[added_days, added_months], _birth_date(number, day, month))

    @property
    def is_synthetic(self) -> bool:
        """Whether no real person can be expected to have the number (help numbers included)."""
        return self.kind not in (Kind.FNR, Kind.DNR)

    def __str__(self) -> str:
        return formatted(self.number)


def validate_national_id(text: str, synthetic_allowed: bool) -> NationalId:
    """The number in `text`; ValueError with a Norwegian sentence if it may not be used."""
    national_id = NationalId.parse(text)
    if national_id.is_synthetic and not synthetic_allowed:
        raise ValueError("Syntetiske numre og hjelpenumre kan ikke brukes her.")
    return national_id


def validate_duf(text: str) -> str:
    """The 12 digits of a DUF number; ValueError with a Norwegian sentence if it is wrong.

    The number begins with the year it was given. The first ten digits are weighted and summed; the
    rest modulo 11 is the last two (KOSTRA rule 38), so without the year twelve zeros would pass.
    """
    number = digits(text, 12)
    if number[:2] not in ("19", "20"):
        raise ValueError("DUF-nummeret begynner ikke med et årstall.")
    rest = sum(int(d) * w for d, w in zip(number, DUF_WEIGHTS, strict=False)) % 11
    if int(number[10:]) != rest:
        raise ValueError("Kontrollsifrene i DUF-nummeret stemmer ikke.")
    return number


def formatted(number: str) -> str:
    """Birth date and person number apart: "158392 12345"."""
    return f"{number[:6]} {number[6:]}"


def masked(number: str) -> str:
    """The number as lists show it: "158392 •••••"."""
    return f"{number[:6]} •••••"


def has_valid_control_digits(number: str, first_rests: range = FIRST_RESTS) -> bool:
    """Whether the last two of 11 digits follow from the others; the date is not looked at.

    `first_rests=range(1)` asks for the rule that all numbers given before 2032 follow.
    """
    rest = (int(number[9]) - int(calc_check_digit1(number))) % 11
    return rest in first_rests and number[10] == calc_check_digit2(number)


def synthetic_national_id(birth_date: date, serial: int = 0) -> str:
    """The `serial`th synthetic number (month + 80) of someone born on `birth_date`.

    For demo data and tests. ValueError when the day has no more numbers or no series at all.
    """
    for number in islice(_synthetic_numbers(birth_date), serial, None):
        return number
    raise ValueError(f"no synthetic number {serial} for a birth in {birth_date.year}")


def digits(text: str, count: int) -> str:
    """`text` without spaces when that is `count` digits; ValueError if not."""
    number = text.translate(SPACES)
    if not (len(number) == count and number.isascii() and number.isdigit()):
        raise ValueError(f"Nummeret må ha {count} siffer.")
    return number


def _is_day(day: int, month: int, year_of_century: int) -> bool:
    """Whether the day exists in some century (both 1900 and 2000 stand for 00)."""
    try:
        date(2000 + year_of_century, month, day)
    except ValueError:
        return False
    return True


def _birth_date(number: str, day: int, month: int) -> date | None:
    century = _century(int(number[6:9]), int(number[4:6]))
    if century is None:
        return None
    try:
        return date(century + int(number[4:6]), month, day)
    except ValueError:  # 29 February 1900
        return None


def _century(individual: int, year_of_century: int) -> int | None:
    """The series of individual numbers (Skatteetaten): the century they stand for, if any."""
    if individual <= 499:
        return 1900
    if year_of_century <= 39:
        return 2000
    if individual >= 900:
        return 1900
    if individual <= 749 and year_of_century >= 54:
        return 1800
    return None


def _synthetic_numbers(birth_date: date) -> Iterator[str]:
    date_part = f"{birth_date.day:02d}{birth_date.month + 80}{birth_date.year % 100:02d}"
    for individual in range(1000):
        if _century(individual, birth_date.year % 100) != birth_date.year // 100 * 100:
            continue
        nine = f"{date_part}{individual:03d}"
        first = calc_check_digit1(nine)
        second = calc_check_digit2(nine + first)
        if len(first + second) == 2:
            yield nine + first + second
