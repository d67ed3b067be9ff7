"""Who a line is about, when several files and years are to be laid side by side.

A valid national number, else a valid DUF number, else journal number, birth date and sex. Numbers
made of a birth date and 00100, 00200 or 99999 are shared by strangers and identify nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from benefits.kostra.findings import Findings
from benefits.kostra.layouts import Layout
from benefits.kostra.lines import Line, parse_date
from households.national_id import (
    Kind,
    NationalId,
    has_valid_control_digits,
    validate_duf,
)

PLACEHOLDER_ENDINGS = ("00100", "00200", "99999")
"""Man without a number, woman without a number, unborn child."""
AGES = range(16, 106)
"""A recipient's age at the end of the report year, for birth years given by two digits."""
HELP_NUMBERS = (Kind.HNR, Kind.DNR_HNR)
SEXES = {"1": "m", "2": "f"}
RESTS_BEFORE_2032 = range(1)


@dataclass(frozen=True, order=True)
class Identity:
    """`kind` is national_id, duf, journal, or line for a record that nothing can be linked to.

    `str()` is stable from file to file and at most 40 characters.
    """

    kind: str
    key: str = field(repr=False)

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Someone:
    """The person of a line; `birth_date` is None only before 2025, when the number tells none."""

    identity: Identity
    national_id: str | None = field(repr=False)
    duf: str | None = field(repr=False)
    journal_number: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    sex: str


def identify(line: Line, table: Layout, synthetic_allowed: bool, findings: Findings) -> Someone:
    """The person of `line`; where there is an error in `findings`, the answer is not to be used."""
    number = _national_id(line, synthetic_allowed, findings)
    duf = _duf(line, number, findings)
    birth_date = _birth_date(line, table, number, findings)
    journal_number = line.text("PERSON_JOURNALNR")
    sex = SEXES.get(line.codes["KJONN"], "")
    national_id = number.number if number else None
    identity = _identity(line, table, national_id, duf, birth_date, sex)
    if identity.kind == "line":
        message = "Linjen mangler både gyldig nummer og journalnummer; den kan ikke følges over år."
        findings.notice(line.number, "PERSON_JOURNALNR", "person", message)
    return Someone(identity, national_id, duf, journal_number, birth_date, sex)


def _identity(
    line: Line,
    table: Layout,
    national_id: str | None,
    duf: str | None,
    birth_date: date | None,
    sex: str,
) -> Identity:
    if national_id:
        return Identity("national_id", national_id)
    if duf:
        return Identity("duf", duf)
    journal_number = line.text("PERSON_JOURNALNR")
    if not journal_number:
        return Identity("line", f"{table.form}-{table.year}-{line.number}")
    born = birth_date.isoformat() if birth_date else ""
    return Identity("journal", f"{journal_number}/{born}/{sex}")


def _national_id(line: Line, synthetic_allowed: bool, findings: Findings) -> NationalId | None:
    """The number if it identifies a person; SSB's rule 05 looks at the control digits alone.

    Files of these years hold only numbers whose first control digit leaves no rest.
    """
    text = line.text("PERSON_FODSELSNR")
    name = "PERSON_FODSELSNR"
    if _is_placeholder(text) or (not text.strip("0") and _has_duf(line)):
        return None
    if not (_is_number(text) and has_valid_control_digits(text, RESTS_BEFORE_2032)):
        message = (
            "Feltet har verken gyldig fødselsnummer, D-nummer eller fødselsdato med 00100/00200."
        )
        findings.error_since(2024, line.number, name, "05", message)
        return None
    try:
        number = NationalId.parse(text)
    except ValueError:
        message = "Nummeret har ingen fødselsdato; personen kjennes på DUF- eller journalnummer."
        findings.notice(line.number, name, "person", message)
        return None
    if number.is_synthetic and not synthetic_allowed:
        if number.kind in HELP_NUMBERS:
            message = "Hjelpenummer; personen kjennes på DUF- eller journalnummer."
            findings.notice(line.number, name, "person", message)
        else:
            message = "Nummeret er syntetisk; testpersoner kan ikke leses inn her."
            findings.error(line.number, name, "syntetisk", message)
        return None
    return number


def _is_number(text: str) -> bool:
    return len(text) == 11 and text.isascii() and text.isdigit()


def _is_placeholder(text: str) -> bool:
    """Whether the number is a birth date and an ending that stands for having no number.

    Also where the control digits happen to be right: better one person too many than two in one.
    """
    return (
        _is_number(text) and text.endswith(PLACEHOLDER_ENDINGS) and parse_date(text[:6]) is not None
    )


def _has_duf(line: Line) -> bool:
    try:
        validate_duf(line.text("PERSON_DUF"))
    except ValueError:
        return False
    return True


def _duf(line: Line, number: NationalId | None, findings: Findings) -> str | None:
    """The DUF number if it is right; a wrong one is no obstacle (rule 38 is a warning)."""
    text = line.text("PERSON_DUF")
    if _has_duf(line):
        return validate_duf(text)
    if text.strip("0") and number is None:
        message = "DUF-nummeret er ikke gyldig; personen kjennes på journalnummeret."
        findings.notice(line.number, "PERSON_DUF", "38", message)
    return None


def _birth_date(
    line: Line, table: Layout, number: NationalId | None, findings: Findings
) -> date | None:
    """The date of the number if it has one, so that it stays the same from 2024 to 2025.

    Before 2025 the record has no birth date of its own.
    """
    stated = line.dates.get("FODSELSDATO")
    if table.year >= 2025 and not line.text("FODSELSDATO").strip("0"):
        findings.error(line.number, "FODSELSDATO", "04A", "Fødselsdatoen mangler.")
    text = line.text("PERSON_FODSELSNR")
    told: date | None
    if number:
        told = number.birth_date
    elif stated and text[:6] == stated.strftime("%d%m%y"):
        told = stated
    else:
        told = _told_by_digits(text, table.year)
    if told and stated and told != stated:
        message = "Fødselsdatoen er en annen enn i nummeret; nummerets dato er brukt."
        findings.notice(line.number, "FODSELSDATO", "person", message)
    return told or stated


def _told_by_digits(text: str, year: int) -> date | None:
    """The birth date in a number that identifies nobody: placeholder, help number, mistyped."""
    if not _is_number(text):
        return None
    if not _is_placeholder(text):
        try:
            return NationalId.parse(text).birth_date
        except ValueError:
            pass
    day = int(text[:2]) - (40 if int(text[:2]) > 40 else 0)
    for century in (2000, 1900):
        born = parse_date(f"{day:02d}{text[2:4]}{century + int(text[4:6])}")
        if born and year - born.year in AGES:
            return born
    return parse_date(f"{day:02d}{text[2:6]}")
