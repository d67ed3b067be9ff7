"""Who may work with housing in a household that is open to them, and who may let homes."""

from __future__ import annotations

from accounts.access import units_with
from accounts.models import Unit, User
from accounts.policy import Permission
from households.models import Household


def unit_to_work_in(
    user: User, household: Household, permission: Permission = Permission.HANDLE_HOUSING
) -> Unit | None:
    """The unit that has the household today and in which `user` holds the permission; else None."""
    units = units_with(user, permission)
    return next((row.unit for row in household.responsible_today if row.unit_id in units), None)
