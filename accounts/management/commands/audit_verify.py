"""`audit_verify`: is the access log as it was when it was sealed? (security.md 3.9)"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.seal_check import BrokenSealError, check_log
from config.templatetags import tall


class Command(BaseCommand):
    help = (
        "Kontrollerer innsynsloggen mot seglene og mot filen over segl; nevner det første bruddet."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = check_log(timezone.now())
        except BrokenSealError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"I orden: {tall(found.rows)} linjer under {tall(found.seals)} segl. "
            f"{tall(found.waiting)} nyere linjer venter på neste segl."
        )
