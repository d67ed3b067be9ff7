"""KOSTRA files of fictitious people, for any form and year 2022-2026; the same on every call.

National numbers are synthetic (month + 80). Fields that a test does not name get values that
SSB's control program accepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from benefits.kostra.layouts import MONTHS, Form, layout
from households.national_id import synthetic_national_id

TRONDHEIM = "5001"
BORN = date(1992, 3, 15)


@dataclass(frozen=True)
class Recipient:
    """One line of 11F. `months`: (grant, loan) by month number; both None = marked only.

    `grant` and `loan` are the year's totals where they are not the sums of the months.
    `fields` are texts that stand in the file as they are.
    """

    months: Mapping[int, tuple[int | None, int | None]]
    journal: str = "OSK00001"
    birth_date: date = BORN
    number: str | None = None
    duf: str = ""
    sex: str = "2"
    children: int = 0
    grant: int | None = None
    loan: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Participant:
    """One line of 11CF."""

    started: date
    months: Iterable[int] = range(1, 13)
    status: str = "1"
    ended: date | None = None
    journal: str = "KVP00001"
    birth_date: date = BORN
    number: str | None = None
    sex: str = "2"
    children: int = 0
    amount: int | None = 206_671
    fields: Mapping[str, str] = field(default_factory=dict)


def assistance_file(
    people: Iterable[Recipient], year: int, municipality: str = TRONDHEIM, newline: str = "\n"
) -> bytes:
    """An 11F file as the municipality sent it."""
    lines = [_recipient_line(one, year, municipality) + newline for one in people]
    return "".join(lines).encode("latin-1")


def programme_file(
    people: Iterable[Participant], year: int, municipality: str = TRONDHEIM, newline: str = "\n"
) -> bytes:
    """An 11CF file as the municipality sent it."""
    lines = [_participant_line(one, year, municipality) + newline for one in people]
    return "".join(lines).encode("latin-1")


def record(form: Form, year: int, texts: Mapping[str, str | int | date | None]) -> str:
    """One line; numbers to the right, dates in the year's own way, all else to the left.

    Fields that the form does not have in that year are left out.
    """
    parts = []
    for column in layout(form, year).fields:
        value = texts.get(column.name)
        if isinstance(value, date):
            value = value.strftime("%d%m%y" if column.width == 6 else "%d%m%Y")
        text = "" if value is None else str(value)
        is_number = isinstance(value, int)
        parts.append(text.rjust(column.width) if is_number else text.ljust(column.width))
    line = "".join(parts)
    assert len(line) == layout(form, year).length
    return line


def changed(line: str, form: Form, year: int, **texts: str) -> str:
    """The line with the texts of some fields put in their places."""
    for name, text in texts.items():
        column = layout(form, year).by_name[name]
        start = column.start - 1
        line = line[:start] + text.ljust(column.width) + line[start + column.width :]
    return line


def _recipient_line(one: Recipient, year: int, municipality: str) -> str:
    grants = {month: amounts[0] for month, amounts in one.months.items()}
    loans = {month: amounts[1] for month, amounts in one.months.items()}
    texts: dict[str, str | int | date | None] = {
        **_common(one, year, municipality),
        "PERSON_DUF": one.duf,
        "VKLO": "5",
        "TRYGDESIT": "12",
        "ARBSIT": "07",
        "BIDRAG": _sum(grants) if one.grant is None else one.grant,
        "LAAN": _sum(loans) if one.loan is None else one.loan,
        "GITT_OKONOMIRAD": "2",
        "FAAT_INDIVIDUELL_PLAN": "2",
        "BOSIT": "1",
        "VILKARSOSLOV": "2",
        "VILKARSAMEKT": "2",
    }
    for number, name in enumerate(MONTHS, 1):
        texts[f"STMND_{number}"] = f"{number:02d}" if number in one.months else ""
        texts[f"BIDRAG_{name}"] = grants.get(number)
        texts[f"LAAN_{name}"] = loans.get(number)
    return record("11F", year, {**texts, **one.fields})


def _participant_line(one: Participant, year: int, municipality: str) -> str:
    months = set(one.months)
    completed = one.status in ("3", "7")
    texts: dict[str, str | int | date | None] = {
        **_common(one, year, municipality),
        "REG_DATO": one.started,
        "VEDTAK_DATO": one.started,
        "BEGYNT_DATO": one.started,
        "KVP_KOMM": "2",
        "KVP_MED_ASTONAD": "2",
        "KVP_STONAD": one.amount,
        "STATUS": one.status,
        "AVSL_DATO": one.ended,
        "AVSL_ORDINAERTARB": "01" if completed else "",
        "AVSL_VIKTIGSTE_INNTEKT": "01" if completed else "",
    }
    for number in range(1, 13):
        texts[f"STMND_{number}"] = f"{number:02d}" if number in months else ""
    return record("11CF", year, {**texts, **one.fields})


def _common(
    one: Recipient | Participant, year: int, municipality: str
) -> dict[str, str | int | date | None]:
    number = synthetic_national_id(one.birth_date) if one.number is None else one.number
    return {
        "KOMMUNE_NR": municipality,
        "VERSION": f"{year % 100:02d}",
        "FODSELSDATO": one.birth_date,
        "PERSON_JOURNALNR": one.journal,
        "PERSON_FODSELSNR": number,
        "KJONN": one.sex,
        "EKTSTAT": "1",
        "BU18": "1" if one.children else "2",
        "ANTBU18": one.children or None,
        "SAKSBEHANDLER": "Åse Øyen",
    }


def _sum(amounts: Mapping[int, int | None]) -> int:
    return sum(amount or 0 for amount in amounts.values())
