"""A line of a file under reading: cells become values, and what is wrong is noted by column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from benefits.imports.findings import Findings, Rule

T = TypeVar("T")

LONGEST_REF = 100
LONGEST_NAME = 120
EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)
RESERVED_PREFIX = "kostra:"
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


class Line:
    """One line of `file`; `is_good` is False once a cell of it has broken a rule."""

    def __init__(self, file: str, number: int, findings: Findings) -> None:
        self.file, self.number, self.findings = file, number, findings
        self.is_good = True

    def error(self, rule: Rule, column: str, see_line: int | None = None) -> None:
        self.is_good = False
        self.findings.error(rule, self.file, self.number, column, see_line)

    def text(self, column: str, cell: str, longest: int = LONGEST_NAME) -> str:
        """The cell without space around it, in one form of Unicode."""
        text = unicodedata.normalize("NFC", cell.strip())
        if len(text) > longest:
            self.error(Rule.TOO_LONG, column)
            return ""
        if _INVISIBLE.search(text):
            self.error(Rule.CONTROL_CHARACTER, column)
            return ""
        return text

    def ref(self, column: str, cell: str) -> str:
        """A reference of the older system; "" when there is none, which is an error."""
        text = self.text(column, cell, LONGEST_REF)
        if not text and not cell.strip():
            self.error(Rule.REQUIRED, column)
        elif text.casefold().startswith(RESERVED_PREFIX):
            self.error(Rule.RESERVED_REF, column)
        return text

    def choice(self, column: str, cell: str, choices: Mapping[str, T], rule: Rule) -> T | None:
        value = choices.get(cell.strip().casefold())
        if value is None:
            self.error(rule, column)
        return value

    def day(self, column: str, cell: str, earliest: date = EARLIEST) -> date | None:
        """The date in the cell; None when it is empty or wrong."""
        text = cell.strip()
        if not text:
            return None
        day = iso_date(text)
        if day is None:
            self.error(Rule.DATE, column)
        elif not earliest <= day <= LATEST:
            self.error(Rule.DATE_RANGE, column)
            return None
        return day


def iso_date(text: str) -> date | None:
    """The date written YYYY-MM-DD; None for anything else."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
