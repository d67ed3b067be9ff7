"""Flags of the own office that nobody has dismissed, and whose cause is still there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from accounts.access import units_with
from accounts.models import Party
from accounts.policy import Permission
from coordination.flags import rules
from coordination.models import Flag
from coordination.worklist.due import OWN, Due, Scope
from households.models import Responsibility

LOOK_WITHIN = timedelta(days=14)
"""Our own aim for looking at a flag."""


def own_flags(scope: Scope) -> Iterable[Due]:
    """To be looked at, and acted on or dismissed with grounds.

    A plan whose review is overdue stands in the list by itself (due_plans.py), not twice.
    """
    units = scope.units & units_with(scope.user, Permission.SEE_BENEFITS)
    has = Responsibility.objects.valid_on(scope.today).filter(
        household=OuterRef("household"), party=Party.NAV, unit__in=units
    )
    rows: Any = Flag.objects.open().filter(
        Exists(has), rule__in=rules.OWN_OFFICE, household__in=scope.known
    )
    rows = rows.exclude(rule=Flag.Rule.FOLLOW_UP, data__plan="overdue")
    rows = rows.annotate(caseworker_id=Subquery(has.values("caseworker")[:1]))
    for row in rows.select_related("household__contact").order_by("raised_on", "pk"):
        due = row.raised_on + LOOK_WITHIN
        mine = row.caseworker_id == scope.user.pk
        yield Due(
            key=f"flagg-{row.pk}",
            household_id=row.household_id,
            household=str(row.household),
            what=str(row),
            url=reverse("coordination:household", args=[row.household_id]),
            registered=row.raised_on,
            kind="Flagg",
            status="Åpent",
            due=due,
            why=rules.said(row.rule, row.data),
            late=OWN if due < scope.today else "",
            urgent=False,
            caseworker_id=row.caseworker_id,
            caseworker="Meg" if mine else "" if row.caseworker_id else "Ingen",
            subject_id=row.household.contact_id,
        )
