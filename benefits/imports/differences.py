"""How an extract differs from what is here: counts by kind, with lines of the file, no values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LINES_NAMED = 20


class Kind(StrEnum):
    """New rows, changed ones, cancelled ones, and rows here that the extract no longer has."""

    NEW = "nye"
    CHANGED = "endrede"
    CANCELLED = "annullerte"
    GONE = "borte"


@dataclass(frozen=True)
class Difference:
    """`lines` are up to twenty lines of the file; rows that are gone have none."""

    file: str
    kind: Kind
    count: int
    lines: tuple[int, ...] = ()


class Differences:
    """Collects differences; a line that differs twice in the same way is counted once."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, Kind], set[int]] = {}
        self._without_line: dict[tuple[str, Kind], int] = {}

    def add(self, file: str, kind: Kind, line: int) -> None:
        self.add_all(file, kind, (line,))

    def add_all(self, file: str, kind: Kind, lines: Iterable[int]) -> None:
        self._lines.setdefault((file, kind), set()).update(lines)

    def add_gone(self, file: str, count: int = 1) -> None:
        """Rows here that are no longer in `file`."""
        key = file, Kind.GONE
        self._without_line[key] = self._without_line.get(key, 0) + count

    def listed(self) -> tuple[Difference, ...]:
        named = [
            Difference(file, kind, len(lines), tuple(sorted(lines)[:LINES_NAMED]))
            for (file, kind), lines in self._lines.items()
            if lines
        ]
        gone = [Difference(*key, count) for key, count in self._without_line.items() if count]
        return (*named, *gone)
