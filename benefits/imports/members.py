"""members.csv: who lives together, in which role, from when until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from benefits.imports.cells import Line
from benefits.imports.files import MEMBERS, Rows
from benefits.imports.findings import Findings, Rule
from benefits.imports.persons import PersonRow

ADULT, CHILD, OTHER = "adult", "child", "other"
ROLES = {role: role for role in (ADULT, CHILD, OTHER)}


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A line of members.csv; `person` is a place in the extract's persons, `last` the last day.

    `role` is adult (supports the household's children), child or other (another adult).
    """

    line: int
    household: str
    person: int
    role: str
    first: date
    last: date | None


def read_members(
    rows: Rows, persons: Sequence[PersonRow], places: Mapping[str, int], findings: Findings
) -> list[MemberRow]:
    """All lines without an error of their own, checked against each other too."""
    read = []
    for number, cells in rows:
        row = _row(Line(MEMBERS.name, number, findings), persons, places, *cells)
        if row is not None:
            read.append(row)
    members = _with_starts(read, persons, findings)
    _check_overlaps(members, findings)
    return members


def _row(
    line: Line,
    persons: Sequence[PersonRow],
    places: Mapping[str, int],
    household_ref: str,
    person_ref: str,
    role: str,
    first: str,
    last: str,
) -> MemberRow | None:
    household = line.ref("household_ref", household_ref)
    person = places.get(line.ref("person_ref", person_ref))
    if person is None and line.is_good:
        line.error(Rule.UNKNOWN_PERSON, "person_ref")
    role = line.choice("role", role, ROLES, Rule.ROLE) or ""
    if role == CHILD and person is not None and persons[person].birth_date is None:
        line.error(Rule.CHILD_UNDATED, "role")
    starts, ends = line.day("from", first), line.day("to", last)
    if starts and ends and ends < starts:
        line.error(Rule.TO_BEFORE_FROM, "to")
    if person is None or not line.is_good:
        return None
    return MemberRow(line.number, household, person, role, starts or date.min, ends)


def _with_starts(
    read: list[MemberRow], persons: Sequence[PersonRow], findings: Findings
) -> list[MemberRow]:
    """`read` with the household's first known day where a line has no from-date."""
    known: dict[str, date] = {}
    for row in read:
        if row.first != date.min:
            known[row.household] = min(row.first, known.get(row.household, row.first))
    return [
        row
        if row.first != date.min
        else _with_start(row, known.get(row.household), persons, findings)
        for row in read
    ]


def _with_start(
    row: MemberRow, known: date | None, persons: Sequence[PersonRow], findings: Findings
) -> MemberRow:
    if known is None:
        findings.error(Rule.START_UNKNOWN, MEMBERS.name, row.line, "from")
        return row
    findings.notice(Rule.START_ASSUMED, MEMBERS.name, row.line, "from")
    first = max(known, persons[row.person].birth_date or known)
    return replace(row, first=min(first, row.last or first))


def _check_overlaps(members: Iterable[MemberRow], findings: Findings) -> None:
    """Nobody is twice in a household at once, and no adult in two households."""
    in_household: dict[tuple[int, str], list[MemberRow]] = defaultdict(list)
    as_adult: dict[int, list[MemberRow]] = defaultdict(list)
    for row in members:
        in_household[row.person, row.household].append(row)
        if row.role != CHILD:
            as_adult[row.person].append(row)
    for rows in in_household.values():
        for row, other in overlaps(rows):
            findings.error(Rule.TWICE_IN_HOUSEHOLD, MEMBERS.name, row.line, "from", other.line)
    for rows in as_adult.values():
        for row, other in overlaps(rows):
            if row.household != other.household:
                findings.error(Rule.TWO_HOUSEHOLDS, MEMBERS.name, row.line, "from", other.line)


def overlaps(rows: list[MemberRow]) -> list[tuple[MemberRow, MemberRow]]:
    """Each row that begins before an earlier one has ended, with that one."""
    if len(rows) == 1:
        return []
    found, longest = [], None
    for row in sorted(rows, key=lambda row: (row.first, row.line)):
        if longest is not None and (longest.last is None or row.first <= longest.last):
            found.append((row, longest))
        if longest is None or (row.last or date.max) > (longest.last or date.max):
            longest = row
    return found
