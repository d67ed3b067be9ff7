"""Jobs of this floor; the row in the database says what is to be done."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts import jobs
from children.transitions import actions as transitions
from coordination.citizen import storage
from coordination.flags import actions as flags
from coordination.lookups import actions as reviews
from coordination.meetings.agenda import fill_agendas
from coordination.retention import actions as retention
from households.autosave import actions as autosave
from households.documents import storage as documents
from households.models import RetentionRun
from housing.advice import actions as advice

DAYS_BACK = 7
"""How many nights a stopped worker may have missed."""


@shared_task
def fill_access_reviews() -> None:
    """Each night: the reviews of yesterday, and of days that a stopped worker missed."""
    today = timezone.localdate()
    for days in range(DAYS_BACK, 0, -1):
        reviews.fill_reviews(day=today - timedelta(days=days), made_on=today)


@shared_task
def carry_out_retention(run_id: int) -> None:
    retention.carry_out(run_id)


@shared_task
def recompute_touched_flags() -> None:
    """Twice a minute: the flags, and the agendas, of what something has happened with."""
    now = timezone.now()
    if flags.recompute_touched(today=timezone.localdate(now), at=now):
        fill_agendas(at=now)


@shared_task
def recompute_all_flags() -> None:
    """Each night: time alone opens transitions, and raises and ends flags too."""
    now = timezone.now()
    transitions.open_due(today=timezone.localdate(now), at=now)
    advice.open_due(today=timezone.localdate(now))
    flags.recompute(today=timezone.localdate(now))
    fill_agendas(at=now)


@shared_task
def sweep() -> None:
    """Each minute: take away files and drafts whose time is up; hint again at runs that wait."""
    now = timezone.now()
    storage.erase_expired(now)
    documents.sweep(now)
    autosave.erase_expired(now)
    for run_id in jobs.due(RetentionRun, retention.STAGE, now=now):
        jobs.enqueue(carry_out_retention, run_id)
