"""Those on assistance over time who are to be assessed for an active measure (1a)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from accounts.access import units_with
from accounts.models import Party, User
from accounts.policy import Permission
from benefits.measures import queries
from benefits.measures.rules import months_after
from coordination.worklist.due import OWN, PLAN, Due, Scope, named
from households.models import Responsibility
from households.months import last_day

TO_ASSESS = "Tiltaksvurdering"


def to_assess(scope: Scope) -> Iterable[Due]:
    """Who waits for an assessment, red by the plan; and whose next one has come, a reminder."""
    rows = queries.over_time(_known(scope), scope.today)
    for row in _named(rows.select_related("person", "household__contact")):
        if not row.is_waiting and row.next_review_on > scope.today:
            continue
        due = _since(row) if row.is_waiting else row.next_review_on
        yield Due(
            key=f"tiltaksvurdering-{row.pk}",
            household_id=row.household_id,
            household=str(row.household),
            what=f"{row.person.name}: hvilket tiltak passer?",
            url=f"{reverse('measures:assess', args=[row.household_id])}?person={row.person_id}",
            registered=due,
            kind=TO_ASSESS,
            status="Skal vurderes" if row.is_waiting else "Ny vurdering",
            due=due,
            why=_why(row),
            late=_late(row, due, scope.today),
            urgent=False,
            caseworker_id=row.caseworker_id,
            caseworker=named(row.caseworker, scope),
            subject_id=row.person_id,
        )


def _known(scope: Scope) -> Any:
    """The adults of households that the offices in which the user sees benefits have."""
    units = scope.units & units_with(scope.user, Permission.SEE_BENEFITS)
    has = Responsibility.objects.valid_on(scope.today).filter(unit__in=units, party=Party.NAV)
    rows = queries.adults(scope.today, scope.known)
    return rows.filter(household__in=has.values("household")).annotate(
        caseworker_id=Subquery(has.filter(household=OuterRef("household")).values("caseworker")[:1])
    )


def _named(rows: Any) -> Iterable[Any]:
    """Each person once, with the caseworker."""
    found: dict[int, Any] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.person_id, row)
    people = User.objects.in_bulk({row.caseworker_id for row in found.values()} - {None})
    for row in found.values():
        row.caseworker = people.get(row.caseworker_id)
    return found.values()


def _since(row: Any) -> date:
    """The day the person came to be waiting."""
    if row.assessed_on is None:
        return last_day(row.first_month + queries.threshold().months - 1)
    if row.not_until is not None:
        found: date = row.not_until
        return found
    return months_after(row.assessed_on, settings.MEASURES["assessed_months"])


def _why(row: Any) -> str:
    limit = queries.threshold()
    said = f"{row.months} stønadsmåneder av de siste {limit.within}"
    if row.assessed_on is None:
        return f"{said}, aldri vurdert"
    return f"{said}, sist vurdert {row.assessed_on:%d.%m.%Y}"


def _late(row: Any, due: date, today: date) -> str:
    if due >= today:
        return ""
    return PLAN if row.is_waiting else OWN
