"""Ordering, checking, accepting and loading an import; every step is safe to run twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from traceback import format_tb
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts import jobs
from accounts.access import may
from accounts.models import User
from accounts.policy import Permission
from benefits.imports import actions as imports
from benefits.imports.outcome import Outcome, Result
from benefits.imports.uploads import delete_files, files_of, store_upload, stray_folders
from benefits.models import ImportRun

State = ImportRun.State
CHECK = jobs.Stage(queued=State.QUEUED_PREVIEW, running=State.PREVIEWING, failed=State.FAILED)
LOAD = jobs.Stage(queued=State.QUEUED_LOAD, running=State.LOADING, failed=State.FAILED)
ENDED = (State.DONE, State.REFUSED, State.DISCARDED)
PREVIEW = {
    ImportRun.Kind.HISTORY.value: imports.preview_history,
    ImportRun.Kind.KOSTRA.value: imports.preview_kostra,
}
LOAD_FILES = {
    ImportRun.Kind.HISTORY.value: imports.load_history,
    ImportRun.Kind.KOSTRA.value: imports.load_kostra,
}
STATE_OF = {
    Result.REFUSED: State.REFUSED,
    Result.UNCHANGED: State.DONE,
    Result.NEEDS_ANSWER: State.PREVIEWED,
    Result.READY: State.PREVIEWED,
    Result.LOADED: State.DONE,
}
WRITING_LEASE = timedelta(minutes=10)
"""Longer than any task may run: the writing is one transaction, which shows no progress."""
TOLD_EVERY = timedelta(seconds=1)
KEPT_FOR = timedelta(hours=24)
"""How long files wait for an answer."""

FAULT = "Noe gikk galt. Driftsloggen har mer om feilen."
FILES_GONE = "Filene lot seg ikke lese på serveren. Last dem opp på nytt."
NO_RIGHT = "Den som bestilte innlesingen, har ikke lenger rett til å lese inn data."
FORGOTTEN = "Filene ble slettet etter et døgn uten svar."

Clock = Callable[[], datetime]
log = logging.getLogger(__name__)


def order_import(*, kind: str, files: Sequence[UploadedFile], by: User) -> ImportRun:
    """Keep the files and wait for them to be checked; raises UploadError if they are refused."""
    upload = store_upload(kind, files)
    return ImportRun.objects.create(
        kind=kind, asked_by=by, folder=upload.folder, files_sha256=upload.sha256
    )


def accept_import(*, run: ImportRun, accept_changes: bool) -> bool:
    """Let a checked import be loaded; False when it was not waiting for that answer."""
    needs_answer = Outcome.from_json(run.outcome).result is Result.NEEDS_ANSWER
    if needs_answer and not accept_changes:
        return False
    waiting = ImportRun.objects.filter(pk=run.pk, state=State.PREVIEWED)
    return bool(
        waiting.update(
            state=State.QUEUED_LOAD,
            accept_changes=accept_changes,
            attempts=0,
            steps_done=0,
            step_detail="",
        )
    )


def discard_import(*, run: ImportRun, now: datetime, reason: str = "") -> bool:
    """Give the import up and delete its files; False when it was being done or had ended."""
    idle = (State.QUEUED_PREVIEW, State.PREVIEWED, State.QUEUED_LOAD, State.FAILED)
    waiting = ImportRun.objects.filter(pk=run.pk, state__in=idle)
    discarded = waiting.update(state=State.DISCARDED, ended_at=now, failure=reason)
    if discarded:
        delete_files(run.folder)
    return bool(discarded)


def try_again(*, run: ImportRun) -> bool:
    """Check an import that stopped from the beginning."""
    stopped = ImportRun.objects.filter(pk=run.pk, state=State.FAILED)
    return bool(
        stopped.update(
            state=State.QUEUED_PREVIEW, attempts=0, steps_done=0, step_detail="", failure=""
        )
    )


def check_import(run_id: int, clock: Clock) -> None:
    """Find out what loading the files would do, if nobody else is doing that."""

    def check(run: ImportRun, token: UUID) -> None:
        outcome = PREVIEW[run.kind](
            files_of(run),
            on=timezone.localdate(run.asked_at),
            progress=_Telling(run, token, clock),
        )
        _end(run, token, outcome, clock())

    _do(run_id, CHECK, clock, check)


def write_import(run_id: int, clock: Clock) -> None:
    """Load the files of an accepted import, if nobody else is doing that."""

    def load(run: ImportRun, token: UUID) -> None:
        outcome = LOAD_FILES[run.kind](
            files_of(run),
            on=timezone.localdate(run.asked_at),
            accept_changes=run.accept_changes,
            accepted=Outcome.from_json(run.outcome).differences,
            progress=_Telling(run, token, clock),
            store=lambda loaded: _finish(run, token, loaded, clock()),
        )
        if outcome.result is Result.LOADED:
            delete_files(run.folder)
        else:
            _end(run, token, outcome, clock())

    _do(run_id, LOAD, clock, load)


def remove_old_uploads(now: datetime) -> None:
    """Discard what nobody has answered for a day, and folders that belong to no run."""
    waiting = ImportRun.objects.filter(state__in=(State.PREVIEWED, State.FAILED))
    for run in waiting.filter(asked_at__lt=now - KEPT_FOR):
        discard_import(run=run, now=now, reason=FORGOTTEN)
    needed = set(ImportRun.objects.exclude(state__in=ENDED).values_list("folder", flat=True))
    for folder in stray_folders(needed, (now - timedelta(hours=1)).timestamp()):
        delete_files(folder)


def _do(
    run_id: int, stage: jobs.Stage, clock: Clock, work: Callable[[ImportRun, UUID], None]
) -> None:
    """Claim the run and do the work; a fault gives it back without telling what was read."""
    token = jobs.claim(ImportRun, run_id, stage, now=clock())
    if token is None:
        return
    run = ImportRun.objects.select_related("asked_by").get(pk=run_id)
    try:
        if may(run.asked_by, Permission.IMPORT_DATA):
            work(run, token)
        else:
            _end(run, token, Outcome(Result.REFUSED), clock(), failure=NO_RIGHT)
    except jobs.LostClaimError:
        log.warning("import %s was taken over by another worker", run_id)
    except Exception as error:
        place = "".join(format_tb(error.__traceback__))
        log.error("import %s stopped: %s\n%s", run_id, type(error).__name__, place)
        reason = FILES_GONE if isinstance(error, OSError) else FAULT
        jobs.release(ImportRun, run_id, token, stage, reason=reason)


def _end(run: ImportRun, token: UUID, outcome: Outcome, now: datetime, failure: str = "") -> None:
    _finish(run, token, outcome, now, failure)
    if STATE_OF[outcome.result] in ENDED:
        delete_files(run.folder)


def _finish(
    run: ImportRun, token: UUID, outcome: Outcome, now: datetime, failure: str = ""
) -> None:
    state = STATE_OF[outcome.result]
    jobs.finish(
        ImportRun,
        run.pk,
        token,
        state=state,
        outcome=outcome.to_json(),
        ended_at=now if state in ENDED else None,
        step_detail="",
        failure=failure,
    )


class _Telling:
    """Stores how far the work has come, once a second at the most, and holds the claim."""

    def __init__(self, run: ImportRun, token: UUID, clock: Clock) -> None:
        self.run, self.token, self.clock = run, token, clock
        self.step, self.told_at = -1, clock()

    def __call__(self, step: int, detail: str) -> None:
        now = self.clock()
        if step == self.step and now - self.told_at < TOLD_EVERY:
            return
        self.step, self.told_at = step, now
        lease = WRITING_LEASE if step else jobs.LEASE
        jobs.extend(
            ImportRun,
            self.run.pk,
            self.token,
            now=now,
            lease=lease,
            steps_done=step,
            step_detail=detail,
        )
