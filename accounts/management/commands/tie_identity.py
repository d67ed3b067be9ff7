"""Tie a user to an identity at a provider whose claims name no user, such as ID-porten."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import external
from accounts.models import User
from accounts.recovery import RefusedError, tie_identity


class Command(BaseCommand):
    help = "Knytter en bruker til en identitet hos en innloggingstjeneste."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="BRUKERNAVN")
        parser.add_argument("provider", metavar="TJENESTE", help="id fra OIDC_PROVIDERS")
        parser.add_argument("subject", metavar="SUB", help="identiteten, tjenestens «sub»")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("Brukeren finnes ikke.")
        if options["provider"] not in {provider.id for provider in external.providers()}:
            raise CommandError("Tjenesten står ikke i OIDC_PROVIDERS.")
        try:
            tie_identity(user=user, provider=options["provider"], subject=options["subject"])
        except RefusedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Brukeren er knyttet til identiteten.")
