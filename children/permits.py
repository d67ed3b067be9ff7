"""Who maps a child, who reads what is mapped, and who only adds what they have seen.

Which rows of which party are open is the managers' to say (security.md 2.1 and 3.7).
"""

from __future__ import annotations

from collections.abc import Collection

from accounts.access import may, parties_with, units_with
from accounts.models import Unit, User
from accounts.policy import Permission
from households.models import Household, ShareScope
from households.permits import may_for_household


def may_read(user: User) -> bool:
    """Whether the content of mappings is for the user's role at all; else only done or not done."""
    return may(user, Permission.SEE_MAPPINGS)


def mapping_parties(user: User) -> set[str]:
    """The parties whose children to map are listed for the user: who maps them, or leads who do."""
    return parties_with(user, Permission.MAP_CHILD) | parties_with(user, Permission.FOLLOW_MAPPING)


def unit_to_map_in(user: User, household: Household, child_id: int) -> Unit | None:
    """The unit for which the user maps the child; else None."""
    return units_to_map_in(user, household, [child_id]).get(child_id)


def units_to_map_in(
    user: User, household: Household, child_ids: Collection[int]
) -> dict[int, Unit]:
    """The unit for which the user maps each of the children; those the user does not are left out.

    The household's caseworker at NAV or BFT, or who stands in. Where BFT has no caseworker of its
    own, any adviser of the unit that the child is shared with: children are what it is there for.
    """
    for row in household.responsible_today:
        if may_for_household(user, [row], assigned=Permission.MAP_CHILD):
            return dict.fromkeys(child_ids, row.unit)
    given = _shared_with(user, household, Permission.MAP_SHARED_CHILD)
    has_case = {row.party for row in household.responsible_today if row.caseworker_id}
    return {
        child_id: unit
        for child_id, unit in given.items()
        if child_id in child_ids and unit.party not in has_case
    }


def unit_to_observe_in(user: User, household: Household, child_id: int) -> Unit | None:
    """HV's unit that has the household, or that the child is shared with; else None."""
    units = units_with(user, Permission.OBSERVE_CHILD)
    for row in household.responsible_today:
        if row.unit_id in units:
            unit: Unit = row.unit
            return unit
    return _shared_with(user, household, Permission.OBSERVE_CHILD).get(child_id)


def unit_for_family(user: User, household: Household) -> Unit | None:
    """The unit for which the user may write what is common to the children."""
    ids = {row.person_id for row in household.all_memberships}
    return next(iter(units_to_map_in(user, household, ids).values()), None)


def _shared_with(user: User, household: Household, permission: Permission) -> dict[int, Unit]:
    """By child: a unit that it is shared with, by name, and in which the user may do this."""
    units = units_with(user, permission)
    if not units:
        return {}
    rows = household.access.shares.filter(
        scope=ShareScope.CHILDREN, audience="party", to_unit__in=units
    )
    return {
        row.subject_id: row.to_unit
        for row in rows.select_related("to_unit")
        if household.access.knows(row.subject_id)
    }
