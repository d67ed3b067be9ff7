"""Invented people over four years: their KOSTRA files, and what a plain count needs of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.benefits.kostra_files import Participant, Recipient, assistance_file, programme_file
from tests.reports.plain_count import Month, Someone, after, months_from

YEARS = (2022, 2023, 2024, 2025)
LAST = (2025, 12)
PEOPLE = 90


@dataclass
class Case:
    """Someone invented: what the files will tell, and what the plain count needs."""

    number: int
    born: date
    sex: str
    paid: set[Month]
    children: dict[int, int]
    programme: tuple[date, date | None] | None = None
    plain: Someone = field(init=False)

    def __post_init__(self) -> None:
        self.plain = Someone(self.born, own=self.paid)
        if self.programme:
            first, last = self.programme
            end = last or date(2025, 12, 31)
            self.plain.neutral = set(months_from((first.year, first.month), (end.year, end.month)))

    @property
    def national_number(self) -> str | None:
        """Every third has a placeholder that others of the day share; the rest one of their own."""
        return f"{self.born:%d%m%y}00{self.sex}00" if self.number % 3 == 0 else None

    def is_in_programme(self, day: date) -> bool:
        first, last = self.programme or (date.max, None)
        return first <= day and (last is None or day <= last)


def invented(choose: random.Random) -> list[Case]:
    cases = []
    for number in range(PEOPLE):
        start = after((2022, 1), choose.randrange(40))
        rhythm = choose.choice([1.0, 0.9, 0.6, 0.3])
        paid = {m for m in months_from(start, LAST) if choose.random() < rhythm} or {start}
        case = Case(
            number,
            date(1960 + number % 45, 1 + number % 12, 1 + number % 28),
            choose.choice("12"),
            paid,
            {year: choose.choice([0, 0, 1, 3]) for year in YEARS},
        )
        if choose.random() < 0.3:
            began = date(choose.choice(YEARS), choose.randint(1, 12), choose.randint(1, 28))
            ended = (
                date(2025, 8, 31) if choose.random() < 0.5 and began < date(2025, 1, 1) else None
            )
            case = Case(number, case.born, case.sex, paid, case.children, (began, ended))
        cases.append(case)
    return cases


def recipients(cases: list[Case], year: int) -> Iterator[Recipient]:
    for case in cases:
        months = {month: (4_000 + case.number, None) for y, month in sorted(case.paid) if y == year}
        if months:
            yield Recipient(
                months,
                f"OSK{case.number:05d}",
                case.born,
                sex=case.sex,
                children=case.children[year],
                number=case.national_number,
            )


def participants(cases: list[Case], year: int) -> Iterator[Participant]:
    for case in cases:
        first, last = case.programme or (date.max, None)
        if first.year > year or (last is not None and last.year < year):
            continue
        ends = last is not None and last.year == year
        yield Participant(
            first,
            range(first.month if first.year == year else 1, 13 if not ends else 9),
            "3" if ends else "1",
            last if ends else None,
            f"OSK{case.number:05d}",
            case.born,
            sex=case.sex,
            children=case.children[year],
            number=case.national_number,
        )


def files_of(cases: list[Case], folder: Path) -> list[Path]:
    """11F and 11CF of each year, written into `folder`."""
    paths = []
    for year in YEARS:
        for name, content in (
            (f"11F_{year}.dat", assistance_file(recipients(cases, year), year)),
            (f"11CF_{year}.dat", programme_file(participants(cases, year), year)),
        ):
            (folder / name).write_bytes(content)
            paths.append(folder / name)
    return paths
