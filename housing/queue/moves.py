"""Moves to another class that wait: where they lead, whose they are to decide, and who that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.access import may, units_with
from accounts.administration.queries import colleagues_in
from accounts.models import User
from accounts.policy import Permission
from households.models import Responsibility
from housing.models import QueueMove
from housing.queue import rules
from housing.queue.order import line, stand_of
from housing.queue.queries import of_office

DECIDE = Permission.MOVE_BETWEEN_CLASSES


@dataclass(frozen=True)
class Line:
    """A move that waits, as lists show it: `who` may decide it, and whether the user does."""

    move: QueueMove
    who: str
    is_to_decide: bool
    is_own: bool


def places_of_move(move: QueueMove) -> tuple[int, int]:
    """The place of the entry now, and if the move is approved."""
    stand, whole = stand_of(move.entry), line()
    points = rules.class_and_points(move.met.values_list("code", "points"))[1]
    to = replace(stand, priority=move.to_class, points=points, counts_from=move.to_date)
    return whole.place(stand.order), whole.place_moved(stand.order, to.order)


def waiting_moves(user: User) -> QuerySet[QueueMove]:
    """Proposed moves to another class, in the own office's queue."""
    known = of_office(user).standing().filter(pk=OuterRef("entry"))
    rows = QueueMove.objects.waiting().filter(Exists(known))
    return (
        rows.select_related("entry__household__contact", "entry__applicant", "proposed_by")
        .prefetch_related("met")
        .order_by("proposed_at", "pk")
    )


def moves_to_decide(user: User) -> QuerySet[QueueMove]:
    """Those that wait for the user, who leads a unit that has the household; never one's own."""
    led = Responsibility.objects.valid_on(timezone.localdate()).filter(
        household=OuterRef("entry__household"), unit__in=units_with(user, DECIDE)
    )
    return waiting_moves(user).filter(Exists(led)).exclude(proposed_by=user)


def count_to_decide(user: User) -> int:
    """How many wait for the user; the database is not asked for somebody who decides none."""
    return moves_to_decide(user).count() if may(user, DECIDE) else 0


def lines(user: User, today: date) -> list[Line]:
    """All that wait at the own office, those that the user decides first."""
    rows = list(waiting_moves(user))
    mine = set(moves_to_decide(user).values_list("pk", flat=True)) if may(user, DECIDE) else set()
    who = deciders(rows, today)
    found = [Line(row, who[row.pk], row.pk in mine, row.proposed_by_id == user.pk) for row in rows]
    return sorted(found, key=lambda line: not line.is_to_decide)


def deciders(moves: Iterable[QueueMove], today: date) -> dict[int, str]:
    """By move (id): who may decide it, in words; empty where nobody may.

    The leaders of the units that have the household today, whoever's application it was; as many
    queries for one move as for many.
    """
    rows = list(moves)
    has = Responsibility.objects.valid_on(today).filter(
        household__in={row.entry.household_id for row in rows}
    )
    units: defaultdict[int, list[int]] = defaultdict(list)
    for household, unit in has.order_by("unit").values_list("household", "unit"):
        units[household].append(unit)
    leaders = colleagues_in({unit for found in units.values() for unit in found}, DECIDE, today)
    return {
        row.pk: rules.who_decides(
            str(leader)
            for unit in units[row.entry.household_id]
            for leader in leaders.get(unit, [])
            if leader.pk != row.proposed_by_id
        )
        for row in rows
    }
