"""From the records of form 11F to values: what a person was paid in each month of a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from benefits.kostra.amounts import Spread, spread_over_months
from benefits.kostra.facts import Unique, check_age, number_of_children, unique_journal_numbers
from benefits.kostra.findings import NEVER, Findings
from benefits.kostra.identity import Identity, Someone, identify
from benefits.kostra.layouts import MONTHS, Layout
from benefits.kostra.lines import Line, read_lines
from benefits.kostra.reading import KostraFile
from households.months import Month, month_from

AGES = range(18, 96)
NO_SECOND_LOOK = range(201, 1_000_001)
"""Kroner in a year (rules 30 and 31)."""


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
        check_age(line, someone.birth_date, AGES, NEVER, findings)
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
    _tell(line, spread, findings)
    if grant_total + loan_total and grant_total + loan_total not in NO_SECOND_LOOK:
        low = grant_total + loan_total < NO_SECOND_LOOK.start
        message = f"Årets stønad er uvanlig {'lav' if low else 'høy'}."
        findings.notice(line.number, "BIDRAG", "31" if low else "30", message)
    return tuple((month_from(year, one.number), one.grant, one.loan) for one in spread.months)


def _tell(line: Line, spread: Spread, findings: Findings) -> None:
    """Notices on what had to be done to give every benefit month an amount."""
    if not line.months and spread.months:
        message = "Ingen måned er merket med stønad; månedene med beløp er brukt."
        findings.notice(line.number, "STMND_1", "26", message)
    elif spread.unmarked:
        message = "En måned har beløp uten å være merket; den er regnet som stønadsmåned."
        findings.notice(line.number, "STMND_1", "stmnd", message)
    if spread.spread:
        message = "Måneder er merket uten beløp; resten av årets beløp er fordelt likt på dem."
        findings.notice(line.number, "STMND_1", "fordelt", message)
    if spread.unpaid:
        message = "Måneder er merket, men ingenting er igjen til dem; de er satt til én krone."
        findings.notice(line.number, "STMND_1", "fordelt", message)
    for differs, name, rule in (
        (spread.grant_differs, "BIDRAG", "36"),
        (spread.loan_differs, "LAAN", "37"),
    ):
        if differs:
            message = "Årets beløp er et annet enn summen av månedene; månedene er brukt."
            findings.notice(line.number, name, rule, message)
