"""`annual_report YEAR`: the report of Hovedmål 2d from the command line (design.md 7)."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from benefits.rules import DEFINITIONS, OFFICIAL
from reports import actions, storage
from reports.figures import NoFinishedMonthError
from reports.models import ReportRun

FORMATS = ("json", "csv", "xlsx", "pdf", "docx")


class Command(BaseCommand):
    help = (
        "Lager årsrapporten om sosialhjelp i mer enn tre år. JSON viser hele byens tall uten "
        "maskering; filene er de som publiseres, med små tall skjult."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--definition", choices=sorted(DEFINITIONS), default=OFFICIAL)
        parser.add_argument("--as-of", type=_day, help="data registrert til og med (ÅÅÅÅ-MM-DD)")
        parser.add_argument("--format", choices=FORMATS, default="json")
        parser.add_argument("--output", type=Path, help="fil å skrive til")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] != "json" and options["output"] is None:
            raise CommandError(f"Si hvor {options['format']}-filen skal ligge med --output.")
        today = timezone.localdate()
        run = _ready_report(options["year"], options["definition"], options["as_of"] or today)
        content = _content(run, options["format"])
        if options["output"] is None:
            self.stdout.write(content.decode())
            return
        try:
            storage.write_whole(options["output"].resolve(), content)
        except OSError as error:
            raise CommandError(
                f"Kunne ikke skrive {options['output']}: {error.strerror}."
            ) from error


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _ready_report(year: int, code: str, as_of: date) -> ReportRun:
    """The report of the data as they are now, made here unless it stands ready."""
    if as_of > timezone.localdate():
        raise CommandError("Datoen i --as-of kan ikke være frem i tid.")
    try:
        run, is_new = actions.request_report(year=year, as_of=as_of, code=code, by=None)
        if not is_new and run.state == ReportRun.State.READY and actions.needs_new_edition(run):
            run, _ = actions.request_report(year=year, as_of=as_of, code=code, by=None, again=True)
    except NoFinishedMonthError as error:
        raise CommandError(str(error)) from error
    if run.state == ReportRun.State.FAILED:
        actions.try_again(run)
    actions.make_report(run.pk)
    run.refresh_from_db()
    if run.state != ReportRun.State.READY:
        raise CommandError(run.failure or "Rapporten lages av en annen jobb. Prøv igjen om litt.")
    return run


def _content(run: ReportRun, format_: str) -> bytes:
    if format_ == "json":
        return json.dumps(run.figures, ensure_ascii=False, indent=2, sort_keys=True).encode()
    try:
        return storage.read_file(storage.latest_files(run)[format_])
    except storage.DamagedFileError as error:
        raise CommandError(f"Filen {error} mangler eller er endret på disken.") from error
