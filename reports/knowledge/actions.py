"""Freezing a table: counted once for a year and a day, and the same ever after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from reports.cells import Path
from reports.knowledge import effects, people
from reports.knowledge.grid import Block, Column, Counted, counted, masked, shown_months
from reports.models import KnowledgeTable

Kind = KnowledgeTable.Kind
SEPARATOR = "\t"


@dataclass(frozen=True)
class Subject:
    """What a kind of table divides people by, and what it counts of them."""

    blocks: tuple[Block, ...]
    columns: tuple[Column, ...]
    shown: tuple[str, ...]
    months: str


SUBJECTS = {
    Kind.EFFECTS: Subject(effects.BLOCKS, effects.COLUMNS, effects.SHOWN, "Vanlig tid, måneder"),
    Kind.BACKGROUNDS: Subject(
        people.BLOCKS, people.COLUMNS, people.SHOWN, "Vanlig antall måneder med stønad"
    ),
}


def make(*, kind: str, year: int, as_of: date, by: User | None) -> KnowledgeTable:
    """The table of the year as the data stand on the day; twice is once."""
    same = KnowledgeTable.objects.filter(kind=kind, year=year, as_of=as_of)
    if found := same.first():
        return found
    rows: list[Any]
    beside: list[dict[str, Any]] = []
    if kind == Kind.EFFECTS:
        rows = effects.ended_in(year, as_of)
        beside = [asdict(row) for row in effects.programmes(year, as_of)]
        count = _count(kind, rows, effects.flags)
    else:
        rows = people.recipients(year, as_of)
        count = _count(kind, rows, people.flags)
    cells = masked(count, SUBJECTS[Kind(kind)].columns, _released(kind, year))
    try:
        with transaction.atomic():
            return KnowledgeTable.objects.create(
                kind=kind,
                year=year,
                as_of=as_of,
                input_sha256=_hash(rows, beside),
                figures=_kept(count.values, count.months, beside),
                published=_kept(cells, shown_months(count, cells), beside),
                made_by=by,
            )
    except IntegrityError:
        return same.get()


def _count(kind: str, rows: list[Any], flags: Any) -> Counted:
    subject = SUBJECTS[Kind(kind)]
    return counted(rows, subject.blocks, subject.columns, flags, lambda one: one.months)


def _hash(rows: Iterable[Any], beside: Iterable[Any]) -> str:
    """Over sorted rows without keys, so that every database agrees."""
    lines = sorted(json.dumps(asdict(row), sort_keys=True) for row in rows)
    lines += [json.dumps(row, sort_keys=True) for row in beside]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _kept(
    cells: Mapping[Path, int | None], months: Mapping[Path, int | None], beside: list[Any]
) -> dict[str, Any]:
    return {
        "cells": {SEPARATOR.join(path): value for path, value in cells.items()},
        "months": {SEPARATOR.join(row): value for row, value in months.items()},
        "programmes": beside,
    }


def cells_of(published: Mapping[str, Any], name: str = "cells") -> dict[Path, int | None]:
    """The stored counts by their paths."""
    return {tuple(key.split(SEPARATOR)): value for key, value in published[name].items()}


def _released(kind: str, year: int) -> list[dict[Path, int | None]]:
    """What earlier tables of the year have shown."""
    earlier = KnowledgeTable.objects.filter(kind=kind, year=year).order_by("as_of")
    return [cells_of(row.published) for row in earlier]
