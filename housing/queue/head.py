"""What stands over the queue, whoever asks: the classes, and how many homes are vacant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Value

from housing.homes.queries import vacant
from housing.models import PriorityClass


@dataclass(frozen=True)
class Head:
    """`wordings` are (class, what it is for), by class; `vacant` homes are offered to nobody."""

    wordings: list[tuple[str, str]]
    vacant: int


def head(today: date) -> Head:
    """By one question, since both are few rows and neither is worth one of its own."""
    wordings, free = [], 0
    for code, wording in _rows(today).all():
        if code:
            wordings.append((code, wording))
        else:
            free += 1
    return Head(sorted(wordings), free)


@lru_cache(maxsize=2)
def _rows(today: date) -> Any:
    """The question itself, which is the same for everybody all day: a row a class and a home."""
    classes = PriorityClass.objects.valid_on(today).order_by().values_list("code", "wording")
    homes = vacant().filter(is_offered=False).order_by().values_list(Value(""), Value(""))
    return classes.union(homes, all=True)
