"""KOSTRA files of several years laid together: one record of each person, whatever the years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from benefits.imports.bulk import chunks
from benefits.imports.findings import Finding, Findings, Rule
from benefits.kostra.enrolments import Enrolment, enrolments_of
from benefits.kostra.findings import FileError, Notice
from benefits.kostra.history import FileSummary, KostraHistory, read_history
from benefits.kostra.identity import Identity
from benefits.kostra.programmes import ProgrammeYear
from benefits.kostra.recipients import RecipientYear
from households.models import Person
from households.months import Month, month_of

LARGEST = 100_000_000
"""Bytes: some 300 000 recipients, more than the whole country has."""
PREFIX = "kostra:"
REFERRED = ("journal", "line")
"""Kinds of identity that are kept as a reference, since they are no number of the person's."""

YearLine = RecipientYear | ProgrammeYear


@dataclass
class Recorded:
    """What the files say of one person; `first` is the first month anything is known of.

    `file` and `line` are where the person first stands.
    """

    identity: Identity
    file: str
    line: int
    national_id: str | None = field(repr=False)
    duf: str | None = field(repr=False)
    birth_date: date | None = field(repr=False)
    sex: str
    first: Month

    @property
    def source_ref(self) -> str | None:
        return f"{PREFIX}{self.identity}" if self.identity.kind in REFERRED else None


@dataclass(frozen=True)
class KostraData:
    """The files' values, and the person of each identity in them by place in `persons`.

    `years` are the report years with a file of the form, by form.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    persons: tuple[Recorded, ...] = ()
    places: Mapping[Identity, int] = field(default_factory=dict)
    recipients: tuple[RecipientYear, ...] = ()
    programmes: tuple[ProgrammeYear, ...] = ()
    enrolments: tuple[Enrolment, ...] = ()


def label(form: str | None, year: int | None, name: str) -> str:
    """What a file is called on the page: by its form and year where they can be told."""
    return f"{form} {year}" if form and year else name


def read_kostra(
    files: Iterable[Path], *, synthetic_allowed: bool, findings: Findings
) -> KostraData:
    """Read the files together; what is wrong stands in `findings`, and then there are no values."""
    contents = []
    for name, path in _named(files).items():
        try:
            if path.stat().st_size > LARGEST:
                findings.error(Rule.TOO_BIG, name)
            else:
                contents.append((name, path.read_bytes()))
        except OSError:
            findings.error(Rule.NOT_A_FILE, name)
    history = read_history(contents, synthetic_allowed=synthetic_allowed)
    labels = {file.file: label(file.form, file.year, file.file) for file in history.files}
    _pass_on(history, labels, findings)
    counts = {labels[file.file]: file.lines for file in history.files}
    if findings.error_count:
        return KostraData(counts)
    return _together(history, counts, labels)


def _named(files: Iterable[Path]) -> dict[str, Path]:
    """The files by name; folders of years may hold files of the same name."""
    named: dict[str, Path] = {}
    for path in files:
        name, number = path.name, 1
        while name in named:
            number += 1
            name = f"{path.name} ({number})"
        named[name] = path
    return named


def _pass_on(history: KostraHistory, labels: Mapping[str, str], findings: Findings) -> None:
    def ours(one: FileError | Notice) -> Finding:
        file = labels.get(one.file, one.file)
        return Finding(file, one.line, one.field or "", one.rule, one.message)

    for error in history.errors:
        findings.add_error(ours(error))
    for notice in history.notices:
        findings.add_notice(ours(notice))


def _together(
    history: KostraHistory, counts: Mapping[str, int], labels: Mapping[str, str]
) -> KostraData:
    links = _links([*history.recipients, *history.programmes])
    recipients = tuple(replace(one, identity=_linked(one, links)) for one in history.recipients)
    programmes = tuple(replace(one, identity=_linked(one, links)) for one in history.programmes)
    years = _years(history.files)
    enrolments = history.enrolments
    if programmes != history.programmes:
        enrolments, _ = enrolments_of(programmes, years.get("11CF", ()))
    persons: dict[Identity, Recorded] = {}
    lines: list[YearLine] = [*recipients, *programmes]
    for line in sorted(lines, key=lambda one: (one.year, one.file, one.line)):
        _record(persons, line, labels[line.file])
    return KostraData(
        counts=counts,
        years=years,
        persons=tuple(persons.values()),
        places={identity: place for place, identity in enumerate(persons)},
        recipients=recipients,
        programmes=programmes,
        enrolments=enrolments,
    )


def _linked(line: YearLine, links: Mapping[str, str]) -> Identity:
    """The identity of the line; someone known by DUF whose national number is known has that."""
    number = links.get(line.identity.key) if line.identity.kind == "duf" else None
    return Identity("national_id", number) if number else line.identity


def _links(lines: Iterable[YearLine]) -> dict[str, str]:
    """National number by DUF, from lines that have both and from persons here who have both."""
    links: dict[str, str] = {}
    asked: list[str] = []
    for line in lines:
        if line.duf and line.national_id:
            links.setdefault(line.duf, line.national_id)
        elif line.duf:
            asked.append(line.duf)
    for chunk in chunks(asked):
        rows = Person.objects.filter(duf_number__in=chunk, national_id__isnull=False)
        links.update(
            (duf or "", no or "") for duf, no in rows.values_list("duf_number", "national_id")
        )
    return links


def _years(files: Iterable[FileSummary]) -> dict[str, tuple[int, ...]]:
    years: dict[str, set[int]] = {}
    for file in files:
        if file.form and file.year:
            years.setdefault(file.form, set()).add(file.year)
    return {form: tuple(sorted(known)) for form, known in years.items()}


def _record(persons: dict[Identity, Recorded], line: YearLine, file: str) -> None:
    """Add what the line says; a later year knows better, but never less."""
    first = line.months[0][0] if isinstance(line, RecipientYear) else month_of(line.started_on)
    known = persons.get(line.identity)
    if known is None:
        number = line.identity.key if line.identity.kind == "national_id" else None
        persons[line.identity] = Recorded(
            line.identity, file, line.line, number, line.duf, line.birth_date, line.sex, first
        )
        return
    known.duf = known.duf or line.duf
    known.birth_date = line.birth_date or known.birth_date
    known.sex = line.sex or known.sex
    known.first = min(known.first, first)
