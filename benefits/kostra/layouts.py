"""The fixed-width records of KOSTRA forms 11F and 11CF, reporting years 2022 to 2026.

Written as the record of 2022 and what each later year changed. Positions follow from the widths,
since the fields of a record stand one after the other. What the codes mean stands in
`households/codes.py` and `benefits/models`. Source: Statistics Norway's field tables and change
logs for the two forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from benefits.kostra.municipalities import municipality_codes

Form = Literal["11F", "11CF"]
Type = Literal["string", "int", "date"]
Codes = tuple[str, ...]

FORMS: tuple[Form, ...] = ("11F", "11CF")
YEARS = range(2022, 2027)

MONTHS = ("JAN", "FEB", "MARS", "APRIL", "MAI", "JUNI", "JULI", "AUG", "SEPT", "OKT", "NOV", "DES")
"""Name endings of the fields with a month's grant (BIDRAG_) and loan (LAAN_)."""

YES_NO = ("1", "2")
LIVELIHOODS = tuple("123456789")
INSURANCES = ("01", "02", "04", "05", "06", "07", "09", "10", "11", "12")
CHILD_BENEFIT = ("13",)
WORK = ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10")
STATUSES = ("1", "2", "3", "4", "5", "6")
ENDED_AFTER_BREAK = ("7",)
EXIT_INCOMES = ("01", "03", "04", "10", "11", "13", "14", "15", "16", "17")
CONDITIONS = {
    "VILKARARBEID": "16",
    "VILKARKURS": "17",
    "VILKARUTD": "04",
    "VILKARJOBBLOG": "06",
    "VILKARJOBBTILB": "07",
    "VILKARSAMT": "08",
    "VILKAROKRETT": "10",
    "VILKARLIVSH": "18",
    "VILKARHELSE": "14",
    "VILKARANNET": "15",
    "VILKARDIGPLAN": "19",
    "VILKARNORSKSAMISKOPPL": "20",
}
EXEMPTIONS = {"VEDTAKARB": "01", "VEDTAKAKT": "02", "VEDTAKHELSE": "03", "VEDTAKGRUNN": "04"}
SANCTIONS = {"SANKSJONRED": "01", "SANKSJONANDRE": "02"}
SUPPORT_BESIDE = {
    "KVP_MED_KOMMBOS": "4",
    "KVP_MED_HUSBANKBOS": "5",
    "KVP_MED_SOSHJ_ENGANG": "9",
    "KVP_MED_SOSHJ_PGM": "8",
    "KVP_MED_SOSHJ_SUP": "7",
}
EXITS = {
    "AVSL_ORDINAERTARB": "01",
    "AVSL_ARBLONNSTILS": "11",
    "AVSL_ARBMARK": "03",
    "AVSL_SKOLE": "04",
    "AVSL_UFORE": "13",
    "AVSL_AAP": "14",
    "AVSL_OK_AVKLAR": "15",
    "AVSL_UTEN_OK_AVKLAR": "16",
    "AVSL_ANNET": "10",
    "AVSL_UKJENT": "17",
}


@dataclass(frozen=True)
class Field:
    """One column of the record: `start` counts from 1, `codes` are the texts it may hold."""

    name: str
    start: int
    width: int
    type: Type
    codes: Codes = ()

    def of(self, line: str) -> str:
        """The field's text in a whole line."""
        return line[self.start - 1 : self.start - 1 + self.width]


@dataclass(frozen=True)
class Layout:
    """The record of one form and reporting year."""

    form: Form
    year: int
    fields: tuple[Field, ...]
    by_name: Mapping[str, Field] = field(repr=False, compare=False)

    @property
    def length(self) -> int:
        """Characters in a line."""
        return self.fields[-1].start + self.fields[-1].width - 1


Column = tuple[str, int, Type, Codes]
"""Name, width, type and codes of a field that has not been given its place."""


@cache
def layout(form: Form, year: int) -> Layout:
    """The record of `form` in `year`; KeyError for a form or year that is not known."""
    if year not in YEARS:
        raise KeyError(year)
    columns = {"11F": _assistance, "11CF": _programme}[form](year)
    fields: list[Field] = []
    start = 1
    for name, width, kind, codes in columns:
        fields.append(Field(name, start, width, kind, codes))
        start += width
    return Layout(form, year, tuple(fields), {one.name: one for one in fields})


@cache
def accepted_codes(form: Form, year: int, name: str) -> frozenset[str]:
    """Texts that field `name` may hold; the table of 2022 is read with the codes of 2023."""
    codes = layout(form, max(year, 2023)).by_name.get(name)
    return frozenset(codes.codes if codes else ())


def is_enforced(form: Form, year: int) -> bool:
    """Whether SSB refused every unknown code, number and date (rule 002) in files of `year`.

    The rule ran for both forms until the reporting of 2022, then not at all, and for 11F again
    from 2026; in between only the fields with a rule of their own were held to their codes.
    """
    return year == 2022 or (form == "11F" and year >= 2026)


def _assistance(year: int) -> Iterator[Column]:
    """Form 11F, one line per recipient of assistance (økonomisk sosialhjelp)."""
    yield from _head(year)
    yield _text("PERSON_DUF", 12)
    yield from _family()
    yield _text("VKLO", 1, LIVELIHOODS if year >= 2023 else ())
    yield _text("TRYGDESIT", 2, _insurances(year))
    yield _text("ARBSIT", 2, WORK if year >= 2023 else ())
    yield from _benefit_months()
    yield from (_number("BIDRAG", 7), _number("LAAN", 7))
    for month in MONTHS:
        yield from (_number(f"BIDRAG_{month}", 7), _number(f"LAAN_{month}", 7))
    yield _text("GITT_OKONOMIRAD", 1, YES_NO)
    yield _text("FAAT_INDIVIDUELL_PLAN", 1, YES_NO)
    yield _text("SAKSBEHANDLER", 10)
    yield _text("BOSIT", 1, tuple("123456"))
    yield _text("VILKARSOSLOV", 1, YES_NO)
    yield _text("VILKARSAMEKT", 1, YES_NO)
    yield from (_date("UTBETDATO", year), _date("UTBETTOMDATO", year))
    for name, code in CONDITIONS.items():
        if year >= 2024 or name != "VILKARNORSKSAMISKOPPL":
            yield _text(name, 2, (code,))
    yield _date("VEDTAKDATO", year)
    yield from _marks(EXEMPTIONS | SANCTIONS, 2)


def _programme(year: int) -> Iterator[Column]:
    """Form 11CF, one line per participant in the qualification programme (KVP)."""
    yield from _head(year)
    yield from _family()
    for name in ("REG_DATO", "VEDTAK_DATO", "BEGYNT_DATO"):
        yield _date(name, year)
    yield _text("KVP_KOMM", 1, YES_NO)
    yield _text("KOMMNR_KVP_KOMM", 4, municipality_codes(year))
    if year == 2022:
        yield _text("KVP_OSLO", 1)
    yield _text("YTELSE_SOSHJELP", 1, ("1",))
    yield _text("YTELSE_TYPE_SOSHJ", 1, ("2", "3"))
    yield _text("YTELSE_INTRO", 1, ("4",))
    yield _text("YTELSE_TILTAKSPENGER" if year >= 2026 else "YTELSE_INDIVIDSTONAD", 1, ("5",))
    yield _text("YTELSE_FOLKETRYGDL", 1, ("6",))
    yield _text("KVP_MED_ASTONAD", 1, YES_NO)
    yield from _marks(SUPPORT_BESIDE, 1)
    yield from _benefit_months()
    yield _number("KVP_STONAD", 7)
    yield _text("STATUS", 1, STATUSES + (ENDED_AFTER_BREAK if year >= 2023 else ()))
    yield _date("AVSL_DATO", year)
    yield from _marks(EXITS, 2)
    yield _text("AVSL_VIKTIGSTE_INNTEKT", 2, EXIT_INCOMES)
    yield _text("SAKSBEHANDLER", 10)


def _head(year: int) -> Iterator[Column]:
    """Who sends, and about whom; the date of birth came in 2025, the office went in 2024."""
    yield from (_text("KOMMUNE_NR", 4), _text("VERSION", 2), _text("BYDELSNR", 2))
    if year <= 2023:
        yield _text("DISTRIKTSNR", 2)
    if year >= 2025:
        yield _date("FODSELSDATO", year)
    yield from (_text("PERSON_JOURNALNR", 8), _text("PERSON_FODSELSNR", 11))


def _family() -> Iterator[Column]:
    yield _text("KJONN", 1, ("1", "2"))
    yield _text("EKTSTAT", 1, tuple("12345"))
    yield _text("BU18", 1, YES_NO)
    yield _number("ANTBU18", 2)


def _benefit_months() -> Iterator[Column]:
    for number in range(1, 13):
        yield _text(f"STMND_{number}", 2, (f"{number:02d}",))


def _insurances(year: int) -> Codes:
    if year <= 2022:
        return ()
    return INSURANCES + (CHILD_BENEFIT if year >= 2024 else ())


def _marks(codes: Mapping[str, str], width: int) -> Iterator[Column]:
    """Fields that hold one code each, or blanks."""
    for name, code in codes.items():
        yield _text(name, width, (code,))


def _text(name: str, width: int, codes: Codes = ()) -> Column:
    return name, width, "string", codes


def _number(name: str, width: int) -> Column:
    return name, width, "int", ()


def _date(name: str, year: int) -> Column:
    """ddMMyy until 2024, ddMMyyyy from 2025."""
    return name, 8 if year >= 2025 else 6, "date", ()
