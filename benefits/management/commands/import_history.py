"""Load the CSV history of an older system (design.md 7)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from benefits.imports.actions import load_history, preview_history
from benefits.imports.outcome import Result
from benefits.imports.wording import details, headline


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
        today = timezone.localdate()
        if options["dry_run"]:
            outcome = preview_history(files, on=today, progress=self._tell)
        else:
            outcome = load_history(
                files, on=today, accept_changes=options["update"], progress=self._tell
            )
        lines = [headline(outcome), *details(outcome)]
        refused = outcome.result is Result.REFUSED
        unanswered = outcome.result is Result.NEEDS_ANSWER and not options["update"]
        if unanswered:
            lines.insert(1, "Kjør på nytt med --update for å godta endringene:")
        if refused or unanswered:
            raise CommandError("\n".join(lines))
        self.stdout.write("\n".join(lines))

    def _tell(self, step: int, detail: str) -> None:
        if detail and self.stderr.isatty():
            self.stderr.write(detail)
