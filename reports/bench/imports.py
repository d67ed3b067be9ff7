"""`import_history` against PostgreSQL's own COPY of the same rows, parsing included."""

from __future__ import annotations

import csv
import random
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import IO

from django.db import connection
from django.db.models import Model

from benefits.imports.actions import load_history
from benefits.imports.outcome import Result as Loaded
from benefits.models import KvpEnrolment, Payment
from households.models import (
    Household,
    IntroPeriod,
    Membership,
    Person,
    Residence,
    Responsibility,
)
from households.months import month_text
from reports.bench.measure import Result, median
from reports.bench.seed import FIRST, R

AS_OF = date(2026, 1, 14)
PERSONS = 4_000
DISTRICTS = ("Heimdal", "Lerkendal", "Midtbyen", "Østbyen")
WRITTEN: tuple[type[Model], ...] = (
    Person,
    Household,
    Membership,
    Residence,
    Responsibility,
    Payment,
    KvpEnrolment,
    IntroPeriod,
)
"""What an extract becomes rows of; COPY is given all of them too."""


def write_extract(folder: Path, scale: int) -> int:
    """An older system's files for `scale` times 4 000 persons; the number of payment rows."""
    chance = random.Random(7)
    refs = [f"P{number}" for number in range(PERSONS * scale)]
    _write(folder / "persons.csv", _person_rows(chance, refs))
    _write(folder / "members.csv", _member_rows(refs))
    payments = list(_payment_rows(chance, refs))
    _write(folder / "payments.csv", payments)
    _write(folder / "kvp.csv", [("person_ref", "from", "to")])
    return len(payments) - 1


def _write(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def _person_rows(chance: random.Random, refs: list[str]) -> list[tuple[str, ...]]:
    names = ("person_ref", "national_id", "first_name", "last_name", "birth_date", "sex")
    rows: list[tuple[str, ...]] = [(*names, "district")]
    for ref in refs:
        born = date(chance.randint(1960, 2004), chance.randint(1, 12), chance.randint(1, 28))
        facts = (ref, "", "Ada", f"Prøve{ref}", born.isoformat(), chance.choice("mf"))
        rows.append((*facts, chance.choice(DISTRICTS)))
    return rows


def _member_rows(refs: list[str]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("household_ref", "person_ref", "role", "from", "to")]
    return rows + [(f"H{ref}", ref, "adult", "2010-01-01", "") for ref in refs]


def _payment_rows(chance: random.Random, refs: list[str]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("person_ref", "month", "kind", "category", "amount")]
    for ref in refs:
        first = FIRST + chance.randint(0, 100)
        for month in range(first, min(R, first + chance.randint(5, 40)) + 1):
            amount = str(chance.randint(500, 15_000))
            rows.append((ref, month_text(month), "grant", "livsopphold", amount))
    return rows


def run(repeat: int, scale: int, empty: Callable[[], None]) -> list[Result]:
    """Load the same extract `repeat` times, each beside a COPY of all the rows it became."""
    loads, copies = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = write_extract(folder, scale)
        files = sorted(folder.iterdir())
        for _ in range(repeat):
            empty()
            begun = time.perf_counter()
            outcome = load_history(files, on=AS_OF)
            loads.append(time.perf_counter() - begun)
            if outcome.result is not Loaded.LOADED or Payment.objects.count() != count:
                raise RuntimeError("the extract was not loaded whole")
            if connection.vendor == "postgresql":
                copies.append(sum(_copy(model, folder / "copy.csv") for model in WRITTEN))
    rows = sum(model._base_manager.count() for model in WRITTEN)
    rate = rows / median(loads)
    if not copies:
        return [Result("import_history", rate, None, "rows/s", repeat)]
    copied = rows / median(copies)
    return [Result("import_history / COPY", rate, copied, "rows/s", repeat, 0.5, at_least=True)]


def _copy(model: type[Model], path: Path) -> float:
    """Seconds to COPY the table's rows into an empty one with the same keys and indexes."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        with path.open("w", encoding="utf-8") as stream:
            _expert(cursor, f"COPY {table} TO STDOUT CSV", stream)
        cursor.execute(f"CREATE TABLE bench_copy (LIKE {table} INCLUDING ALL)")
        for field in model._meta.concrete_fields:  # LIKE leaves out foreign keys
            if field.is_relation and field.related_model is not None:
                target = field.related_model._meta.db_table
                cursor.execute(
                    f"ALTER TABLE bench_copy ADD FOREIGN KEY ({field.column}) REFERENCES {target}"
                )
        begun = time.perf_counter()
        with path.open(encoding="utf-8") as stream:
            _expert(cursor, "COPY bench_copy FROM STDIN CSV", stream)
        seconds = time.perf_counter() - begun
        cursor.execute("DROP TABLE bench_copy")
    return seconds


def _expert(cursor: object, sql: str, stream: IO[str]) -> None:
    cursor.cursor.copy_expert(sql, stream)  # type: ignore[attr-defined]
