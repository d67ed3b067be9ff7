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
    """Each January: the report of the year that has ended."""
    today = timezone.localdate()
    run, _ = actions.request_report(year=actions.last_finished_year(today), as_of=today, by=None)
    jobs.enqueue(make_report, run.pk)
