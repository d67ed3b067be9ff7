"""What is wrong, or worth knowing, about a file: place and rule, never a person or a value."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_ERRORS = 200
"""Errors listed of one file; a file that is wrong throughout needs no more to be understood."""
NEVER = 9999
"""For `error_since`: SSB only warns."""


@dataclass(frozen=True)
class Finding:
    """`line` counts every line of the file, empty ones too, as an editor shows them.

    `rule` is the number of SSB's control, or a word where the rule is our own. `message` is one
    Norwegian sentence that holds no name, number or value of a person.
    """

    file: str
    line: int | None
    field: str | None
    rule: str
    message: str


@dataclass(frozen=True)
class FileError(Finding):
    """The file is refused."""


@dataclass(frozen=True)
class Notice(Finding):
    """The file is read, but in a way that the operator should know of."""


@dataclass
class Findings:
    """Collects the findings of one file of reporting year `year`."""

    file: str
    year: int = 0
    errors: list[FileError] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that reading on is of no use."""
        return len(self.errors) >= MOST_ERRORS

    def error(self, line: int | None, name: str | None, rule: str, message: str) -> None:
        self.errors.append(FileError(self.file, line, name, rule, message))

    def notice(self, line: int | None, name: str | None, rule: str, message: str) -> None:
        self.notices.append(Notice(self.file, line, name, rule, message))

    def error_since(
        self, first_year: int, line: int | None, name: str | None, rule: str, message: str
    ) -> None:
        """An error from the reporting of `first_year`; SSB accepted it with a warning before."""
        add = self.error if self.year >= first_year else self.notice
        add(line, name, rule, message)
