"""Jobs of the yearly report; the row in the database says what is to be done."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts import jobs
from reports import actions, storage
from reports.models import ReportRun


@shared_task
def make_report(run_id: int) -> None:
    actions.make_report(run_id)


@shared_task
def sweep() -> None:
    """Each minute: hint again at reports that wait or were left by a killed worker."""
    storage.remove_stray_files()
    for run_id in jobs.due(ReportRun, actions.STAGE, now=timezone.now()):
        jobs.enqueue(make_report, run_id)


@shared_task
def make_last_years_report() -> None:
    """From mid-January: the report of the year that has ended, unless there is one already.

    Asked for each morning, so that a worker that was down on the first day misses nothing.
    """
    today = timezone.localdate()
    if actions.has_whole_year(actions.last_finished_year(today)):
        return
    run, _ = actions.request_report(year=actions.last_finished_year(today), as_of=today, by=None)
    jobs.enqueue(make_report, run.pk)
