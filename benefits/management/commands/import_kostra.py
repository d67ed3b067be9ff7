"""Load a municipality's own earlier KOSTRA files 11F and 11CF (design.md 7)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from benefits.imports.actions import load_kostra, preview_kostra
from benefits.imports.wording import RefusedError, told


class Command(BaseCommand):
    help = "Leser inn kommunens egne KOSTRA-filer 11F og 11CF for rapportårene 2022–2026."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", metavar="FIL", type=Path, nargs="+")
        parser.add_argument(
            "--update", action="store_true", help="godta endringer fra forrige innlesing"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="kontroller, men skriv ingenting"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files: list[Path] = options["files"]
        if not all(path.is_file() for path in files):
            raise CommandError("En av filene finnes ikke.")
        today, update = timezone.localdate(), options["update"]
        if options["dry_run"]:
            outcome = preview_kostra(files, on=today)
        else:
            outcome = load_kostra(files, on=today, accept_changes=update)
        try:
            self.stdout.write(told(outcome, update=update))
        except RefusedError as error:
            raise CommandError(str(error)) from error
