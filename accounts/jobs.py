"""Claiming a job by lease: the database decides who does it, the queue only hints.

Works on any model with `state`, `claim`, `lease_until`, `attempts` and `failure`. A worker claims
a row with one UPDATE, extends its lease while it works and ends with `finish` in the transaction
that stores the result: whoever lost the lease in between cannot store anything (security.md 3.13).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Model, Q, QuerySet
from kombu.exceptions import OperationalError

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 5
GIVEN_UP = "Jobben stoppet fem ganger uten å bli ferdig."

log = logging.getLogger(__name__)


class LostClaimError(Exception):
    """Another worker has taken the job over: stop, and store nothing."""


@dataclass(frozen=True)
class Stage:
    """What a model calls a job that waits, is being done, and has been given up."""

    queued: str
    running: str
    failed: str


def claim(model: type[Model], pk: int, stage: Stage, *, now: datetime) -> UUID | None:
    """Take the job for one lease and return the token of the claim; None if it is not free.

    Free is a job that waits, or one whose lease has run out. At the sixth attempt the job is
    given up instead: its state becomes `stage.failed`, with a reason.
    """
    token = uuid4()
    free = _free(model, stage, now).filter(pk=pk)
    taken = free.filter(attempts__lt=MAX_ATTEMPTS).update(
        state=stage.running,
        claim=token,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
    )
    if taken:
        return token
    free.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=stage.failed, claim=None, lease_until=None, failure=GIVEN_UP
    )
    return None


def extend(
    model: type[Model],
    pk: int,
    token: UUID,
    *,
    now: datetime,
    lease: timedelta = LEASE,
    **changes: Any,
) -> None:
    """Hold the job for another lease and store `changes` (progress); LostClaimError if lost.

    A longer `lease` is for work that cannot extend it, such as one long transaction.
    """
    _update_held(model, pk, token, lease_until=now + lease, **changes)


def finish(model: type[Model], pk: int, token: UUID, *, state: str, **changes: Any) -> None:
    """End the claim with `state` and `changes`; LostClaimError if it was lost.

    Called in the transaction that stores what the job has made.
    """
    _update_held(model, pk, token, state=state, claim=None, lease_until=None, **changes)


def release(model: type[Model], pk: int, token: UUID, stage: Stage, *, reason: str) -> None:
    """Give the job back after a fault: it waits again, or is given up after the last attempt."""
    held = model._default_manager.filter(pk=pk, claim=token)
    free = {"claim": None, "lease_until": None, "failure": reason}
    if not held.filter(attempts__gte=MAX_ATTEMPTS).update(state=stage.failed, **free):
        held.update(state=stage.queued, **free)


def due(model: type[Model], stage: Stage, *, now: datetime) -> list[int]:
    """Ids of the jobs nobody is doing: the sweeper hints at them again."""
    return list(_free(model, stage, now).order_by("pk").values_list("pk", flat=True))


def enqueue(task: Any, pk: int) -> None:
    """Hint the queue at a job once the present transaction is stored.

    A broker that is down is no error: the row waits, and the sweeper hints again.
    """
    transaction.on_commit(lambda: _hint(task, pk))


def _hint(task: Any, pk: int) -> None:
    try:
        task.delay(pk)
    except (OperationalError, OSError):
        log.warning("the broker does not answer; %s %s waits for the sweeper", task.name, pk)


def _free(model: type[Model], stage: Stage, now: datetime) -> QuerySet[Any]:
    abandoned = Q(state=stage.running, lease_until__lt=now)
    return model._default_manager.filter(Q(state=stage.queued) | abandoned)


def _update_held(model: type[Model], pk: int, token: UUID, **changes: Any) -> None:
    if not model._default_manager.filter(pk=pk, claim=token).update(**changes):
        raise LostClaimError
