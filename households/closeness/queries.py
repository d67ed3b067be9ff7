"""The declared conflicts that a leader may lift."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.access import units_with
from accounts.models import RoleAssignment, User
from accounts.policy import Permission
from households.models import Disqualification, Household


def conflicts_to_lift(leader: User, today: date) -> QuerySet[Disqualification]:
    """Those of the staff of the leader's units; never the leader's own, nor near the leader."""
    units = units_with(leader, Permission.LIFT_DISQUALIFICATION)
    staff = RoleAssignment.objects.valid_on(today).filter(user=OuterRef("user"), unit__in=units)
    close = Household.objects.with_facts(leader).filter(is_near=False, is_disqualified=False)
    return (
        Disqualification.objects.filter(
            Exists(staff), Exists(close.filter(pk=OuterRef("household"))), lifted_at__isnull=True
        )
        .exclude(user=leader)
        .select_related("user", "household")
        .order_by("-declared_at", "-pk")
    )
