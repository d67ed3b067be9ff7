"""The order of the queue as the database keeps it; rules.py says what it is."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Q, Value, When

from housing.models import QueueEntry
from housing.queue.rules import Line, Order, Ranks, Stand

FIELDS = ("pk", "priority", "points", "counts_from", "approved_on")


def stand_of(entry: QueueEntry) -> Stand:
    return Stand(*(getattr(entry, name) for name in FIELDS))


def line() -> Line:
    """The whole queue, whoever asks: numbers and dates, and nobody's name."""
    rows = QueueEntry.objects.standing().order_by().values_list(*FIELDS)
    return Line(sorted((code, -points, *days, pk) for pk, code, points, *days in rows))


def ranks() -> Ranks:
    """The whole queue in the order the database gives it, read from its index alone."""
    rows = QueueEntry.objects.standing().in_order()
    return Ranks.of(list(rows.values_list("pk", "priority", "points")))


def ranks_and(told: Any) -> tuple[Ranks, list[tuple[Any, ...]]]:
    """The same, and of each entry in order: its number, class, points, and what is `told`."""
    rows = QueueEntry.objects.standing().in_order().annotate(told=told)
    found = list(rows.values_list("pk", "priority", "points", "told"))
    return Ranks.of(found), found


def either(condition: Q, then: str | Case, otherwise: str | Case) -> Case:
    """What a row has that meets the condition, and what another has: words, or again either.

    Words are read as they come; a number would be converted in Python, in every row.
    """
    found, other = (Value(one) if isinstance(one, str) else one for one in (then, otherwise))
    return Case(When(condition, found), default=other)


def is_ahead_of(order: Order) -> Q:
    """Whether an entry stands ahead of who stands with this order, or would."""
    code, minus_points, counts_from, approved_on, pk = order
    steps: tuple[tuple[str, str, Any], ...] = (
        ("priority", "lt", code),
        ("points", "gt", -minus_points),
        ("counts_from", "lt", counts_from),
        ("approved_on", "lt", approved_on),
        ("pk", "lt", pk),
    )
    found, same = Q(), Q()
    for name, before, value in steps:
        found |= same & Q(**{f"{name}__{before}": value})
        same &= Q(**{name: value})
    return found


def place_of(entry: QueueEntry) -> int:
    """The place of an entry that stands in the queue; the first is 1."""
    ahead = is_ahead_of(stand_of(entry).order)
    return QueueEntry.objects.standing().filter(ahead).count() + 1
