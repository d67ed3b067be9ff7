"""The lists of the work list's tabs, what the filters leave, and the groups by urgency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coordination.worklist.due import Due, Scope
from coordination.worklist.due_decisions import TO_APPROVE
from coordination.worklist.due_housing import TO_MOVE
from households.names import search_key

TABS = (
    ("mine", "Mine"),
    ("kontoret", "Kontoret"),
    ("ufordelt", "Ufordelt"),
    ("vent", "På vent"),
    ("beslutning", "Til beslutning"),
)
OFFICE, TO_DECIDE = "kontoret", "beslutning"
"""The tab of those who approve decisions or moves in the queue; it is not shown to others."""
SORTS = ("frist", "registrert", "husstand")


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything unknown in it is left out."""

    tab: str
    text: str
    kind: str
    when: str
    hides_held: bool
    hides_sent: bool
    order: str


@dataclass(frozen=True)
class Group:
    """Rows of one urgency; without a title where another order is asked for."""

    title: str
    rows: list[Due]


def in_tab(rows: Iterable[Due], tab: str, scope: Scope) -> list[Due]:
    """Those of the tab: one's own (and those one stands in for), the office's, nobody's, held."""
    if tab == "mine":
        return [row for row in rows if row.caseworker_id in scope.stands_for]
    if tab == "ufordelt":
        return [row for row in rows if row.caseworker_id is None]
    if tab == "vent":
        return [row for row in rows if row.on_hold_until is not None]
    if tab == TO_DECIDE:
        return [row for row in rows if row.kind in (TO_APPROVE, TO_MOVE)]
    return list(rows)


def sifted(rows: Iterable[Due], asked: Asked, scope: Scope) -> list[Due]:
    """What the filters leave, in the order that is asked for."""
    words = search_key(asked.text)
    kept = [
        row
        for row in rows
        if (not asked.kind or row.kind == asked.kind)
        and (not words or words in search_key(f"{row.household} {row.what}"))
        and _is_when(row, asked.when, scope.today)
        and not (asked.hides_held and asked.tab != "vent" and row.on_hold_until)
        and not (asked.hides_sent and row.is_sent and row.caseworker_id in scope.stands_for)
    ]
    column = asked.order.lstrip("-")
    if column == "registrert":
        kept.sort(key=lambda row: row.registered)
    elif column == "husstand":
        kept.sort(key=lambda row: search_key(row.household))
    return kept[::-1] if asked.order.startswith("-") else kept


def _is_when(row: Due, when: str, today: date) -> bool:
    if when == "over":
        return row.due < today
    if when == "uka":
        return row.due <= end_of_week(today)
    return True


def end_of_week(today: date) -> date:
    """The Sunday of the week."""
    return today + timedelta(days=6 - today.weekday())


def grouped(rows: list[Due], asked: Asked, today: date) -> list[Group]:
    """By urgency while they are in the order of their deadlines."""
    if asked.order.lstrip("-") != "frist":
        return [Group("", rows)] if rows else []
    ends = end_of_week(today)
    groups = [
        Group("Over frist", [row for row in rows if row.due < today]),
        Group("I dag", [row for row in rows if row.due == today]),
        Group("Denne uka", [row for row in rows if today < row.due <= ends]),
        Group("Senere", [row for row in rows if row.due > ends]),
    ]
    if asked.order.startswith("-"):
        groups.reverse()
    return [group for group in groups if group.rows]
