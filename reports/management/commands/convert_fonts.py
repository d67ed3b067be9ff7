"""`manage.py convert_fonts`: make the TTF files that the yearly report's PDF is set in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.files.fonts import convert_fonts

INTER = Path("node_modules/@fontsource-variable/inter/files")


class Command(BaseCommand):
    help = "Gjør skriften Inter om til TTF-filer for PDF-rapporten."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", nargs="?", type=Path, default=settings.BASE_DIR / INTER)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = convert_fonts(options["source"], settings.FONT_DIR)
        except FileNotFoundError as error:
            raise CommandError(f"Fant ikke skriften: {error.filename}") from error
        self.stdout.write(f"{len(made)} skriftfiler i {settings.FONT_DIR}")
