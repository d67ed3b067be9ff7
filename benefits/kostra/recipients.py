"""From the records of form 11F to values: what a person was paid in each month of a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from benefits.kostra.amounts import Remark, spread_over_months
from benefits.kostra.facts import Unique, check_age, number_of_children, unique_journal_numbers
from benefits.kostra.findings import Findings
from benefits.kostra.identity import Identity, Someone, identify
from benefits.kostra.layouts import MONTHS, Layout
from benefits.kostra.lines import Line, read_lines
from benefits.kostra.reading import KostraFile
from households.months import Month, month_from

AGES = range(18, 96)
LOW, HIGH = 200, 1_000_000
"""Kroner in a year (rules 31 and 30)."""
MONTHS_ARE_USED = "Årets beløp er et annet enn summen av månedene; månedene er brukt."
REMARKS = {
    Remark.SPREAD: (
        "STMND_1",
        "fordelt",
        "Måneder er merket uten beløp; resten av årets beløp er fordelt likt på dem.",
    ),
    Remark.UNPAID: (
        "STMND_1",
        "fordelt",
        "Måneder er merket, men ingenting er igjen til dem; hver er satt til én krone.",
    ),
    Remark.UNMARKED: (
        "STMND_1",
        "stmnd",
        "En måned har beløp uten å være merket; den er regnet som stønadsmåned.",
    ),
    Remark.NONE_MARKED: (
        "STMND_1",
        "26",
        "Ingen måned er merket med stønad; månedene med beløp er brukt.",
    ),
    Remark.GRANT_DIFFERS: ("BIDRAG", "36", MONTHS_ARE_USED),
    Remark.LOAN_DIFFERS: ("LAAN", "37", MONTHS_ARE_USED),
}
"""Field, rule and sentence of the notice."""


@dataclass(frozen=True)
class RecipientYear:
    """One line of 11F. `months`: (month, grant, loan) in whole kroner, in order, sum above 0.

    The situation is that of the last contact in the year, in KOSTRA's codes; "" is not given.
    """

    identity: Identity
    national_id: str | None = field(repr=False)
    duf: str | None = field(repr=False)
    journal_number: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    sex: str
    marital_status: str
    has_children: bool
    number_of_children: int
    main_income: str
    benefit_situation: str
    work_situation: str
    housing_situation: str
    months: tuple[tuple[Month, int, int], ...]
    year: int
    file: str
    line: int


def read_recipients(
    file: KostraFile, table: Layout, findings: Findings, *, synthetic_allowed: bool
) -> Iterator[RecipientYear]:
    """The recipients of an 11F file, of use only if `findings` holds no error in the end."""
    persons = Unique(findings, "PERSON_FODSELSNR", "05A", "Samme person")
    journals = unique_journal_numbers(findings)
    for line in read_lines(file, table, findings):
        someone = identify(line, table, synthetic_allowed, findings)
        persons.check(line, someone.identity)
        journals.check(line, someone.journal_number)
        check_age(line, someone.birth_date, AGES, findings)
        yield _recipient_year(line, someone, table.year, findings)


def _recipient_year(line: Line, someone: Someone, year: int, findings: Findings) -> RecipientYear:
    children = number_of_children(line, findings)
    return RecipientYear(
        identity=someone.identity,
        national_id=someone.national_id,
        duf=someone.duf,
        journal_number=someone.journal_number,
        birth_date=someone.birth_date,
        sex=someone.sex,
        marital_status=line.codes["EKTSTAT"],
        has_children=children > 0,
        number_of_children=children,
        main_income=line.codes["VKLO"],
        benefit_situation=line.codes["TRYGDESIT"],
        work_situation=line.codes["ARBSIT"],
        housing_situation=line.codes["BOSIT"],
        months=_months(line, year, findings),
        year=year,
        file=findings.file,
        line=line.number,
    )


def _months(line: Line, year: int, findings: Findings) -> tuple[tuple[Month, int, int], ...]:
    grants, loans = (
        {number: line.numbers[f"{kind}_{name}"] for number, name in enumerate(MONTHS, 1)}
        for kind in ("BIDRAG", "LAAN")
    )
    grant_total, loan_total = line.numbers["BIDRAG"], line.numbers["LAAN"]
    if not (grant_total or loan_total):
        findings.error(line.number, "BIDRAG", "27", "Verken bidrag eller lån er over null.")
    spread = spread_over_months(line.months, grants, loans, grant_total, loan_total)
    if not spread.months:
        findings.error(line.number, "STMND_1", "26", "Ingen måned er merket med stønad.")
    for remark in sorted(spread.remarks, key=lambda one: one.value):
        findings.notice(line.number, *REMARKS[remark])
    total = grant_total + loan_total
    if total > HIGH:
        findings.notice(line.number, "BIDRAG", "30", "Årets stønad er uvanlig høy.")
    elif 0 < total <= LOW:
        findings.notice(line.number, "BIDRAG", "31", "Årets stønad er uvanlig lav.")
    return tuple((month_from(year, one.number), one.grant, one.loan) for one in spread.months)
