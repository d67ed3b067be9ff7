"""`manage.py retention`: what has reached its time, or the runs that two persons have approved."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import jobs
from coordination.retention import actions, queries
from households.models import RetentionRun


class Command(BaseCommand):
    help = "Counts what an erasure would do (--dry-run), or carries out the approved runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only, and write nothing")
        parser.add_argument("--as-of", type=_day, default=None, help="the day; today without it")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        if options["dry_run"]:
            items = queries.plan(options["as_of"] or today)
            counts = queries.counts(items, queries.persons_cleared(items))
            self.stdout.write(json.dumps(counts, ensure_ascii=False, indent=1))
            return
        if options["as_of"]:
            raise CommandError(
                "--as-of goes with --dry-run; a run has the day it was proposed for."
            )
        due = jobs.due(RetentionRun, actions.STAGE, now=timezone.now())
        if not due:
            raise CommandError("No run is approved. One proposes it on the page, another approves.")
        for run_id in due:
            actions.carry_out(run_id)
            run = RetentionRun.objects.get(pk=run_id)
            self.stdout.write(f"{run}: {run.get_state_display()}")
            if run.state != RetentionRun.State.DONE:
                raise CommandError(run.failure or "The run is not finished.")


def _day(text: str) -> date:
    return date.fromisoformat(text)
