"""The classes of the queue as its page explains them: in words, with every ground of each."""

from __future__ import annotations

from datetime import date

from housing.models import PriorityGround
from housing.queue.queries import class_wordings


def class_key(on: date) -> list[tuple[str, str, str]]:
    """(class, its words, every ground that gives it), the first class first."""
    grounds: dict[str, list[str]] = {}
    for row in PriorityGround.objects.valid_on(on):
        grounds.setdefault(row.code, []).append(row.wording)
    wordings = sorted(class_wordings(on).items())
    return [(code, words, "; ".join(grounds.get(code, ()))) for code, words in wordings]
