"""Load the CSV history of an older system (design.md 7)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from benefits.imports.actions import load_history, preview_history
from benefits.imports.wording import RefusedError, told


class Command(BaseCommand):
    help = "Leser inn persons.csv, members.csv, payments.csv og kvp.csv fra et tidligere system."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", metavar="MAPPE", type=Path)
        parser.add_argument(
            "--update", action="store_true", help="godta endringer fra forrige innlesing"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="kontroller, men skriv ingenting"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        directory: Path = options["directory"]
        if not directory.is_dir():
            raise CommandError("Mappen finnes ikke.")
        files = sorted(path for path in directory.iterdir() if path.is_file())
        today, update = timezone.localdate(), options["update"]
        if options["dry_run"]:
            outcome = preview_history(files, on=today, progress=self._tell)
        else:
            outcome = load_history(files, on=today, accept_changes=update, progress=self._tell)
        try:
            self.stdout.write(told(outcome, update=update))
        except RefusedError as error:
            raise CommandError(str(error)) from error

    def _tell(self, step: int, detail: str) -> None:
        if detail and self.stderr.isatty():
            self.stderr.write(detail)
