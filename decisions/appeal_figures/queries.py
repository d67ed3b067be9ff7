"""The appeals of a leader's offices: how those of a year went, and those that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.access import units_with
from accounts.models import User
from accounts.policy import Permission
from decisions.appeal_figures.rules import AppealFacts, Figures, figures
from decisions.codes import Kind
from decisions.models import Appeal
from decisions.rules import appeal_due_on
from households.models import Household

LEADS = Permission.SEE_APPEALS


@dataclass(frozen=True)
class KindLine:
    """A kind of decision, or all of them, and how its appeals went."""

    label: str
    figures: Figures


@dataclass(frozen=True)
class Waiting:
    """An appeal that is not settled: how many days it has waited, and whether time is up."""

    appeal: Appeal
    days: int
    due: date
    late: bool


def years_of(user: User, today: date) -> list[int]:
    """The years with appeals at the user's offices, this one too, the latest first."""
    years = {day.year for day in _appeals(user).dates("received_on", "year")}
    return sorted(years | {today.year}, reverse=True)


def by_kind(user: User, year: int, today: date) -> list[KindLine]:
    """A line for each kind that was appealed against in the year, and for all; one query."""
    rows = _appeals(user).filter(received_on__year=year).select_related("decision")
    facts = [_facts(row) for row in rows]
    lines = [
        KindLine(str(kind.label), figures([row for row in facts if row.kind == kind], today))
        for kind in Kind
        if any(row.kind == kind for row in facts)
    ]
    return [*lines, KindLine("Alle", figures(facts, today))] if facts else []


def _facts(row: Appeal) -> AppealFacts:
    return AppealFacts(
        kind=row.decision.kind,
        received_on=row.received_on,
        is_taken_up=row.is_taken_up,
        is_reversed=bool(row.is_reversed),
        result=row.result,
        settled_on=row.reconsidered_on if row.is_reversed else row.result_on,
    )


def waiting(user: User, today: date) -> list[Waiting]:
    """Appeals that are not settled, of households the user may open; the oldest first."""
    known = Household.objects.visible_to(user, LEADS).values("pk")
    rows = _appeals(user).filter(
        decision__household__in=known, is_taken_up=True, result="", implemented_on=None
    )
    rows = rows.exclude(is_reversed=True).select_related("decision__household__contact")
    found = []
    for row in rows.order_by("received_on", "pk"):
        due = appeal_due_on(row.received_on)
        found.append(Waiting(row, (today - row.received_on).days, due, due < today))
    return found


def _appeals(user: User) -> Any:
    return Appeal.objects.filter(decision__unit__in=units_with(user, LEADS))
