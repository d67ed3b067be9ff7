"""`bench WHAT`: how fast, as ratios inside one run, on a scratch database (performance.md 5)."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from benefits.models import ApplicationMatter, AssistanceApplication, KvpEnrolment, Payment
from coordination.models import Flag, FlagChange
from decisions.models import Decision
from households.models import (
    Household,
    Intake,
    IntroPeriod,
    Membership,
    Person,
    Residence,
    Responsibility,
    Situation,
    Touched,
)
from households.months import Month, month_of
from housing.models import (
    AdviceCase,
    AdviceSession,
    Dwelling,
    HousingApplication,
    Offer,
    QueueEntry,
    QueuePause,
)
from reports.bench import flags, imports, pages, queue, queue_seed, report, seed
from reports.bench.measure import Result, machine
from reports.models import CountedFamily, CountedPerson

WHAT = ("report", "import", "list", "queue", "access", "flags", "all")
HOUSEHOLDS = (1_000, 20_000)
FLAGGED = 100_000
WAITING = 300
"""Applications before one office: some twenty for each of its caseworkers."""
IN_QUEUE = 5_000
"""Entries in the queue for municipal homes, all of one office."""
EMPTIED: tuple[type[Model], ...] = (
    Offer,
    QueuePause,
    QueueEntry,
    AdviceSession,
    AdviceCase,
    HousingApplication.grounds.through,
    HousingApplication.districts.through,
    HousingApplication,
    Decision,
    Dwelling,
    CountedPerson,
    CountedFamily,
    FlagChange,
    Flag,
    Touched,
    ApplicationMatter,
    AssistanceApplication,
    Intake,
    Payment,
    KvpEnrolment,
    IntroPeriod,
    Situation,
    Responsibility,
    Residence,
    Membership,
    Household,
    Person,
)


class Command(BaseCommand):
    help = (
        "Måler farten på en egen kladdedatabase: navnet må ha «bench» i seg. "
        "Databasen tømmes og fylles på nytt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=WHAT)
        parser.add_argument("--scale", type=int, default=1, help="antall ganger en by (rapporten)")
        parser.add_argument("--repeat", type=int, default=5)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        name = str(settings.DATABASES["default"]["NAME"])
        if "bench" not in name.rsplit("/", 1)[-1]:
            raise CommandError("bench kjører bare på en kladdedatabase med «bench» i navnet.")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        wanted = WHAT[:-1] if options["what"] == "all" else (options["what"],)
        results = []
        for what in wanted:
            results += getattr(self, f"_{what}")(options["repeat"], options["scale"])
        self._tell(results, as_json=options["json"])
        if any(result.passed is False for result in results):
            raise CommandError("Minst ett mål er ikke nådd.")

    def _report(self, repeat: int, scale: int) -> list[Result]:
        self._refill(scale=scale)
        if wrong := report.differences():
            raise CommandError(f"{wrong} personer er talt annerledes enn regelen sier.")
        return report.run(repeat, scale)

    def _import(self, repeat: int, scale: int) -> list[Result]:
        return imports.run(repeat, scale, self._empty)

    def _list(self, repeat: int, scale: int) -> list[Result]:
        results = []
        for households in HOUSEHOLDS:
            self._refill(households=households, until=month_of(timezone.localdate()))
            user = seed.bench_user()
            seed.applications(user, min(WAITING, households // 4))
            results += pages.run(user, repeat, households)
        return results

    def _queue(self, repeat: int, scale: int) -> list[Result]:
        entries = IN_QUEUE * scale
        self._empty()
        seed.seed(scale, households=entries, paid=False)
        user = queue_seed.adviser()
        queue_seed.fill(user, list(Household.objects.select_related("contact").order_by("pk")))
        home = queue_seed.dwellings(1)[0]
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        if wrong := queue.differences(user, home):
            raise CommandError(f"{wrong} plasser i køen er andre enn regelen sier.")
        return queue.run(user, home, repeat, entries)

    def _access(self, repeat: int, scale: int) -> list[Result]:
        self._refill(households=HOUSEHOLDS[0])
        return pages.access(seed.bench_user(), repeat)

    def _flags(self, repeat: int, scale: int) -> list[Result]:
        self._refill(households=FLAGGED * scale)
        flags.night()
        if wrong := flags.differences():
            raise CommandError(f"{wrong} husstander er flagget annerledes enn regelen sier.")
        return flags.run(repeat, FLAGGED * scale)

    def _refill(
        self, *, scale: int = 1, households: int | None = None, until: Month = seed.R
    ) -> None:
        self._empty()
        seed.seed(scale, households=households, until=until)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _empty(self) -> None:
        """Delete every person and all that hangs on one; what migrations lay down stays.

        PostgreSQL truncates: rows that are only deleted are still read past until a vacuum.
        """
        if connection.vendor == "postgresql":
            tables = ", ".join(model._meta.db_table for model in EMPTIED)
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {tables} CASCADE")
            return
        for model in EMPTIED:
            model._base_manager.all()._raw_delete("default")

    def _tell(self, results: list[Result], *, as_json: bool) -> None:
        if as_json:
            content = {"machine": machine(), "results": [result.as_json() for result in results]}
            self.stdout.write(json.dumps(content, ensure_ascii=False, indent=2))
            return
        self.stdout.write(", ".join(f"{key} {value}" for key, value in machine().items()))
        for result in results:
            self.stdout.write(_line(result))


def _line(result: Result) -> str:
    ratio = f"{result.ratio:8.3f}" if result.ratio is not None else " " * 8
    mark = {True: "nådd", False: "IKKE NÅDD", None: ""}[result.passed]
    sign = ">=" if result.at_least else "<="
    goal = f"mål {sign} {result.goal}" if result.goal is not None else ""
    return (
        f"{result.name:<60} {result.subject:12.4f} {result.unit:<8}{ratio}  {goal} {mark}".rstrip()
    )
