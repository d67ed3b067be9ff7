"""Proposing, approving and carrying out an erasure; each step safe to run twice.

A run goes through the households a batch at a time. Each batch is one transaction that also stores
how far the run has come, so it can stop anywhere and go on (security.md 3.19).
"""

from __future__ import annotations

import logging
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import access_log, jobs
from accounts.models import AccessEvent, User
from benefits import anonymising as benefits
from benefits.actions import remove_old_uploads
from children import anonymising as children
from coordination.citizen import storage
from coordination.flags import anonymising as flags
from coordination.meetings import anonymising as meetings
from coordination.plans import anonymising as plans
from coordination.retention import queries
from coordination.retention.queries import Act, Item
from decisions import anonymising as decisions
from households import anonymising
from households.models import HouseholdLock, RetentionRun
from housing import anonymising as housing

State = RetentionRun.State
STAGE = jobs.Stage(queued=State.QUEUED, running=State.RUNNING, failed=State.FAILED)
BATCH = 200
FAULT = "Noe gikk galt. Driftsloggen har mer om feilen."

log = logging.getLogger(__name__)


class RefusedError(Exception):
    """Why it may not be done, in a Norwegian sentence."""


def propose(*, as_of: date, by: User) -> RetentionRun:
    """Count what is to be done as of a day, and lay it before another for approval."""
    items = queries.plan(as_of)
    proposal = queries.counts(items, queries.persons_cleared(items))
    if not proposal:
        raise RefusedError("Det er ingen husstander å låse eller anonymisere per denne datoen.")
    try:
        with transaction.atomic():
            return RetentionRun.objects.create(as_of=as_of, proposal=proposal, proposed_by=by)
    except IntegrityError as error:
        raise RefusedError("Det ligger allerede et forslag til godkjenning.") from error


@transaction.atomic
def approve(*, run: RetentionRun, by: User) -> None:
    """Queue a proposed run; never by the one who proposed it."""
    if run.proposed_by_id == by.pk:
        raise RefusedError("Den som foreslo kjøringen, kan ikke godkjenne den.")
    proposed = RetentionRun.objects.filter(pk=run.pk, state=State.PROPOSED)
    held = proposed.exclude(proposed_by=by)
    if not held.update(state=State.QUEUED, approved_by=by, approved_at=timezone.now()):
        raise RefusedError("Forslaget venter ikke lenger på godkjenning.")


@transaction.atomic
def withdraw(*, run: RetentionRun) -> None:
    """Take a proposal back, whoever of the two does it; a run that is approved goes on."""
    proposed = RetentionRun.objects.filter(pk=run.pk, state=State.PROPOSED)
    if not proposed.update(state=State.WITHDRAWN, ended_at=timezone.now()):
        raise RefusedError("Forslaget venter ikke lenger på godkjenning.")


@transaction.atomic
def note_delivery(*, run: RetentionRun, reference: str, on: date, by: User) -> None:
    """Note that the archive has received what the run locked; the next run may anonymise it."""
    done = RetentionRun.objects.filter(pk=run.pk, state=State.DONE, delivered_on__isnull=True)
    if not done.update(delivered_on=on, delivery_reference=reference, delivered_by=by):
        raise RefusedError("Avleveringen er allerede registrert, eller kjøringen er ikke ferdig.")


@transaction.atomic
def try_again(*, run: RetentionRun) -> None:
    """Put a run that was given up back in the queue; it goes on where it stopped."""
    failed = RetentionRun.objects.filter(pk=run.pk, state=State.FAILED)
    if not failed.update(state=State.QUEUED, attempts=0, failure=""):
        raise RefusedError("Kjøringen har ikke stoppet.")


@transaction.atomic
def open_household(*, lock: HouseholdLock, reason: str, by: User) -> None:
    """Open a locked household again, for a stated reason."""
    closed = HouseholdLock.objects.filter(pk=lock.pk, opened_at__isnull=True)
    if not closed.update(opened_by=by, opened_at=timezone.now(), reason=reason):
        raise RefusedError("Husstanden er allerede åpnet.")


def carry_out(run_id: int) -> None:
    """Do an approved run if nobody else is doing it; a fault gives it back to be tried again."""
    token = jobs.claim(RetentionRun, run_id, STAGE, now=timezone.now())
    if token is None:
        return
    try:
        _carry_out(RetentionRun.objects.get(pk=run_id), token)
    except jobs.LostClaimError:
        log.warning("retention run %s was taken over by another worker", run_id)
    except Exception:
        log.exception("retention run %s stopped", run_id)
        jobs.release(RetentionRun, run_id, token, STAGE, reason=FAULT)


def _carry_out(run: RetentionRun, token: UUID) -> None:
    ids = [item.household_id for item in queries.plan(run.as_of)]
    for start in range(0, len(ids), BATCH):
        _carry_out_batch(run, token, ids[start : start + BATCH])
    now = timezone.now()
    remove_old_uploads(now)
    storage.erase_expired(now)
    jobs.finish(RetentionRun, run.pk, token, state=State.DONE, failure="", ended_at=now)


def _carry_out_batch(run: RetentionRun, token: UUID, household_ids: list[int]) -> None:
    """Those whose time is still up, logged first, then done together with the count of them."""
    items = queries.plan(run.as_of, among=household_ids)
    persons = queries.persons_cleared(items)
    access_log.record_job(
        "retention",
        AccessEvent.Action.UPDATE,
        user_id=run.approved_by_id,
        object_type="retention_run",
        object_id=run.pk,
        subject_ids=sorted(persons),
    )
    done = queries.added(run.done, queries.counts(items, persons))
    with transaction.atomic():
        _close(run, items, persons)
        jobs.extend(RetentionRun, run.pk, token, now=timezone.now(), done=done)
    run.done = done


def _close(run: RetentionRun, items: list[Item], persons: dict[int, int]) -> None:
    today = timezone.localdate()
    ids = [item.household_id for item in items]
    locked = set(
        HouseholdLock.objects.filter(household__in=ids, opened_at__isnull=True).values_list(
            "household", flat=True
        )
    )
    HouseholdLock.objects.bulk_create(
        HouseholdLock(household_id=pk, run=run, locked_on=today) for pk in ids if pk not in locked
    )
    leaving = [item.household_id for item in items if item.act == Act.ANONYMISE]
    flags.anonymise_households(leaving)
    meetings.anonymise_households(leaving)
    plans.anonymise_households(leaving)
    decisions.anonymise_households(leaving, timezone.now())
    children.anonymise_households(leaving)
    housing.anonymise_households(leaving)
    anonymising.anonymise_households(leaving, today)
    anonymising.anonymise_persons(list(persons), today)
    benefits.anonymise_persons(list(persons))
