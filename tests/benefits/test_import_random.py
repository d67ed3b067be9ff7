"""Random extracts: many updates end where one load would, and no mutant gets in by halves."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from benefits.imports.actions import load_history
from benefits.imports.outcome import Result
from benefits.models import KvpEnrolment, Payment
from households.models import IntroPeriod, Membership, Person
from tests.benefits.history_files import (
    MARKED_NUMBERS,
    MARKS,
    ON,
    Tables,
    good,
    payment,
    write_tables,
)
from tests.benefits.test_import_history import load, row_counts

pytestmark = pytest.mark.django_db

PERSONS, MEMBERS, PAYMENTS, PERIODS = "persons.csv", "members.csv", "payments.csv", "kvp.csv"
COVERED_FROM = date(2024, 5, 1)
SUPPORTING = Membership.SUPPORTING
MUTANTS = 500
SEED = 20261122


@pytest.mark.parametrize("seed", range(40))
def test_an_update_ends_where_a_fresh_load_would(tmp_path: Path, seed: int) -> None:
    """After any earlier extracts, B says the same of the months covered as B loaded alone."""
    choose = random.Random(seed)
    for tables in (mixed(choose), mixed(choose)):
        assert load(tmp_path, tables, accept=True).result in (Result.LOADED, Result.UNCHANGED)
    updated = facts()
    sid = transaction.savepoint()
    for model in (Payment, KvpEnrolment, IntroPeriod):
        model._default_manager.all().delete()
    empty_households()
    assert load(tmp_path, tables).result is Result.LOADED
    assert facts() == updated
    transaction.savepoint_rollback(sid)


def mixed(choose: random.Random) -> Tables:
    """The good extract with some rows gone, changed and added, but always the same months."""
    tables = good()
    tables[MEMBERS] = [row for row in tables[MEMBERS] if choose.random() < 0.8]
    for row in tables[MEMBERS][1:]:
        if not row["to"] and choose.random() < 0.3:
            row["to"] = "2026-09-30"
    for row in tables[PAYMENTS][1:7]:
        if choose.random() < 0.4:
            row["amount"] = str(choose.randint(1, 20_000))
        if choose.random() < 0.2:
            row["status"] = "cancelled"
    tables[PAYMENTS] = [
        row
        for row in tables[PAYMENTS]
        if choose.random() < 0.8 or row["month"] in ("2024-05", "2026-11")
    ]
    if choose.random() < 0.5:
        tables[PAYMENTS].append(payment("5", "2025-07"))
    if choose.random() < 0.3:
        tables[PERIODS][1] |= {"from": "2025-01-15", "to": choose.choice(["", "2026-10-31"])}
    return tables


def facts() -> dict[str, list[tuple[object, ...]]]:
    """What is here of the months covered, without ids and cancelled payments.

    When somebody was first known alone stands in no file, so it may differ.
    """
    members = (
        Membership.objects.order_by("person__source_ref", "valid_from")
        .exclude(valid_to__lt=COVERED_FROM)
        .values_list(
            "person__source_ref", "household__source_ref", "valid_from", "valid_to", "role"
        )
    )
    paid = Payment.objects.exclude(status="cancelled").order_by(
        "person__source_ref", "paid_on", "amount"
    )
    return {
        "members": [
            (*row[:2], row[1] and max(row[2], COVERED_FROM), row[3], row[4] in SUPPORTING)
            for row in members
        ],
        "payments": list(paid.values_list("person__source_ref", "paid_on", "amount", "category")),
        "kvp": list(
            KvpEnrolment.objects.order_by("person__source_ref", "valid_from").values_list(
                "person__source_ref", "valid_from", "valid_to", "status"
            )
        ),
    }


def empty_households() -> None:
    Membership.objects.all().delete()
    for row in Person.objects.all():
        row.households_as_contact.all().delete()
    Person.objects.all().delete()


def test_five_hundred_mutants_are_refused_or_loaded_whole(tmp_path: Path) -> None:
    choose = random.Random(SEED)
    results = []
    for number in range(MUTANTS):
        paths = write_tables(tmp_path / str(number), good())
        for _ in range(choose.randint(1, 3)):
            path = choose.choice(paths)
            path.write_bytes(choose.choice(MUTATIONS)(choose, path.read_bytes()))
        before = row_counts()
        sid = transaction.savepoint()
        outcome = load_history(paths, on=ON)
        results.append(outcome.result)
        if outcome.result is Result.REFUSED:
            assert row_counts() == before, f"mutant {number} of seed {SEED}"
        else:
            rows = {count.file: count.rows for count in outcome.files}
            assert Person.objects.count() == rows[PERSONS]
            assert Payment.objects.count() == rows[PAYMENTS]
        text = str(outcome.to_json())
        assert [mark for mark in (*MARKS, *MARKED_NUMBERS) if mark in text] == []
        transaction.savepoint_rollback(sid)
    assert {Result.REFUSED, Result.LOADED} == set(results)


def replaced(choose: random.Random, content: bytes) -> bytes:
    place = choose.randrange(len(content) or 1)
    return content[:place] + bytes([choose.randrange(256)]) + content[place + 1 :]


def cut(choose: random.Random, content: bytes) -> bytes:
    return content[: choose.randrange(len(content) or 1)]


def with_line_twice(choose: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    return content + (choose.choice(lines) if lines else b"")


def without_line(choose: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(lines[: (gone := choose.randrange(len(lines) or 1))] + lines[gone + 1 :])


def with_cell(choose: random.Random, content: bytes) -> bytes:
    """One cell of one line has another content."""
    lines = [line.split(b",") for line in content.split(b"\r\n")]
    cells = choose.choice(lines)
    cells[choose.randrange(len(cells))] = choose.choice(CELLS)
    return b"\r\n".join(b",".join(line) for line in lines)


def moved_cells(choose: random.Random, content: bytes) -> bytes:
    lines = [line.split(b",") for line in content.split(b"\r\n")]
    choose.shuffle(choose.choice(lines))
    return b"\r\n".join(b",".join(line) for line in lines)


def in_latin_1(choose: random.Random, content: bytes) -> bytes:
    return content.decode("utf-8", "replace").encode("latin-1", "replace")


CELLS = [
    *(b"", b" ", b"0", b"-1", b"1e308", b"NaN", b"1,5", b"9" * 40, b"2026-02-29", b"0001-01-01"),
    *(b"9999-12-31", b"2026-13", b"refmerke-1", b"refmerke-9", b"adult", b"child", b"kvp", b"m"),
    *(b"Heimdal", b"\xf0\x9f\x98\x80", b"\xe2\x80\xae", b"\0", b'"', b"=1+1", b"1" * 5000),
    *(b"\xed\xa0\x80", b"cancelled", b"planned", b"' OR 1=1 --", b"\\.", b"\\N", b"kostra:1"),
]
MUTATIONS: list[Callable[[random.Random, bytes], bytes]] = [
    *(replaced, cut, with_line_twice, without_line, with_cell, with_cell, with_cell),
    *(moved_cells, in_latin_1),
]
