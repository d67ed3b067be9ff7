"""Steps of plans towards a home that a party is to do: HV's own, and those that HV gives to NAV.

NAV is told the tool, the deadline and what was written for it, and nothing else of the advice
(docs/decisions/0065).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from accounts.access import parties_with
from accounts.models import Party
from accounts.policy import Permission
from coordination.worklist.due import OWN, Due, Scope, in_days, named
from coordination.worklist.due_lodging import caseworkers
from households.models import Responsibility
from housing.advice.queries import steps_of
from housing.codes import StepOwner

SOON, ALWAYS = timedelta(days=14), timedelta(days=366 * 5)
"""A step stands in HV's list so long before its deadline, and in NAV's from the day it is given.

Our own aims; HV has the plan before it besides.
"""
DOES: tuple[tuple[Party, StepOwner, Permission, str, timedelta], ...] = (
    (Party.HV, StepOwner.HV, Permission.HANDLE_HOUSING, "housing:household", SOON),
    (Party.NAV, StepOwner.NAV, Permission.HANDLE_ASSISTANCE, "coordination:household", ALWAYS),
)
"""Whose steps, who of the party does them, where the household is opened, and how long ahead."""


def advice_steps(scope: Scope) -> Iterable[Due]:
    """Undone steps of the user's own party, in the households that its offices have today."""
    for party, owner, permission, page, ahead in DOES:
        if party not in parties_with(scope.user, permission):
            continue
        has = Responsibility.objects.valid_on(scope.today).filter(
            household=OuterRef("case__household"), party=party, unit__in=scope.units
        )
        rows = steps_of(owner, scope.today + ahead).filter(
            Exists(has), case__household__in=scope.known
        )
        found = list(rows)
        who = caseworkers(scope, {row.household_id for row in found})
        for row in found:
            late = (scope.today - row.due_on).days
            holder = who.get(row.household_id)
            yield Due(
                key=f"boligsteg-{row.pk}",
                household_id=row.household_id,
                household=str(row.case.household),
                what=f"{row.get_tool_display()}: {row.text}",
                url=reverse(page, args=[row.household_id]),
                registered=timezone.localdate(row.made_at),
                kind="Steg i boligplan",
                status="Fra HV" if party == Party.NAV else "Avtalt",
                due=row.due_on,
                why=f"{in_days(late)} over fristen" if late > 0 else "Avtalt i boligrådgivning",
                late=OWN if late > 0 else "",
                urgent=False,
                caseworker_id=holder.pk if holder else None,
                caseworker=named(holder, scope),
                subject_id=row.case.household.contact_id,
            )
