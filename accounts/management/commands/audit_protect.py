"""`audit_protect`: let PostgreSQL itself refuse changes to the access log (security.md 3.9)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from accounts import log_guard


class Command(BaseCommand):
    help = (
        "Lar PostgreSQL avvise UPDATE, DELETE og TRUNCATE på innsynsloggen og seglene, og gir "
        "programmets rolle bare INSERT og SELECT på dem. Kjøres av tabellenes eier, på nytt etter "
        "hver oppgradering."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", help="databaserollen som programmet logger inn med")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("audit_protect er for PostgreSQL; SQLite har ingen roller.")
        role = options["role"] or connection.settings_dict["USER"]
        try:
            log_guard.protect(role)
        except log_guard.UnknownRoleError as error:
            raise CommandError(f"Databasen har ingen rolle som heter {role}.") from error
        except DatabaseError as error:
            reason = str(error).partition("\n")[0]
            raise CommandError(f"Vernet ble ikke satt: {reason}.") from error
        self.stdout.write(f"Innsynsloggen er vernet; rollen {role} kan bare legge til og lese.")
