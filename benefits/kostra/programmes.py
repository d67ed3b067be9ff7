"""From the records of form 11CF to values: a participant's year in the programme (KVP)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from benefits.kostra.facts import Unique, check_age, number_of_children, unique_journal_numbers
from benefits.kostra.findings import NEVER, Findings
from benefits.kostra.identity import Identity, Someone, identify
from benefits.kostra.layouts import EXITS, Layout
from benefits.kostra.lines import YES, Line, read_lines
from benefits.kostra.reading import KostraFile
from households.months import Month, month_from

OSLO = "0301"
"""Its districts report apart, and SSB holds fewer rules against them."""
AGES = range(18, 69)
MOST_IN_A_YEAR = 600_000
YEARS_BACK = 4
IN_PROGRAMME, ON_LEAVE, COMPLETED, MOVED_DISTRICT, ENDED_AFTER_BREAK = "1", "2", "3", "6", "7"
GOES_ON = (IN_PROGRAMME, ON_LEAVE)


@dataclass(frozen=True)
class ProgrammeYear:
    """One line of 11CF; status and exit codes are KOSTRA's own.

    `ended_on` is None while the programme goes on or the participant is on leave. `months` are
    those with qualification benefit and `amount` the year's kroner. `moved_from_municipality` is
    the number of the municipality of an earlier programme, None if there was none.
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
    applied_on: date | None
    decided_on: date | None
    started_on: date
    ended_on: date | None
    status: str
    exit_codes: tuple[str, ...]
    main_exit_income: str
    months: tuple[Month, ...]
    amount: int
    moved_from_municipality: str | None
    year: int
    file: str
    line: int


def read_programmes(
    file: KostraFile, table: Layout, findings: Findings, *, synthetic_allowed: bool
) -> Iterator[ProgrammeYear]:
    """The participants of an 11CF file, of use only if `findings` holds no error in the end."""
    is_oslo = file.municipality == OSLO
    persons = Unique(findings, "STATUS", "05A", "Samme person og status")
    journals = unique_journal_numbers(findings)
    for line in read_lines(file, table, findings):
        someone = identify(line, table, synthetic_allowed, findings)
        if not is_oslo:
            persons.check(line, (someone.identity, line.codes["STATUS"]))
            journals.check(line, someone.journal_number)
        check_age(line, someone.birth_date, AGES, findings)
        _check_amount(line, findings)
        started_on = _dates(line, table.year, is_oslo, findings)
        if started_on:
            yield _programme_year(line, someone, started_on, table.year, findings)


def _programme_year(
    line: Line, someone: Someone, started_on: date, year: int, findings: Findings
) -> ProgrammeYear:
    children = number_of_children(line, findings)
    return ProgrammeYear(
        identity=someone.identity,
        national_id=someone.national_id,
        duf=someone.duf,
        journal_number=someone.journal_number,
        birth_date=someone.birth_date,
        sex=someone.sex,
        marital_status=line.codes["EKTSTAT"],
        has_children=children > 0,
        number_of_children=children,
        applied_on=line.dates["REG_DATO"],
        decided_on=line.dates["VEDTAK_DATO"],
        started_on=started_on,
        ended_on=_ended_on(line, started_on, year, findings),
        status=line.codes["STATUS"],
        exit_codes=_exit_codes(line, findings),
        main_exit_income=line.codes["AVSL_VIKTIGSTE_INNTEKT"],
        months=tuple(month_from(year, number) for number in sorted(line.months)),
        amount=line.numbers["KVP_STONAD"],
        moved_from_municipality=_moved_from(line),
        year=year,
        file=findings.file,
        line=line.number,
    )


def _dates(line: Line, year: int, is_oslo: bool, findings: Findings) -> date | None:
    """The day the programme began; rules 14 to 16 on the dates that lead up to it."""
    for name, rule in (("REG_DATO", "14"), ("VEDTAK_DATO", "15"), ("BEGYNT_DATO", "16")):
        day = line.dates[name]
        if day is None:
            if line.text(name).strip("0"):
                continue  # unreadable: already told
            if not is_oslo or name == "BEGYNT_DATO":
                findings.error(line.number, name, rule, "Datoen mangler.")
        elif year - day.year > YEARS_BACK:
            message = f"Datoen er mer enn {YEARS_BACK} år før rapporteringsåret."
            findings.error_since(NEVER if is_oslo else 0, line.number, name, rule, message)
    started_on = line.dates["BEGYNT_DATO"]
    if started_on and started_on > date(year, 12, 31):
        message = "Programmet begynner etter rapporteringsåret."
        findings.error(line.number, "BEGYNT_DATO", "16", message)
    return started_on


def _ended_on(line: Line, started_on: date, year: int, findings: Findings) -> date | None:
    """The last day in the programme, for the statuses that say that it is over (rule 37)."""
    status, ended_on = line.codes["STATUS"], line.dates["AVSL_DATO"]
    if status in GOES_ON:
        if ended_on:
            message = (
                "Sluttdato er oppgitt, men deltakeren er fortsatt i program; datoen er ikke brukt."
            )
            findings.notice(line.number, "AVSL_DATO", "37", message)
        return None
    if ended_on is None and status == MOVED_DISTRICT:
        message = "Sluttdato mangler; programmet er avsluttet ved årets utgang."
        findings.notice(line.number, "AVSL_DATO", "37", message)
        return date(year, 12, 31)
    if ended_on is None:
        message = "Programmet er avsluttet, men sluttdatoen mangler eller er ikke en dato."
        findings.error(line.number, "AVSL_DATO", "37", message)
        return None
    if ended_on.year != year:
        message = "Sluttdatoen er ikke i rapporteringsåret."
        findings.error_since(2024, line.number, "AVSL_DATO", "37", message)
    if ended_on < started_on:
        message = "Sluttdatoen er før startdatoen; programmet er regnet som avsluttet samme dag."
        findings.notice(line.number, "AVSL_DATO", "periode", message)
    return max(ended_on, started_on)


def _exit_codes(line: Line, findings: Findings) -> tuple[str, ...]:
    """Situations right after the programme; at least one when it was completed (rule 38)."""
    codes = tuple(line.codes[name] for name in EXITS if line.codes[name])
    if not codes and line.codes["STATUS"] in (COMPLETED, ENDED_AFTER_BREAK):
        message = "Programmet er fullført, men situasjonen etterpå mangler."
        findings.error(line.number, "AVSL_UKJENT", "38", message)
    return codes


def _moved_from(line: Line) -> str | None:
    return line.codes["KOMMNR_KVP_KOMM"] or None if line.codes["KVP_KOMM"] == YES else None


def _check_amount(line: Line, findings: Findings) -> None:
    """Rules 28 to 32: months without an amount, an amount without months, an unusual amount."""
    status, amount = line.codes["STATUS"], line.numbers["KVP_STONAD"]
    if status != ON_LEAVE and not line.months:
        rule = "31" if status == IN_PROGRAMME and amount else "28"
        findings.notice(line.number, "STMND_1", rule, "Ingen måned er merket med stønad.")
    if not amount and (status == IN_PROGRAMME or (status != ON_LEAVE and line.months)):
        rule = "29" if status == IN_PROGRAMME else "30"
        findings.notice(line.number, "KVP_STONAD", rule, "Årets kvalifiseringsstønad mangler.")
    if amount > MOST_IN_A_YEAR:
        findings.notice(line.number, "KVP_STONAD", "32", "Årets stønad er uvanlig høy.")
