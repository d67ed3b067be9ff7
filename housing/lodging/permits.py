"""Who may find a place for a household: HV, and NAV, whose duty it is (§ 27)."""

from __future__ import annotations

from accounts.models import Unit, User
from accounts.policy import Permission
from households.models import Household
from households.permits import may_see_benefits, may_see_housing, units_to_write_in

MAY = (Permission.HANDLE_HOUSING, Permission.HANDLE_ASSISTANCE)
SEES = (Permission.SEE_HOUSING, Permission.SEE_BENEFITS)


def unit_to_lodge_in(user: User, household: Household) -> Unit | None:
    """The unit that has the household today and for which `user` may find a place; else None."""
    for permission in MAY:
        for unit in units_to_write_in(user, household, permission):
            return unit
    return None


def may_see_lodging(user: User, household: Household) -> bool:
    return may_see_housing(user, household) or may_see_benefits(user, household)
