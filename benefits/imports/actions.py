"""Loading earlier data: the one door for the commands, the page's jobs and the demo."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.models import DemoMark
from benefits.imports.bulk import hold_import_lock
from benefits.imports.differences import Difference, Differences, Kind
from benefits.imports.extract import Extract, read_extract
from benefits.imports.files import TABLES, known_files
from benefits.imports.findings import Findings, Rule
from benefits.imports.outcome import FileCount, Outcome, Result
from benefits.imports.plan import Plan, make_plan
from benefits.imports.writing import write
from benefits.models import Payment
from config.templatetags import tall
from households.models import Membership, Source

Progress = Callable[[int, str], None]
"""Told the number of the step begun (from 0), and how far it has come, in words."""

CHECK_STEPS = ("Leser og kontrollerer filene", "Sammenligner med det som er lest inn før")
LOAD_STEPS = (*CHECK_STEPS, "Skriver personer og husstander", "Skriver utbetalinger og perioder")
ORDER = {name: place for place, name in enumerate(TABLES, start=1)}


def silent(step: int, detail: str) -> None:
    """For callers who show no progress."""


def preview_history(files: Iterable[Path], *, on: date, progress: Progress = silent) -> Outcome:
    """What loading the files would do; writes nothing. As `load_history` otherwise."""
    extract, findings = _read(files, on, progress)
    if findings.error_count:
        return _outcome(extract, findings)
    progress(1, "")
    _, outcome = _compare(extract, on, findings)
    return outcome


def load_history(
    files: Iterable[Path],
    *,
    on: date,
    accept_changes: bool = False,
    accepted: tuple[Difference, ...] | None = None,
    progress: Progress = silent,
    store: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Read the CSV files of an older system (design.md 7) and write them, all or nothing.

    `files` are known by their names: persons.csv, members.csv, payments.csv, kvp.csv. `on` is the
    day of the extract: no paid month lies after it, and a changed district holds from it.
    Differences from what was loaded before are refused (NEEDS_ANSWER) unless `accept_changes`;
    given `accepted`, only those very differences are accepted. `store` is called with the outcome
    in the transaction of a writing, as `progress` is from its third step on. Never raises for
    what the files hold.
    """
    extract, findings = _read(files, on, progress)
    if findings.error_count:
        return _outcome(extract, findings)
    progress(1, "")
    with transaction.atomic():
        hold_import_lock()
        plan, outcome = _compare(extract, on, findings)
        needs_answer = outcome.result is Result.NEEDS_ANSWER
        if accepted is not None and needs_answer and accepted != outcome.differences:
            findings.error(Rule.DIFFERENT_NOW, "")
            return _outcome(extract, findings)
        if outcome.result is Result.READY or (needs_answer and accept_changes):
            progress(2, "")
            write(extract, plan, on, lambda: progress(3, ""))
            outcome = _outcome(extract, findings, Result.LOADED, outcome)
            if store is not None:
                store(outcome)
    return outcome


def _read(files: Iterable[Path], on: date, progress: Progress) -> tuple[Extract, Findings]:
    findings = Findings()
    progress(0, "")
    extract = read_extract(
        known_files(files, findings),
        on=on,
        synthetic_allowed=synthetic_allowed(),
        findings=findings,
        tell=lambda file, line: progress(0, f"{file}, linje {tall(line)}"),
    )
    return extract, findings


def synthetic_allowed() -> bool:
    """Whether synthetic numbers may stand here: by setting, and always in a demo database."""
    return bool(settings.SYNTHETIC_NUMBERS_ALLOWED) or DemoMark.objects.exists()


def _compare(extract: Extract, on: date, findings: Findings) -> tuple[Plan, Outcome]:
    differences = Differences()
    plan = make_plan(extract, on, findings, differences)
    is_first = not _is_loaded()
    listed = differences.listed()
    needs_answer = any(not is_first or one.kind is not Kind.NEW for one in listed)
    if findings.error_count:
        result = Result.REFUSED
    elif not listed:
        result = Result.UNCHANGED
    else:
        result = Result.NEEDS_ANSWER if needs_answer else Result.READY
    found = Outcome(result, differences=listed, is_first=is_first)
    return plan, _outcome(extract, findings, result, found)


def _is_loaded() -> bool:
    """Whether an extract has been loaded before; each loads a membership for every person."""
    history = {"source": Source.HISTORY}
    return (
        Membership.objects.filter(**history).exists() or Payment.objects.filter(**history).exists()
    )


def _outcome(
    extract: Extract,
    findings: Findings,
    result: Result = Result.REFUSED,
    compared: Outcome | None = None,
) -> Outcome:
    errors = sorted(findings.errors, key=lambda error: (ORDER.get(error.file, 0), error.line or 0))
    return Outcome(
        result=result,
        files=tuple(FileCount(file, rows) for file, rows in extract.counts.items()),
        errors=tuple(errors),
        error_count=findings.error_count,
        notices=tuple(findings.notices),
        differences=compared.differences if compared else (),
        is_first=compared.is_first if compared else True,
    )
