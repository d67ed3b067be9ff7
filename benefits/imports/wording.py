"""An outcome in Norwegian, for the commands and for pages."""

from __future__ import annotations

from collections.abc import Iterator

from benefits.imports.differences import Difference, Kind
from benefits.imports.findings import Finding
from benefits.imports.outcome import FileCount, Outcome, Result
from config.templatetags import tall

WORDS = {
    "persons.csv": ("person", "personer"),
    "members.csv": ("medlemskap", "medlemskap"),
    "payments.csv": ("utbetaling", "utbetalinger"),
    "kvp.csv": ("periode", "perioder"),
}
KINDS = {
    Kind.NEW: "nye",
    Kind.CHANGED: "endrede",
    Kind.CANCELLED: "annullerte",
    Kind.GONE: "borte fra uttrekket",
}


def counted(count: int, one: str, many: str) -> str:
    return f"{tall(count)} {one if count == 1 else many}"


def headline(outcome: Outcome) -> str:
    """What became of the files, in one sentence."""
    if outcome.result is Result.REFUSED:
        return f"Ingenting er lest inn: {counted(outcome.error_count, 'feil', 'feil')} i filene."
    if outcome.result is Result.UNCHANGED:
        return "Ingenting er endret: alt i filene er lest inn før."
    if outcome.result is Result.NEEDS_ANSWER:
        return "Ingenting er lest inn: filene er annerledes enn det som er lest inn før."
    rows = ", ".join(_rows(file) for file in outcome.files)
    if outcome.result is Result.READY:
        return f"Klart til innlesing: {rows}."
    return f"Lest inn: {rows}."


def _rows(file: FileCount) -> str:
    if file.file in WORDS:
        return counted(file.rows, *WORDS[file.file])
    return f"{counted(file.rows, 'linje', 'linjer')} i {file.file}"


def finding_line(finding: Finding) -> str:
    """Where and what, in one line."""
    place = [finding.file] if finding.file else []
    if finding.line is not None:
        place.append(f"linje {finding.line}")
    if finding.column:
        place.append(f"kolonne {finding.column}")
    text = f"{', '.join(place)}: {finding.message}" if place else finding.message
    if finding.see_line is not None:
        text += f" Se linje {finding.see_line}."
    if finding.count > 1:
        text += f" Gjelder {tall(finding.count)} rader."
    return f"{text} [{finding.rule}]"


def difference_line(difference: Difference) -> str:
    """How many of which kind, and the first lines of them."""
    text = f"{difference.file}: {tall(difference.count)} {KINDS[difference.kind]}"
    lines = ", ".join(map(str, difference.lines))
    if not lines:
        return text
    rest = difference.count - len(difference.lines)
    return f"{text} (linje {lines}{f' og {tall(rest)} til' if rest > 0 else ''})"


def details(outcome: Outcome) -> Iterator[str]:
    """Every error, notice and difference, a line each."""
    yield from map(finding_line, outcome.errors)
    if outcome.error_count > len(outcome.errors):
        rest = outcome.error_count - len(outcome.errors)
        yield f"… og {counted(rest, 'feil', 'feil')} til."
    if not outcome.is_first or outcome.result is Result.NEEDS_ANSWER:
        yield from map(difference_line, outcome.differences)
    yield from map(finding_line, outcome.notices)


class RefusedError(Exception):
    """Nothing was loaded: what a command tells, in lines of which the first says it all."""


def told(outcome: Outcome, *, update: bool) -> str:
    """What a command prints; RefusedError when the files are not, or would not be, loaded.

    `update` tells that differences from what was loaded before have been accepted.
    """
    lines = [headline(outcome), *details(outcome)]
    unanswered = outcome.result is Result.NEEDS_ANSWER and not update
    if unanswered:
        lines.insert(1, "Kjør på nytt med --update for å godta endringene:")
    if unanswered or outcome.result is Result.REFUSED:
        raise RefusedError("\n".join(lines))
    return "\n".join(lines)
