"""Many rows at once: COPY on PostgreSQL, executemany on SQLite, and one import at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import Field, Model

T = TypeVar("T")

BLOCK = 2_000
MANY = 900
PIECE = 1 << 18
LOCK = 0x05B_1A90
"""PostgreSQL's advisory lock of all imports."""


def chunks(values: Iterable[T], size: int = MANY) -> Iterator[list[T]]:
    """The values in lists short enough for one question to either database."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


def hold_import_lock() -> None:
    """Wait for other imports to end; held to the end of the transaction.

    SQLite needs none: its transactions take the write lock when they begin.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def reserve_ids(model: type[Model], count: int) -> list[int]:
    """Ids that no other row of `model` has or will get."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return list(range(last + 1, last + 1 + count))


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows`, each the values of the fields `names`; other fields get their default.

    Values are None, text, whole numbers, dates and booleans.
    """
    columns, constants = _columns(model, names)
    table = connection.ops.quote_name(model._meta.db_table)
    complete = ((*row, *constants) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.copy_expert(_copy(table, columns), _CsvStream(complete), size=PIECE)
            return
        marks = ", ".join(["%s"] * len(columns))
        # Table and columns are quoted names of the model's own; values travel as parameters.
        insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # nosec B608
        for block in chunks(complete, BLOCK):
            cursor.executemany(insert, block)


def update_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Update rows of `model`; each of `rows` is the values of the fields `names`, then the id."""
    columns, _ = _columns(model, names, with_defaults=False)
    table = connection.ops.quote_name(model._meta.db_table)
    sets = ", ".join(f"{column} = %s" for column in columns)
    update = f"UPDATE {table} SET {sets} WHERE id = %s"  # nosec B608
    with connection.cursor() as cursor:
        for block in chunks(rows, BLOCK):
            cursor.executemany(update, block)


def _columns(
    model: type[Model], names: Sequence[str], *, with_defaults: bool = True
) -> tuple[dict[str, bool], tuple[Any, ...]]:
    """Quoted columns and whether they may be null; the last ones have the values returned."""
    fields = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in names]
    others = [
        field
        for field in model._meta.concrete_fields
        if with_defaults and not field.null and not field.primary_key and field not in fields
    ]
    quote = connection.ops.quote_name
    columns = {quote(str(field.column)): field.null for field in [*fields, *others]}
    return columns, tuple(field.get_default() for field in others)


def _copy(table: str, columns: Mapping[str, bool]) -> str:
    """COPY in CSV form; `columns` tells which may be null.

    An empty cell is NULL where it may be, and "" elsewhere.
    """
    never_null = [column for column, may_be_null in columns.items() if not may_be_null]
    forced = f", FORCE_NOT_NULL ({', '.join(never_null)})" if never_null else ""
    return f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv{forced})"


class _CsvStream:
    """Rows as a file for COPY, made as it is read, so that memory does not grow with them."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows = iter(rows)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            block = list(islice(self.rows, BLOCK))
            if not block:
                return b""
            text = io.StringIO()
            csv.writer(text).writerows(block)
            self._rest = text.getvalue().encode()
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece
