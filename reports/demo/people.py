"""Who the people of the cases are: names, birth dates, sex, language, numbers.

All invented. National numbers are synthetic (month + 80); telephone numbers are of a series made
for this; nobody is drawn from any register.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from households.access import Protection
from households.months import Month, first_day, last_day, number_of, year_of
from households.national_id import DUF_WEIGHTS, synthetic_national_id
from reports.demo.cases import Case, Child
from reports.demo.names import FRONT_OF_THE_LIST, NORWEGIAN, ORIGINS, Origin

WOMAN, MAN = "f", "m"
FROM_ABROAD = {"family": 0.5, "young": 0.28, "old": 0.12, "other": 0.32}
OLD = 55 * 12
GENERATION = 17 * 12
DUF_FIRST_SERIAL = 900_000


@dataclass(slots=True, eq=False)
class Human:
    """One invented person; dates are days, numbers are unique within the demo."""

    first_name: str
    last_name: str
    sex: str
    birth_date: date
    origin: Origin
    needs_interpreter: bool = False
    phone: str = ""
    national_id: str | None = None
    duf_number: str | None = None
    died_on: date | None = None
    moved_away_on: date | None = None
    protection: Protection = Protection.NONE


class Numbers:
    """Gives out identity numbers, each once, over all the copies of a demo."""

    def __init__(self) -> None:
        self._used: Counter[date] = Counter()
        self._dufs = DUF_FIRST_SERIAL

    def national_id(self, birth_date: date) -> str:
        serial = self._used[birth_date]
        self._used[birth_date] += 1
        return synthetic_national_id(birth_date, serial)

    def duf(self, year: int) -> str:
        self._dufs += 1
        ten = f"{year:04d}{self._dufs:06d}"
        rest = sum(int(digit) * weight for digit, weight in zip(ten, DUF_WEIGHTS, strict=True)) % 11
        return f"{ten}{rest:02d}"


class People:
    """The humans of all cases: each applicant, partner and child made once, however linked."""

    def __init__(self, rng: Random, numbers: Numbers, last: Month) -> None:
        self.rng, self.numbers = rng, numbers
        self.today = last_day(last)
        self.applicants: dict[Case, Human] = {}
        self.partners: dict[Case, Human] = {}
        self.children: dict[Child, Human] = {}

    def applicant(self, case: Case) -> Human:
        if case not in self.applicants:
            if case.former is not None:
                self.applicants[case] = self.partner(case.former)
            else:
                self.applicants[case] = self._new_applicant(case)
            self._fate(case, self.applicants[case], is_applicant=True)
        return self.applicants[case]

    def partner(self, case: Case) -> Human:
        """The partner of a case that has one."""
        if case not in self.partners:
            if case.partner is None:
                raise ValueError("no partner in the case")
            if case.partner.case is not None:
                self.partners[case] = self.applicant(case.partner.case)
            else:
                self.partners[case] = self._new_partner(case)
            if case.partner.last is None:
                self._fate(case, self.partners[case], is_applicant=False)
        return self.partners[case]

    def child(self, child: Child, case: Case) -> Human:
        if child not in self.children:
            parent = self.applicant(case)
            human = self._human(child.born, self.rng.choice((WOMAN, MAN)), parent.origin)
            human.last_name = parent.last_name
            self.children[child] = human
        human = self.children[child]
        if not child.shared:
            self._fate(case, human, is_applicant=False)
        return human

    def _new_applicant(self, case: Case) -> Human:
        origin = self._origin(case)
        human = self._human(case.born, self._sex(case), origin)
        if case.showcase and origin.language in FRONT_OF_THE_LIST:
            human.last_name = self.rng.choice(FRONT_OF_THE_LIST[origin.language])
        elif case.host is not None and case.born - case.host.born > GENERATION:
            host = self.applicant(case.host)
            human.last_name, human.origin = host.last_name, host.origin
            human.first_name = self._first_name(human.sex, host.origin)
        human.phone = self._phone()
        human.needs_interpreter = origin is not NORWEGIAN and self.rng.random() < (
            0.5 if case.intros else 0.18
        )
        if case.is_without_number:
            human.national_id = None
            if case.intros or self.rng.random() < 0.5:
                human.duf_number = self.numbers.duf(year_of(case.first))
        return human

    def _origin(self, case: Case) -> Origin:
        age = case.first - case.born
        group = "old" if age > OLD else "family" if case.children else "other"
        if case.is_young(case.first):
            group = "young"
        if not case.intros and self.rng.random() >= FROM_ABROAD[group]:
            return NORWEGIAN
        weights = [origin.share for origin in ORIGINS]
        if not case.showcase:
            return self.rng.choices(ORIGINS, weights)[0]
        return self.rng.choice([o for o in ORIGINS if o.language in FRONT_OF_THE_LIST])

    def _sex(self, case: Case) -> str:
        """Two who become a couple are mostly a woman and a man; single parents mostly mothers."""
        partner = case.partner
        if partner is not None and partner.case is not None:
            return WOMAN if self.applicant(partner.case).sex == MAN else MAN
        if partner is None and case.children:
            is_mother = any(child.born > case.first for child in case.children)
            return WOMAN if is_mother or self.rng.random() < 0.84 else MAN
        return MAN if self.rng.random() < (0.55 if partner else 0.61) else WOMAN

    def _new_partner(self, case: Case) -> Human:
        if case.partner is None:
            raise ValueError("no partner in the case")
        applicant = self.applicant(case)
        other = WOMAN if applicant.sex == MAN else MAN
        sex = other if self.rng.random() < 0.97 else applicant.sex
        origin = applicant.origin if self.rng.random() < 0.9 else NORWEGIAN
        human = self._human(case.partner.born, sex, origin)
        if case.partner.married and origin is NORWEGIAN and self.rng.random() < 0.75:
            human.last_name = applicant.last_name
        human.phone = self._phone()
        return human

    def _human(self, born: Month, sex: str, origin: Origin) -> Human:
        birth_date = self._day(born)
        return Human(
            first_name=self._first_name(sex, origin),
            last_name=self.rng.choice(origin.surnames),
            sex=sex,
            birth_date=birth_date,
            origin=origin,
            national_id=self.numbers.national_id(birth_date),
        )

    def _first_name(self, sex: str, origin: Origin) -> str:
        return self.rng.choice(origin.women if sex == WOMAN else origin.men)

    def _phone(self) -> str:
        return f"400 00 {self.rng.randrange(1000):03d}" if self.rng.random() < 0.85 else ""

    def _day(self, month: Month) -> date:
        year, number = year_of(month), number_of(month)
        return date(year, number, self.rng.randint(1, calendar.monthrange(year, number)[1]))

    def _fate(self, case: Case, human: Human, *, is_applicant: bool) -> None:
        """Death is the applicant's; a move and protection are the household's."""
        if case.moved is not None:
            human.moved_away_on = _day_gone(case, case.moved)
        if is_applicant and case.died is not None:
            human.died_on = _day_gone(case, case.died)
        if case.protection != Protection.NONE:
            human.protection = case.protection


def _day_gone(case: Case, month: Month) -> date:
    """In the middle of the month, or on its last day when something is paid in it."""
    return last_day(month) if month in case.paid else first_day(month).replace(day=14)


def everyone(people: People, cases: Sequence[Case]) -> list[Human]:
    """Each human of the cases once, in a fixed order."""
    found: dict[Human, None] = {}
    for case in cases:
        found[people.applicant(case)] = None
        if case.partner is not None:
            found[people.partner(case)] = None
        for child in case.children:
            found[people.child(child, case)] = None
    return list(found)
