"""The way of every import: read, compare, and write all or nothing if that is accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, Protocol, TypeVar

from django.conf import settings
from django.db import transaction

from accounts.models import DemoMark
from benefits.imports.bulk import hold_import_lock
from benefits.imports.differences import Difference, Differences, Kind
from benefits.imports.files import TABLES
from benefits.imports.findings import Findings, Rule
from benefits.imports.outcome import FileCount, Outcome, Result
from households.closeness.actions import link_own_persons

Progress = Callable[[int, str], None]
"""Told the number of the step begun (from 0), and how far it has come, in words."""
Store = Callable[[Outcome], None]

CHECK_STEPS = ("Leser og kontrollerer filene", "Sammenligner med det som er lest inn før")
LOAD_STEPS = (*CHECK_STEPS, "Skriver personer og husstander", "Skriver utbetalinger og perioder")
ORDER = {name: place for place, name in enumerate(TABLES, start=1)}

Plan = TypeVar("Plan")


def silent(step: int, detail: str) -> None:
    """For callers who show no progress."""


class Job(Protocol, Generic[Plan]):
    """Files that have been read; `counts` are the rows of each."""

    @property
    def counts(self) -> Mapping[str, int]: ...

    def is_first(self) -> bool:
        """Whether nothing of this kind has been loaded before."""

    def compare(self, findings: Findings, differences: Differences) -> Plan:
        """What loading would do; writes nothing."""

    def write(self, plan: Plan, next_step: Callable[[], None]) -> None:
        """Do it; `next_step` is told when payments begin."""


def synthetic_allowed() -> bool:
    """Whether synthetic numbers may stand here: by setting, and always in a demo database."""
    return bool(settings.SYNTHETIC_NUMBERS_ALLOWED) or DemoMark.objects.exists()


def check(job: Job[Plan], findings: Findings, progress: Progress) -> Outcome:
    """What loading would do, or why it cannot be done; writes nothing."""
    if findings.error_count:
        return _refused(job, findings)
    progress(1, "")
    return _compare(job, findings)[1]


def load(
    job: Job[Plan],
    findings: Findings,
    *,
    accept_changes: bool,
    accepted: tuple[Difference, ...] | None,
    progress: Progress,
    store: Store | None,
) -> Outcome:
    """Write what was read, in one transaction in which `store` is called; or tell why not.

    Differences from what was loaded before need `accept_changes`; given `accepted`, those very
    differences.
    """
    if findings.error_count:
        return _refused(job, findings)
    progress(1, "")
    with transaction.atomic():
        hold_import_lock()
        plan, outcome = _compare(job, findings)
        needs_answer = outcome.result is Result.NEEDS_ANSWER
        if accepted is not None and needs_answer and accepted != outcome.differences:
            findings.error(Rule.DIFFERENT_NOW, "")
            return _refused(job, findings)
        if outcome.result is Result.READY or (needs_answer and accept_changes):
            progress(2, "")
            job.write(plan, lambda: progress(3, ""))
            link_own_persons()
            outcome = _outcome(job, findings, Result.LOADED, outcome.differences, outcome.is_first)
            if store is not None:
                store(outcome)
    return outcome


def _compare(job: Job[Plan], findings: Findings) -> tuple[Plan, Outcome]:
    differences = Differences()
    plan = job.compare(findings, differences)
    is_first, listed = job.is_first(), differences.listed()
    if findings.error_count:
        return plan, _refused(job, findings)
    if not listed:
        result = Result.UNCHANGED
    elif is_first and all(one.kind is Kind.NEW for one in listed):
        result = Result.READY
    else:
        result = Result.NEEDS_ANSWER
    return plan, _outcome(job, findings, result, listed, is_first)


def _refused(job: Job[Plan], findings: Findings) -> Outcome:
    return _outcome(job, findings, Result.REFUSED)


def _outcome(
    job: Job[Plan],
    findings: Findings,
    result: Result,
    differences: tuple[Difference, ...] = (),
    is_first: bool = True,
) -> Outcome:
    errors = sorted(findings.errors, key=lambda error: (ORDER.get(error.file, 0), error.line or 0))
    return Outcome(
        result=result,
        files=tuple(FileCount(file, rows) for file, rows in job.counts.items()),
        errors=tuple(errors),
        error_count=findings.error_count,
        notices=tuple(findings.notices),
        differences=differences,
        is_first=is_first,
    )
