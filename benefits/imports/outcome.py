"""What a check or a load of an extract found: counts, lines and rules, fit to be kept and shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from benefits.imports.differences import Difference, Kind
from benefits.imports.findings import Finding


class Result(StrEnum):
    """What became of it, or what would."""

    REFUSED = "refused"
    UNCHANGED = "unchanged"
    NEEDS_ANSWER = "needs_answer"
    READY = "ready"
    LOADED = "loaded"


@dataclass(frozen=True)
class FileCount:
    """A file and the number of its rows that could be read."""

    file: str
    rows: int


@dataclass(frozen=True)
class Outcome:
    """`errors` are the first 500 of `error_count`. `differences` are from what is here already;
    they need no answer when all rows are new and nothing was loaded before (`is_first`)."""

    result: Result
    files: tuple[FileCount, ...] = ()
    errors: tuple[Finding, ...] = ()
    error_count: int = 0
    notices: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()
    is_first: bool = True

    def to_json(self) -> dict[str, Any]:
        """Plain values for ImportRun.outcome."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Outcome:
        return cls(
            result=Result(stored["result"]),
            files=tuple(FileCount(**row) for row in stored["files"]),
            errors=tuple(Finding(**row) for row in stored["errors"]),
            error_count=stored["error_count"],
            notices=tuple(Finding(**row) for row in stored["notices"]),
            differences=tuple(
                Difference(row["file"], Kind(row["kind"]), row["count"], tuple(row["lines"]))
                for row in stored["differences"]
            ),
            is_first=stored["is_first"],
        )
