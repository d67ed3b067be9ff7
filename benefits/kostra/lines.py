"""From the text of a line to codes, numbers, dates and months, each held to its field's rules.

What SSB refused in the reporting of the year is an error; what it accepted is read as far as it
can be, with a notice: a municipality's own accepted files must pass. Rules between fields that
change nothing of what is imported (15-19, 21-24B and 41-43 of 11F; 21 and 27 of 11CF) are left to
SSB's control program.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from benefits.kostra.findings import Findings
from benefits.kostra.layouts import Field, Form, Layout, accepted_codes, is_enforced, layout
from benefits.kostra.reading import KostraFile

BLANKS = " \xa0"
YES = "1"
MANDATORY_CODES = {
    "11F": {
        "KJONN": "08",
        "EKTSTAT": "09",
        "BU18": "10",
        "VKLO": "14",
        "ARBSIT": "25",
        "GITT_OKONOMIRAD": "32",
        "FAAT_INDIVIDUELL_PLAN": "33",
        "BOSIT": "35",
        "VILKARSOSLOV": "39",
        "VILKARSAMEKT": "40",
    },
    "11CF": {
        "KJONN": "08",
        "EKTSTAT": "09",
        "BU18": "10",
        "KVP_KOMM": "19",
        "KVP_MED_ASTONAD": "26",
        "STATUS": "36",
    },
}
"""Fields that must hold one of their codes, with the rule that says so."""
DATES_THAT_TELL = ("FODSELSDATO", "REG_DATO", "VEDTAK_DATO", "BEGYNT_DATO")
"""Dates that must be readable whatever else the line says (rules 04A and 14-16)."""


@dataclass(frozen=True)
class Line:
    """One record, its fields read by type; a blank or unreadable field is "", 0 or None.

    `months` are the numbers 1-12 of the months that are marked in STMND_1..12.
    """

    number: int
    table: Layout = field(repr=False)
    row: str = field(repr=False)
    codes: Mapping[str, str] = field(repr=False)
    numbers: Mapping[str, int] = field(repr=False)
    dates: Mapping[str, date | None] = field(repr=False)
    months: frozenset[int] = field(repr=False)

    def text(self, name: str) -> str:
        """The field without the blanks around it; "" if the form has no such field."""
        column = self.table.by_name.get(name)
        return column.of(self.row).strip(BLANKS) if column else ""


def read_lines(file: KostraFile, table: Layout, findings: Findings) -> Iterator[Line]:
    """The file's records in order; what is wrong with them goes to `findings`."""
    for number, row in file.rows:
        yield _LineReader(table, number, row, findings).line()
        if findings.is_full:
            return


Columns = tuple[tuple[tuple[Field, frozenset[str]], ...], tuple[Field, ...], tuple[Field, ...]]


@cache
def _columns(form: Form, year: int) -> Columns:
    """The fields with codes (the months apart), with whole numbers, and with dates."""
    fields = layout(form, year).fields
    coded = (
        (one, accepted_codes(form, year, one.name))
        for one in fields
        if not one.name.startswith("STMND_")
    )
    return (
        tuple((one, codes) for one, codes in coded if codes),
        tuple(one for one in fields if one.type == "int"),
        tuple(one for one in fields if one.type == "date"),
    )


class _LineReader:
    """Reads one line; holds what all its fields need."""

    def __init__(self, table: Layout, number: int, row: str, findings: Findings) -> None:
        self.table, self.number, self.row, self.findings = table, number, row, findings
        self.enforced = is_enforced(table.form, table.year)
        self.mandatory = dict(MANDATORY_CODES[table.form])

    def line(self) -> Line:
        self._settle_what_depends()
        coded, numbers, dates = _columns(self.table.form, self.table.year)
        return Line(
            number=self.number,
            table=self.table,
            row=self.row,
            codes={one.name: self._code(one, codes) for one, codes in coded},
            numbers={one.name: self._number(one) for one in numbers},
            dates={one.name: self._date(one) for one in dates},
            months=frozenset(month for month in range(1, 13) if self._is_marked(month)),
        )

    def _settle_what_depends(self) -> None:
        """Codes that another field makes mandatory."""
        if self.table.form == "11F":
            if self.table.year >= 2026:
                self.mandatory["TRYGDESIT"] = "22"
            elif self._raw("VKLO") == "3":
                self.mandatory["TRYGDESIT"] = "20"
        else:
            if self._raw("KVP_KOMM") == YES:
                self.mandatory["KOMMNR_KVP_KOMM"] = "20"
            if self._raw("STATUS") == "3":
                self.mandatory["AVSL_VIKTIGSTE_INNTEKT"] = "39"

    def _raw(self, name: str) -> str:
        return self.table.by_name[name].of(self.row)

    def _code(self, column: Field, codes: frozenset[str]) -> str:
        text = column.of(self.row)
        if text in codes:
            return text
        rule = self.mandatory.get(column.name)
        if rule:
            self._error(column.name, rule, "Feltet har ingen gyldig kode.")
        elif text.strip(BLANKS):
            if self.enforced:
                self._error(column.name, "002", "Koden finnes ikke i feltets kodeliste.")
            else:
                self._notice(column.name, "002", "Ukjent kode; feltet er lest som tomt.")
        return ""

    def _number(self, column: Field) -> int:
        """A whole number not below 0; SSB counts what it cannot read as 0, we guess no amount."""
        text = column.of(self.row).strip(BLANKS)
        if not text:
            return 0
        digits = text[1:] if text[0] in "+-" else text
        is_whole = digits.isascii() and digits.isdigit()
        if is_whole and int(text) >= 0:
            return int(text)
        if column.name == "ANTBU18" and (is_whole or not self.enforced):
            self._notice(column.name, "002", "Feltet er ikke et antall; det er lest som null.")
        elif is_whole:
            self._error(column.name, "negativt", "Tallet er under null.")
        else:
            self._error(column.name, "002", "Feltet er ikke et helt tall.")
        return 0

    def _date(self, column: Field) -> date | None:
        """A date; the 31st of a shorter month becomes its last day, as SSB reads it."""
        text = column.of(self.row)
        if not text.strip(BLANKS + "0"):
            return None
        read = parse_date(text)
        if read is None:
            if self.enforced or column.name in DATES_THAT_TELL:
                self._error(column.name, "dato", "Feltet er ikke en dato.")
            else:
                self._notice(column.name, "dato", "Feltet er ikke en dato; det er lest som tomt.")
            return None
        if read.day != int(text[:2]):
            message = "Dagen finnes ikke i måneden; datoen er lest som månedens siste dag."
            self._notice(column.name, "dato", message)
        return read

    def _is_marked(self, month: int) -> bool:
        """Whether STMND names its month; another text counts only if it can mean that month."""
        name = f"STMND_{month}"
        text = self._raw(name)
        if text == f"{month:02d}":
            return True
        rest = text.strip(BLANKS).lstrip("0")
        if self.enforced:
            if text.strip(BLANKS):
                self._error(name, "002", "Koden finnes ikke i feltets kodeliste.")
        elif rest == str(month):
            self._notice(name, "stmnd", "Månedsnummeret står skjevt; måneden er regnet med.")
            return True
        elif rest:
            self._notice(name, "stmnd", "Feltet har ikke månedens nummer; det er lest som tomt.")
        return False

    def _error(self, name: str, rule: str, message: str) -> None:
        self.findings.error(self.number, name, rule, message)

    def _notice(self, name: str, rule: str, message: str) -> None:
        self.findings.notice(self.number, name, rule, message)


def parse_date(text: str) -> date | None:
    """ddMMyy of this century, or ddMMyyyy; a day 29-31 that the month lacks is its last day."""
    if not (text.isascii() and text.isdigit() and len(text) in (6, 8)):
        return None
    day, month = int(text[:2]), int(text[2:4])
    year = int(text[4:]) + (2000 if len(text) == 6 else 0)
    if not (1 <= day <= 31 and 1 <= month <= 12 and year >= 1):
        return None
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
