"""How an extract differs from what is here: counts by kind, with lines of the file, no values."""

from __future__ import annotations

from collections.abc import Sequence
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
    """Collects differences; the first of each kind and file keep their line."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, Kind], int] = {}
        self._lines: dict[tuple[str, Kind], list[int]] = {}

    def add(self, file: str, kind: Kind, line: int | None = None, count: int = 1) -> None:
        key = file, kind
        self._counts[key] = self._counts.get(key, 0) + count
        lines = self._lines.setdefault(key, [])
        if line is not None and len(lines) < LINES_NAMED:
            lines.append(line)

    def add_all(self, file: str, kind: Kind, lines: Sequence[int]) -> None:
        """As `add` for each of `lines`."""
        for line in lines[:LINES_NAMED]:
            self.add(file, kind, line)
        self.add(file, kind, count=max(0, len(lines) - LINES_NAMED))

    def listed(self) -> tuple[Difference, ...]:
        return tuple(
            Difference(file, kind, count, tuple(sorted(self._lines[file, kind])))
            for (file, kind), count in self._counts.items()
            if count
        )
