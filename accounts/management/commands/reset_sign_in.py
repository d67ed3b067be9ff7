"""Let a user who has lost app, key and recovery codes set up a second factor anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.recovery import reset_sign_in


class Command(BaseCommand):
    help = "Tar bort en brukers andre trinn og ytre identiteter, og logger brukeren ut overalt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="BRUKERNAVN")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("Brukeren finnes ikke.")
        taken = reset_sign_in(user=user)
        self.stdout.write(f"Tok bort {taken}. Brukeren setter opp nytt ved neste innlogging.")
