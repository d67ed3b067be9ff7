"""The first administrators, made by who installs OSK-sak; the others are made on the page."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.administration.actions import RefusedError, make_first_administrator
from accounts.administration.links import path_for


class Command(BaseCommand):
    help = "Lager kommunens første administratorer, inntil det er to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", metavar="BRUKERNAVN", nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in options["names"]:
            try:
                user = make_first_administrator(username=name, today=timezone.localdate())
            except RefusedError as error:
                raise CommandError(f"{name}: {error}") from error
            self.stdout.write(f"{name}: {path_for(user)}")
        self.stdout.write(
            "Sett adressen til OSK-sak foran, og gi hver sin lenke. Den virker i 24 timer, én gang."
        )
