"""A member of staff moves, leaves, or gives up a role: the access and the cases in one step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from accounts.administration import actions as access
from accounts.models import AccessChange, RoleAssignment, Unit, User
from accounts.policy import Role
from households.actions import HandedOver, hand_over

DAY = timedelta(days=1)


@transaction.atomic
def move(
    *,
    assignment: RoleAssignment,
    unit: Unit,
    to: User | None,
    valid_from: date,
    by: User,
    today: date,
    reason: str = "",
) -> tuple[AccessChange, HandedOver]:
    """The old role ends the day before the new begins; the cases stay in the old unit."""
    user, old = assignment.user, assignment.unit
    if old is None:
        raise access.RefusedError("Rollen er ikke knyttet til en enhet.")
    access.end_role(
        assignment=assignment, last_day=valid_from - DAY, by=by, today=today, reason=reason
    )
    change = access.give_role(
        user=user,
        role=Role(assignment.role),
        unit=unit,
        valid_from=valid_from,
        valid_to=None,
        by=by,
        reason=reason,
    )
    return change, hand_over(user=user, unit=old, to=to, day=valid_from, by=by)


@transaction.atomic
def give_up_role(
    *, assignment: RoleAssignment, to: User | None, ends_on: date, by: User, today: date
) -> HandedOver:
    """The role ends, and what its holder has as caseworker in the unit is handed over."""
    user, unit = assignment.user, assignment.unit
    access.end_role(assignment=assignment, last_day=ends_on - DAY, by=by, today=today)
    if unit is None:
        return HandedOver(0, 0)
    return hand_over(user=user, unit=unit, to=to, day=ends_on, by=by)


@transaction.atomic
def leave(
    *, user: User, last_day: date, receivers: Mapping[Unit, User | None], by: User, today: date
) -> HandedOver:
    """Everything of the leaver's ends; their cases go to who is named for each unit.

    From the day after the last one, or from today when the account closes now.
    """
    access.close_account(user=user, last_day=last_day, by=by, today=today)
    day = today if last_day <= today else last_day + DAY
    done = [
        hand_over(user=user, unit=unit, to=to, day=day, by=by) for unit, to in receivers.items()
    ]
    return HandedOver(sum(row.given for row in done), sum(row.unassigned for row in done))
