"""`demo`: a fictitious municipality, case by case, with the plan's figures (design.md 6)."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from accounts.models import DemoMark
from households.models import Person
from households.months import month_of
from reports import actions
from reports.demo import targets, write
from reports.models import ReportRun

FIRST_YEAR = 2012
"""The plan's own year; the qualification programme had not begun long before it."""


class Command(BaseCommand):
    help = (
        "Lager en oppdiktet kommune med enkeltsaker, og årsrapporten for det siste avsluttede "
        "året. Alle personer er oppdiktet. Avvises i en database som har andre personer."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, help="rapportår; ellers det siste avsluttede")
        parser.add_argument("--scale", type=int, default=1, help="antall ganger planens størrelse")

    def handle(self, *args: Any, **options: Any) -> None:
        last_year = actions.last_finished_year(timezone.localdate())
        year = last_year if options["year"] is None else options["year"]
        if settings.PRODUCTION:
            raise CommandError("Demodata kan ikke legges inn med produksjonsinnstillinger.")
        if mark := DemoMark.objects.first():
            self.stdout.write(f"Databasen er allerede en demodatabase for {mark.year}.")
            return
        if Person.objects.exists():
            raise CommandError("Databasen har personer fra før, og demodata er ikke lagt inn.")
        if not FIRST_YEAR <= year <= last_year:
            raise CommandError(f"Året må være fra {FIRST_YEAR} til {last_year}.")
        if options["scale"] < 1:
            raise CommandError("Skalaen må være 1 eller mer.")
        self._build(year, options["scale"])
        self._report(year)

    def _build(self, year: int, scale: int) -> None:
        span = targets.span_of(year, month_of(timezone.localdate()))
        with tqdm(
            total=write.ROWS_IN_ONE * scale,
            desc="Demokommune",
            unit=" rader",
            file=sys.stderr,
            disable=not sys.stderr.isatty(),
        ) as bar:
            write.build(span, scale, bar.update)

    def _report(self, year: int) -> None:
        run, _ = actions.request_report(year=year, as_of=timezone.localdate(), by=None)
        actions.make_report(run.pk)
        run.refresh_from_db()
        if run.state != ReportRun.State.READY:
            raise CommandError(f"Demodata er lagt inn, men årsrapporten stoppet: {run.failure}")
        self.stdout.write(f"Demokommunen er klar, med årsrapporten for {year}.")
