"""What stands over the queue, whoever asks: the classes, vacant homes, and moves that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import get_ident
from typing import Any

from django.db.models import Value

from housing.homes.queries import vacant
from housing.models import PriorityClass, QueueMove

CLASS, HOME, MOVE = "class", "home", "move"


@dataclass(frozen=True)
class Head:
    """`wordings` are (class, what it is for), by class; `vacant` homes are offered to nobody.

    `moving` are the entries (numbers), of any office, that wait to be moved between classes.
    """

    wordings: list[tuple[str, str]]
    vacant: int
    moving: set[int]


def head(today: date) -> Head:
    """By one question: all three are few rows, and none is worth one of its own."""
    found: dict[str, list[tuple[str, str, int]]] = {CLASS: [], HOME: [], MOVE: []}
    for kind, *row in _rows(today, get_ident()).all():
        found[kind].append(tuple(row))
    return Head(
        wordings=sorted((code, wording) for code, wording, _ in found[CLASS]),
        vacant=len(found[HOME]),
        moving={entry for *_, entry in found[MOVE]},
    )


@lru_cache(maxsize=16)
def _rows(today: date, thread: int) -> Any:
    """The question itself, which is the same for everybody all day; each thread has its own."""
    kind, nothing = {one: Value(one) for one in (CLASS, HOME, MOVE)}, Value("")
    classes = PriorityClass.objects.valid_on(today).order_by()
    homes = vacant().filter(is_offered=False).order_by()
    moves = QueueMove.objects.waiting().order_by()
    return classes.values_list(kind[CLASS], "code", "wording", "pk").union(
        homes.values_list(kind[HOME], nothing, nothing, "pk"),
        moves.values_list(kind[MOVE], nothing, nothing, "entry"),
        all=True,
    )
