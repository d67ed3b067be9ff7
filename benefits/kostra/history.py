"""A municipality's own earlier KOSTRA files, read together: all of them or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benefits.kostra.enrolments import Enrolment, enrolments_of
from benefits.kostra.findings import FileError, Findings, Notice
from benefits.kostra.layouts import Form
from benefits.kostra.programmes import ProgrammeYear, read_programmes
from benefits.kostra.reading import KostraFile, read_rows
from benefits.kostra.recipients import RecipientYear, read_recipients


@dataclass(frozen=True)
class FileSummary:
    """What a file is; form and year are None when it says that there were no recipients."""

    file: str
    form: Form | None
    year: int | None
    municipality: str
    lines: int


@dataclass(frozen=True)
class KostraHistory:
    """Values of all files, or errors and no values. Years of 11CF without a line count too."""

    files: tuple[FileSummary, ...]
    recipients: tuple[RecipientYear, ...]
    programmes: tuple[ProgrammeYear, ...]
    enrolments: tuple[Enrolment, ...]
    errors: tuple[FileError, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class _Read:
    """One file's values."""

    file: KostraFile
    recipients: tuple[RecipientYear, ...] = ()
    programmes: tuple[ProgrammeYear, ...] = ()


def read_history(files: Iterable[tuple[str, bytes]], *, synthetic_allowed: bool) -> KostraHistory:
    """Read (name, content) of 11F and 11CF files of reporting years 2022 to 2026, in any order.

    Never raises for what a file holds: whatever is wrong is an error that names file and line.
    """
    reads: list[_Read] = []
    errors: list[FileError] = []
    notices: list[Notice] = []
    for name, content in files:
        findings = Findings(name)
        read = _read(name, content, findings, synthetic_allowed)
        if read:
            _check_against_others(read.file, [other.file for other in reads], findings)
            reads.append(read)
        errors += findings.errors
        notices += findings.notices
    summaries = tuple(_summary(read.file) for read in reads)
    if errors:
        return KostraHistory(summaries, (), (), (), tuple(errors), tuple(notices))
    programmes = tuple(one for read in reads for one in read.programmes)
    years = {read.file.year for read in reads if read.file.year and read.file.form == "11CF"}
    enrolments, assumed = enrolments_of(programmes, years)
    return KostraHistory(
        files=summaries,
        recipients=tuple(one for read in reads for one in read.recipients),
        programmes=programmes,
        enrolments=enrolments,
        errors=(),
        notices=(*notices, *assumed),
    )


def _read(name: str, content: bytes, findings: Findings, synthetic_allowed: bool) -> _Read | None:
    file = read_rows(name, content, findings)
    if file is None or file.layout is None:
        read = _Read(file) if file else None
    elif file.layout.form == "11F":
        recipients = read_recipients(
            file, file.layout, findings, synthetic_allowed=synthetic_allowed
        )
        read = _Read(file, recipients=tuple(recipients))
    else:
        programmes = read_programmes(
            file, file.layout, findings, synthetic_allowed=synthetic_allowed
        )
        read = _Read(file, programmes=tuple(programmes))
    if findings.is_full:
        findings.error(None, None, "mange", "Filen har flere feil enn de som er listet.")
    return read


def _check_against_others(file: KostraFile, others: list[KostraFile], findings: Findings) -> None:
    """A form and year comes once, and files of a year from one municipality.

    From one year to the next a municipality may have got another number.
    """
    for other in others:
        if file.layout is None or other.layout is None or file.year != other.year:
            continue
        if file.form == other.form:
            message = f"En annen fil er også {file.form} for {file.year}; bare én kan leses inn."
            findings.error(None, None, "to filer", message)
        elif file.municipality != other.municipality:
            message = f"Kommunenummeret er et annet enn i den andre filen for {file.year}."
            findings.error(None, "KOMMUNE_NR", "03", message)


def _summary(file: KostraFile) -> FileSummary:
    return FileSummary(file.name, file.form, file.year, file.municipality, len(file.rows))
