"""kvp.csv: periods in the qualification programme, and with introduction benefit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from benefits.imports.cells import Line
from benefits.imports.files import PERIODS, Rows
from benefits.imports.findings import Findings, Rule
from benefits.imports.payments import EARLIEST

KVP, INTRO = "kvp", "intro"
KINDS = {KVP: KVP, INTRO: INTRO, "": KVP}


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A line of kvp.csv; `person` is a place in the extract's persons, `last` the last day."""

    line: int
    person: int
    kind: str
    first: date
    last: date | None


def read_periods(rows: Rows, places: Mapping[str, int], findings: Findings) -> list[PeriodRow]:
    """All lines without an error of their own, checked against each other too."""
    read = []
    for number, cells in rows:
        row = _row(Line(PERIODS.name, number, findings), places, *cells)
        if row is not None:
            read.append(row)
    _check_overlaps(read, findings)
    return read


def _row(
    line: Line, places: Mapping[str, int], person_ref: str, first: str, last: str, kind: str
) -> PeriodRow | None:
    person = places.get(line.ref("person_ref", person_ref))
    if person is None and line.is_good:
        line.error(Rule.UNKNOWN_PERSON, "person_ref")
    kind = line.choice("kind", kind, KINDS, Rule.PERIOD_KIND) or ""
    starts, ends = line.day("from", first, EARLIEST), line.day("to", last, EARLIEST)
    if starts is None and not first.strip():
        line.error(Rule.REQUIRED, "from")
    if starts and ends and ends < starts:
        line.error(Rule.TO_BEFORE_FROM, "to")
    if person is None or starts is None or not line.is_good:
        return None
    return PeriodRow(line.number, person, kind, starts, ends)


def _check_overlaps(periods: Iterable[PeriodRow], findings: Findings) -> None:
    held: dict[tuple[int, str], list[PeriodRow]] = defaultdict(list)
    for row in periods:
        held[row.person, row.kind].append(row)
    for rows in held.values():
        rows.sort(key=lambda row: (row.first, row.line))
        longest = rows[0]
        for row in rows[1:]:
            if longest.last is None or row.first <= longest.last:
                findings.error(Rule.PERIODS_OVERLAP, PERIODS.name, row.line, "from", longest.line)
            if (row.last or date.max) > (longest.last or date.max):
                longest = row
