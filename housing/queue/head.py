"""What stands over the queue, whoever asks: the classes, vacant homes, and moves that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import get_ident
from typing import Any

from django.db.models import Value

from housing.homes.queries import vacant
from housing.models import PriorityClass, PriorityGround, QueueMove

CLASS, GROUND, HOME, MOVE = "class", "ground", "home", "move"


@dataclass(frozen=True)
class Head:
    """`classes` are (class, what it is for, every ground that gives it), the first class first.

    `vacant` homes are offered to nobody.

    `moving` are the entries (numbers), of any office, that wait to be moved between classes.
    """

    classes: list[tuple[str, str, str]]
    vacant: int
    moving: set[int]


def head(today: date) -> Head:
    """By one question: all four are few rows, and none is worth one of its own."""
    found: dict[str, list[tuple[str, str, int]]] = {CLASS: [], GROUND: [], HOME: [], MOVE: []}
    for kind, *row in _rows(today, get_ident()).all():
        found[kind].append(tuple(row))
    grounds: dict[str, list[str]] = {}
    for code, wording, _ in sorted(found[GROUND], key=lambda row: row[2]):
        grounds.setdefault(code, []).append(wording)
    return Head(
        classes=sorted(
            (code, wording, "; ".join(grounds.get(code, ()))) for code, wording, _ in found[CLASS]
        ),
        vacant=len(found[HOME]),
        moving={entry for *_, entry in found[MOVE]},
    )


@lru_cache(maxsize=16)
def _rows(today: date, thread: int) -> Any:
    """The question itself, which is the same for everybody all day; each thread has its own."""
    kind, nothing = {one: Value(one) for one in (CLASS, GROUND, HOME, MOVE)}, Value("")
    classes = PriorityClass.objects.valid_on(today).order_by()
    grounds = PriorityGround.objects.valid_on(today).order_by()
    homes = vacant().filter(is_offered=False).order_by()
    moves = QueueMove.objects.waiting().order_by()
    return classes.values_list(kind[CLASS], "code", "wording", "pk").union(
        grounds.values_list(kind[GROUND], "code", "wording", "pk"),
        homes.values_list(kind[HOME], nothing, nothing, "pk"),
        moves.values_list(kind[MOVE], nothing, nothing, "entry"),
        all=True,
    )
