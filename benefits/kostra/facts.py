"""What both forms say of the family, and that no one stands twice in a file."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date

from benefits.kostra.findings import Findings
from benefits.kostra.lines import YES, Line

MOST_CHILDREN = 13


def number_of_children(line: Line, findings: Findings) -> int:
    """Children under 18 in the household whom the person or the partner supports (rules 11-13)."""
    has_children, count = line.codes["BU18"] == YES, line.numbers["ANTBU18"]
    if has_children and not count:
        message = "Det er barn i husholdningen, men antallet mangler."
        findings.error(line.number, "ANTBU18", "11", message)
    if count and not has_children:
        message = "Det er oppgitt antall barn, men ikke at det er barn i husholdningen."
        findings.error(line.number, "ANTBU18", "12", message)
    if count > MOST_CHILDREN:
        message = f"Antall barn er over {MOST_CHILDREN}."
        findings.error_since(2023, line.number, "ANTBU18", "13", message)
    return min(count, MOST_CHILDREN)


def check_age(line: Line, born: date | None, ages: range, findings: Findings) -> None:
    """Rules 06 and 07: `ages` are those reached in the report year that need no second look.

    Never more than a notice: SSB takes the age from the number alone, and our birth date may come
    from the field beside it.
    """
    if born is None:
        return
    age = findings.year - born.year
    if age < ages.start:
        message = f"Personen er under {ages.start} år."
        findings.notice(line.number, "PERSON_FODSELSNR", "06", message)
    elif age not in ages:
        message = f"Personen er {ages.stop} år eller eldre."
        findings.notice(line.number, "PERSON_FODSELSNR", "07", message)


@dataclass
class Unique:
    """Refuses a second line with the same key; names the line of the first."""

    findings: Findings
    name: str
    rule: str
    what: str
    lines: dict[Hashable, int] = field(default_factory=dict)

    def check(self, line: Line, key: Hashable) -> None:
        first = self.lines.setdefault(key, line.number)
        if first != line.number:
            message = f"{self.what} som på linje {first}."
            self.findings.error(line.number, self.name, self.rule, message)


def unique_journal_numbers(findings: Findings) -> Unique:
    """Rule 05B; a blank number counts as one."""
    return Unique(findings, "PERSON_JOURNALNR", "05B", "Samme journalnummer")
