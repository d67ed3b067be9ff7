"""What the import pages show of a run, worked out before the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benefits.imports.differences import Kind
from benefits.imports.loading import CHECK_STEPS, LOAD_STEPS
from benefits.imports.outcome import Outcome, Result
from benefits.imports.wording import counted
from benefits.models import ImportRun

State = ImportRun.State
Context = dict[str, Any]
RUNNING = (State.QUEUED_PREVIEW, State.PREVIEWING, State.QUEUED_LOAD, State.LOADING)
LOADING = (State.QUEUED_LOAD, State.LOADING)
QUEUED = (State.QUEUED_PREVIEW, State.QUEUED_LOAD)
STATE_WORDS = {"done": "ferdig", "now": "pågår", "failed": "stoppet", "waits": "venter"}
MARKS = {"done": "✓", "now": "●", "failed": "✕"}


@dataclass(frozen=True)
class Step:
    """One step of a job: what it does, and whether it is done, being done, waits or failed."""

    label: str
    state: str
    state_word: str
    mark: str
    detail: str


@dataclass(frozen=True)
class FileRow:
    """A file, the rows read from it, and how many of them differ from what is here."""

    file: str
    rows: int
    new: int
    changed: int
    cancelled: int
    gone: int


def progress(run: ImportRun) -> Context:
    """The steps of an import that waits, is being done, or has stopped."""
    failed = run.state == State.FAILED
    loads = run.state in LOADING or run.steps_done >= len(CHECK_STEPS)
    labels = LOAD_STEPS if loads else CHECK_STEPS
    waits = run.state in QUEUED
    return {
        "run": run,
        "title": _title(run),
        "failed": failed,
        "waits": waits,
        "polls": not failed,
        "step_number": min(run.steps_done + 1, len(labels)),
        "steps": [_step(run, number, label) for number, label in enumerate(labels)],
        "percent": round(100 * run.steps_done / len(labels)),
        "state_words": "Stoppet" if failed else "Starter om litt" if waits else "Pågår",
    }


def _title(run: ImportRun) -> str:
    if run.state == State.FAILED:
        return "Innlesingen stoppet"
    return "Filene leses inn" if run.state in LOADING else "Filene kontrolleres"


def _step(run: ImportRun, number: int, label: str) -> Step:
    if number < run.steps_done:
        state = "done"
    elif number > run.steps_done or run.state in QUEUED:
        state = "waits"
    else:
        state = "failed" if run.state == State.FAILED else "now"
    detail = run.step_detail if number == run.steps_done else ""
    return Step(label, state, STATE_WORDS[state], MARKS.get(state, str(number + 1)), detail)


def page(run: ImportRun) -> Context:
    """All that the page of a checked, loaded or refused import shows."""
    outcome = Outcome.from_json(run.outcome) if run.outcome else Outcome(Result.REFUSED)
    title, lead = _headline(run, outcome)
    return {
        "run": run,
        "title": title,
        "lead": lead,
        "outcome": outcome,
        "rows": _file_rows(outcome),
        "changes": [one for one in outcome.differences if one.lines and one.kind is not Kind.NEW],
        "errors_not_listed": outcome.error_count - len(outcome.errors),
        "shows_differences": bool(outcome.differences)
        and (not outcome.is_first or any(one.kind is not Kind.NEW for one in outcome.differences)),
        "is_kostra": run.kind == ImportRun.Kind.KOSTRA,
    }


def _headline(run: ImportRun, outcome: Outcome) -> tuple[str, str]:
    if run.state == State.DISCARDED:
        return "Innlesingen er forkastet", run.failure or "Filene er slettet. Ingenting er skrevet."
    if run.failure:
        return "Filene er ikke lest inn", run.failure
    if outcome.result is Result.REFUSED:
        errors = counted(outcome.error_count, "feil", "feil")
        return "Filene er ikke lest inn", f"{errors} må rettes først. Ingenting er skrevet."
    if outcome.result is Result.UNCHANGED:
        return "Ingenting nytt i filene", "Alt i filene er lest inn før. Ingenting er endret."
    if outcome.result is Result.LOADED:
        return "Filene er lest inn", "Filene er slettet fra opplastingen."
    if outcome.result is Result.NEEDS_ANSWER:
        return "Filene er annerledes enn sist", "Ingenting er skrevet før du svarer."
    return "Filene er klare til innlesing", "Ingen feil. Ingenting er skrevet før du svarer."


def _file_rows(outcome: Outcome) -> list[FileRow]:
    counts = {(one.file, one.kind): one.count for one in outcome.differences}
    return [
        FileRow(
            file=count.file,
            rows=count.rows,
            new=counts.get((count.file, Kind.NEW), 0),
            changed=counts.get((count.file, Kind.CHANGED), 0),
            cancelled=counts.get((count.file, Kind.CANCELLED), 0),
            gone=counts.get((count.file, Kind.GONE), 0),
        )
        for count in outcome.files
    ]
