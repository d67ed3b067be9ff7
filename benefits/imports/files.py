"""CSV files as rows of cells: character set, header and shape are checked here, meaning is not."""

from __future__ import annotations

import codecs
import csv
import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from benefits.imports.findings import Findings, Rule

MOST_COLUMNS = 60
MOST_ERRORS = 20_000
"""A file with more is not read to its end."""
BLOCK = 1 << 20


@dataclass(frozen=True)
class Table:
    """A file of the extract: its name and the columns that must or may stand in it."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return self.required + self.optional


PERSONS = Table(
    "persons.csv",
    ("person_ref", "national_id", "first_name", "last_name", "birth_date", "sex", "district"),
)
MEMBERS = Table("members.csv", ("household_ref", "person_ref", "role", "from", "to"))
PAYMENTS = Table(
    "payments.csv",
    ("person_ref", "month", "kind", "category", "amount"),
    ("paid_on", "for_month", "status", "main_income", "row_ref"),
)
PERIODS = Table("kvp.csv", ("person_ref", "from", "to"), ("kind",))
TABLES = {table.name: table for table in (PERSONS, MEMBERS, PAYMENTS, PERIODS)}

EVERY = 20_000
"""Lines between two tellings of how far the reading has come."""
Tell = Callable[[str, int], None]
Cells = tuple[str, ...]
Rows = Iterator[tuple[int, Cells]]


def known_files(paths: Iterable[Path], findings: Findings) -> dict[str, Path]:
    """The paths by the name of their table; other CSV files are errors, other files notices."""
    known: dict[str, Path] = {}
    for path in paths:
        name = path.name.casefold()
        if name in known:
            findings.error(Rule.FILE_TWICE, name)
        elif name in TABLES:
            known[name] = path
        elif name.endswith(".csv"):
            findings.error(Rule.FILE_UNKNOWN, "")
        elif not name.startswith("."):
            findings.notice(Rule.FILE_IGNORED, "")
    return known


def no_one(table: str, line: int) -> None:
    """For those who tell nobody how far they have come."""


def rows(path: Path, table: Table, findings: Findings, tell: Tell = no_one) -> Rows:
    """Line number and cells, in the order of `table.columns`, of each line that has its shape.

    Cells are as the file has them; a column that is not in the file gives empty ones. Yields
    nothing when the file cannot be read as `table`. Never raises for what the file holds.
    """
    try:
        if _is_text(path, table, findings):
            yield from _parsed(path, table, findings, tell)
    except OSError:
        findings.error(Rule.NOT_A_FILE, table.name)


def _parsed(path: Path, table: Table, findings: Findings, tell: Tell) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = next(reader, [])
            pick = _columns(header, table, findings)
            if pick is None:
                return
            width, before = len(header), reader.line_num
            most_errors, next_told = findings.error_count + MOST_ERRORS, EVERY
            for cells in reader:
                line, before = before + 1, reader.line_num
                if line > next_told:
                    tell(table.name, next_told)
                    next_told += EVERY
                if len(cells) == width and any(cells):
                    cells.append("")
                    yield line, pick(cells)
                elif any(map(str.strip, cells)):
                    findings.error(Rule.CELLS, table.name, line)
                if findings.error_count > most_errors:
                    findings.error(Rule.TOO_MANY_ERRORS, table.name, line)
                    return
        except csv.Error:
            findings.error(Rule.QUOTES, table.name, reader.line_num)


def _columns(
    header: list[str], table: Table, findings: Findings
) -> Callable[[list[str]], Cells] | None:
    """What picks the table's columns out of a line to which one empty cell has been added."""
    names = [cell.strip().casefold() for cell in header]
    rule = _wrong_header(names, table)
    if rule is not None:
        findings.error(rule, table.name, 1)
        return None
    before = findings.error_count
    for number, name in enumerate(names, start=1):
        if name not in table.columns:
            findings.error(Rule.COLUMN_UNKNOWN, table.name, 1, f"nr. {number}")
        elif name in names[: number - 1]:
            findings.error(Rule.COLUMN_TWICE, table.name, 1, name)
    for name in table.required:
        if name not in names:
            findings.error(Rule.COLUMN_MISSING, table.name, 1, name)
    if findings.error_count > before:
        return None
    places = [names.index(name) if name in names else len(names) for name in table.columns]
    return cast("Callable[[list[str]], Cells]", operator.itemgetter(*places))


def _wrong_header(names: list[str], table: Table) -> Rule | None:
    """What is wrong with the first line as a whole, before its columns are looked at."""
    if not any(names):
        return Rule.FILE_EMPTY if len(names) <= 1 else Rule.NO_HEADER
    if len(names) > MOST_COLUMNS:
        return Rule.COLUMNS
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        return Rule.SEPARATOR
    return None if set(names) & set(table.columns) else Rule.NO_HEADER


def _is_text(path: Path, table: Table, findings: Findings) -> bool:
    """Whether the whole file is UTF-8 without NUL; else the first such place is an error."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    with path.open("rb") as file:
        block = file.read(BLOCK)
        if not block:
            findings.error(Rule.FILE_EMPTY, table.name)
            return False
        if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            findings.error(Rule.UTF_16, table.name)
            return False
        while block:
            if b"\0" in block:
                line += block[: block.index(b"\0")].count(b"\n")
                findings.error(Rule.NUL, table.name, line)
                return False
            following = file.read(BLOCK)
            try:
                decoder.decode(block, final=not following)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                findings.error(Rule.NOT_UTF_8, table.name, line)
                return False
            line += block.count(b"\n")
            block = following
    return True
