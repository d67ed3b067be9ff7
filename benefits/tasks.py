"""Jobs of the imports; the row in the database says what is to be done."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts import jobs
from benefits import actions
from benefits.models import ImportRun
from benefits.programmes.actions_inside import begin_leaves


@shared_task
def check_import(run_id: int) -> None:
    actions.check_import(run_id, clock=timezone.now)


@shared_task
def write_import(run_id: int) -> None:
    actions.write_import(run_id, clock=timezone.now)


@shared_task
def sweep() -> None:
    """Each minute: hint again at imports that wait or were left; delete forgotten files."""
    now = timezone.now()
    actions.remove_old_uploads(now)
    for stage, task in ((actions.CHECK, check_import), (actions.LOAD, write_import)):
        for run_id in jobs.due(ImportRun, stage, now=now):
            jobs.enqueue(task, run_id)


@shared_task
def begin_kvp_leaves() -> None:
    """Each hour: what was agreed ahead begins on its day."""
    begin_leaves(timezone.localdate())
