"""persons.csv: who the other files speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from benefits.imports.cells import Line
from benefits.imports.files import PERSONS, Rows
from benefits.imports.findings import Findings, Rule
from households.models import Person
from households.national_id import NationalId

SEXES = {"m": Person.Sex.MALE, "f": Person.Sex.FEMALE, "": Person.Sex.UNKNOWN}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A line of persons.csv; None and "" stand for what the older system does not know.

    `district` is the id of a District.
    """

    line: int
    ref: str
    national_id: str | None
    first_name: str
    last_name: str
    birth_date: date | None
    sex: str
    district: int | None


@dataclass
class PersonReader:
    """Reads persons.csv; afterwards `places` gives the place in `persons` of each reference.

    `districts` are ids by casefolded name and code.
    """

    on: date
    districts: Mapping[str, int]
    synthetic_allowed: bool
    findings: Findings

    def __post_init__(self) -> None:
        self.persons: list[PersonRow] = []
        self.places: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def read(self, rows: Rows) -> None:
        for number, cells in rows:
            row = self._row(Line(PERSONS.name, number, self.findings), *cells)
            if row.ref:
                self.places.setdefault(row.ref, len(self.persons))
                self.persons.append(row)

    def _row(
        self,
        line: Line,
        ref: str,
        national_id: str,
        first_name: str,
        last_name: str,
        birth_date: str,
        sex: str,
        district: str,
    ) -> PersonRow:
        born = line.day("birth_date", birth_date)
        if born and born > self.on:
            line.error(Rule.BORN_LATER, "birth_date")
        number = self._number(line, national_id, born)
        return PersonRow(
            line=line.number,
            ref=self._ref(line, ref),
            national_id=number.number if number else None,
            first_name=line.text("first_name", first_name),
            last_name=line.text("last_name", last_name),
            birth_date=born or (number.birth_date if number else None),
            sex=line.choice("sex", sex, SEXES, Rule.SEX) or "",
            district=self._district(line, district),
        )

    def _ref(self, line: Line, cell: str) -> str:
        ref = line.ref("person_ref", cell)
        if ref in self.places:
            see = self.persons[self.places[ref]].line
            line.error(Rule.REF_TWICE, "person_ref", see)
        return ref

    def _number(self, line: Line, cell: str, born: date | None) -> NationalId | None:
        if not cell.strip():
            return None
        try:
            number = NationalId.parse(cell)
        except ValueError:
            line.error(Rule.NATIONAL_ID, "national_id")
            return None
        if number.is_synthetic and not self.synthetic_allowed:
            line.error(Rule.SYNTHETIC, "national_id")
        elif born and number.birth_date != born:
            line.error(Rule.BIRTH_DATE, "birth_date")
        first = self._numbers.setdefault(number.number, line.number)
        if first != line.number:
            line.error(Rule.NUMBER_TWICE, "national_id", first)
        return number

    def _district(self, line: Line, cell: str) -> int | None:
        name = cell.strip().casefold()
        if not name:
            return None
        found = self.districts.get(name)
        if found is None:
            line.error(Rule.DISTRICT, "district")
        return found
